"""Reading the value in force on a day, and making declared parameters exist."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy import BindParameter, ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from core.clock import today
from core.communes.rules import PARAMETRE_SEUIL, SEUIL_PAR_DEFAUT
from core.errors import Introuvable
from core.parametres.models import Parametre
from core.plugin.types import Parametre as ParametreDeclare


def select_parametre(code: str, jour: date | BindParameter[date]) -> Select[Decimal]:
    """Value of ``code`` in force on ``jour``, for a hook that reads through a ``Lecture``."""
    return (
        select(Parametre.valeur)
        .where(Parametre.code == code, Parametre.debut <= jour)
        .order_by(Parametre.debut.desc())
        .limit(1)
    )


def get_parametre(session: Session, code: str, jour: date) -> Decimal:
    """Value of ``code`` in force on ``jour``. Raises Introuvable when none was yet."""
    valeur = session.scalar(select_parametre(code, jour))
    if valeur is None:
        raise Introuvable(f"Le paramètre « {code} » n'a pas de valeur au {jour:%d/%m/%Y}.")
    return valeur


def get_seuil_secret(session: Session) -> Decimal:
    """Number of people under which a sensible figure is masked today (metier.md section 6)."""
    return session.execute(select(express_seuil_secret(today()))).scalar_one()


def express_seuil_secret(jour: date | BindParameter[date]) -> ColumnElement[Decimal]:
    """The same on ``jour``, inside a statement."""
    seuil = select_parametre(PARAMETRE_SEUIL, jour).scalar_subquery()
    return func.coalesce(seuil, SEUIL_PAR_DEFAUT)


def load_declared(session: Session, declared: Iterable[ParametreDeclare]) -> int:
    """Create the parameters that an axis declares and that do not exist yet; returns how many.

    An existing code is left alone: what staff changed is never overwritten.
    """
    known = set(session.scalars(select(Parametre.code).distinct()))
    created = 0
    for value in declared:
        if value.code not in known:
            session.add(
                Parametre(
                    code=value.code,
                    libelle=value.libelle,
                    unite=value.unite,
                    valeur=Decimal(str(value.valeur)),
                    debut=value.debut,
                    source=value.source,
                )
            )
            created += 1
    session.flush()
    return created
