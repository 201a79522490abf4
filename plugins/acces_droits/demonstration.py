"""Fictitious data of the axis: invented places and offers, seeded figures, every source saying so.

Each figure is drawn from a generator of its own (seed, object, year): loading again on a later day adds
the years that came since and changes nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.api.demonstration import SOURCE, draw, ensure_structure, tell_created
from core.api.models import Commune, Structure
from core.api.services import list_communes
from plugins.acces_droits import demonstration_donnees as donnees
from plugins.acces_droits.models import (
    ActiviteAccueil,
    Domiciliation,
    EngagementNumerique,
    LieuAccueil,
    MediateurNumerique,
    OffreLogement,
    OffreMobilite,
    Permanence,
)
from plugins.acces_droits.rules import TypeOffreMobilite

SLUG = "acces_droits"
PREMIERE_ANNEE = 2023
_SEED = "acces-droits-49"


def load_demonstration(session: Session, jour: date) -> tuple[str, ...]:
    """Create what does not exist yet: places, permanences, commitments, and yearly figures up to the year
    before ``jour``. Rows already there are left as they are. Needs core's communes."""
    communes = {commune.code_insee: commune for commune in list_communes(session)}
    structures = {
        nom: ensure_structure(
            session,
            axe=SLUG,
            nom=nom,
            code_insee=code,
            statut=statut,
            gestionnaire=gestionnaire,
            ouverte_le=date(2021, 1, 4),
        )
        for nom, code, statut, gestionnaire in donnees.STRUCTURES
        if code in communes
    }
    lieux, created = _load_lieux(session, structures, communes, jour)
    permanences = _load_permanences(session, structures, lieux, jour)
    engagements = _load_engagements(session, structures)
    chiffres = sum(
        (
            _load_activites(session, lieux, jour),
            _load_mediateurs(session, structures, communes, jour),
            _load_mobilites(session, communes, jour),
            _load_logements(session, structures, jour),
            _load_domiciliations(session, structures, jour),
        )
    )
    session.flush()
    return tell_created(
        (created, "lieux d'accueil"),
        (permanences, "permanences"),
        (engagements, "engagements"),
        (chiffres, "lignes de chiffres"),
    )


def _months(jour: date, mois: int) -> date:
    """The first of the month ``mois`` months from ``jour``."""
    rank = jour.year * 12 + jour.month - 1 + mois
    return date(rank // 12, rank % 12 + 1, 1)


def _known(session: Session, *colonnes: Any) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in session.execute(select(*colonnes))}


def _pick(communes: Mapping[str, Commune], codes: Sequence[str]) -> list[Commune]:
    return [communes[code] for code in codes if code in communes]


def _load_lieux(
    session: Session,
    structures: Mapping[str, Structure],
    communes: Mapping[str, Commune],
    jour: date,
) -> tuple[dict[str, LieuAccueil], int]:
    found = {lieu.structure.nom: lieu for lieu in session.scalars(select(LieuAccueil))}
    created = 0
    for fictif in donnees.LIEUX:
        if fictif.nom in found or fictif.nom not in structures:
            continue
        label = fictif.label_fin
        lieu = LieuAccueil(
            structure=structures[fictif.nom],
            type=fictif.type,
            itinerant=bool(fictif.communes),
            communes=_pick(communes, fictif.communes),
            heures_hebdo=fictif.heures,
            horaires=fictif.horaires,
            label_debut=None if label is None else _months(jour, label - 36),
            label_fin=None if label is None else _months(jour, label),
            operateurs=fictif.operateurs,
            verifie_le=_months(jour, fictif.verifie),
        )
        session.add(lieu)
        found[fictif.nom] = lieu
        created += 1
    session.flush()
    return found, created


