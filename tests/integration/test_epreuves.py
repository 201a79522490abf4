"""What core.api.testing finds of an axis: its indicators where nothing is entered yet, its home, its steps,
its pages."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Integer, Select, cast, false, literal, null, select, union_all
from sqlalchemy.orm import Session

from core.api import testing
from core.plugin.hookspecs import hookimpl
from core.plugin.manager import build_manager
from core.plugin.registry import Registry
from core.plugin.types import Axe, Cycle, Indicateur, Manque, Niveau, Sens, Widget
from core.plugin.vues import PageAxe

COMMUNES, ANNEES = ("49027", "49099"), (2024, 2025)
CYCLE = Cycle(exercice=2025, etape="collecte", fige=False, fin_collecte=date(2026, 5, 31))


class AxeEssai:
    """An axis of one indicator, whose rows are those of ``compute``."""

    def __init__(self, compute: Any) -> None:
        self._compute = compute

    @hookimpl
    def ctg_axe(self) -> Axe:
        return Axe(
            slug="essai",
            numero=9,
            titre="Essai",
            couleur="#000000",
            package="tests",
            description="",
        )

    @hookimpl
    def ctg_indicateurs(self) -> tuple[Indicateur, ...]:
        return (
            Indicateur(
                code="ESSAI1",
                libelle="Jeunes venus",
                formule="venus",
                unite="jeunes",
                source="essai",
                methode="Somme des jeunes venus.",
                sens=Sens.HAUSSE,
                niveaux=(Niveau.COMMUNE, Niveau.AGGLOMERATION),
                libelle_numerateur="Jeunes venus",
                denominateur=False,
                compute=self._compute,
            ),
        )


def check(session: Session, compute: Any) -> None:
    registry = Registry(
        build_manager(points=(), socle={"essai": AxeEssai(compute)}), lambda: frozenset({"essai"})
    )
    testing.check_indicateurs(session, registry, "essai", COMMUNES, ANNEES)


def row(commune: Any, annee: int) -> Select[Any]:
    return select(
        commune.label("code_insee"),
        literal(annee).label("annee"),
        cast(null(), Integer).label("numerateur"),
        cast(null(), Integer).label("denominateur"),
        literal(0).label("repondu"),
        literal(1).label("attendu"),
    )


def rows(communes: list[Any]) -> Select[Any]:
    every = union_all(*(row(c, annee) for c in communes for annee in ANNEES)).subquery()
    return select(every)


def test_an_indicator_mute_where_nothing_is_entered_is_refused(session: Session) -> None:
    with pytest.raises(AssertionError, match=r"ESSAI1 : il manque 4 lignes .*NULL"):
        check(session, lambda communes, annees: row(literal("49027"), 2024).where(false()))


def test_one_row_a_commune_and_a_year_passes(session: Session) -> None:
    check(session, lambda communes, annees: rows([literal(code) for code in communes]))


def test_a_whole_territory_alone_passes(session: Session) -> None:
    check(session, lambda communes, annees: rows([null()]))


def test_other_columns_are_told_with_those_expected(session: Session) -> None:
    with pytest.raises(
        AssertionError, match=r"colonnes \['code_insee'\] au lieu de .*'numerateur'"
    ):
        check(session, lambda communes, annees: select(literal("49027").label("code_insee")))


class AxeAccueil:
    """An axis that shows one figure, one thing missing and one page."""

    def __init__(
        self, widget: Widget | None = None, manque: Manque | None = None, contexte: Any = None
    ) -> None:
        self._widget, self._manque, self._contexte = widget, manque, contexte

    ctg_axe = AxeEssai.ctg_axe

    @hookimpl
    def ctg_dashboard_widgets(self) -> tuple[Widget, ...]:
        return (self._widget,) if self._widget else ()

    @hookimpl
    def ctg_cycle_checks(self, etape: str) -> tuple[Manque, ...]:
        return (self._manque,) if self._manque and etape == "cloture" else ()

    @hookimpl
    def ctg_admin_views(self) -> tuple[PageAxe, ...]:
        if self._contexte is None:
            return ()
        return (PageAxe(endpoint="carte", nom="Carte", template="x", contexte=self._contexte),)


def load(axe: AxeAccueil) -> Registry:
    return Registry(build_manager(points=(), socle={"essai": axe}), lambda: frozenset({"essai"}))


def widget(**changes: str) -> Widget:
    return Widget(
        **{"titre": "Jeunes", "valeur": "3", "precision": "", "url": "/x", "axe_slug": "essai"}
        | changes  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("changes", [{"titre": ""}, {"url": "x"}, {"axe_slug": "parentalite"}])
def test_a_figure_of_the_home_page_has_words_an_address_and_its_axis(
    session: Session, changes: dict[str, str]
) -> None:
    testing.check_home(session, load(AxeAccueil(widget=widget())), "essai", CYCLE)
    with pytest.raises(AssertionError):
        testing.check_home(session, load(AxeAccueil(widget=widget(**changes))), "essai", CYCLE)


def test_what_is_missing_is_read_at_each_step(session: Session) -> None:
    manque = Manque(axe_slug="essai", message="", url="/x")
    with pytest.raises(AssertionError, match="un texte manque"):
        testing.check_manques(session, load(AxeAccueil(manque=manque)), "essai", CYCLE)


def test_a_page_that_needs_a_cycle_is_seen(session: Session) -> None:
    axe = AxeAccueil(contexte=lambda lecture, acteur, cycle, parametres: {"an": cycle.exercice})
    with pytest.raises(AttributeError, match="exercice"):
        testing.check_pages(session, load(axe), "essai", CYCLE)
