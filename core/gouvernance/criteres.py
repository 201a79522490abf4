"""Which decisions and places call for attention, as SQL: the home page counts them, lists filter by it."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from core.comptes.models import Mandat
from core.gouvernance.codes import EtatDecision
from core.gouvernance.models import Decision
from core.gouvernance.models_membre import Membre


def is_late(jour: date) -> ColumnElement[bool]:
    """Not settled after its due date."""
    return (Decision.etat != EtatDecision.SOLDEE) & (Decision.echeance < jour)


def is_seated(jour: date) -> ColumnElement[bool]:
    """A place that has begun and whose last day is not past."""
    return and_(Membre.debut <= jour, or_(Membre.fin.is_(None), Membre.fin >= jour))


def is_ended(jour: date) -> ColumnElement[bool]:
    """A place whose last day is past."""
    return and_(Membre.fin < jour)


def is_to_come(jour: date) -> ColumnElement[bool]:
    """A place that has not begun."""
    return and_(Membre.debut > jour)


def has_ended_mandate(jour: date) -> ColumnElement[bool]:
    """Sits for a commune of which every mandate of the person is over."""
    mandates = select(Mandat.id).where(
        Mandat.personne_id == Membre.personne_id, Mandat.code_insee == Membre.code_insee
    )
    current = mandates.where(or_(Mandat.fin.is_(None), Mandat.fin >= jour))
    return and_(is_seated(jour), mandates.exists(), ~current.exists())


def needs_successor(jour: date) -> ColumnElement[bool]:
    """The last holder of a commune's seat has left, and nobody follows."""
    follower = aliased(Membre)
    followed = select(follower.id).where(
        follower.instance_id == Membre.instance_id,
        follower.code_insee == Membre.code_insee,
        follower.qualite == Membre.qualite,
        follower.debut > Membre.debut,
    )
    return and_(Membre.code_insee.is_not(None), is_ended(jour), ~followed.exists())


Options = Mapping[str, tuple[str, Callable[[date], ColumnElement[bool]]]]

ALERTES_DECISION: Options = MappingProxyType({"retard": ("En retard", is_late)})
ETATS_MEMBRE: Options = MappingProxyType(
    {
        "en_place": ("En place", is_seated),
        "termine": ("Terminés", is_ended),
        "a_venir": ("À venir", is_to_come),
    }
)
ALERTES_MEMBRE: Options = MappingProxyType(
    {
        "mandat_termine": ("Mandat terminé, siège encore", has_ended_mandate),
        "a_pourvoir": ("Siège à pourvoir", needs_successor),
    }
)
