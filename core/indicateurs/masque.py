"""Which values of a sensible indicator are told to nobody: too few people, or a total that tells a part."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.communes.rules import is_secret_whole
from core.indicateurs.rules import Mesure


def is_secret_mesure(
    groupes: Sequence[Sequence[Mesure]],
    autres: Sequence[Mesure],
    *,
    ratio: bool,
    seuil: Decimal,
) -> bool:
    """Would the sums over these communes, by bassin and out of any, tell a number of people under ``seuil``?

    Both parts are asked, and apart the communes left out of the sums for want of an answer: the total of
    all, that a portrait tells, would give theirs.
    """
    return any(
        is_secret_whole(
            [_list_parts(groupe, part, ratio, complete) for groupe in groupes],
            _list_parts(autres, part, ratio, complete),
            seuil,
        )
        for part in ("numerateur", "denominateur")[: 1 + ratio]
        for complete in (True, False)
    )


def hide(mesure: Mesure) -> Mesure:
    """A measure without its parts: who answered is no secret."""
    return Mesure(
        numerateur=None, denominateur=None, repondu=mesure.repondu, attendu=mesure.attendu
    )


def _list_parts(mesures: Iterable[Mesure], part: str, ratio: bool, complete: bool) -> list[Decimal]:
    values = (getattr(m, part) for m in mesures if m.complete(ratio) is complete)
    return [value for value in values if value is not None]
