"""Fictitious data of the axis: invented equipment, seeded figures, every source saying so.

Each figure is drawn from a generator of its own (seed, object, year): loading again on a later day adds
the years that came since and changes nothing else.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.api.demonstration import SOURCE, draw, ensure_structure, tell_created, whole
from core.api.models import Commune, StatutStructure, Structure
from core.api.services import list_communes
from plugins.vie_sociale.demonstration_donnees import (
    EQUIPEMENTS,
    PACTE,
    PARTENAIRES,
    PROJETS,
    SANS_ACTIVITE,
    SANS_HEURES,
    SIGNATAIRES,
    EquipementFictif,
    ProjetFictif,
)
from plugins.vie_sociale.models import (
    ActiviteSociale,
    Agrement,
    BilanPacte,
    EquipementSocial,
    PacteCooperation,
    ProjetPartage,
)
from plugins.vie_sociale.rules import (
    EtatPacte,
    StatutAgrement,
    StatutProjet,
    TypeEquipement,
)

SLUG = "vie_sociale"
PREMIERE_ANNEE = 2023
_SEED = "vie-sociale-49"


def load_demonstration(session: Session, jour: date) -> tuple[str, ...]:
    """Create what does not exist yet: equipment and agréments, years of activity up to the year before
    ``jour``, a pacte, projects. Rows already there are left as they are. Needs core's communes."""
    communes = {commune.code_insee: commune for commune in list_communes(session)}
    equipements, created = _load_equipements(session, communes, jour)
    activites = _load_activites(session, equipements, jour)
    structures = {e.structure.nom: e.structure for e in equipements.values()}
    structures |= _ensure_partenaires(session)
    pacte = _load_pacte(session, structures, jour)
    projets = _load_projets(session, communes, structures, pacte, jour)
    session.flush()
    return tell_created(
        (created, "équipements"), (activites, "années d'activité"), (projets, "projets partagés")
    )


def _load_equipements(
    session: Session, communes: Mapping[str, Commune], jour: date
) -> tuple[dict[str, EquipementSocial], int]:
    existing = {
        equipement.structure.nom: equipement
        for equipement in session.scalars(
            select(EquipementSocial)
            .join(EquipementSocial.structure)
            .where(Structure.source == SOURCE)
        )
    }
    wanted = [f for f in EQUIPEMENTS if f.code_insee in communes and f.nom not in existing]
    for fictif in wanted:
        existing[fictif.nom] = _create_equipement(session, fictif, communes, jour)
    session.flush()
    return existing, len(wanted)


def _create_equipement(
    session: Session, fictif: EquipementFictif, communes: Mapping[str, Commune], jour: date
) -> EquipementSocial:
    equipement = EquipementSocial(
        structure=ensure_structure(
            session,
            axe=SLUG,
            nom=fictif.nom,
            code_insee=fictif.code_insee,
            statut=fictif.statut,
            gestionnaire=fictif.gestionnaire,
            ouverte_le=date(2012, 9, 1),
        ),
        type=fictif.type,
        mode_gestion=fictif.mode_gestion,
        geographie=fictif.geographie,
        premier_agrement=date(2013, 1, 1),
        federe=fictif.type is TypeEquipement.CENTRE_SOCIAL,
        itinerant=fictif.itinerant,
        communes=[communes[code] for code in fictif.zone if code in communes],
    )
    for nature, ecart, ans in fictif.agrements:
        debut = date(jour.year + ecart, 1, 1)
        equipement.agrements.append(
            Agrement(
                nature=nature,
                statut=StatutAgrement.ACCORDE,
                date_debut=debut,
                date_fin=date(debut.year + ans, 1, 1) - timedelta(days=1),
                axes_projet=["Accueil et écoute", "Parentalité", "Pouvoir d'agir des habitants"],
            )
        )
    session.add(equipement)
    return equipement


def _load_activites(
    session: Session, equipements: Mapping[str, EquipementSocial], jour: date
) -> int:
    existing = {
        (equipement_id, annee)
        for equipement_id, annee in session.execute(
            select(ActiviteSociale.equipement_id, ActiviteSociale.annee)
        )
    }
    created = 0
    for fictif in (f for f in EQUIPEMENTS if f.nom in equipements):
        equipement = equipements[fictif.nom]
        for annee in range(PREMIERE_ANNEE, jour.year):
            last = annee == jour.year - 1
            if (equipement.id, annee) in existing or (last and fictif.nom in SANS_ACTIVITE):
                continue
            activite = _build_activite(equipement, fictif, annee)
            if last and fictif.nom in SANS_HEURES:
                activite.heures_benevolat = activite.charges = activite.financement_caf = None
            session.add(activite)
            created += 1
    return created