def _load_permanences(
    session: Session,
    structures: Mapping[str, Structure],
    lieux: Mapping[str, LieuAccueil],
    jour: date,
) -> int:
    known = _known(session, Permanence.lieu_id, Permanence.organisme_id, Permanence.objet)
    created = 0
    for lieu, organisme, objet, frequence, creneau, rdv, fin, verifie in donnees.PERMANENCES:
        if lieu not in lieux or organisme not in structures:
            continue
        if (lieux[lieu].id, structures[organisme].id, objet) in known:
            continue
        session.add(
            Permanence(
                lieu=lieux[lieu],
                organisme=structures[organisme],
                objet=objet,
                frequence=frequence,
                creneaux_h=Decimal(creneau),
                rdv=rdv,
                valide_jusqu_au=None if fin is None else _months(jour, fin),
                verifie_le=_months(jour, verifie),
            )
        )
        created += 1
    return created


def _load_engagements(session: Session, structures: Mapping[str, Structure]) -> int:
    known = _known(session, EngagementNumerique.structure_id)
    created = 0
    for nom, identifiee, signee, actif in donnees.ENGAGEMENTS:
        if nom not in structures or (structures[nom].id,) in known:
            continue
        session.add(
            EngagementNumerique(
                structure=structures[nom],
                identifiee_le=date(identifiee, 10, 2),
                signee_le=None if signee is None else date(signee, 6, 20),
                actif=actif,
            )
        )
        created += 1
    return created


def _load_activites(session: Session, lieux: Mapping[str, LieuAccueil], jour: date) -> int:
    known = _known(session, ActiviteAccueil.lieu_id, ActiviteAccueil.annee)
    created = 0
    for fictif in donnees.LIEUX:
        for annee in range(PREMIERE_ANNEE, jour.year):
            last = annee == jour.year - 1
            lieu = lieux.get(fictif.nom)
            if lieu is None or (lieu.id, annee) in known:
                continue
            if last and fictif.nom in donnees.SANS_ACTIVITE:
                continue
            activite = _build_activite(lieu, fictif.nom, fictif.base, annee)
            if last and fictif.nom in donnees.SANS_ACCOMPAGNEMENTS:
                activite.accompagnements = activite.demandes_caf = None
            session.add(activite)
            created += 1
    return created


def _build_activite(lieu: LieuAccueil, nom: str, base: int, annee: int) -> ActiviteAccueil:
    rng = draw(_SEED, nom, annee)
    accompagnements = round(base * (1 + 0.04 * (annee - PREMIERE_ANNEE)) * rng.uniform(0.93, 1.07))
    rendez_vous = round(accompagnements * rng.uniform(0.25, 0.45))
    suivis = round(accompagnements * rng.uniform(0.08, 0.15))
    return ActiviteAccueil(
        lieu=lieu,
        annee=annee,
        accompagnements=accompagnements,
        demandes_caf=round(accompagnements * rng.uniform(0.14, 0.20)),
        usagers_hors_commune=round(accompagnements * rng.uniform(0.15, 0.30)),
        rendez_vous=rendez_vous,
        somme_delais_j=round(rendez_vous * rng.uniform(4, 9)),
        dossiers_suivis=suivis,
        droits_ouverts=round(suivis * rng.uniform(0.40, 0.60)),
        orientations=round(accompagnements * rng.uniform(0.10, 0.18)),
        source=SOURCE,
    )


def _load_mediateurs(
    session: Session,
    structures: Mapping[str, Structure],
    communes: Mapping[str, Commune],
    jour: date,
) -> int:
    known = _known(
        session, MediateurNumerique.structure_id, MediateurNumerique.type, MediateurNumerique.annee
    )
    created = 0
    for nom, type_, etp, codes in donnees.MEDIATEURS:
        for annee in range(PREMIERE_ANNEE, jour.year):
            if nom not in structures or (structures[nom].id, type_, annee) in known:
                continue
            rng = draw(_SEED, nom, type_.value, annee)
            individuels = round(float(etp) * rng.uniform(330, 460))
            missing = annee == jour.year - 1 and nom in donnees.SANS_ETP
            session.add(
                MediateurNumerique(
                    structure=structures[nom],
                    type=type_,
                    annee=annee,
                    etp=None if missing else Decimal(etp),
                    communes=_pick(communes, codes),
                    aidants_connect=float(etp) >= 1,
                    ateliers=round(float(etp) * rng.uniform(25, 45)),
                    accompagnements_individuels=individuels,
                    beneficiaires=round(individuels * rng.uniform(0.6, 0.8)),
                    source=SOURCE,
                )
            )
            created += 1
    return created


