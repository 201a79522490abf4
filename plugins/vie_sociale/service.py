"""Checks before a commit, and the selects that indicators, report and reminders share.

What is valid on a day is asked in SQL here and in ``rules`` for one row; a test compares the two.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from core.api.indicateurs import parametre, years
from core.api.models import Acteur, StatutStructure, Structure
from core.api.services import (
    ErreurMetier,
    check_commencee,
    check_ordre,
    check_partie,
    open_in,
    today,
)
from plugins.vie_sociale.models import (
    ActiviteSociale,
    Agrement,
    EquipementSocial,
    PacteCooperation,
    ProjetPartage,
    partenaire,
    zone,
)
from plugins.vie_sociale.rules import (
    ACCORDES,
    AGREABLES,
    PACTES_VIVANTS,
    PROJETS_MENES,
    STRUCTURES_MIN,
    NatureAgrement,
    StatutAgrement,
    check_agrement,
    overlaps,
)

PREAVIS_AGREMENT = "vs_preavis_agrement"
PREAVIS_PACTE = "vs_preavis_pacte"
TAUX_BENEVOLAT = "vs_taux_horaire_benevolat"


def validate_equipement(session: Session, acteur: Acteur, equipement: EquipementSocial) -> None:
    """A zone of one commune at least; a public manager only for a public structure.

    Raises ErreurMetier (field named)."""
    if not equipement.communes:
        raise ErreurMetier("Choisissez au moins une commune de la zone de compétence.", "communes")
    if equipement.mode_gestion and equipement.structure.statut is not StatutStructure.PUBLIC:
        raise ErreurMetier(
            f"La structure est de statut « {equipement.structure.statut} » : le mode de gestion publique "
            "reste vide. Corrigez d'abord le statut dans « Structures » s'il est faux.",
            "mode_gestion",
        )


def validate_agrement(session: Session, acteur: Acteur, agrement: Agrement) -> None:
    """Check an agrément after the flush: its dates, its axes, and that no other one of the same nature
    covers the same days. Raises ErreurMetier (field named).

    The equipment is locked first: of two agréments entered at the same moment, the second is checked
    against the first.
    """
    check_agrement(agrement.periode, agrement.axes_projet)
    session.execute(
        select(EquipementSocial.id)
        .where(EquipementSocial.id == agrement.equipement_id)
        .with_for_update(of=EquipementSocial)
    )
    others = session.scalars(
        select(Agrement).where(
            Agrement.equipement_id == agrement.equipement_id,
            Agrement.nature == agrement.nature,
            Agrement.id != agrement.id,
        )
    )
    for other in others:
        if overlaps(agrement.periode, other.periode):
            raise ErreurMetier(
                f"Cet équipement a déjà un agrément de cette nature du {other.date_debut:%d/%m/%Y} au "
                f"{other.date_fin:%d/%m/%Y} : un renouvellement commence après.",
                "date_debut",
            )


def validate_activite(session: Session, acteur: Acteur, activite: ActiviteSociale) -> None:
    """Check a year of an equipment after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", activite.annee, today())
    structure = activite.equipement.structure
    if session.scalar(
        select(Structure.id).where(Structure.id == structure.id, ~open_in(activite.annee))
    ):
        raise ErreurMetier(
            f"Cette structure n'était pas ouverte en {activite.annee} : vérifiez ses dates d'ouverture et "
            "de fermeture dans « Structures ».",
            "annee",
        )
    check_partie(
        "participants_uniques",
        activite.participants_uniques,
        activite.presences,
        "Plus de participants différents que de présences",
    )


def validate_pacte(session: Session, acteur: Acteur, pacte: PacteCooperation) -> None:
    """Check a pacte after the flush. Raises ErreurMetier (field named)."""
    check_ordre("date_fin", pacte.date_signature, pacte.date_fin)
    if pacte.etat in PACTES_VIVANTS:
        if pacte.date_signature is None:
            raise ErreurMetier("Un pacte signé a une date de signature.", "date_signature")
        if len(pacte.signataires) < STRUCTURES_MIN:
            raise ErreurMetier(
                f"Un pacte signé a au moins {STRUCTURES_MIN} signataires.", "signataires"
            )
    for bilan in pacte.bilans:
        check_commencee("bilans", bilan.annee, today())


