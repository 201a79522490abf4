"""One row of the plan, from texts to an action; every wrong cell is told, not the first only. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from core.chargement.codes import ChampPlan
from core.chargement.rules.plan import Lecture, LignePlan, References
from core.chargement.rules.reperes import (
    find_axe,
    find_communes,
    find_enjeu,
    find_personne,
    find_resultats,
)
from core.chargement.rules.valeurs import (
    NATURES,
    PORTEES,
    find_financeur,
    parse_choix,
    parse_date,
    parse_montant,
    parse_statut,
    tell,
)
from core.errors import ErreurMetier
from core.plan.codes import Financeur, NatureAction, Portee, StatutAction
from core.plan.rules import check_action

T = TypeVar("T")
INTITULE_MAX, CODE_MAX, TEXTE_MAX = 500, 60, 20_000
_LONGUEURS = {
    ChampPlan.CODE: CODE_MAX,
    ChampPlan.INTITULE: INTITULE_MAX,
    ChampPlan.OBJECTIF: TEXTE_MAX,
    ChampPlan.NOTE: TEXTE_MAX,
}
# Where check_action's fields stand in a row.
_CHAMPS = {"date_fin": ChampPlan.FIN, "communes": ChampPlan.COMMUNES}

Dit = tuple[ChampPlan | None, str]
_AUCUN: tuple[int, ...] = ()
_AUCUNE: tuple[str, ...] = ()


class _Argent(NamedTuple):
    """Amounts of a row, in euros."""

    budget: Decimal | None
    financeur: Financeur | None
    precision: str
    accorde: Decimal | None


@dataclass(slots=True)
class LigneLue:
    """A row read: its action when nothing forbids it, and what is to be said of its cells."""

    ligne: int
    code: str = ""
    intitule: str = ""
    action: LignePlan | None = None
    fautes: list[Dit] = field(default_factory=list)
    avertissements: list[Dit] = field(default_factory=list)


def read_ligne(
    numero: int,
    textes: Mapping[ChampPlan, str],
    lecture: Lecture,
    references: References,
    *,
    section: str | None,
    illisibles: Mapping[ChampPlan, str],
    suite: int | None,
) -> LigneLue:
    """Read a row. ``section``: axis announced above it; ``illisibles``: why some cells hold no value;
    ``suite``: the row with which its title is merged."""
    return _Lecteur(numero, textes, lecture, references, section, illisibles, suite).run()


class _Lecteur:
    def __init__(
        self,
        numero: int,
        textes: Mapping[ChampPlan, str],
        lecture: Lecture,
        references: References,
        section: str | None,
        illisibles: Mapping[ChampPlan, str],
        suite: int | None,
    ) -> None:
        self._textes, self._lecture, self._references = textes, lecture, references
        self._section, self._suite = section, suite
        self._illisibles = illisibles
        self._lue = LigneLue(
            ligne=numero,
            code=" ".join(textes.get(ChampPlan.CODE, "").split()),
            intitule=" ".join(textes.get(ChampPlan.INTITULE, "").split()),
        )

    def run(self) -> LigneLue:
        for champ, motif in self._illisibles.items():
            self._fail(champ, motif)
        self._check_lengths()
        axe = self._read_axe()
        debut, fin = self._read_dates()
        portee, communes = self._read_portee()
        nature = self._try(ChampPlan.NATURE, lambda t: parse_choix(t, NATURES, "une nature"), None)
        if nature is None:
            nature = NatureAction.PONCTUELLE if fin is not None else NatureAction.RECURRENTE
        statut = self._try(ChampPlan.STATUT, parse_statut, StatutAction.A_ENGAGER)
        pilote = self._try(ChampPlan.PILOTE, lambda t: find_personne(t, self._references), None)
        enjeu, resultats = None, _AUCUN
        if axe is not None:
            enjeux = self._references.enjeux
            enjeu = self._try(ChampPlan.ENJEU, lambda t: find_enjeu(t, axe, enjeux).id, None)
            resultats = self._try(
                ChampPlan.RESULTATS, lambda t: find_resultats(t, axe, enjeux), _AUCUN
            )
        money = self._read_money()
        if debut is not None:
            self._check_whole(debut, fin, nature, portee, communes)
        self._warn_pilote()
        if axe is not None and debut is not None and not self._lue.fautes:
            self._lue.action = LignePlan(
                ligne=self._lue.ligne,
                code=self._lue.code,
                code_donne=bool(self._lue.code),
                intitule=self._lue.intitule,
                axe_slug=axe,
                statut=statut,
                nature=nature,
                portee=portee,
                debut=debut,
                fin=fin,
                exercice=self._lecture.exercice,
                pilote_id=pilote,
                communes=communes,
                objectif=self._textes.get(ChampPlan.OBJECTIF, ""),
                enjeu_id=enjeu,
                resultats=resultats,
                note=self._textes.get(ChampPlan.NOTE, ""),
                budget=money.budget,
                financeur=money.financeur,
                precision=money.precision,
                accorde=money.accorde,
            )
        return self._lue

    def _try(self, champ: ChampPlan, read: Callable[[str], T], empty: T) -> T:
        """The value of a cell; ``empty`` when it holds nothing, or when it is wrong, which is told."""
        texte = self._textes.get(champ, "")
        if not texte or champ in self._illisibles:
            return empty
        try:
            return read(texte)
        except ErreurMetier as error:
            self._fail(champ, error.message)
            return empty

    def _fail(self, champ: ChampPlan, message: str) -> None:
        self._lue.fautes.append((champ, message))

    def _has_failed(self, *champs: ChampPlan) -> bool:
        return any(champ in champs for champ, _ in self._lue.fautes)

    def _check_lengths(self) -> None:
        if not self._lue.intitule and ChampPlan.INTITULE not in self._illisibles:
            self._fail(
                ChampPlan.INTITULE,
                f"cellule fusionnée avec la ligne {self._suite} : une action tient sur une seule ligne."
                if self._suite
                else "l'intitulé est vide.",
            )
        for champ, maximum in _LONGUEURS.items():
            if len(self._textes.get(champ, "")) > maximum:
                self._fail(champ, f"ce texte dépasse {maximum} caractères.")

    def _read_axe(self) -> str | None:
        said = self._try(ChampPlan.AXE, lambda t: find_axe(t, self._references.axes).slug, None)
        fixed = self._lecture.axe_slug
        slug = said or self._section or fixed
        if self._has_failed(ChampPlan.AXE):
            return None
        if slug is None:
            self._fail(ChampPlan.AXE, "l'axe n'est pas dit.")
            return None
        axe = next(axe for axe in self._references.axes if axe.slug == slug)
        if fixed is not None and slug != fixed:
            self._fail(ChampPlan.AXE, f"l'axe {axe.numero} n'est pas celui de ce chargement.")
            return None
        if not axe.ouvert:
            self._fail(ChampPlan.AXE, f"l'axe {axe.numero} est désactivé : rien ne s'y ajoute.")
            return None
        return slug

    def _read_dates(self) -> tuple[date | None, date | None]:
        debut = self._try(ChampPlan.DEBUT, parse_date, None)
        fin = self._try(ChampPlan.FIN, lambda t: parse_date(t, fin=True), None)
        if debut is None and not self._has_failed(ChampPlan.DEBUT):
            debut = self._lecture.debut
            if debut is None:
                self._fail(ChampPlan.DEBUT, "la date de début est vide.")
        return debut, fin

    def _read_portee(self) -> tuple[Portee, tuple[str, ...]]:
        communes = self._try(
            ChampPlan.COMMUNES, lambda t: find_communes(t, self._references), _AUCUNE
        )
        deduced = Portee.COMMUNES if communes else Portee.TERRITOIRE
        return (
            self._try(ChampPlan.PORTEE, lambda t: parse_choix(t, PORTEES, "une portée"), deduced),
            communes,
        )

    def _read_money(self) -> _Argent:
        budget = self._try(ChampPlan.BUDGET, parse_montant, None)
        accorde = self._try(ChampPlan.ACCORDE, parse_montant, None)
        noms = self._references.noms_par_nom
        who = self._try(ChampPlan.FINANCEUR, lambda t: find_financeur(t, noms), None)
        if accorde is not None and who is None:
            self._fail(
                ChampPlan.ACCORDE,
                f"{tell(self._textes[ChampPlan.ACCORDE])} : dites aussi qui finance.",
            )
        financeur, precision = who or (None, "")
        return _Argent(budget, financeur, precision, accorde)

    def _check_whole(
        self,
        debut: date,
        fin: date | None,
        nature: NatureAction,
        portee: Portee,
        communes: tuple[str, ...],
    ) -> None:
        if self._has_failed(ChampPlan.FIN, ChampPlan.COMMUNES, ChampPlan.PORTEE):
            return
        try:
            check_action(
                date_debut=debut, date_fin=fin, nature=nature, portee=portee, communes=communes
            )
        except ErreurMetier as error:
            self._fail(_CHAMPS[error.champ or ""], error.message)

    def _warn_pilote(self) -> None:
        if ChampPlan.PILOTE in self._lecture.colonnes and not self._textes.get(ChampPlan.PILOTE):
            self._lue.avertissements.append((ChampPlan.PILOTE, "l'action sera sans pilote."))
