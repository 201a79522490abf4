"""Fictitious data of the axis: invented accueils and projects, seeded figures, every source saying so.

Each figure is drawn from a generator of its own (seed, object, year): loading again on a later day adds
the years that came since and changes nothing else.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.api.demonstration import SOURCE, draw, ensure_structure, tell_created, whole
from core.api.models import Commune, Structure
from core.api.services import list_communes
from plugins.enfance_jeunesse.demonstration_donnees import (
    ACCUEILS,
    INCLUSIONS,
    PASSERELLES,
    PEDTS,
    SANS_ACTIVITE,
    SANS_EQUIPE,
    SANS_HEURES,
    AccueilFictif,
)
from plugins.enfance_jeunesse.models import (
    AccueilLoisirs,
    ActiviteAlsh,
    CapaciteAlsh,
    EquipeAnimation,
    Pedt,
)
from plugins.enfance_jeunesse.models_projets import Passerelle, TempsInclusion
from plugins.enfance_jeunesse.rules import (
    Categorie,
    Periode,
    compute_capacite_moyenne,
    compute_heures_theoriques,
    list_periodes,
)

SLUG = "enfance_jeunesse"
PREMIERE_ANNEE = 2023
OUVERTURE = date(2018, 9, 1)
_SEED = "enfance-jeunesse-49"
# Days of a year and hours of opening in a day, by period.
_JOURS: MappingProxyType[Periode, tuple[int, str]] = MappingProxyType(
    {
        Periode.MATIN: (138, "1.25"),
        Periode.MIDI: (138, "2"),
        Periode.SOIR: (138, "2"),
        Periode.MERCREDI: (35, "9.5"),
        Periode.PETITES_VACANCES: (36, "10"),
        Periode.ETE: (34, "10"),
    }
)
Cle = tuple[str, Categorie]


def load_demonstration(session: Session, jour: date) -> tuple[str, ...]:
    """Create what does not exist yet: PEdT, accueils, years of activity and of teams up to the year before
    ``jour``, projects. Rows already there are left as they are. Needs core's communes."""
    communes = {commune.code_insee: commune for commune in list_communes(session)}
    pedts = _load_pedts(session, communes, jour)
    accueils, created = _load_accueils(session, communes, jour)
    activites = _load_activites(session, accueils, jour)
    equipes = _load_equipes(session, accueils, jour)
    projets = _load_inclusions(session, accueils, jour) + _load_passerelles(session, jour)
    session.flush()
    return tell_created(
        (pedts, "PEdT"),
        (created, "accueils"),
        (activites, "périodes d'activité"),
        (equipes, "équipes"),
        (projets, "temps d'inclusion et passerelles"),
    )


def _load_pedts(session: Session, communes: dict[str, Commune], jour: date) -> int:
    existing = set(session.scalars(select(Pedt.nom)))
    # Years are those of the first loading: what is there is not renamed by a later one.
    known = [nom for nom, *_ in PEDTS if any(name.startswith(f"{nom} ") for name in existing)]
    created = 0
    for nom, codes, rank, plan, comites in PEDTS:
        if nom in known or not all(code in communes for code in codes):
            continue
        debut = date(jour.year - rank, 9, 1)
        fin = date(debut.year + 3, 8, 31)
        session.add(
            Pedt(
                nom=f"{nom} {debut.year}-{fin.year}",
                debut=debut,
                fin=fin,
                plan_mercredi=plan,
                signataires="Communes, préfet, académie, CAF (fictif)",
                comites_tenus=comites,
                communes=[communes[code] for code in codes],
            )
        )
        created += 1
    session.flush()
    return created


