"""The form field of a relation to a large table: its rows are looked up, never listed.

With script, a combobox sends the key of the row chosen. Without, the words typed are looked up when the
form is sent: a single match is taken, several come back as a short native list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from core.adminkit.champs import ChampChoix, Choix, Offre
from core.adminkit.recherche import (
    LETTRES_MIN,
    RESULTATS_MAX,
    TEXTE_MAX,
    Cible,
    is_searchable,
)
from core.communes.rules import sort_key


class ChampRecherche(ChampChoix):
    """One row of a large table, or several. ``chemin`` names the field for the look-up address.

    After a refused form, ``texte`` holds the words that did not name one row, and ``reponses`` the rows
    they may have meant. ``adresse`` is where the combobox asks, when the page is not that of a table's view.
    """

    balise = "recherche"

    def __init__(self, *, cible: Cible, chemin: str, adresse: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.adresse = adresse
        self.cible = cible
        self.chemin = chemin
        self.texte = ""
        self.precise = ""
        self.reponses: list[Choix] = []
        self._faute = ""
        self._offre: Offre | None = None

    @property
    def choix(self) -> Sequence[Choix]:
        """The rows kept: of all the table, those are the ones to show."""
        if not self.cles:
            return ()
        found = self._offre_recue.read(self.cible, self.cible.load)
        known = {**found, **{choix.cle: choix for choix in self._hidden(found.keys())}}
        return [known[cle] for cle in self.cles if cle in known]

    @property
    def raw(self) -> str:
        return ",".join([*self.cles, *filter(None, (self.precise, self.texte))])

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Read also what was typed (``-texte``) and the row chosen among several (``-precise``)."""
        super().process(formdata, *args, **kwargs)
        if formdata is not None:
            self.texte = " ".join(formdata.get(f"{self.name}-texte", "").split())
            self.precise = formdata.get(f"{self.name}-precise", "")

    def offer(self, offre: Offre) -> None:
        # The words become a row here, before anybody compares what was typed with what is stored.
        self._offre = offre
        offre.expect(self.cible, {*self.cles, *self.actuels})
        if self.precise:
            self._take(self.precise)
        elif self.texte:
            self._identify(offre)

    def pre_validate(self, form: Any) -> None:
        if self._faute:
            raise ValidationError(self._faute)
        super().pre_validate(form)

    @property
    def _offre_recue(self) -> Offre:
        if self._offre is None:
            raise RuntimeError("offer() must run before the field is validated or shown.")
        return self._offre

    def _take(self, cle: str) -> None:
        self._offre_recue.expect(self.cible, {cle})
        self.cles = list(dict.fromkeys([*self.cles, cle])) if self.multiple else [cle]
        self.texte = self.precise = ""

    def _identify(self, offre: Offre) -> None:
        """Take the one row that the words name; else keep them, say why, and list the rows meant."""
        if not is_searchable(self.texte):
            self._faute = f"Écrivez au moins {LETTRES_MIN} lettres, {TEXTE_MAX} au plus."
            return
        # One more than shown tells that there are others.
        found = self.cible.search(offre.session, offre.acteur, self.texte, RESULTATS_MAX + 1)
        named = [choix for choix in found if sort_key(choix.libelle) == sort_key(self.texte)]
        if len(named) == 1 or len(found) == 1:
            self._take((named or found)[0].cle)
            return
        self.reponses = found[:RESULTATS_MAX]
        if not found:
            self._faute = (
                f"Rien ne correspond à « {self.texte} ». Vérifiez l'orthographe, "
                "ou videz cette case."
            )
        elif len(found) > RESULTATS_MAX:
            self._faute = (
                f"Précisez : plus de {RESULTATS_MAX} réponses pour « {self.texte} ». Écrivez un mot de "
                "plus, ou choisissez parmi les premières."
            )
        else:
            self._faute = f"Précisez : {len(found)} réponses pour « {self.texte} »."
