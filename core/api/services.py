"""Services and rules of core that an axis may call."""

from core.bornes import (
    check_borne,
    check_commencee,
    check_ordre,
    check_partie,
    format_annee_scolaire,
    last_day,
)
from core.clock import now, today
from core.communes.rules import CODES_CONTEXTE, sort_key
from core.communes.service import list_communes, list_populations
from core.errors import ErreurMetier
from core.parametres.service import get_parametre, select_parametre
from core.structures.service import open_in, select_named, without_year

__all__ = [
    "CODES_CONTEXTE",
    "ErreurMetier",
    "check_borne",
    "check_commencee",
    "check_ordre",
    "check_partie",
    "format_annee_scolaire",
    "get_parametre",
    "last_day",
    "list_communes",
    "list_populations",
    "now",
    "open_in",
    "select_named",
    "select_parametre",
    "sort_key",
    "today",
    "without_year",
]
