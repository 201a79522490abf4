"""What every page says of the platform (axes, year, demonstration), read once a request.

The shell, the filters and the guard of an axis' screens all ask for it: one statement answers them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from sqlalchemy import literal, select, true

from core.axes.models import Axe
from core.cycles.models import CycleAnnuel
from core.cycles.rules import EtapeCycle
from core.db.extension import db
from core.db.plateforme import Plateforme


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeLu:
    """What pages show of an axis; a value, which a rolled back transaction leaves as it is."""

    id: int
    slug: str
    numero: int
    titre: str
    couleur: str
    actif: bool

    def __str__(self) -> str:
        return f"Axe {self.numero} : {self.titre}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleLu:
    """The year people are working on, and its step."""

    exercice: int
    etape: EtapeCycle


@dataclass(frozen=True, slots=True, kw_only=True)
class Etat:
    """Axes in the order of the convention, current year (None when none is open), kind of instance."""

    axes: tuple[AxeLu, ...]
    cycle: CycleLu | None
    demonstration: bool


_ROW = select(literal(1).label("un")).subquery()
_YEAR = (
    select(CycleAnnuel.exercice, CycleAnnuel.etape)
    .where(CycleAnnuel.etape != EtapeCycle.CLOTURE)
    .order_by(CycleAnnuel.exercice)
    .limit(1)
    .subquery()
)
# One row an axis; a single one, without axis, before the reference is loaded.
_ETAT = (
    select(
        select(Plateforme.demonstration).scalar_subquery(),
        _YEAR.c.exercice,
        _YEAR.c.etape,
        Axe.id,
        Axe.slug,
        Axe.numero,
        Axe.titre,
        Axe.couleur,
        Axe.actif,
    )
    .select_from(_ROW)
    .outerjoin(_YEAR, true())
    .outerjoin(Axe, true())
    .order_by(Axe.numero)
)


def get_etat() -> Etat:
    """The state of the platform as it was when the request first asked."""
    if "etat" not in g:
        g.etat = _read()
    etat: Etat = g.etat
    return etat


def get_axes() -> tuple[AxeLu, ...]:
    """The axes in the order of the convention, as they were when the request first asked."""
    return get_etat().axes


def _read() -> Etat:
    rows = db.session.execute(_ETAT).all()
    demonstration, exercice, etape = rows[0][:3]
    return Etat(
        axes=tuple(
            AxeLu(id=id, slug=slug, numero=numero, titre=titre, couleur=couleur, actif=actif)
            for _, _, _, id, slug, numero, titre, couleur, actif in rows
            if id is not None
        ),
        cycle=None if exercice is None else CycleLu(exercice=exercice, etape=etape),
        demonstration=bool(demonstration),
    )
