"""Errors that reach people: in French, saying what to do."""


class ErreurCtg(Exception):
    """Root of the platform's own errors; ``message`` is shown as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ErreurMetier(ErreurCtg):
    """A rule of the trade refuses the input; ``champ`` names the form field when there is one."""

    def __init__(self, message: str, champ: str | None = None) -> None:
        super().__init__(message)
        self.champ = champ


class MotifRequis(ErreurMetier):
    """The change is allowed with a reason, that the form must ask for."""


class ErreurReglage(ErreurCtg):
    """A setting is missing or unsafe; the message names the variable."""


class Interdit(ErreurCtg):
    """The person may see the object but not do that with it (403)."""


class Introuvable(ErreurCtg):
    """The object does not exist, or the person may not know of it (404)."""


class ConflitVersion(ErreurCtg):
    """The object changed since the form was opened; nothing was written."""
