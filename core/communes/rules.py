"""Names of the context figures and rules on communes."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

CODES_CONTEXTE = MappingProxyType(
    {
        "enfants_0_2": "Enfants de moins de 3 ans",
        "enfants_0_5": "Enfants de moins de 6 ans",
        "enfants_3_11": "Enfants de 3 à 11 ans",
        "enfants_3_17": "Enfants de 3 à 17 ans",
        "enfants_6_14": "Enfants de 6 à 14 ans",
        "familles": "Familles avec enfants de moins de 18 ans",
        "enfants_aeeh": "Enfants de 3 à 17 ans bénéficiaires de l'AEEH",
        "eleves_moins_3": "Élèves de moins de 3 ans",
        "ecoles": "Écoles",
    }
)


@lru_cache(maxsize=10_000)
def sort_key(nom: str) -> str:
    """Key that sorts French names as a dictionary does: accents, case and hyphens do not count."""
    decomposed = unicodedata.normalize("NFKD", nom.casefold())
    return "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))


# What a figure is read against on a portrait: another figure, or the municipal population ("").
DENOMINATEURS = MappingProxyType(
    {
        "enfants_0_2": "",
        "enfants_0_5": "",
        "enfants_3_11": "",
        "enfants_3_17": "",
        "enfants_6_14": "",
        "enfants_aeeh": "enfants_3_17",
        "eleves_moins_3": "enfants_0_2",
    }
)
# Counts of people so few that a small one names somebody (metier.md section 6).
CODES_SENSIBLES = frozenset({"enfants_aeeh"})


def is_secret(valeur: Decimal | None, seuil: Decimal) -> bool:
    """A count of people that must not be told: known, not zero, under the threshold."""
    return valeur is not None and 0 < valeur < seuil


def is_secret_total(parts: Sequence[Decimal], seuil: Decimal) -> bool:
    """A total from which a masked part could be told: itself too small, or hiding one part only."""
    hidden = sum(is_secret(part, seuil) for part in parts)
    return hidden == 1 or is_secret(sum(parts, Decimal(0)), seuil)
