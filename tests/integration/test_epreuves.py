"""What core.api.testing finds of an axis' indicators, on a database where nothing is entered yet."""

from typing import Any

import pytest
from sqlalchemy import Integer, Select, cast, false, literal, null, select, union_all
from sqlalchemy.orm import Session

from core.api import testing
from core.plugin.hookspecs import hookimpl
from core.plugin.manager import build_manager
from core.plugin.registry import Registry
from core.plugin.types import Axe, Indicateur, Niveau, Sens

COMMUNES, ANNEES = ("49027", "49099"), (2024, 2025)


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