def _load_accueils(
    session: Session, communes: dict[str, Commune], jour: date
) -> tuple[dict[Cle, AccueilLoisirs], int]:
    existing: dict[Cle, AccueilLoisirs] = {
        (accueil.structure.nom, accueil.categorie): accueil
        for accueil in session.scalars(
            select(AccueilLoisirs).join(AccueilLoisirs.structure).where(Structure.source == SOURCE)
        )
    }
    pedts = {
        commune.code_insee: pedt
        for pedt in session.scalars(select(Pedt).order_by(Pedt.debut))
        for commune in pedt.communes
    }
    wanted = [f for f in ACCUEILS if f.code_insee in communes and f.cle not in existing]
    for fictif in wanted:
        pedt = pedts.get(fictif.code_insee)
        peri = fictif.categorie is Categorie.PERISCOLAIRE and fictif.declare
        accueil = AccueilLoisirs(
            structure=ensure_structure(
                session,
                axe=SLUG,
                nom=fictif.nom,
                code_insee=fictif.code_insee,
                statut=fictif.statut,
                gestionnaire=fictif.gestionnaire,
                ouverte_le=OUVERTURE,
            ),
            categorie=fictif.categorie,
            tranches=[tranche.value for tranche in fictif.tranches],
            declare=fictif.declare,
            numero_declaration=f"Fictif {fictif.code_insee}" if fictif.declare else "",
            tarification_qf=fictif.declare,
            pedt=pedt if peri else None,
            plan_mercredi=bool(peri and pedt and pedt.plan_mercredi),
            communes_desservies=[communes[c] for c in fictif.desservies if c in communes],
            capacites=list(_build_capacites(fictif, jour)),
        )
        session.add(accueil)
        existing[fictif.cle] = accueil
    session.flush()
    return existing, len(wanted)


def _build_capacites(fictif: AccueilFictif, jour: date) -> Iterable[CapaciteAlsh]:
    lines = [(OUVERTURE, periode, places) for periode, places in fictif.places.items()]
    lines += [
        (date(jour.year - rank, mois, 1), periode, places)
        for rank, mois, periode, places in fictif.ajouts
    ]
    for date_effet, periode, (moins_6, plus_6, ados) in lines:
        yield CapaciteAlsh(
            date_effet=date_effet,
            periode=periode,
            capacite_moins_6=moins_6,
            capacite_plus_6=plus_6,
            capacite_ados=ados,
        )


def _load_activites(session: Session, accueils: dict[Cle, AccueilLoisirs], jour: date) -> int:
    existing = {
        (row.accueil_id, row.annee, row.periode)
        for row in session.execute(
            select(ActiviteAlsh.accueil_id, ActiviteAlsh.annee, ActiviteAlsh.periode)
        )
    }
    created = 0
    for cle in (fictif.cle for fictif in ACCUEILS if fictif.cle in accueils):
        accueil = accueils[cle]
        for annee in range(PREMIERE_ANNEE, jour.year):
            last = annee == jour.year - 1
            if last and cle in SANS_ACTIVITE:
                continue
            for periode in list_periodes(accueil.registre, annee):
                if (accueil.id, annee, periode) in existing:
                    continue
                activite = _build_activite(accueil, periode, annee)
                if last and cle in SANS_HEURES:
                    activite.heures_realisees = None
                session.add(activite)
                created += 1
    return created


def _build_activite(accueil: AccueilLoisirs, periode: Periode, annee: int) -> ActiviteAlsh:
    nom = accueil.structure.nom
    rng = draw(_SEED, nom, periode.value, annee)
    base = draw(_SEED, nom, periode.value).uniform(0.55, 0.82)
    jours, opening = _JOURS[periode]
    jours -= rng.choice((0, 0, 1, 2))
    amplitude = Decimal(opening)
    places = compute_capacite_moyenne(accueil.registre, periode, annee)
    theoriques = compute_heures_theoriques(places, jours, amplitude)
    assert places is not None
    assert theoriques is not None
    realisees = round(float(theoriques) * (base + rng.uniform(-0.03, 0.03)))
    # Children share the places: each comes some of the days. Stays take each child once.
    rotation = 1.0 if accueil.categorie is Categorie.SEJOUR else rng.uniform(1.5, 2.1)
    enfants = max(1, round(float(places) * rotation))
    aeeh = min(enfants, round(enfants * rng.uniform(0.006, 0.016)))
    return ActiviteAlsh(
        accueil=accueil,
        annee=annee,
        periode=periode,
        jours=jours,
        amplitude_h=amplitude,
        heures_realisees=Decimal(realisees),
        heures_facturees=Decimal(round(realisees * rng.uniform(1.02, 1.08))),
        enfants_differents=enfants,
        enfants_hors_commune=round(enfants * rng.uniform(0.05, 0.25)),
        enfants_aeeh=aeeh,
        heures_aeeh=Decimal(round(realisees * aeeh / enfants)),
        refus_faute_place=round(enfants * rng.choice((0, 0, 0.02, 0.06, 0.1))),
        charges=whole(realisees * rng.uniform(4.6, 6.2)),
        ps_caf=whole(realisees * rng.uniform(0.54, 0.62)),
        bonus_territoire=whole(realisees * rng.uniform(0.1, 0.2)),
        complement_inclusif=whole(realisees * aeeh / enfants * 3.9),
        participation_familles=whole(realisees * rng.uniform(1.2, 1.9)),
        source=SOURCE,
    )


