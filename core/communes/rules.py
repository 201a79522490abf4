"""Names of the context figures and rules on communes."""

import unicodedata
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
