"""The form field of a relation to a small table: all its rows are proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.adminkit.axes import get_axes
from core.adminkit.champs import ChampChoix, Choix, Offre
from core.adminkit.recherche import Cible, list_options
from core.axes.models import Axe


class ChampTable(ChampChoix):
    """One row of a small table, or several (boxes).

    Only the words of the rows are read to show the field, those of every field of the page at once; the
    rows chosen are read when the form is checked.
    """

    def __init__(self, *, cible: Cible, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cible = cible
        self._choix: list[Choix] | None = None

    @property
    def balise(self) -> str:
        return "cases" if self.multiple else "select"

    @property
    def choix(self) -> Sequence[Choix]:
        if self._choix is None:
            found = self._options()
            self._choix = [*found, *self._hidden({choix.cle for choix in found})]
        return self._choix

    def offer(self, offre: Offre) -> None:
        self._offre = offre
        offre.expect(self.cible, self.cles)
        if self.cible.classe is not Axe:
            offre.expect_list(self.cible)

    def values(self) -> Mapping[str, Any]:
        found = self._offre.read(self.cible, self.cible.load)
        return {
            choix.cle: found[choix.cle].valeur if choix.cle in found else self.actuels[choix.cle]
            for choix in self.choix
            if choix.cle in found or choix.cle in self.actuels
        }

    def _options(self) -> list[Choix]:
        if self.cible.classe is not Axe:
            return self._offre.read_list(self.cible, list_options)
        # A deactivated axis leaves the entry lists (conception, section 5).
        key = self.cible.key.key
        return [Choix(str(getattr(axe, key)), str(axe), None) for axe in get_axes() if axe.actif]
