"""What an axis expects each year, described once: its page, home page, reminders and cycle checks ask here.

An ``Attente`` says which rows are missing for an exercice, a ``Echeance`` which dates come near. A
``SuiviAxe`` turns them into what the hooks return.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

from sqlalchemy import Row

from core.clock import today
from core.plugin.lecture import Lecture
from core.plugin.types import Attendu, Cycle, Indicateur, Manque, Rappel, Widget
from core.plugin.vues import PageAxe, VueTable
from core.security.acteur import Acteur, Role

ENDPOINT_APERCU = "apercu"
# The page that core gives to every axis for its overview.
TEMPLATE_APERCU = "pages/axe_apercu.html"
COLLECTE = "collecte"
# Steps during which a figure may still be entered.
ETAPES_OUVERTES = (COLLECTE, "consolidation", "cotech")
Lignes = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attente:
    """Rows that each exercice must have and that may be missing.

    ``manquants(exercice, lecture)`` gives what is missing (id, nom), ``attendus`` all that is expected,
    for "n sur m". ``sujet`` is singular and plural ("EAJE", "EAJE"); ``manque`` goes on from it ("sans
    activité {exercice}"). ``adresse`` completes one row ("/admin/pe_activite/new/?eaje={id}"; it may
    hold {exercice} too), with ``verbe``. ``rappel`` is the title of the reminder of one row ("Activité
    {exercice} à saisir : {nom}"), or of all of them when ``groupe`` ("{nombre} à renseigner"), "" when
    none is sent; ``consigne`` says what to do, with {exercice} and, when grouped, {noms}. ``objet`` names
    what a row is, for the key of its reminder.
    """

    code: str
    sujet: tuple[str, str]
    manque: str
    manquants: Callable[[int, Lecture], Lignes]
    adresse: str
    attendus: Callable[[int, Lecture], Lignes]
    verbe: str = "Saisir"
    rappel: str = ""
    consigne: str = ""
    objet: str = ""
    groupe: bool = False

    def __post_init__(self) -> None:
        mots = {"exercice", "nombre", "noms"} if self.groupe else {"exercice", "nom"}
        _check_mots(
            self,
            manque={"exercice"},
            adresse={"exercice", "id"},
            rappel=mots,
            consigne=mots,
        )

    def count(self, nombre: int) -> str:
        """ "1 commune", "3 communes"."""
        return f"{nombre} {self.sujet[0] if nombre < 2 else self.sujet[1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Echeance:
    """Dates that call for an act some months before (an agrément, a convention, a PEdT).

    ``lignes(jour, lecture)`` gives the rows whose time has come (id, nom, echeance); ``titre`` and
    ``consigne`` are their reminder, with {nom} and {echeance}; ``adresse`` takes {id}. ``libelle`` heads
    them on the page of the axis and on the home page.
    """

    code: str
    libelle: str
    objet: str
    lignes: Callable[[date, Lecture], Lignes]
    titre: str
    consigne: str
    adresse: str

    def __post_init__(self) -> None:
        mots = {"nom", "echeance"}
        _check_mots(self, titre=mots, consigne=mots, adresse={"id"})


def _check_mots(dite: Attente | Echeance, **textes: set[str]) -> None:
    """Raises ValueError for a word in braces that nothing fills: the axis is refused at boot, not on the day
    when a first reminder is due."""
    for attribut, connus in textes.items():
        mots = {mot for _, mot, _, _ in Formatter().parse(getattr(dite, attribut)) if mot}
        if inconnus := sorted(mots - connus):
            raise ValueError(
                f"{type(dite).__name__} « {dite.code} », {attribut} : {{{inconnus[0]}}} n'est pas rempli, "
                f"seulement {', '.join(f'{{{mot}}}' for mot in sorted(connus))}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiviAxe:
    """The expectations of an axis, and what its hooks return of them. ``titre`` is that of the axis."""

    slug: str
    titre: str
    tables: tuple[VueTable, ...]
    indicateurs: tuple[Indicateur, ...]
    attentes: tuple[Attente, ...] = ()
    echeances: tuple[Echeance, ...] = ()

    @property
    def adresse(self) -> str:
        """Where the overview of the axis stands."""
        return f"/axe/{self.slug}/{ENDPOINT_APERCU}/"

    @property
    def apercu(self) -> PageAxe:
        """The overview of the axis: its lists, its indicators, what is missing."""
        return PageAxe(
            endpoint=ENDPOINT_APERCU,
            nom="Vue d'ensemble",
            template=TEMPLATE_APERCU,
            contexte=self.build_page,
        )

    @property
    def vues(self) -> tuple[PageAxe | VueTable, ...]:
        """What ``ctg_admin_views`` returns."""
        return (self.apercu, *self.tables)

    def reads_all(self, acteur: Acteur) -> bool:
        """True for those who read every figure at once: for the others, unread would look missing."""
        return (
            acteur.systeme
            or self.slug in acteur.axes
            or acteur.has_role(Role.GOUVERNANCE, Role.PARTENAIRE_CAF)
        )

    def build_page(
        self, lecture: Lecture, acteur: Acteur, cycle: Cycle | None, parametres: Mapping[str, str]
    ) -> Mapping[str, Any]:
        """Values of the overview; what is missing is for those who read every figure."""
        jour = today()
        exercice = cycle.exercice if cycle else jour.year - 1
        complet = self.reads_all(acteur)
        return {
            "exercice": exercice,
            "tables": [table for table in self.tables if lecture.opens(table.modele)],
            "indicateurs": self.indicateurs,
            "complet": complet,
            "saisit": self.slug in acteur.axes,
            "manquants": [
                {
                    "attente": attente,
                    "titre": _capitalize(
                        f"{attente.sujet[1]} {attente.manque.format(exercice=exercice)}"
                    ),
                    "lignes": [
                        (ligne.nom, attente.adresse.format(exercice=exercice, id=ligne.id))
                        for ligne in attente.manquants(exercice, lecture)
                    ],
                    "attendus": attente.count(len(attente.attendus(exercice, lecture))),
                }
                for attente in (self.attentes if complet else ())
            ],
            "echeances": [
                {
                    "echeance": echeance,
                    "lignes": [
                        (ligne.nom, ligne.echeance, echeance.adresse.format(id=ligne.id))
                        for ligne in echeance.lignes(jour, lecture)
                    ],
                }
                for echeance in (self.echeances if complet else ())
            ],
        }

    def list_widgets(
        self, acteur: Acteur, cycle: Cycle | None, lecture: Lecture
    ) -> tuple[Widget, ...]:
        """One figure for each kind of missing entry or coming date, leading to the rows it counts."""
        if not self.reads_all(acteur):
            return ()
        dates = tuple(
            Widget(
                titre=echeance.libelle,
                valeur=str(nombre),
                precision="",
                url=f"{self.adresse}#{echeance.code}",
                axe_slug=self.slug,
                alerte=bool(nombre),
            )
            for echeance in self.echeances
            for nombre in (len(echeance.lignes(today(), lecture)),)
        )
        if cycle is None:
            return dates
        return (
            *(
                Widget(
                    titre=_capitalize(
                        f"{attente.sujet[1]} {attente.manque.format(exercice=cycle.exercice)}"
                    ),
                    valeur=str(nombre),
                    precision=f"sur {len(attente.attendus(cycle.exercice, lecture))}",
                    url=f"{self.adresse}#{attente.code}",
                    axe_slug=self.slug,
                    alerte=bool(nombre),
                )
                for attente in self.attentes
                for nombre in (len(attente.manquants(cycle.exercice, lecture)),)
            ),
            *dates,
        )

    def list_manques(self, cycle: Cycle, etape: str, lecture: Lecture) -> tuple[Manque, ...]:
        """The same, before a step closes; none forbids the move: "n sur m" says it in each figure."""
        if etape not in ETAPES_OUVERTES or not self.reads_all(lecture.acteur):
            return ()
        return tuple(
            Manque(
                axe_slug=self.slug,
                message=(
                    f"{self.titre} : {attente.count(nombre)} "
                    f"{attente.manque.format(exercice=cycle.exercice)}"
                ),
                url=f"{self.adresse}#{attente.code}",
            )
            for attente in self.attentes
            for nombre in (len(attente.manquants(cycle.exercice, lecture)),)
            if nombre
        )

    def list_attendus(self, cycle: Cycle, lecture: Lecture) -> tuple[Attendu, ...]:
        """Every expectation of the year with "n sur m", for those who read every figure."""
        if not self.reads_all(lecture.acteur):
            return ()
        return tuple(
            Attendu(
                axe_slug=self.slug,
                libelle=_capitalize(
                    f"{attente.sujet[1]} {attente.manque.format(exercice=cycle.exercice)}"
                ),
                manquants=len(attente.manquants(cycle.exercice, lecture)),
                attendus=len(attente.attendus(cycle.exercice, lecture)),
                url=f"{self.adresse}#{attente.code}",
            )
            for attente in self.attentes
        )

    def list_rappels(self, jour: date, cycle: Cycle | None, lecture: Lecture) -> tuple[Rappel, ...]:
        """Missing entries while the collecte is open, and coming dates at any time."""
        rappels = [
            self._remind_date(echeance, ligne)
            for echeance in self.echeances
            for ligne in echeance.lignes(jour, lecture)
        ]
        if cycle is not None and cycle.etape == COLLECTE:
            for attente in self.attentes:
                if attente.rappel:
                    rappels += self._remind_entry(attente, cycle, lecture)
        return tuple(rappels)

    def _remind_entry(self, attente: Attente, cycle: Cycle, lecture: Lecture) -> list[Rappel]:
        lignes = attente.manquants(cycle.exercice, lecture)
        if not lignes:
            return []
        if attente.groupe:
            mots: dict[str, Any] = {
                "exercice": cycle.exercice,
                "nombre": attente.count(len(lignes)),
                "noms": ", ".join(ligne.nom for ligne in lignes),
            }
            return [
                self._build(attente, cycle, "territoire", mots, f"{self.adresse}#{attente.code}")
            ]
        return [
            self._build(
                attente,
                cycle,
                f"{attente.objet}:{ligne.id}",
                {"exercice": cycle.exercice, "nom": ligne.nom},
                attente.adresse.format(exercice=cycle.exercice, id=ligne.id),
            )
            for ligne in lignes
        ]

    def _build(
        self, attente: Attente, cycle: Cycle, objet: str, mots: Mapping[str, Any], url: str
    ) -> Rappel:
        return Rappel(
            regle=f"{self.slug}_{attente.code}",
            objet=objet,
            periode=str(cycle.exercice),
            titre=attente.rappel.format_map(mots),
            quoi_faire=attente.consigne.format_map(mots),
            axe_slug=self.slug,
            echeance=cycle.fin_collecte,
            url=url,
        )

    def _remind_date(self, echeance: Echeance, ligne: Row[Any]) -> Rappel:
        mots = {"nom": ligne.nom, "echeance": f"{ligne.echeance:%d/%m/%Y}"}
        return Rappel(
            regle=f"{self.slug}_{echeance.code}",
            objet=f"{echeance.objet}:{ligne.id}",
            periode=ligne.echeance.isoformat(),
            titre=echeance.titre.format_map(mots),
            quoi_faire=echeance.consigne.format_map(mots),
            axe_slug=self.slug,
            echeance=ligne.echeance,
            url=echeance.adresse.format(id=ligne.id),
        )


def _capitalize(words: str) -> str:
    return words[:1].upper() + words[1:]