def validate_projet(session: Session, acteur: Acteur, projet: ProjetPartage) -> None:
    """Check a shared project after the flush. Raises ErreurMetier (field named)."""
    if projet.statut in PROJETS_MENES:
        check_commencee("annee", projet.annee, today())
    if projet.porteur in projet.partenaires:
        raise ErreurMetier(
            "La structure qui porte le projet n'est pas aussi l'un de ses partenaires.",
            "partenaires",
        )


def is_valide_sql(jour: ColumnElement[date]) -> ColumnElement[bool]:
    """Agréments valid on ``jour``: same rule as ``rules.is_valide``."""
    return and_(
        Agrement.statut.in_(ACCORDES), Agrement.date_debut <= jour, Agrement.date_fin >= jour
    )


def is_ouverte(jour: ColumnElement[date]) -> ColumnElement[bool]:
    """Structures open on ``jour``; unknown dates mean open."""
    return and_(
        or_(Structure.ouverte_le.is_(None), Structure.ouverte_le <= jour),
        or_(Structure.fermee_le.is_(None), Structure.fermee_le > jour),
    )


def ends_within(jour: ColumnElement[date]) -> ColumnElement[bool]:
    """Agréments that end within the lead of the renewal, counted from ``jour``."""
    return Agrement.date_fin <= _after(jour, PREAVIS_AGREMENT)


def _after(jour: ColumnElement[date], preavis: str) -> ColumnElement[Any]:
    """The day as many months after ``jour`` as the parameter ``preavis`` says on that day."""
    mois = cast(parametre(preavis, jour), Integer)
    return cast(jour + func.make_interval(0, mois), Date)


def needs_renewal(jour: ColumnElement[date]) -> ColumnElement[bool]:
    """Granted agréments that end within the lead, or have ended, and that no later file of the same nature
    goes on from."""
    suite = aliased(Agrement)
    renewed = (
        select(suite.id)
        .where(
            suite.equipement_id == Agrement.equipement_id,
            suite.nature == Agrement.nature,
            suite.id != Agrement.id,
            suite.statut.in_((StatutAgrement.DEPOSE, *ACCORDES)),
            or_(suite.date_debut.is_(None), suite.date_debut > Agrement.date_debut),
        )
        .exists()
    )
    return and_(
        Agrement.statut.in_(ACCORDES), Agrement.date_debut <= jour, ends_within(jour), ~renewed
    )


