"""Names of the context figures and rules on communes."""

import math
import unicodedata
from collections.abc import Collection, Sequence
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
CODES_OUVERTS = tuple(code for code in CODES_CONTEXTE if code not in CODES_SENSIBLES)
# The dated parameter that holds the threshold, and its value until staff change it (metier.md section 6).
PARAMETRE_SEUIL = "seuil_secret"
SEUIL_PAR_DEFAUT = 5
# What is read in the place of a masked count, in every page, export and document.
MASQUE_EFFECTIF = "masqué (trop peu de personnes)"


def is_secret(valeur: Decimal | int | None, seuil: Decimal) -> bool:
    """A count of people that must not be told: known, not zero, under the threshold."""
    return valeur is not None and 0 < valeur < seuil


def list_secrets(parts: Collection[Decimal], seuil: Decimal) -> list[Decimal]:
    """The parts that are masked."""
    return [part for part in parts if is_secret(part, seuil)]


def is_secret_total(parts: Collection[Decimal], seuil: Decimal) -> bool:
    """A total that must not be told beside its parts: itself too small, or from which a masked part could
    be found by subtraction."""
    total = sum(parts, Decimal(0))
    return is_secret(total, seuil) or _tells_a_part(list_secrets(parts, seuil), seuil)


def is_secret_whole(
    groupes: Sequence[Collection[Decimal]], autres: Collection[Decimal], seuil: Decimal
) -> bool:
    """A total of several groups of parts (the bassins), whose own totals are told unless they are secret,
    and of parts in no group.

    Totals told are taken away as parts are: what must stay hidden is what the others leave.
    """
    every = [part for groupe in (*groupes, autres) for part in groupe]
    left = [
        part
        for groupe in groupes
        if is_secret_total(groupe, seuil)
        for part in list_secrets(groupe, seuil)
    ]
    return is_secret_total(every, seuil) or _tells_a_part(
        [*left, *list_secrets(autres, seuil)], seuil
    )


def _tells_a_part(secrets: Sequence[Decimal], seuil: Decimal) -> bool:
    """Would the sum of masked parts tell one of them? One alone, a sum that is itself too small, or parts
    that can only be all the smallest or all the largest."""
    total = sum(secrets, Decimal(0))
    largest = math.ceil(seuil) - 1
    return bool(secrets) and (
        len(secrets) == 1
        or is_secret(total, seuil)
        or total in (len(secrets), len(secrets) * largest)
    )
