"""Code lists: a value stored without accents, and the words people read."""

from enum import Enum
from typing import Self


class Code(str, Enum):
    """A French code with its label: ``EN_COURS = "en_cours", "En cours"``."""

    libelle: str

    def __new__(cls, value: str, libelle: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.libelle = libelle
        return member

    def __str__(self) -> str:
        return self.libelle