def _load_equipes(session: Session, accueils: dict[Cle, AccueilLoisirs], jour: date) -> int:
    existing = {
        (row.accueil_id, row.annee)
        for row in session.execute(select(EquipeAnimation.accueil_id, EquipeAnimation.annee))
    }
    created = 0
    for cle in (fictif.cle for fictif in ACCUEILS if fictif.cle in accueils):
        if cle[1] is Categorie.SEJOUR:
            continue
        for annee in range(PREMIERE_ANNEE, jour.year):
            missing = annee == jour.year - 1 and cle in SANS_EQUIPE
            if (accueils[cle].id, annee) not in existing and not missing:
                session.add(_build_equipe(accueils[cle], annee))
                created += 1
    return created


def _build_equipe(accueil: AccueilLoisirs, annee: int) -> EquipeAnimation:
    rng = draw(_SEED, accueil.structure.nom, accueil.categorie.value, annee, "equipe")
    places = max(c.total for c in accueil.registre)
    postes = max(2, round(places / 10))
    pourvus = max(2, round(postes * rng.uniform(0.82, 1.0)))
    bafd = 1 if pourvus < 12 else 2
    bafa = round((pourvus - bafd) * rng.uniform(0.45, 0.6))
    equivalents = round((pourvus - bafd - bafa) * rng.uniform(0.3, 0.6))
    stagiaires = round((pourvus - bafd - bafa - equivalents) * 0.6)
    return EquipeAnimation(
        accueil=accueil,
        annee=annee,
        postes=postes,
        postes_pourvus=pourvus,
        bafa=bafa,
        bafd=bafd,
        equivalents=equivalents,
        stagiaires=stagiaires,
        sans_diplome=pourvus - bafd - bafa - equivalents - stagiaires,
        jours_formation=rng.randint(0, 2 * pourvus),
        source=SOURCE,
    )


def _load_inclusions(session: Session, accueils: dict[Cle, AccueilLoisirs], jour: date) -> int:
    existing = {
        (row.titre, row.jour)
        for row in session.execute(select(TempsInclusion.titre, TempsInclusion.jour))
    }
    structures = list(
        dict.fromkeys(accueils[f.cle].structure for f in ACCUEILS if f.cle in accueils)
    )
    created = 0
    for annee in range(PREMIERE_ANNEE, jour.year):
        for titre, nature, partenaire, (mois, quantieme) in INCLUSIONS:
            day = date(annee, mois, quantieme)
            if (titre, day) in existing or not structures:
                continue
            rng = draw(_SEED, titre, annee)
            session.add(
                TempsInclusion(
                    titre=titre,
                    nature=nature,
                    jour=day,
                    pros=rng.randint(6, 24),
                    enfants=None if nature is INCLUSIONS[0][1] else rng.randint(12, 60),
                    partenaire=partenaire,
                    structures=rng.sample(structures, k=min(3, len(structures))),
                )
            )
            created += 1
    return created


def _load_passerelles(session: Session, jour: date) -> int:
    structures = {
        structure.nom: structure
        for structure in session.scalars(select(Structure).where(Structure.source == SOURCE))
    }
    existing = {
        (row.origine_id, row.arrivee_id, row.debut)
        for row in session.execute(
            select(Passerelle.origine_id, Passerelle.arrivee_id, Passerelle.debut)
        )
    }
    visee_depuis = date(PREMIERE_ANNEE, 1, 1)
    created = 0
    for origine, arrivee, nature, mois in PASSERELLES:
        if origine not in structures or arrivee not in structures:
            continue
        days: list[date | None] = [
            date(annee, mois, 12) for annee in range(PREMIERE_ANNEE, jour.year) if mois
        ]
        for debut in days or [None]:
            if (structures[origine].id, structures[arrivee].id, debut) in existing:
                continue
            rng = draw(_SEED, origine, arrivee, debut)
            session.add(
                Passerelle(
                    origine=structures[origine],
                    arrivee=structures[arrivee],
                    nature=nature,
                    visee_depuis=visee_depuis,
                    debut=debut,
                    fin=None if debut is None else debut + timedelta(days=14),
                    enfants=None if debut is None else rng.randint(8, 22),
                    familles=None if debut is None else rng.randint(5, 15),
                    bilan="" if debut is None else f"Visites et repas partagés ({SOURCE}).",
                )
            )
            created += 1
    return created
