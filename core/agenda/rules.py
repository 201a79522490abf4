"""What an entry of a calendar is. Values in, values out."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entree:
    """One entry. ``debut`` and ``fin`` (aware, Europe/Paris) are None for a whole day.

    ``uid`` stays the same whatever changes, so that a calendar updates its entry; ``modifiee`` says when.
    ``objet`` is the row that the entry leads to.
    """

    uid: str
    titre: str
    jour: date
    modifiee: datetime
    objet: object
    debut: datetime | None = None
    fin: datetime | None = None
    lieu: str = ""
    description: str = ""
