"""Which proofs are due and which conventions end, as SQL."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_

from core.financements.models import Candidature, EquipementSoutenu
from core.financements.rules import COF_MOIS, JUSTIFICATIF_JOURS, add_months

Options = Mapping[str, tuple[str, Callable[[date], ColumnElement[bool]]]]


def owes_proof(jour: date) -> ColumnElement[bool]:
    """A proof is due within a month, or late, and was not handed in."""
    return and_(
        Candidature.justificatif_remis.is_(None),
        Candidature.justificatif_du <= jour + timedelta(days=JUSTIFICATIF_JOURS),
    )


def is_proof_late(jour: date) -> ColumnElement[bool]:
    """The day of the proof is past."""
    return and_(Candidature.justificatif_remis.is_(None), Candidature.justificatif_du < jour)


def ends_soon(jour: date) -> ColumnElement[bool]:
    """The COF ends within six months."""
    return and_(
        EquipementSoutenu.cof_fin >= jour,
        EquipementSoutenu.cof_fin <= add_months(jour, COF_MOIS),
    )


def has_ended(jour: date) -> ColumnElement[bool]:
    """The COF has ended."""
    return and_(EquipementSoutenu.cof_fin < jour)


ALERTES_CANDIDATURE: Options = MappingProxyType(
    {
        "justificatif": ("Justificatif dû sous 30 jours", owes_proof),
        "retard": ("Justificatif en retard", is_proof_late),
    }
)
ALERTES_EQUIPEMENT: Options = MappingProxyType(
    {
        "fin": ("COF qui finit sous 6 mois", ends_soon),
        "terminee": ("COF terminée", has_ended),
    }
)
