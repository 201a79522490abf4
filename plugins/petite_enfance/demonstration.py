"""Fictitious data of the axis: invented establishments, seeded figures, every source saying so.

Each figure is drawn from a generator of its own (seed, object, year): loading again on a later day adds
the years that came since and changes nothing else.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.api.demonstration import SOURCE, draw, ensure_structure, tell_created, whole
from core.api.models import Commune, StatutStructure, Structure
from core.api.services import list_communes, list_populations
from plugins.petite_enfance.demonstration_donnees import (
    EAJES,
    LONGITUDE_EST,
    RPES,
    SANS_ACCUEIL,
    SANS_ACTIVITE,
    SANS_HEURES,
    EajeFictif,
)
from plugins.petite_enfance.models import (
    AccueilIndividuel,
    ActiviteEaje,
    AutorisationPlaces,
    Eaje,
    Rpe,
)
from plugins.petite_enfance.rules import (
    Financement,
    MotifPlaces,
    compute_heures_theoriques,
    compute_places_moyennes,
)

SLUG = "petite_enfance"
PREMIERE_ANNEE_ACTIVITE = 2023
# One year earlier: the net balance of 2023 (PE3) compares the childminders of two years.
PREMIERE_ANNEE_ACCUEIL = 2022
_SEED = "petite-enfance-49"


def load_demonstration(session: Session, jour: date) -> tuple[str, ...]:
    """Create what does not exist yet: EAJE, years of activity up to the year before ``jour``, individual
    care, relays. Rows already there are left as they are. Needs core's communes and populations."""
    communes = list_communes(session)
    eajes, created = _load_eajes(session, communes, jour)
    activites = _load_activites(session, eajes, jour)
    accueils = _load_accueils(session, communes, jour)
    rpes = _load_rpes(session, communes)
    session.flush()
    return tell_created(
        (created, "EAJE"),
        (activites, "années d'activité"),
        (accueils, "lignes d'accueil individuel"),
        (rpes, "relais"),
    )


def _load_eajes(
    session: Session, communes: Iterable[Commune], jour: date
) -> tuple[dict[str, Eaje], int]:
    existing = {
        eaje.structure.nom: eaje
        for eaje in session.scalars(
            select(Eaje).join(Eaje.structure).where(Structure.source == SOURCE)
        )
    }
    known = {commune.code_insee for commune in communes}
    wanted = [f for f in EAJES if f.code_insee in known and f.nom not in existing]
    for fictif in wanted:
        existing[fictif.nom] = _create_eaje(session, fictif, jour)
    session.flush()
    return existing, len(wanted)


def _create_eaje(session: Session, fictif: EajeFictif, jour: date) -> Eaje:
    mouvements: list[AutorisationPlaces] = []
    solde = 0
    for annee, mois, places in fictif.registre:
        solde += places
        mouvements.append(
            AutorisationPlaces(
                date_effet=date(annee if annee > 0 else jour.year + annee, mois, 1),
                places=places,
                motif=_motif(places, first=not mouvements, solde=solde),
                acte_ref=f"Autorisation fictive ({SOURCE})",
            )
        )
    eaje = Eaje(
        structure=ensure_structure(
            session,
            axe=SLUG,
            nom=fictif.nom,
            code_insee=fictif.code_insee,
            statut=fictif.statut,
            gestionnaire=fictif.gestionnaire,
            ouverte_le=mouvements[0].date_effet,
        ),
        nature=fictif.nature,
        financement=fictif.financement,
        multi_accueil=fictif.nom.startswith("Multi-accueil"),
        horaires="Du lundi au vendredi, de 7 h 30 à 18 h 30",
        mouvements=mouvements,
    )
    session.add(eaje)
    return eaje


def _motif(places: int, *, first: bool, solde: int) -> MotifPlaces:
    if first:
        return MotifPlaces.OUVERTURE
    if places > 0:
        return MotifPlaces.EXTENSION
    return MotifPlaces.REDUCTION if solde else MotifPlaces.FERMETURE


def _load_activites(session: Session, eajes: dict[str, Eaje], jour: date) -> int:
    existing = {
        (eaje_id, annee)
        for eaje_id, annee in session.execute(select(ActiviteEaje.eaje_id, ActiviteEaje.annee))
    }
    created = 0
    for nom in (fictif.nom for fictif in EAJES if fictif.nom in eajes):
        for annee in range(PREMIERE_ANNEE_ACTIVITE, jour.year):
            last = annee == jour.year - 1
            if (eajes[nom].id, annee) in existing or (last and nom in SANS_ACTIVITE):
                continue
            activite = _build_activite(eajes[nom], nom, annee)
            if activite is None:
                continue
            if last and nom in SANS_HEURES:
                activite.heures_facturees = None
            session.add(activite)
            created += 1
    return created


