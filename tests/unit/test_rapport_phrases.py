"""The sentences of a report: numbers as French readers write them, and what a figure says."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Select, select

from core.indicateurs.rules import Mesure, compute_value
from core.indicateurs.service import Officielle, ResultatIndicateur, Valeur
from core.plugin.types import Axe, Indicateur, Niveau, Sens
from core.rapports import phrases

AXE = Axe(
    slug="essai", numero=9, titre="Essai", couleur="#123456", package="essai", description="Essai"
)


def nothing(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """These sentences are about values already computed."""
    return select()


def definition(**changes: Any) -> Indicateur:
    values: dict[str, Any] = {
        "code": "X1",
        "libelle": "Taux de couverture",
        "formule": "places / enfants",
        "unite": "places pour 100 enfants",
        "source": "essai",
        "methode": "essai",
        "sens": Sens.HAUSSE,
        "niveaux": (Niveau.AGGLOMERATION,),
        "compute": nothing,
        "facteur": 100.0,
        "libelle_numerateur": "places",
        "libelle_denominateur": "enfants",
    }
    return Indicateur(**{**values, **changes})


def resultat(
    parts: dict[int, tuple[int | None, int | None, int]], **changes: Any
) -> ResultatIndicateur:
    """``parts``: by year, numerator, denominator and answers out of 26."""
    what = definition(**changes)
    agglomeration = {}
    for annee, (above, below, answered) in parts.items():
        mesure = Mesure(
            numerateur=None if above is None else Decimal(above),
            denominateur=None if below is None else Decimal(below),
            repondu=answered,
            attendu=26,
        )
        agglomeration[annee] = Valeur(
            mesure=mesure,
            valeur=compute_value(mesure, ratio=what.denominateur, facteur=what.facteur),
        )
    return ResultatIndicateur(
        axe=AXE, definition=what, annees=tuple(parts), agglomeration=agglomeration
    )


@pytest.mark.parametrize(
    ("valeur", "decimales", "attendu"),
    [
        (Decimal("1234.5"), 1, "1\u202f234,5"),
        (54074, 0, "54\u202f074"),
        (Decimal("0.05"), 2, "0,05"),
        (Decimal("12"), 1, "12,0"),
        (-3, 0, "\u22123"),
        (None, 1, "non renseigné"),
    ],
)
def test_numbers_are_written_in_french(valeur: Any, decimales: int, attendu: str) -> None:
    assert phrases.format_number(valeur, decimales) == attendu


def test_dates_are_written_in_french() -> None:
    assert phrases.format_date(date(2026, 3, 1)) == "01/03/2026"
    assert phrases.format_long_date(date(2026, 3, 1)) == "1er mars 2026"
    assert phrases.format_long_date(date(2026, 11, 24)) == "24 novembre 2026"


def test_zero_and_one_take_the_singular() -> None:
    assert phrases.count(0, "action") == "0\u00a0action"
    assert phrases.count(1, "action") == "1\u00a0action"
    assert phrases.count(1200, "action") == "1\u202f200\u00a0actions"


def test_a_rise_that_is_wanted() -> None:
    # 300 / 1 500 = 20,0 ; 330 / 1 500 = 22,0
    sentence = phrases.read_indicateur(
        resultat({2024: (300, 1500, 26), 2025: (330, 1500, 26)}), 2025
    )
    assert sentence == (
        "En 2025, la valeur de l'agglomération est de 22,0\u00a0places pour 100 enfants "
        "(26 sur 26 communes), en hausse par rapport à 2024 (20,0\u00a0places pour 100 enfants), dans le "
        "sens voulu."
    )


def test_years_that_not_the_same_communes_answered_say_so() -> None:
    sentence = phrases.read_indicateur(
        resultat({2024: (300, 1500, 26), 2025: (280, 1450, 24)}), 2025
    )
    assert "en baisse par rapport à 2024" in sentence
    assert "à l'inverse du sens voulu" in sentence
    assert sentence.endswith("en 2024, 26 sur 26 communes avaient répondu.")


def test_values_that_print_alike_are_stable() -> None:
    # 20,00 and 20,04 both print 20,0
    found = resultat({2024: (20000, 100000, 26), 2025: (20040, 100000, 26)})
    assert phrases.compute_trend(found, 2025) == "stable"
    assert "comme en 2024" in phrases.read_indicateur(found, 2025)


def test_the_latest_known_year_is_compared_when_one_is_missing() -> None:
    found = resultat({2023: (300, 1500, 26), 2024: (None, None, 0), 2025: (330, 1500, 26)})
    assert "par rapport à 2023" in phrases.read_indicateur(found, 2025)


def test_an_indicator_nobody_answered_says_zero_of_all() -> None:
    sentence = phrases.read_indicateur(resultat({2025: (None, None, 0)}), 2025)
    assert sentence == (
        "En 2025, l'indicateur n'est pas connu : personne n'a répondu (0 sur 26 communes)."
    )


def test_a_division_by_nothing_is_unknown_not_zero() -> None:
    sentence = phrases.read_indicateur(resultat({2025: (12, 0, 3)}), 2025)
    assert "n'est pas connu : il manque de quoi le calculer (3 sur 26 communes)" in sentence


def test_an_unknown_year_recalls_the_last_known_value() -> None:
    found = resultat({2024: (300, 1500, 26), 2025: (None, None, 0)})
    assert phrases.read_indicateur(found, 2025).endswith(
        "Dernière valeur connue : 20,0\u00a0places pour 100 enfants en 2024."
    )


def test_no_side_is_good_for_an_indicator_that_is_only_read() -> None:
    found = resultat({2024: (300, 1500, 26), 2025: (330, 1500, 26)}, sens=Sens.LECTURE)
    assert "sens voulu" not in phrases.read_indicateur(found, 2025)


def test_parts_and_reference_point_are_told() -> None:
    what = definition(repere=69.0, repere_source="France, 2019", unite="%", decimales=0)
    mesure = Mesure(numerateur=Decimal(1200), denominateur=Decimal(1500), repondu=2, attendu=3)
    assert phrases.describe_parts(what, mesure) == (
        "Calcul : 1\u202f200 (places) rapportés à 1\u202f500 (enfants)."
    )
    assert phrases.describe_repere(what) == "Repère : 69\u00a0% (France, 2019)."
    assert phrases.describe_repere(definition()) == ""


def test_an_official_value_is_labelled() -> None:
    official = Officielle(annee=2024, valeur=Decimal("57.2"), source="CNAF", millesime="2026")
    assert phrases.describe_official(definition(), official).startswith(
        "Valeur officielle 2024 : 57,2\u00a0places pour 100 enfants (CNAF, millésime 2026)"
    )


def test_french_spacing_and_lists() -> None:
    assert (
        phrases.typeset("« Oui » : non ; quoi ?")
        == "«\u00a0Oui\u00a0»\u00a0: non\u00a0; quoi\u00a0?"
    )
    assert phrases.join_words(["a", "b", "c"]) == "a, b et c"
    assert phrases.join_words([]) == ""