def select_agrements_a_renouveler(
    jour: date, visible: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """Agréments of open structures whose renewal has to be prepared (id, nom, echeance)."""
    day = literal(jour, Date)
    nature = case(*((Agrement.nature == n, n.libelle) for n in NatureAgrement))
    return (
        select(
            Agrement.id,
            func.concat(Structure.nom, ", ", nature).label("nom"),
            Agrement.date_fin.label("echeance"),
        )
        .join(EquipementSocial, EquipementSocial.id == Agrement.equipement_id)
        .join(Structure, Structure.id == EquipementSocial.structure_id)
        .where(needs_renewal(day), is_ouverte(day), visible)
        .order_by(Agrement.date_fin, Structure.nom, Agrement.id)
    )


def select_pactes_a_renouveler(
    jour: date, visible: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """Living pactes that end within their lead, or have ended (id, nom, echeance)."""
    return (
        select(
            PacteCooperation.id,
            PacteCooperation.intitule.label("nom"),
            PacteCooperation.date_fin.label("echeance"),
        )
        .where(
            PacteCooperation.etat.in_(PACTES_VIVANTS),
            PacteCooperation.date_fin <= _after(literal(jour, Date), PREAVIS_PACTE),
            visible,
        )
        .order_by(PacteCooperation.date_fin, PacteCooperation.id)
    )


def select_ouverts(annee: int, visible: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Equipment open at some moment of ``annee``: id, nom, code_insee, type."""
    return (
        select(EquipementSocial.id, Structure.nom, Structure.code_insee, EquipementSocial.type)
        .join(Structure, Structure.id == EquipementSocial.structure_id)
        .where(open_in(annee), visible)
        .order_by(Structure.nom, EquipementSocial.id)
    )


def needs_agrement(jour: ColumnElement[date]) -> ColumnElement[bool]:
    """Centres sociaux and EVS open on ``jour`` that no valid agrément covers."""
    covered = (
        select(Agrement.id)
        .where(Agrement.equipement_id == EquipementSocial.id, is_valide_sql(jour))
        .exists()
    )
    return and_(EquipementSocial.type.in_(AGREABLES), is_ouverte(jour), ~covered)


def activites(annees: Sequence[int]) -> Subquery:
    """Each equipment open in each year with its figures, NULL when they are not known: equipement_id,
    code_insee (that of its structure), annee, then the figures that indicators need."""
    wanted = years(annees)
    return (
        select(
            EquipementSocial.id.label("equipement_id"),
            Structure.code_insee,
            wanted.c.annee,
            ActiviteSociale.participants_uniques.label("participants"),
            ActiviteSociale.benevoles,
            ActiviteSociale.heures_benevolat,
            # NULL + anything is NULL: one unknown part makes the whole unknown.
            (
                ActiviteSociale.financement_caf
                + ActiviteSociale.financement_communes
                + ActiviteSociale.financement_agglo
                + ActiviteSociale.financement_autres_publics
            ).label("financements_publics"),
        )
        .select_from(EquipementSocial)
        .join(Structure, Structure.id == EquipementSocial.structure_id)
        .join(wanted, true())
        .outerjoin(
            ActiviteSociale,
            and_(
                ActiviteSociale.equipement_id == EquipementSocial.id,
                ActiviteSociale.annee == wanted.c.annee,
            ),
        )
        .where(open_in(wanted.c.annee))
        .subquery("activites")
    )


def is_couverte(code_insee: ColumnElement[str], jour: ColumnElement[date]) -> ColumnElement[bool]:
    """True when a commune is in the zone of an equipment open on ``jour`` with a valid agrément."""
    return (
        select(zone.c.code_insee)
        .join(EquipementSocial, EquipementSocial.id == zone.c.equipement_id)
        .join(Structure, Structure.id == EquipementSocial.structure_id)
        .join(Agrement, Agrement.equipement_id == EquipementSocial.id)
        .where(zone.c.code_insee == code_insee, is_valide_sql(jour), is_ouverte(jour))
        .exists()
    )


def is_sans_reponse(
    code_insee: ColumnElement[str], jour: ColumnElement[date]
) -> ColumnElement[bool]:
    """True when a commune is in the zone of a centre social or EVS of which no agrément was ever entered:
    whether it is approved is not known."""
    return (
        select(zone.c.code_insee)
        .join(EquipementSocial, EquipementSocial.id == zone.c.equipement_id)
        .join(Structure, Structure.id == EquipementSocial.structure_id)
        .where(
            zone.c.code_insee == code_insee,
            EquipementSocial.type.in_(AGREABLES),
            is_ouverte(jour),
            ~EquipementSocial.agrements.any(),
        )
        .exists()
    )


def projets_menes() -> Subquery:
    """Shared projects under way or done, at the commune of their leader: code_insee, annee, partage (0 or
    1, same rule as ``rules.is_partage``), habitants."""
    autre = aliased(Structure)
    partners = (
        select(autre.id)
        .join(partenaire, partenaire.c.structure_id == autre.id)
        .where(partenaire.c.projet_id == ProjetPartage.id, autre.id != ProjetPartage.porteur_id)
        .correlate(ProjetPartage)
    )
    collectivite = or_(
        Structure.statut == StatutStructure.PUBLIC,
        partners.where(autre.statut == StatutStructure.PUBLIC).exists(),
    )
    return (
        select(
            Structure.code_insee,
            ProjetPartage.annee,
            case((and_(partners.exists(), collectivite), 1), else_=0).label("partage"),
            ProjetPartage.habitants_co_porteurs.label("habitants"),
        )
        .join(Structure, Structure.id == ProjetPartage.porteur_id)
        .where(ProjetPartage.statut.in_(PROJETS_MENES))
        .subquery("projets")
    )