def _build_activite(
    equipement: EquipementSocial, fictif: EquipementFictif, annee: int
) -> ActiviteSociale:
    rng = draw(_SEED, fictif.nom, annee)
    participants = round(
        fictif.taille * (1 + 0.03 * (annee - PREMIERE_ANNEE)) * rng.uniform(0.94, 1.06)
    )
    benevoles = round(participants * rng.uniform(0.05, 0.08))
    effectif = Decimal(round(participants / rng.uniform(105, 135) * 4)) / 4
    charges = participants * rng.uniform(270, 330)
    return ActiviteSociale(
        equipement=equipement,
        annee=annee,
        participants_uniques=participants,
        presences=round(participants * rng.uniform(9, 14)),
        adherents=round(participants * rng.uniform(0.35, 0.5)),
        benevoles=benevoles,
        heures_benevolat=Decimal(round(benevoles * rng.uniform(28, 46))),
        etp=effectif,
        salaries=round(float(effectif) * rng.uniform(1.3, 1.7)),
        actions_familles=rng.randint(8, 40),
        premiers_departs_vacances=rng.randint(0, 9),
        charges=whole(charges),
        financement_caf=whole(charges * rng.uniform(0.3, 0.36)),
        financement_communes=whole(charges * rng.uniform(0.18, 0.25)),
        financement_agglo=whole(charges * rng.uniform(0.1, 0.15)),
        financement_autres_publics=whole(charges * rng.uniform(0.02, 0.08)),
        source=SOURCE,
    )


def _ensure_partenaires(session: Session) -> dict[str, Structure]:
    return {
        nom: ensure_structure(
            session,
            axe=SLUG,
            nom=nom,
            code_insee=code,
            statut=StatutStructure.PUBLIC,
            gestionnaire=gestionnaire,
            ouverte_le=date(2015, 1, 1),
        )
        for nom, code, gestionnaire in PARTENAIRES
    }


def _load_pacte(
    session: Session, structures: Mapping[str, Structure], jour: date
) -> PacteCooperation:
    pacte = session.scalar(select(PacteCooperation).where(PacteCooperation.intitule == PACTE))
    if pacte is None:
        pacte = PacteCooperation(
            intitule=PACTE,
            etat=EtatPacte.EN_COURS,
            date_signature=date(2024, 3, 19),
            date_fin=date(2028, 12, 31),
            axes="Aller vers les habitants isolés ; former ensemble les bénévoles ; projets communs.",
            signataires=[structures[nom] for nom in SIGNATAIRES if nom in structures],
        )
        session.add(pacte)
        session.flush()
    known = {bilan.annee for bilan in pacte.bilans}
    # The last year waits for its assessment.
    for annee in range(2024, jour.year - 1):
        if annee not in known:
            pacte.bilans.append(
                BilanPacte(
                    annee=annee,
                    bilan=f"Trois rencontres des signataires et deux projets communs en {annee} (fictif).",
                    source=SOURCE,
                )
            )
    return pacte


def _load_projets(
    session: Session,
    communes: Mapping[str, Commune],
    structures: Mapping[str, Structure],
    pacte: PacteCooperation,
    jour: date,
) -> int:
    existing = {
        (titre, annee)
        for titre, annee in session.execute(select(ProjetPartage.titre, ProjetPartage.annee))
    }
    created = 0
    for fictif in PROJETS:
        if fictif.porteur not in structures:
            continue
        for annee in fictif.annees:
            if annee <= jour.year and (fictif.titre, annee) not in existing:
                session.add(_build_projet(fictif, annee, communes, structures, pacte, jour))
                created += 1
    return created


def _build_projet(
    fictif: ProjetFictif,
    annee: int,
    communes: Mapping[str, Commune],
    structures: Mapping[str, Structure],
    pacte: PacteCooperation,
    jour: date,
) -> ProjetPartage:
    rng = draw(_SEED, fictif.titre, annee)
    done = annee < jour.year
    silent = annee == jour.year - 1 and not fictif.partenaires
    return ProjetPartage(
        titre=fictif.titre,
        annee=annee,
        porteur=structures[fictif.porteur],
        partenaires=[structures[nom] for nom in fictif.partenaires if nom in structures],
        communes=[communes[code] for code in fictif.communes if code in communes],
        pacte=pacte if fictif.pacte and annee >= 2024 else None,
        statut=StatutProjet.REALISE if done else StatutProjet.EN_COURS,
        participants=rng.randint(40, 260) if done else None,
        habitants_co_porteurs=None if silent or not done else fictif.habitants,
        cout=whole(rng.uniform(1500, 18_000)) if done else None,
        source=SOURCE,
    )
