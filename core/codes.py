"""Code lists: a value stored without accents, and the words people read."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A French code with its label: ``EN_COURS = "en_cours", "En cours"``."""

    libelle: str

    def __new__(cls, value: str, libelle: str = "") -> Self:
        # A look-up by value, StatutAction("en_cours"), gives no label: hence the default.
        member = str.__new__(cls, value)
        member._value_ = value
        member.libelle = libelle
        return member

    def __str__(self) -> str:
        return self.libelle

    def __format__(self, spec: str) -> str:
        return format(self.libelle, spec)
