"""Three readings of a form: what the person saw, what is stored now, what they typed.

A field that only somebody else changed takes their value; one that only the person changed keeps theirs;
one that both changed is shown twice, and the person chooses.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session
from wtforms import Field, Form

from core.adminkit.champs import ChampChoix, ChampOuiNon
from core.adminkit.formats import format_value, to_input
from core.journal.models import Evenement
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, visible

CHAMP_VU = "_initial"
_EMPREINTE = re.compile(r"(\w{1,80}):([0-9a-f]{8})")
_VU_MAX = 20_000


class Garde(StrEnum):
    """Whose value a field in conflict keeps."""

    MOI = "moi"
    EUX = "eux"


@dataclass(frozen=True, slots=True)
class Ecart:
    """A field that somebody else changed. ``garde`` None: their value was taken, nobody had typed."""

    champ: Field
    garde: Garde | None

    @property
    def enregistre(self) -> str:
        """The stored value in words; read once the choices of every field are known."""
        if isinstance(self.champ, ChampChoix):
            labels = {choix.cle: choix.libelle for choix in self.champ.choix}
            return ", ".join(labels.get(cle, cle) for cle in self.champ.cles)
        return format_value(self.champ.data)


class Comparaison:
    """A form sent, beside the same form as stored now. ``stocke`` is None for a new row."""

    def __init__(
        self,
        form: Form,
        stocke: Callable[[], Form] | None,
        formdata: Mapping[str, str] | None,
        prefixe: str = "",
    ) -> None:
        self.form = form
        self._stocke = stocke
        sent = formdata or {}
        # What the page carries: what was seen when it was first shown, until a conflict shows anew.
        self.vu = _digest(form) if formdata is None else sent.get(prefixe + CHAMP_VU, "")[:_VU_MAX]
        self.ecarts: dict[str, Ecart] = {}
        if stocke is not None:
            for field in form:
                if choice := sent.get(f"_choix-{field.name}"):
                    garde = Garde.EUX if choice == Garde.EUX else Garde.MOI
                    self.ecarts[field.name] = Ecart(self.stocke[field.short_name], garde)

    def prepare(self) -> None:
        """Build the stored form ahead, so that the choices of several forms are fetched together."""
        if self._stocke is not None:
            _ = self.stocke

    @cached_property
    def stocke(self) -> Form:
        """The form filled with the stored values."""
        if self._stocke is None:
            raise TypeError("Une ligne nouvelle n'a pas de valeurs enregistrées.")
        return self._stocke()

    @property
    def touchee(self) -> bool:
        """True when the person typed something else than what they saw; or nobody can tell."""
        seen = _read(self.vu)
        return any(seen.get(field.short_name) != _hash(field) for field in self.form)

    def merge(self) -> None:
        """Tell each field's :class:`Ecart`; from now on the page carries what is stored now."""
        seen = _read(self.vu)
        chosen = {name: ecart.garde for name, ecart in self.ecarts.items()}
        self.ecarts = {}
        for field in self.form:
            stored = self.stocke[field.short_name]
            before, theirs, mine = seen.get(field.short_name), _hash(stored), _hash(field)
            if mine == theirs:
                continue
            if mine == before:
                field.process_data(stored.data)
                field.process_errors = []
                self.ecarts[field.name] = Ecart(stored, None)
            elif theirs != before or field.name in chosen:
                garde = chosen.get(field.name) or Garde.MOI
                self.ecarts[field.name] = Ecart(stored, garde)
        self.vu = _digest(self.stocke)

    def validate(self) -> bool:
        """Check the form; a field that keeps the stored value has nothing to be wrong."""
        self.form.validate()
        for field in self._laisses():
            field.errors = []
        return not self.form.errors

    def fill(self, objet: Any) -> None:
        """Copy onto ``objet`` the values that differ, except where the stored one was chosen."""
        left = {field.name for field in self._laisses()}
        for field in self.form:
            if field.name not in left and getattr(objet, field.short_name) != field.data:
                setattr(objet, field.short_name, field.data)

    def differs(self, objet: Any) -> bool:
        """True when :meth:`fill` would change something."""
        left = {field.name for field in self._laisses()}
        return any(
            field.name not in left and getattr(objet, field.short_name) != field.data
            for field in self.form
        )

    def _laisses(self) -> list[Field]:
        return [
            field
            for field in self.form
            if (ecart := self.ecarts.get(field.name)) and ecart.garde is Garde.EUX
        ]


def last_change(
    session: Session, acteur: Acteur, objets: Iterable[tuple[str, str]]
) -> Evenement | None:
    """The latest trace that ``acteur`` may read of these objects (table, id)."""
    keys = [
        and_(Evenement.objet_type == table, Evenement.objet_id == number)
        for table, number in objets
    ]
    if not keys or not can(acteur, Verbe.LIRE, Evenement):
        return None
    return session.scalar(
        select(Evenement)
        .where(visible(acteur, Evenement), or_(*keys))
        .order_by(Evenement.id.desc())
        .limit(1)
    )


def _text(field: Field) -> str:
    """The value of a field, written the same way whether it was typed or stored."""
    if isinstance(field, ChampChoix):
        return ",".join(sorted(field.raw.split(",")))
    if field.process_errors:
        return str(field.raw)
    if isinstance(field.data, list):
        return "\n".join(field.data)
    text = field.raw if isinstance(field, ChampOuiNon) else to_input(field.data)
    return str(text).replace("\r\n", "\n").strip()


def _hash(field: Field) -> str:
    return hashlib.sha256(_text(field).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _digest(form: Form) -> str:
    return " ".join(f"{field.short_name}:{_hash(field)}" for field in form)


def _read(vu: str) -> dict[str, str]:
    parts = (_EMPREINTE.fullmatch(part) for part in vu.split())
    return {found[1]: found[2] for found in parts if found}