def _build_activite(eaje: Eaje, nom: str, annee: int) -> ActiviteEaje | None:
    places = compute_places_moyennes(eaje.registre, annee)
    if places is None:
        return None
    rng = draw(_SEED, nom, annee)
    base = draw(_SEED, nom).uniform(0.62, 0.80)
    part = _open_share(eaje, annee)
    jours = round(rng.randint(216, 228) * part)
    amplitude = Decimal(rng.choice(("10", "10.5", "11")))
    theoriques = compute_heures_theoriques(places, jours, amplitude)
    assert theoriques is not None
    facturees = round(float(theoriques) * (base + rng.uniform(-0.03, 0.03)))
    realisees = round(facturees / rng.uniform(1.04, 1.16))
    psu = eaje.financement is Financement.PSU
    effectif = round(float(places) * rng.uniform(1.8, 2.4))
    return ActiviteEaje(
        eaje=eaje,
        annee=annee,
        jours_ouverture=jours,
        amplitude_h=amplitude,
        heures_facturees=Decimal(facturees),
        heures_realisees=Decimal(realisees),
        enfants_differents=effectif,
        enfants_aeeh=rng.choice((0, 0, 1, 1, 2)),
        places_fermees_personnel=rng.choice((0, 0, 0, 2, 4)) if places > 15 else 0,
        charges=whole(realisees * rng.uniform(9.6, 11.8)),
        produits_familles=whole(facturees * rng.uniform(1.7, 2.2)),
        psu=whole(facturees * rng.uniform(4.2, 4.9)) if psu else None,
        bonus_territoire=whole(float(places) * rng.uniform(900, 1500)) if psu else None,
        bonus_inclusion=whole(rng.uniform(0, 6000)) if psu else None,
        bonus_mixite=whole(float(places) * rng.uniform(0, 800)) if psu else None,
        source=SOURCE,
    )


def _open_share(eaje: Eaje, annee: int) -> float:
    """Share of the months of ``annee`` during which the establishment has places."""
    registre = eaje.registre
    months = [
        sum(m.places for m in registre if m.date_effet <= date(annee, mois, 1)) > 0
        for mois in range(1, 13)
    ]
    return sum(months) / 12


def _load_accueils(session: Session, communes: Iterable[Commune], jour: date) -> int:
    existing = {
        (code_insee, annee)
        for code_insee, annee in session.execute(
            select(AccueilIndividuel.code_insee, AccueilIndividuel.annee)
        )
    }
    populations = list_populations(session, jour.year)
    created = 0
    for commune in communes:
        code = commune.code_insee
        if code not in populations:
            continue
        for annee in range(PREMIERE_ANNEE_ACCUEIL, jour.year):
            missing = annee == jour.year - 1 and code in SANS_ACCUEIL
            if (code, annee) not in existing and not missing:
                session.add(_build_accueil(commune, annee, populations[code].municipale))
                created += 1
    return created


def _build_accueil(commune: Commune, annee: int, habitants: int) -> AccueilIndividuel:
    rng = draw(_SEED, commune.code_insee, annee)
    # About 14 places per 1 000 inhabitants, losing some 4 % a year, as childminders retire.
    ecoulees = annee - PREMIERE_ANNEE_ACCUEIL
    places = round(habitants * 0.014 * 0.96**ecoulees * rng.uniform(0.97, 1.03))
    actives = max(round(places / 3.1), 1) if places else 0
    agreees = actives + round(actives * rng.uniform(0.10, 0.22))
    agrement = max(places, round(agreees * 3.3))
    seniors = round(agreees * rng.uniform(0.28, 0.40))
    return AccueilIndividuel(
        # The row itself, not its code: the trace of the journal says its name.
        commune=commune,
        annee=annee,
        am_agreees=agreees,
        am_actives=actives,
        places_agreees=agrement,
        places_am_actives=places,
        am_55_plus=seniors,
        places_am_55_plus=min(agrement, round(seniors * 3.2)),
        entrees=round(actives * rng.uniform(0.0, 0.06)),
        sorties=round(actives * rng.uniform(0.03, 0.11)),
        gardes_domicile=round(habitants * rng.uniform(0.0001, 0.0003)),
        source=SOURCE,
    )


def _load_rpes(session: Session, communes: Iterable[Commune]) -> int:
    existing = set(
        session.scalars(select(Structure.nom).join(Rpe, Rpe.structure_id == Structure.id))
    )
    known = {commune.code_insee for commune in communes}
    created = 0
    for rank, (nom, siege, etp) in enumerate(RPES):
        if nom in existing or siege not in known:
            continue
        session.add(
            Rpe(
                structure=ensure_structure(
                    session,
                    axe=SLUG,
                    nom=nom,
                    code_insee=siege,
                    statut=StatutStructure.PUBLIC,
                    gestionnaire="Cholet Agglomération (fictif)",
                    ouverte_le=date(2022, 1, 1),
                ),
                etp=etp,
                guichet_unique=rank == 0,
                analyse_pratique=True,
                communes=[c for c in communes if (c.longitude > LONGITUDE_EST) == (rank == 1)],
            )
        )
        created += 1
    return created
