"""What the fictitious data of axes share: their source, their seeded draws, one sheet per organisation."""

from datetime import date
from decimal import Decimal
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.structures.models import StatutStructure, Structure

SOURCE = "démonstration"


def draw(*cles: object) -> Random:
    """A generator of its own for each object and year: loading again on a later day adds the years that
    came since and changes nothing else."""
    return Random(":".join(map(str, cles)))  # noqa: S311 - invented figures, not a secret


def tell_created(*counts: tuple[int, str]) -> tuple[str, ...]:
    """One line in French on what was created, each number with its words in the plural; nothing when nothing
    was: data already there are left as they are."""
    told = [f"{number} {words}" for number, words in counts if number]
    return (f"démonstration, {', '.join(told)}.",) if told else ()


def whole(amount: float) -> Decimal:
    """An invented amount, to the unit."""
    return Decimal(round(amount))


def ensure_structure(
    session: Session,
    *,
    axe: str,
    nom: str,
    code_insee: str,
    statut: StatutStructure,
    gestionnaire: str,
    ouverte_le: date,
) -> Structure:
    """The fictitious organisation of that name, made when it is not there; ``axe`` keeps its sheet too."""
    structure = session.scalar(
        select(Structure).where(Structure.nom == nom, Structure.source == SOURCE)
    )
    if structure is None:
        structure = Structure(
            nom=nom,
            code_insee=code_insee,
            statut=statut,
            gestionnaire=gestionnaire,
            ouverte_le=ouverte_le,
            axes=[axe],
            source=SOURCE,
        )
        session.add(structure)
        session.flush()
    elif axe not in structure.axes:
        structure.axes = [*structure.axes, axe]
    return structure
