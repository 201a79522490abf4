"""Services and rules of core that an axis may call."""

from core.clock import now, today
from core.communes.rules import CODES_CONTEXTE, sort_key
from core.communes.service import list_communes, list_populations
from core.errors import ErreurMetier
from core.parametres.service import get_parametre

__all__ = [
    "CODES_CONTEXTE",
    "ErreurMetier",
    "get_parametre",
    "list_communes",
    "list_populations",
    "now",
    "sort_key",
    "today",
]
