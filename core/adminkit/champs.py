"""Form fields: French numbers, native dates, choices limited to what the person may read.

A field keeps the text typed, so that a refused form comes back as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from sqlalchemy.orm import Session
from wtforms import Field
from wtforms.validators import ValidationError

from core.adminkit.formats import to_input
from core.security.acteur import Acteur

_ESPACES = re.compile(r"[\s\u00a0\u202f]")
_JOUR_FR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ANNEES_PLAUSIBLES = range(1900, 2101)
TEXTE_COURT, TEXTE_LONG = 500, 20_000
DECIMAL_MAX = 40


class Choix(NamedTuple):
    """One option: its key in the form, its words, the value it stands for."""

    cle: str
    libelle: str
    valeur: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Creation:
    """The screen where a row missing from the choices is made, and what the form says to be sent there."""

    adresse: str
    singulier: str
    demande: str


Source = Callable[[Session, Acteur], list[Choix]]
Lecteur = Callable[[Session, Acteur, Collection[str]], list[Choix]]
Listeur = Callable[[Session, Acteur, Sequence[Any]], Mapping[Any, list[Choix]]]


@dataclass(slots=True)
class Offre:
    """Choices of one request, each source asked once however many lines of the form use it.

    Fields say by :meth:`expect` which rows they hold, and the first :meth:`read` fetches those of all
    fields together; likewise by :meth:`expect_list` which tables they list, and the first
    :meth:`read_list` fetches the words of all of them.
    """

    session: Session
    acteur: Acteur
    _connus: dict[Hashable, list[Choix]] = field(default_factory=dict)
    _attendus: dict[Hashable, set[str]] = field(default_factory=dict)
    _lus: dict[Hashable, dict[str, Choix]] = field(default_factory=dict)
    _a_lister: list[Hashable] = field(default_factory=list)
    _listes: dict[Hashable, list[Choix]] = field(default_factory=dict)

    def get(self, cle: Hashable, source: Source) -> list[Choix]:
        """The choices of ``source``."""
        if cle not in self._connus:
            self._connus[cle] = source(self.session, self.acteur)
        return self._connus[cle]

    def expect(self, cle: Hashable, cles: Collection[str]) -> None:
        """Keys of ``cle`` that will be read."""
        known = self._lus.get(cle, {})
        self._attendus.setdefault(cle, set()).update(set(cles) - known.keys())

    def read(self, cle: Hashable, load: Lecteur) -> Mapping[str, Choix]:
        """Choices of the expected keys, by key; a key that the person may not read is absent."""
        found = self._lus.setdefault(cle, {})
        if expected := self._attendus.pop(cle, None):
            rows = load(self.session, self.acteur, expected)
            found.update((choix.cle, choix) for choix in rows)
        return found

    def expect_list(self, cle: Hashable) -> None:
        """A table whose rows will all be proposed."""
        if cle not in self._listes and cle not in self._a_lister:
            self._a_lister.append(cle)

    def read_list(self, cle: Hashable, load: Listeur) -> list[Choix]:
        """Choices of an expected table, in the order of their words."""
        if self._a_lister:
            self._listes |= load(self.session, self.acteur, self._a_lister)
            self._a_lister = []
        return self._listes[cle]


class ChampSaisie(Field):  # type: ignore[misc]
    """A field typed as text. ``requis``: an empty one is refused. ``vide`` is what an empty one means."""

    balise = "input"
    type_html = "text"
    inputmode: str | None = None

    def __init__(
        self, *, requis: bool, vide: Any = None, long: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.requis = requis
        self.vide = vide
        self.long = long
        self.raw = ""
        if long:
            self.balise = "textarea"

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        text = self.raw.replace("\r\n", "\n").strip()
        if not text:
            self.data = self.vide
            return
        if "\x00" in text:
            raise ValueError("Ce texte contient un caractère interdit.")
        self.data = self.parse(text)

    def process_data(self, value: Any) -> None:
        self.data = value
        self.raw = to_input(value)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            return
        if self.requis and not self.raw.strip():
            raise ValidationError("Ce champ est obligatoire.")

    def parse(self, text: str) -> Any:
        """The value typed; raises ValueError with a French message."""
        limit = TEXTE_LONG if self.long else TEXTE_COURT
        if len(text) > limit:
            raise ValueError(f"Ce texte dépasse {limit} caractères.")
        return text


class ChampLignes(ChampSaisie):
    """A list of short texts, one a line."""

    def process_data(self, value: Any) -> None:
        self.data = value
        self.raw = "\n".join(value or ())

    def parse(self, text: str) -> list[str]:
        return [line.strip() for line in text.split("\n") if line.strip()]


class ChampEntier(ChampSaisie):
    """A whole number, spaces of thousands accepted."""

    inputmode = "numeric"

    def parse(self, text: str) -> int:
        bare = _ESPACES.sub("", text)
        if not re.fullmatch(r"[+-]?\d+", bare):
            raise ValueError("Écrivez un nombre entier.")
        if len(bare) > 10 or abs(int(bare)) > 2_147_483_647:
            raise ValueError("Ce nombre est trop grand.")
        return int(bare)


class ChampDecimal(ChampSaisie):
    """A decimal number with a comma or a point; ``precision`` and ``echelle`` are the column's."""

    inputmode = "decimal"

    def __init__(
        self, *, precision: int | None = None, echelle: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.precision = precision
        self.echelle = echelle

    def parse(self, text: str) -> Decimal | float:
        bare = _ESPACES.sub("", text).replace(",", ".")
        try:
            if not re.fullmatch(r"[+-]?\d*\.?\d*", bare):
                raise InvalidOperation
            value = Decimal(bare)
        except InvalidOperation:
            raise ValueError("Écrivez un nombre, par exemple 1 234,5.") from None
        if len(bare) > DECIMAL_MAX:
            raise ValueError("Ce nombre est trop grand.")
        if self.precision is None:
            return float(value)
        echelle = self.echelle or 0
        if -int(value.as_tuple().exponent) > echelle:
            raise ValueError(f"Au plus {echelle} chiffres après la virgule.")
        if abs(value) >= Decimal(10) ** (self.precision - echelle):
            raise ValueError("Ce nombre est trop grand.")
        return value


class ChampJour(ChampSaisie):
    """A day, by the browser's own picker; jj/mm/aaaa is understood where there is none."""

    type_html = "date"

    def parse(self, text: str) -> date:
        try:
            if found := _JOUR_FR.fullmatch(text):
                jour, mois, annee = (int(part) for part in found.groups())
                value = date(annee, mois, jour)
            else:
                value = date.fromisoformat(text)
        except ValueError:
            raise ValueError("Cette date n'existe pas ; écrivez jj/mm/aaaa.") from None
        if value.year not in ANNEES_PLAUSIBLES:
            raise ValueError("Cette date n'est pas plausible.")
        return value


class ChampOuiNon(Field):  # type: ignore[misc]
    """A box to tick."""

    balise = "case"
    requis = False

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = bool(valuelist)

    def process_data(self, value: Any) -> None:
        self.data = bool(value)

    @property
    def raw(self) -> str:
        return "oui" if self.data else ""


class ChampChoix(Field):  # type: ignore[misc]
    """One value among ``choix``, or several when ``multiple``.

    A value already stored that the person may not read stays as it is: the field neither shows nor
    loses it.
    """

    def __init__(
        self,
        *,
        requis: bool,
        cle_de: Callable[[Any], str],
        multiple: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.requis = requis
        self.cle_de = cle_de
        self.multiple = multiple
        self.cles: list[str] = []
        self.actuels: dict[str, Any] = {}
        self.creation: Creation | None = None

    @property
    def choix(self) -> Sequence[Choix]:
        """What is proposed; known once :meth:`offer` has run."""
        raise NotImplementedError

    @property
    def raw(self) -> str:
        return ",".join(self.cles)

    def process_data(self, value: Any) -> None:
        self.data = value
        values = (value or ()) if self.multiple else (() if value is None else (value,))
        self.actuels = {self.cle_de(item): item for item in values}
        self.cles = list(self.actuels)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.cles = [cle for cle in dict.fromkeys(valuelist) if cle]

    def offer(self, offre: Offre) -> None:
        """Take the choices from ``offre``; must run before the field is validated or shown."""
        raise NotImplementedError

    def values(self) -> Mapping[str, Any]:
        """What the keys that may be chosen stand for."""
        return {choix.cle: choix.valeur for choix in self.choix}

    def pre_validate(self, form: Any) -> None:
        values = self.values()
        if any(cle not in values for cle in self.cles):
            raise ValidationError("Ce choix n'est pas proposé.")
        if self.multiple:
            self.data = [values[cle] for cle in self.cles]
        else:
            if len(self.cles) > 1:
                raise ValidationError("Un seul choix est possible.")
            self.data = values[self.cles[0]] if self.cles else None
        if self.requis and not self.cles:
            raise ValidationError("Choisissez une valeur.")

    def _hidden(self, cles: Collection[str]) -> list[Choix]:
        """Stored values whose keys are not in ``cles``."""
        return [
            Choix(cle, "Valeur actuelle (non consultable)", valeur)
            for cle, valeur in self.actuels.items()
            if cle not in cles
        ]


class ChampListe(ChampChoix):
    """Every choice of ``source``: a native list, or boxes when ``multiple``."""

    def __init__(self, *, source: Source, cle_source: Hashable, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.cle_source = cle_source
        self._choix: list[Choix] = []

    @property
    def balise(self) -> str:
        return "cases" if self.multiple else "select"

    @property
    def choix(self) -> Sequence[Choix]:
        return self._choix

    def offer(self, offre: Offre) -> None:
        found = offre.get(self.cle_source, self.source)
        self._choix = [*found, *self._hidden({choix.cle for choix in found})]
