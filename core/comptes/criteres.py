"""Which accounts call for attention and which mandates run, as SQL that lists and pages share."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from core.clock import now
from core.comptes.models import Compte, Connexion, HabilitationCompte, Mandat

FAILURES_MAX = 10
LOCK_OUT = timedelta(hours=1)
_JOUR = timedelta(days=1)


def is_email_locked(email: ColumnElement[str] | str) -> ColumnElement[bool]:
    """``FAILURES_MAX`` failures in the last hour without a success, for an address in small letters."""
    since = now() - LOCK_OUT
    # Aliases, so that the rule can filter the list of attempts itself.
    success, failure = aliased(Connexion), aliased(Connexion)
    last_success = (
        select(func.max(success.at))
        .where(func.lower(success.email) == email, success.reussie)
        .correlate(Compte)
        .scalar_subquery()
    )
    failures = (
        select(func.count(failure.id))
        .where(
            func.lower(failure.email) == email,
            failure.at > func.coalesce(func.greatest(last_success, since), since),
            ~failure.reussie,
        )
        .correlate(Compte)
        .scalar_subquery()
    )
    return failures >= FAILURES_MAX


def is_locked(jour: date) -> ColumnElement[bool]:
    """Nobody enters with this account for an hour."""
    return is_email_locked(func.lower(Compte.email))


def has_no_role(jour: date) -> ColumnElement[bool]:
    """May log in, and no role in force: the person sees nothing."""
    en_vigueur = (
        select(HabilitationCompte.id)
        .where(
            HabilitationCompte.compte_id == Compte.id,
            HabilitationCompte.debut <= jour,
            or_(HabilitationCompte.fin.is_(None), HabilitationCompte.fin >= jour),
        )
        .exists()
    )
    return Compte.active & ~en_vigueur


def has_never_come(jour: date) -> ColumnElement[bool]:
    """May log in and never did."""
    seen = select(Connexion.id).where(
        func.lower(Connexion.email) == func.lower(Compte.email), Connexion.reussie
    )
    return Compte.active & ~seen.exists()


def is_recent_failure(jour: date) -> ColumnElement[bool]:
    """A refused log-in of the last twenty-four hours."""
    return and_(~Connexion.reussie, Connexion.at > now() - _JOUR)


def is_current(jour: date) -> ColumnElement[bool]:
    """A mandate that has begun and whose last day is not past."""
    return and_(Mandat.debut <= jour, or_(Mandat.fin.is_(None), Mandat.fin >= jour))


def is_ended(jour: date) -> ColumnElement[bool]:
    """A mandate whose last day is past."""
    return and_(Mandat.fin < jour)


Options = Mapping[str, tuple[str, Callable[[date], ColumnElement[bool]]]]

ETATS_COMPTE: Options = MappingProxyType(
    {
        "sans_role": ("Sans rôle en vigueur", has_no_role),
        "verrouille": ("Verrouillés", is_locked),
        "jamais_venu": ("Jamais connectés", has_never_come),
    }
)
ETATS_CONNEXION: Options = MappingProxyType(
    {"echecs_24h": ("Refusées depuis 24 heures", is_recent_failure)}
)
ETATS_MANDAT: Options = MappingProxyType(
    {"en_cours": ("En cours", is_current), "termine": ("Terminés", is_ended)}
)