def _load_mobilites(session: Session, communes: Mapping[str, Commune], jour: date) -> int:
    known = _known(session, OffreMobilite.type, OffreMobilite.operateur, OffreMobilite.annee)
    created = 0
    for type_, operateur, tarif, base, part, codes in donnees.MOBILITES:
        for annee in range(PREMIERE_ANNEE, jour.year):
            if (type_, operateur, annee) in known:
                continue
            rng = draw(_SEED, operateur, annee)
            voyages = round(base * rng.uniform(0.95, 1.12)) if base else None
            # The last year, the demand-responsive line has not said why people travelled.
            silent = annee == jour.year - 1 and type_ is TypeOffreMobilite.TAD
            session.add(
                OffreMobilite(
                    type=type_,
                    operateur=operateur,
                    annee=annee,
                    tarif=tarif,
                    communes=_pick(communes, codes or tuple(communes)),
                    voyages=voyages,
                    voyages_acces_droits=(
                        None if voyages is None or silent else round(voyages * part)
                    ),
                    beneficiaires=round(voyages / 24) if voyages else rng.randint(90, 140),
                    source=SOURCE,
                )
            )
            created += 1
    return created


def _load_logements(session: Session, structures: Mapping[str, Structure], jour: date) -> int:
    known = _known(session, OffreLogement.structure_id, OffreLogement.type, OffreLogement.annee)
    created = 0
    for nom, type_, places in donnees.LOGEMENTS:
        for annee in range(PREMIERE_ANNEE, jour.year):
            if nom not in structures or (structures[nom].id, type_, annee) in known:
                continue
            rng = draw(_SEED, nom, annee)
            sorties = round(places * rng.uniform(0.7, 1.1))
            session.add(
                OffreLogement(
                    structure=structures[nom],
                    type=type_,
                    annee=annee,
                    places=places,
                    places_occupees=round(places * rng.uniform(0.86, 0.97)),
                    sorties=sorties,
                    sorties_logement_autonome=round(sorties * rng.uniform(0.45, 0.65)),
                    duree_totale_mois=round(sorties * rng.uniform(7, 14)),
                    source=SOURCE,
                )
            )
            created += 1
    return created


def _load_domiciliations(session: Session, structures: Mapping[str, Structure], jour: date) -> int:
    known = _known(session, Domiciliation.structure_id, Domiciliation.annee)
    created = 0
    for nom, base in donnees.DOMICILIATIONS:
        for annee in range(PREMIERE_ANNEE, jour.year):
            if nom not in structures or (structures[nom].id, annee) in known:
                continue
            if annee == jour.year - 1 and nom in donnees.SANS_DOMICILIATION:
                continue
            rng = draw(_SEED, nom, "domiciliation", annee)
            valides = round(base * rng.uniform(0.9, 1.15))
            demandes = round(valides * rng.uniform(0.5, 0.7))
            refus = round(demandes * rng.uniform(0.0, 0.08))
            session.add(
                Domiciliation(
                    structure=structures[nom],
                    annee=annee,
                    valides_31_12=valides,
                    personnes=round(valides * 1.25),
                    demandes=demandes,
                    nouvelles=demandes - refus,
                    radiations=round(valides * rng.uniform(0.3, 0.5)),
                    refus=refus,
                    source=SOURCE,
                )
            )
            created += 1
    return created
