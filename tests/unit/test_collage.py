"""What a block pasted from a spreadsheet is understood as, and what is said of the rest."""

from decimal import Decimal

import pytest

from core.communes.collage import parse_collage, parse_valeur
from core.errors import ErreurMetier

COMMUNES = {"49099": "Cholet", "49193": "Le May-sur-Èvre", "49027": "Bégrolles-en-Mauges"}
COLONNES = {"enfants_0_2": "Enfants de moins de 3 ans", "ecoles": "Écoles"}


@pytest.mark.parametrize(
    ("texte", "expected"),
    [
        ("1 234", Decimal(1234)),
        ("1\u202f234,5", Decimal("1234.5")),
        ("0", Decimal(0)),
        ("", None),
        (" - ", None),
        ("n.r.", None),
        ("Non renseigné", None),
    ],
)
def test_a_figure_is_read_as_people_type_it(texte: str, expected: Decimal | None) -> None:
    assert parse_valeur(texte) == expected


@pytest.mark.parametrize("texte", ["abc", "-3", "1,234,5", "12 %", "=A1+1", "1e9", "9" * 20, "NaN"])
def test_what_is_no_figure_is_refused(texte: str) -> None:
    with pytest.raises(ErreurMetier, match="n'est pas un nombre"):
        parse_valeur(texte)


def test_headings_and_communes_may_come_in_any_order() -> None:
    collage = parse_collage(
        "Commune\tEcoles\tenfants de moins de 3 ans\nle may sur evre\t3\t120\n49099\t25\t1 700\n",
        COMMUNES,
        COLONNES,
    )
    assert collage.fautes == []
    assert collage.valeurs == {
        ("ecoles", "49193"): "3",
        ("enfants_0_2", "49193"): "120",
        ("ecoles", "49099"): "25",
        ("enfants_0_2", "49099"): "1 700",
    }


def test_without_headings_the_columns_are_those_of_the_page() -> None:
    collage = parse_collage("Cholet;1700;25", COMMUNES, COLONNES)
    assert collage.valeurs == {("enfants_0_2", "49099"): "1700", ("ecoles", "49099"): "25"}


def test_each_fault_names_its_cell() -> None:
    collage = parse_collage(
        "Commune\tÉcoles\tPiscines\tÉcoles\nCholet\tbeaucoup\t1\t2\n49001\t3\nCholet\t4\n"
        "Bégrolles-en-Mauges\t1\t\t\t9",
        COMMUNES,
        COLONNES,
    )
    assert collage.fautes == [
        "Ligne 1, colonne 3 : « Piscines » n'est pas une donnée de cette page.",
        "Ligne 1, colonne 4 : « Écoles » est déjà dans une autre colonne.",
        "Ligne 2, « Écoles » : « beaucoup » n'est pas un nombre : écrivez par exemple 1 234 ou 12,5, ou "
        "laissez vide.",
        "Ligne 3 : « 49001 » n'est ni une commune du territoire ni son code INSEE.",
        "Ligne 4 : Cholet est déjà à la ligne 2.",
        "Ligne 5, colonne 5 : « 9 » est hors des colonnes.",
    ]


def test_a_text_that_is_no_table_says_so() -> None:
    assert parse_collage("", COMMUNES, COLONNES).fautes
    assert parse_collage("\n".join(["Cholet"] * 201), COMMUNES, COLONNES).fautes == [
        "Le texte collé a 201 lignes : 200 au plus."
    ]
