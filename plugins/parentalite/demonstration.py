"""Fictitious data of the axis: invented dispositifs, seeded figures, every source saying so.

Each figure is drawn from a generator of its own (seed, object, year): loading again on a later day adds
the years that came since and changes nothing else.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.api.demonstration import SOURCE, draw, ensure_structure, tell_created, whole
from core.api.models import Commune, Structure
from core.api.services import list_communes
from plugins.parentalite.demonstration_donnees import (
    DISPOSITIFS,
    GROUPES,
    GROUPES_SANS_CHIFFRES,
    LAEP_SANS_ACTIVITE,
    PERMANENCES,
    STRUCTURES,
    TEMPS,
    TEMPS_NON_TENUS,
    TEMPS_SANS_PARENTS,
    DispositifFictif,
)
from plugins.parentalite.models import (
    ClasGroupe,
    DispositifParentalite,
    LaepActivite,
    MediationPermanence,
    SupportInformation,
    TempsParent,
)
from plugins.parentalite.rules import NiveauClas, TypeDispositif, TypeSupport

SLUG = "parentalite"
PREMIERE_ANNEE = 2023
_SEED = "parentalite-49"
_OUVERTE_LE = date(2008, 1, 1)


def load_demonstration(session: Session, jour: date) -> tuple[str, ...]:
    """Create what does not exist yet: dispositifs, then the figures of each year up to the one before
    ``jour``. Rows already there are left as they are. Needs core's communes."""
    communes = {commune.code_insee: commune for commune in list_communes(session)}
    structures = {
        fictive.nom: ensure_structure(
            session,
            axe=SLUG,
            nom=fictive.nom,
            code_insee=fictive.code_insee,
            statut=fictive.statut,
            gestionnaire=fictive.gestionnaire,
            ouverte_le=_OUVERTE_LE,
        )
        for fictive in STRUCTURES
    }
    dispositifs, created = _load_dispositifs(session, structures, communes, jour)
    laep = _load_laep(session, dispositifs, jour)
    permanences = _load_permanences(session, dispositifs, communes, jour)
    groupes = _load_groupes(session, structures, communes, jour)
    temps = _load_temps(session, structures, communes, jour)
    supports = _load_supports(session, jour)
    session.flush()
    return tell_created(
        (created, "dispositifs"),
        (laep, "années de LAEP"),
        (permanences, "années de permanences"),
        (groupes, "groupes CLAS"),
        (temps, "temps parents"),
        (supports, "supports"),
    )


def _load_dispositifs(
    session: Session,
    structures: Mapping[str, Structure],
    communes: Mapping[str, Commune],
    jour: date,
) -> tuple[dict[str, DispositifParentalite], int]:
    existing = {
        dispositif.nom: dispositif
        for dispositif in session.scalars(
            select(DispositifParentalite)
            .join(DispositifParentalite.structure)
            .where(Structure.source == SOURCE)
        )
    }
    wanted = [fictif for fictif in DISPOSITIFS if fictif.nom not in existing]
    for fictif in wanted:
        existing[fictif.nom] = _build_dispositif(fictif, structures, communes, jour)
        session.add(existing[fictif.nom])
    session.flush()
    return existing, len(wanted)


def _build_dispositif(
    fictif: DispositifFictif,
    structures: Mapping[str, Structure],
    communes: Mapping[str, Commune],
    jour: date,
) -> DispositifParentalite:
    return DispositifParentalite(
        structure=structures[fictif.structure],
        nom=fictif.nom,
        type=fictif.type,
        statut=fictif.statut,
        debut=date(_year(fictif.debut, jour), 1, 1),
        fin=None if fictif.fin is None else date(_year(fictif.fin, jour), 12, 31),
        itinerant=fictif.itinerant,
        gratuit=fictif.type is not TypeDispositif.LUDOTHEQUE,
        age_cible=fictif.age_cible,
        communes=[communes[code] for code in fictif.communes],
    )


def _year(annee: int, jour: date) -> int:
    return annee if annee > 1900 else jour.year + annee


def _load_laep(
    session: Session, dispositifs: Mapping[str, DispositifParentalite], jour: date
) -> int:
    existing = {
        (dispositif_id, annee)
        for dispositif_id, annee in session.execute(
            select(LaepActivite.dispositif_id, LaepActivite.annee)
        )
    }
    created = 0
    for nom in (f.nom for f in DISPOSITIFS if f.type is TypeDispositif.LAEP):
        dispositif = dispositifs[nom]
        for annee in range(PREMIERE_ANNEE, jour.year):
            missing = annee == jour.year - 1 and nom in LAEP_SANS_ACTIVITE
            known = (dispositif.id, annee) in existing
            if not (missing or known) and dispositif.was_open(annee):
                session.add(_build_laep(dispositif, annee))
                created += 1
    return created


def _build_laep(dispositif: DispositifParentalite, annee: int) -> LaepActivite:
    rng = draw(_SEED, dispositif.nom, annee)
    seances = rng.randint(60, 90) + (40 if dispositif.itinerant else 0)
    enfants = rng.randint(95, 150)
    adultes = round(enfants * rng.uniform(0.72, 0.82))
    return LaepActivite(
        dispositif=dispositif,
        annee=annee,
        seances=seances,
        heures_ouverture=Decimal(seances * 3),
        heures_organisation=Decimal(round(seances * rng.uniform(1.4, 1.9))),
        enfants_differents=enfants,
        adultes_differents=adultes,
        frequentations=round((enfants + adultes) * rng.uniform(3.8, 5.2)),
        accueillants=rng.randint(4, 7),
        source=SOURCE,
    )


