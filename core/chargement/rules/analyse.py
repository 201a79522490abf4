"""Reading every row of a sheet against what the platform holds: actions, errors by cell, warnings. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from core.chargement.codes import ChampPlan
from core.chargement.rules.colonnes import plain
from core.chargement.rules.feuille import Feuille, Fusion
from core.chargement.rules.ligne import LigneLue, read_ligne
from core.chargement.rules.numeros import number_codes
from core.chargement.rules.plan import Analyse, AxeConnu, Lecture, LignePlan, References, Remarque
from core.chargement.rules.reperes import is_titre_axe
from core.chargement.rules.ressemblance import Titres
from core.chargement.rules.valeurs import tell
from core.errors import ErreurMetier

# What belongs to one row alone: a merged cell does not repeat it.
_PROPRES = frozenset(
    (ChampPlan.CODE, ChampPlan.INTITULE, ChampPlan.NOTE, ChampPlan.BUDGET, ChampPlan.FINANCEUR,
     ChampPlan.ACCORDE)
)  # fmt: skip
_TOTAUX = ("total", "sous total", "totaux")


def check_lecture(lecture: Lecture) -> None:
    """Raise ErreurMetier (field named) when the columns said are not enough, or said twice."""
    if ChampPlan.INTITULE not in lecture.colonnes:
        raise ErreurMetier("Dites quelle colonne donne l'intitulé des actions.", "intitule")
    if ChampPlan.DEBUT not in lecture.colonnes and lecture.debut is None:
        raise ErreurMetier(
            "Dites quelle colonne donne le début des actions, ou donnez une date de début pour toutes.",
            "debut",
        )
    seen: dict[int, ChampPlan] = {}
    for champ, colonne in lecture.colonnes.items():
        if colonne in seen:
            raise ErreurMetier(
                f"La même colonne est choisie pour « {seen[colonne]} » et pour « {champ} ».",
                champ.value,
            )
        seen[colonne] = champ


def analyse(feuille: Feuille, lecture: Lecture, references: References) -> Analyse:
    """Every row below the headings; :func:`check_lecture` was satisfied."""
    return _Analyste(feuille, lecture, references).run()


class _Analyste:
    def __init__(self, feuille: Feuille, lecture: Lecture, references: References) -> None:
        self._feuille, self._lecture, self._references = feuille, lecture, references
        self._noms = feuille.get_row(lecture.titres)
        self._resultat = Analyse()
        self._section: AxeConnu | None = None
        self._codes: dict[str, int] = {}
        self._titres = Titres()
        for code, titre in references.titres:
            self._titres.add(f"{code} {tell(titre)}", titre)

    def run(self) -> Analyse:
        self._tell_missing()
        self._tell_merged()
        lues = []
        for numero, cells in self._feuille.lignes:
            if numero > self._lecture.titres and (lue := self._read(numero, cells)) is not None:
                lues.append(lue)
        self._resultat.lignes = len(lues)
        self._resultat.actions = list(self._give_codes(lues))
        self._resultat.fautes.sort(key=lambda r: (r.ligne, r.colonne or 0))
        self._resultat.avertissements.sort(key=lambda r: (r.ligne, r.colonne or 0))
        return self._resultat

    def _read(self, numero: int, cells: list[str]) -> LigneLue | None:
        own = {
            champ: cells[colonne]
            for champ, colonne in self._lecture.colonnes.items()
            if colonne < len(cells) and cells[colonne]
        }
        if why := self._pass_over(numero, cells, own):
            self._resultat.ignorees.append(Remarque(ligne=numero, message=why))
            return None
        merged = {
            champ: fusion
            for champ, colonne in self._lecture.colonnes.items()
            if champ not in own and (fusion := self._find_fusion(numero, colonne)) is not None
        }
        textes = own | {
            champ: text
            for champ, fusion in merged.items()
            if champ not in _PROPRES and (text := self._get_text(fusion))
        }
        lue = read_ligne(
            numero,
            textes,
            self._lecture,
            self._references,
            section=self._section.slug if self._section else None,
            illisibles={
                champ: self._feuille.illisibles[numero, colonne]
                for champ, colonne in self._lecture.colonnes.items()
                if (numero, colonne) in self._feuille.illisibles
            },
            suite=merged[ChampPlan.INTITULE].ligne if ChampPlan.INTITULE in merged else None,
        )
        self._check_code(lue)
        self._check_doublon(lue)
        for champ, message in lue.fautes:
            self._resultat.fautes.append(self._tell(numero, champ, message))
        for champ, message in lue.avertissements:
            self._resultat.avertissements.append(self._tell(numero, champ, message))
        return lue

    def _pass_over(self, numero: int, cells: list[str], own: dict[ChampPlan, str]) -> str:
        """Why a row is no action, "" when it is read as one."""
        unreadable = any(
            (numero, colonne) in self._feuille.illisibles
            for colonne in self._lecture.colonnes.values()
        )
        if not own and not unreadable:
            if fusion := self._find_fusion(numero, self._lecture.colonnes[ChampPlan.INTITULE]):
                return f"suite de la ligne {fusion.ligne}, fusionnée avec elle."
            return "aucune des colonnes choisies n'y est remplie."
        filled = [text for text in cells if text]
        if len(filled) == 1 and (axe := is_titre_axe(filled[0], self._references.axes)):
            self._section = axe
            return f"titre d'axe ; les lignes suivantes sont de l'axe {axe.numero}, sauf autre mention."
        first = plain(
            own.get(ChampPlan.INTITULE) or own.get(ChampPlan.CODE) or filled[0] if filled else ""
        )
        if first in _TOTAUX or first.startswith(("total ", "sous total ")):
            return "ligne de total."
        return ""

    def _find_fusion(self, numero: int, colonne: int) -> Fusion | None:
        """The merged area that goes over several rows and covers the cell, its first row apart."""
        return next(
            (
                fusion
                for fusion in self._feuille.fusions
                if fusion.ligne < numero <= fusion.derniere_ligne and fusion.colonne == colonne
            ),
            None,
        )

    def _get_text(self, fusion: Fusion) -> str:
        cells = self._feuille.get_row(fusion.ligne)
        return cells[fusion.colonne] if fusion.colonne < len(cells) else ""

    def _check_code(self, lue: LigneLue) -> None:
        code = lue.code
        if not code:
            return
        if code in self._codes:
            lue.fautes.append(
                (ChampPlan.CODE, f"le code « {code} » est déjà à la ligne {self._codes[code]}.")
            )
        elif code in self._references.codes:
            lue.fautes.append(
                (ChampPlan.CODE, f"une action de la plateforme porte déjà le code « {code} ».")
            )
        else:
            self._codes[code] = lue.ligne

    def _check_doublon(self, lue: LigneLue) -> None:
        if not lue.intitule:
            return
        if (close := self._titres.find(lue.intitule)) is not None:
            nom, likeness = close
            told = (
                "même intitulé que"
                if likeness == 1
                else f"ressemble à {likeness:.0%} à".replace("%", " %")
            )
            lue.avertissements.append((ChampPlan.INTITULE, f"doublon probable : {told} {nom}."))
        self._titres.add(f"la ligne {lue.ligne} {tell(lue.intitule)}", lue.intitule)

    def _give_codes(self, lues: list[LigneLue]) -> Iterator[LignePlan]:
        taken = self._list_codes(lues)
        numbers = {
            axe.slug: number_codes(axe.slug, axe.numero, taken) for axe in self._references.axes
        }
        for action in (lue.action for lue in lues if lue.action and not lue.fautes):
            if not action.code_donne:
                code = next(numbers[action.axe_slug])
                taken[code] = action.axe_slug
                action = replace(action, code=code)
            yield action

    def _list_codes(self, lues: list[LigneLue]) -> dict[str, str]:
        """The axis of every code taken, in the platform or in the sheet."""
        given = {lue.code: lue.action.axe_slug for lue in lues if lue.code and lue.action}
        return {**dict.fromkeys(self._codes, ""), **given, **self._references.codes}

    def _tell(self, numero: int, champ: ChampPlan | None, message: str) -> Remarque:
        colonne = self._lecture.colonnes.get(champ) if champ is not None else None
        if colonne is None:
            said = f"{champ} : {message}" if champ is not None else message
            return Remarque(ligne=numero, message=said)
        titre = self._noms[colonne] if colonne < len(self._noms) else ""
        return Remarque(
            ligne=numero,
            colonne=colonne,
            titre=" ".join((titre or str(champ)).split()),
            message=message,
        )

    def _tell_missing(self) -> None:
        if ChampPlan.PILOTE not in self._lecture.colonnes:
            self._resultat.avertissements.append(
                Remarque(
                    ligne=self._lecture.titres,
                    message="aucune colonne ne donne le pilote : les actions seront sans pilote.",
                )
            )

    def _tell_merged(self) -> None:
        by_column = {colonne: champ for champ, colonne in self._lecture.colonnes.items()}
        for fusion in self._feuille.fusions:
            champ = by_column.get(fusion.colonne)
            down = fusion.derniere_ligne > max(fusion.ligne, self._lecture.titres)
            if champ is None or not down or not self._get_text(fusion):
                continue
            said = (
                "vaut pour la première ligne seulement"
                if champ in _PROPRES
                else "vaut pour chacune de ces lignes"
            )
            self._resultat.avertissements.append(
                self._tell(
                    fusion.ligne,
                    champ,
                    f"cellule fusionnée jusqu'à la ligne {fusion.derniere_ligne} : elle {said}.",
                )
            )
