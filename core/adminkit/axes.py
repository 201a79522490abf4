"""The axes, read once a request: the shell, the filters and the guard of an axis' screens ask for them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from sqlalchemy import select

from core.axes.models import Axe
from core.db.extension import db


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


def get_axes() -> tuple[AxeLu, ...]:
    """The axes in the order of the convention, as they were when the request first asked."""
    if "axes" not in g:
        columns = (Axe.id, Axe.slug, Axe.numero, Axe.titre, Axe.couleur, Axe.actif)
        rows = db.session.execute(select(*columns).order_by(Axe.numero)).mappings()
        g.axes = tuple(AxeLu(**row) for row in rows)
    axes: tuple[AxeLu, ...] = g.axes
    return axes