def _load_permanences(
    session: Session,
    dispositifs: Mapping[str, DispositifParentalite],
    communes: Mapping[str, Commune],
    jour: date,
) -> int:
    existing = {
        (dispositif_id, code_insee, annee)
        for dispositif_id, code_insee, annee in session.execute(
            select(
                MediationPermanence.dispositif_id,
                MediationPermanence.code_insee,
                MediationPermanence.annee,
            )
        )
    }
    created = 0
    for nom, code in PERMANENCES:
        for annee in range(PREMIERE_ANNEE, jour.year):
            if (dispositifs[nom].id, code, annee) in existing:
                continue
            rng = draw(_SEED, nom, code, annee)
            town = 4 if code == "49099" else 1
            conventionnelles = rng.randint(6, 10) * town
            judiciaires = rng.randint(2, 4) * town
            session.add(
                MediationPermanence(
                    dispositif=dispositifs[nom],
                    commune=communes[code],
                    annee=annee,
                    jours=rng.randint(20, 24) * town,
                    entretiens_information=rng.randint(25, 35) * town,
                    mesures_conventionnelles=conventionnelles,
                    mesures_judiciaires=judiciaires,
                    accords=round((conventionnelles + judiciaires) * rng.uniform(0.5, 0.7)),
                    source=SOURCE,
                )
            )
            created += 1
    return created


def _load_groupes(
    session: Session,
    structures: Mapping[str, Structure],
    communes: Mapping[str, Commune],
    jour: date,
) -> int:
    existing = {
        (structure_id, code_insee, niveau, annee)
        for structure_id, code_insee, niveau, annee in session.execute(
            select(
                ClasGroupe.structure_id, ClasGroupe.code_insee, ClasGroupe.niveau, ClasGroupe.annee
            )
        )
    }
    created = 0
    for nom, code, niveau in GROUPES:
        for annee in range(PREMIERE_ANNEE, jour.year):
            if (structures[nom].id, code, niveau, annee) in existing:
                continue
            groupe = _build_groupe(structures[nom], communes[code], niveau, annee)
            if annee == jour.year - 1 and (nom, niveau) in GROUPES_SANS_CHIFFRES:
                groupe.enfants = groupe.seances = groupe.parents_impliques = None
            session.add(groupe)
            created += 1
    return created


def _build_groupe(
    structure: Structure, commune: Commune, niveau: NiveauClas, annee: int
) -> ClasGroupe:
    rng = draw(_SEED, structure.nom, commune.code_insee, niveau.value, annee)
    enfants = rng.randint(8, 12)
    return ClasGroupe(
        structure=structure,
        commune=commune,
        niveau=niveau,
        # Two terms out of three of the school year fall in its second calendar year.
        annee_scolaire=annee - 1,
        annee=annee,
        enfants=enfants,
        seances=rng.randint(54, 66),
        intervenants_pro=rng.randint(1, 2),
        intervenants_benevoles=rng.randint(1, 4),
        parents_impliques=round(enfants * rng.uniform(0.5, 0.9)),
        actions_parents=rng.randint(2, 5),
        source=SOURCE,
    )


def _load_temps(
    session: Session,
    structures: Mapping[str, Structure],
    communes: Mapping[str, Commune],
    jour: date,
) -> int:
    existing = {
        (titre, annee)
        for titre, annee in session.execute(
            select(TempsParent.titre, TempsParent.annee).where(TempsParent.source == SOURCE)
        )
    }
    created = 0
    for titre, type_, themes, porteur, code in TEMPS:
        for annee in range(PREMIERE_ANNEE, jour.year):
            last = annee == jour.year - 1
            if (titre, annee) in existing or (last and titre in TEMPS_NON_TENUS):
                continue
            rng = draw(_SEED, titre, annee)
            others = [s for s in structures.values() if s.nom != porteur]
            cout = whole(rng.uniform(180, 900))
            parents = rng.randint(6, 28)
            session.add(
                TempsParent(
                    titre=titre,
                    structure=structures[porteur],
                    type=type_,
                    thematiques=[theme.value for theme in themes],
                    jour=date(annee, rng.randint(1, 12), rng.randint(1, 28)),
                    commune=communes[code],
                    parents=None if last and titre in TEMPS_SANS_PARENTS else parents,
                    enfants=rng.randint(0, 20),
                    cout=cout,
                    financement_fnp=whole(float(cout) * rng.uniform(0.2, 0.6)),
                    structures_associees=rng.sample(others, rng.choice((0, 0, 1, 1, 2))),
                    source=SOURCE,
                )
            )
            created += 1
    return created


def _load_supports(session: Session, jour: date) -> int:
    existing = set(session.scalars(select(SupportInformation.titre)))
    created = 0
    for type_, titre, diffusion, consultations in (
        (TypeSupport.GUIDE, "Guide des parents (démonstration)", 3_200, None),
        (TypeSupport.SITE, "Pages parentalité du site (démonstration)", None, 8_450),
        (TypeSupport.AGENDA, "Agenda des parents (démonstration)", 1_500, 2_300),
    ):
        if titre not in existing:
            session.add(
                SupportInformation(
                    type=type_,
                    titre=titre,
                    date_maj=date(jour.year - 1, 9, 15),
                    diffusion=diffusion,
                    consultations=consultations,
                )
            )
            created += 1
    return created
