"""What is read of the cells of a plan: headings, dates, amounts, names, titles that look alike."""

from datetime import date
from decimal import Decimal

import pytest

from core.chargement.codes import ChampPlan
from core.chargement.rules.analyse import analyse
from core.chargement.rules.colonnes import find_champ, guess_exercice, guess_titres
from core.chargement.rules.feuille import Feuille, Fusion, name_column
from core.chargement.rules.numeros import number_codes
from core.chargement.rules.plan import Analyse, AxeConnu, Lecture, References
from core.chargement.rules.ressemblance import Titres
from core.chargement.rules.valeurs import parse_date, parse_montant, parse_statut
from core.errors import ErreurMetier
from core.plan.codes import StatutAction

REFERENCES = References(
    jour=date(2026, 11, 25),
    axes=(
        AxeConnu(slug="parentalite", numero=2, titre="Parentalité", ouvert=True),
        AxeConnu(slug="petite_enfance", numero=3, titre="Petite enfance", ouvert=True),
    ),
    communes={"49099": "Cholet", "49371": "Vezins"},
    personnes={1: ("Marie", "Durand"), 2: ("Paul", "Durand")},
)
COLONNES = {ChampPlan.INTITULE: 0, ChampPlan.AXE: 1, ChampPlan.DEBUT: 2, ChampPlan.BUDGET: 3}


def read(lignes: list[list[str]], fusions: list[Fusion] | None = None) -> Analyse:
    titres = ["Action", "Axe", "Début", "Budget"]
    feuille = Feuille(
        "Plan", [(n, row) for n, row in enumerate([titres, *lignes], 1)], fusions or []
    )
    lecture = Lecture(titres=1, colonnes=COLONNES, axe_slug=None, exercice=2026)
    return analyse(feuille, lecture, REFERENCES)


@pytest.mark.parametrize(
    ("titre", "champ"),
    [
        ("Libellé de l'action", ChampPlan.INTITULE),
        ("PILOTE", ChampPlan.PILOTE),
        ("Échéance", ChampPlan.FIN),
        ("Axe 3", ChampPlan.AXE),
        ("N°", ChampPlan.CODE),
        ("Coût prévisionnel 2026 (en €)", ChampPlan.BUDGET),
        ("Couleur", None),
        ("", None),
    ],
)
def test_a_heading_says_what_its_column_holds(titre: str, champ: ChampPlan | None) -> None:
    assert find_champ(titre) is champ


@pytest.mark.parametrize(
    ("texte", "debut", "fin"),
    [
        ("12/03/2026", date(2026, 3, 12), date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12), date(2026, 3, 12)),
        ("1er mars 26", date(2026, 3, 1), date(2026, 3, 1)),
        ("Mars 2026", date(2026, 3, 1), date(2026, 3, 31)),
        ("févr. 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_dates_as_people_write_them(texte: str, debut: date, fin: date) -> None:
    assert (parse_date(texte), parse_date(texte, fin=True)) == (debut, fin)


@pytest.mark.parametrize(
    "texte", ["fin mars", "31/02/2026", "12/13/2026", "1926", "46100", "2026-27", "?"]
)
def test_what_is_no_date_is_said(texte: str) -> None:
    with pytest.raises(ErreurMetier, match=f"« {texte[:4]}".replace("?", r"\?")):
        parse_date(texte)


@pytest.mark.parametrize(
    ("texte", "montant"),
    [("12 000 €", "12000"), ("12.000,50", "12000.50"), ("1500.5", "1500.5"), ("0", "0")],
)
def test_amounts_as_people_write_them(texte: str, montant: str) -> None:
    assert parse_montant(texte) == Decimal(montant)


@pytest.mark.parametrize(
    "texte", ["12k", "environ 12", "-3", "12.000", "1e5", "NaN", "٣", "10 %", "1,234"]
)
def test_what_is_no_amount_is_said(texte: str) -> None:
    with pytest.raises(ErreurMetier):
        parse_montant(texte)


def test_statuses_in_words() -> None:
    assert parse_statut("  TERMINÉE ") is StatutAction.REALISEE
    with pytest.raises(ErreurMetier, match="Vouliez-vous dire « En cours »"):
        parse_statut("En cour")
    with pytest.raises(ErreurMetier):
        parse_statut("Remplacée")


def test_titles_look_alike_as_pg_trgm_says() -> None:
    titres = Titres()
    titres.add("A", "Créer un guichet unique des familles")
    assert titres.find("creer un GUICHET unique : des familles") == ("A", 1.0)
    close = titres.find("Créer un guichet unique pour les familles")
    assert close is not None
    assert 0.6 <= close[1] < 1
    assert titres.find("Créer un relais itinérant des familles") is None


def test_codes_follow_those_of_their_axis() -> None:
    codes = {"PE-08": "pe", "PE-09": "pe", "X1": "pe", "PE-10": "autre"}
    numbers = number_codes("pe", 3, codes)
    assert [next(numbers), next(numbers)] == ["PE-11", "PE-12"]
    assert next(number_codes("par", 2, {})) == "A2-01"


def test_a_lone_axis_is_a_title_and_a_total_is_passed_over() -> None:
    found = read(
        [
            ["AXE 3 - Petite enfance"],
            ["Une chose", "", "2025"],
            ["Parentalité"],
            ["Autre", "", "2025"],
            ["Total", "", "", "12"],
        ]
    )
    assert [(a.axe_slug, a.code) for a in found.actions] == [
        ("petite_enfance", "A3-01"),
        ("parentalite", "A2-01"),
    ]
    assert [r.ligne for r in found.ignorees] == [2, 4, 6]


def test_a_merged_cell_repeats_what_is_shared_and_never_a_title_nor_an_amount() -> None:
    found = read(
        [
            ["Une chose", "3", "2025", "100"],
            ["Autre", "", "", ""],
            ["", "", "", ""],
            ["", "", "2026", ""],
        ],
        [Fusion(2, 1, 3, 1), Fusion(2, 2, 3, 2), Fusion(2, 3, 3, 3), Fusion(3, 0, 5, 0)],
    )
    first, second = found.actions
    assert (second.axe_slug, second.debut) == (first.axe_slug, first.debut)
    assert first.budget == Decimal(100)
    assert second.budget is None
    assert [(r.ligne, r.message) for r in found.ignorees] == [
        (4, "suite de la ligne 3, fusionnée avec elle.")
    ]
    assert str(found.fautes[0]).startswith(
        "Ligne 5, colonne A « Action » : cellule fusionnée avec la ligne 3"
    )
    assert len([r for r in found.avertissements if "fusionnée" in r.message]) == 4


def test_headings_stand_below_a_title() -> None:
    feuille = Feuille(
        "x", [(1, ["CTG"]), (3, ["a", "b"]), (4, ["N°", "Action", "Pilote"]), (5, ["1", "x"])]
    )
    assert guess_titres(feuille) == 4
    assert guess_titres(Feuille("x")) == 0
    assert guess_exercice(["Budget 2026", "Subvention 2026"]) == 2026
    assert guess_exercice(["Budget 2025", "Budget 2026"]) is None
    assert [name_column(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
