"""Rules on what communes ask."""

from datetime import date, timedelta

from core.errors import ErreurMetier

# Beyond, a request without answer is late. Practice, not law.
REPONSE_ATTENDUE = timedelta(days=30)


def check_reponse(recue_le: date, repondue_le: date | None, repondant: object) -> None:
    """Raise ErreurMetier (field named) when an answer comes before its question, or from nobody."""
    if repondue_le is None:
        return
    if repondue_le < recue_le:
        raise ErreurMetier("La réponse précède la demande.", "repondue_le")
    if repondant is None:
        raise ErreurMetier("Dites qui a répondu.", "repondant")
