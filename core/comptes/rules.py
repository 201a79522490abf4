"""Rules on accounts that need no database."""

import re

from core.errors import ErreurMetier

PASSWORD_MIN = 12
# A shorter name ("a@…") is in too many sentences to tell anything.
_NOM_MIN = 4
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CONTEXT_WORDS = ("cholet", "ctg", "caf", "motdepasse", "password", "azerty")


def check_email(email: str) -> None:
    """Raise ErreurMetier unless ``email`` looks like an address."""
    if not _EMAIL.fullmatch(email.strip()):
        raise ErreurMetier("L'adresse électronique n'est pas valide.", "email")


def check_password(password: str, email: str) -> None:
    """Raise ErreurMetier when a password is short, repeats the address, or is built on the words that
    anyone would try here (ASVS 6.1.2, 6.2.1, 6.2.11)."""
    if len(password) < PASSWORD_MIN:
        raise ErreurMetier(
            f"Le mot de passe doit compter au moins {PASSWORD_MIN} caractères.", "password"
        )
    bare = password.casefold()
    nom = email.split("@")[0].casefold()
    if len(nom) >= _NOM_MIN and nom in bare:
        raise ErreurMetier("Le mot de passe ne doit pas contenir l'adresse.", "password")
    for word in _CONTEXT_WORDS:
        if len(bare.replace(word, "")) < PASSWORD_MIN - 4:
            raise ErreurMetier(
                f"Le mot de passe est trop facile à deviner : il repose sur « {word} ».", "password"
            )
