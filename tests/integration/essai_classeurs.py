"""Workbooks as teams keep them: titles above the headings, merged cells, formulas, blank rows, totals.

``classeurs/plan.ods`` and ``classeurs/plan_fautes.ods`` were saved by LibreOffice 7.4 from the XLSX of
:func:`build_xlsx` (``soffice --headless --convert-to ods``); rows are the same.
"""

import csv
from collections.abc import Mapping
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

CLASSEURS = Path(__file__).parent / "classeurs"
TITRES = (
    "N°", "Intitulé de l'action", "Axe", "Pilote", "État d'avancement", "Début", "Échéance",
    "Communes concernées", "Objectifs", "Budget 2026 (€)", "Financeur", "Subvention", "Observations",
    "Qui a rempli",
)  # fmt: skip
AXES = ("1", "Axe 2", "Parentalité", "Axe 4 : Petite enfance")
_SUJETS = (
    "Guichet unique des familles", "Charte des accueils", "Semaine du jeu", "Relais itinérant",
    "Formation des bénévoles", "Carte des services", "Forum des métiers", "Ateliers du soir",
    "Bourse aux équipements", "Conseil des jeunes", "Point d'écoute", "Permanence numérique",
    "Transport solidaire", "Journal des habitants", "Fête des voisins", "Classe découverte",
    "Crèche à horaires élargis", "Café des parents", "Ludothèque mobile", "Aide aux devoirs",
    "Repas partagés",
)  # fmt: skip
_LIEUX = ("nord", "du sud", "des Mauges", "vallée de l'Èvre")
_DATES: tuple[Any, ...] = (date(2025, 3, 1), "2024", "mars 2025", "12/03/2025", "1er avril 2025")
_FINS: tuple[Any, ...] = (date(2027, 6, 30), "2028", "décembre 2027", "", "31-12-26")
_STATUTS = ("En cours", "à engager", "Non démarrée", "TERMINÉE", "")
_PILOTES = ("Karine Humeau", "Mme HUMEAU Karine", "U. Naulet", "Épron", "")
_COMMUNES: tuple[Any, ...] = (
    "Tout le territoire", "Cholet, Vezins", "49099", "Begrolles en Mauges et Coron", "", 49099,
)  # fmt: skip
_BUDGETS: tuple[Any, ...] = (12000, "12 000 €", 1500.5, "", "3 250,75")
_FINANCEURS = (
    ("CAF", 5000),
    ("Cholet", "1 200"),
    ("", ""),
    ("Fondation de France", ""),
    ("État", 80),
)

# Row of the first action in each format: titles and a blank row stand above in a workbook.
PREMIERE_XLSX, PREMIERE_CSV = 5, 2
Fautes = Mapping[tuple[int, int], Any]
# (rank of the action, column): what is typed there, all of it wrong.
FAUTES_XLSX: Fautes = {
    (0, 1): "", (1, 3): "Jean Personne", (2, 4): "bof", (3, 5): "bientôt", (4, 6): "fin mars",
    (5, 7): "Cholé", (6, 9): "12k€", (7, 9): "environ 5000", (8, 9): -300, (9, 9): "12.000",
    (10, 10): "", (11, 5): "31/02/2026", (12, 6): "1926", (13, 6): "01/01/2020", (14, 7): "Angers",
    (15, 0): "PE-01", (16, 0): "X-1", (17, 0): "X-1", (18, 5): "", (19, 3): "Olivier Hérault, Inès Ménard",
}  # fmt: skip
FAUTES_ODS: Fautes = {
    (20, 1): "", (21, 3): "Karine Humeaux", (22, 4): "Remplacée", (23, 5): "été", (24, 6): "13/13/2026",
    (25, 7): "Vezins, Nantes", (26, 9): "dix mille", (27, 9): "1 000 000 000", (28, 11): "5 000 CHF",
    (29, 6): "T2", (30, 5): 46100, (31, 7): 44109, (32, 10): "", (33, 0): "GOU-01", (34, 4): "?",
}  # fmt: skip
FAUTES_CSV: Fautes = {
    (40, 2): "Axe 9", (41, 2): "", (42, 2): "Petite enfence", (43, 3): "??", (44, 4): "voir note",
    (45, 5): "00/00/0000", (46, 6): "sans objet", (47, 7): "Cholet; Lyon", (48, 9): "à chiffrer",
    (49, 9): "1,2,3", (50, 11): "10 %", (51, 10): "", (52, 6): "2150", (53, 0): "PAR-03",
    (54, 1): "x" * 501,
}  # fmt: skip


def build_rows(total: int, fautes: Fautes | None = None) -> list[list[Any]]:
    """Actions in the order of :data:`TITRES`, each written in its own way."""
    rows: list[list[Any]] = []
    for rang in range(total):
        sujet, lieu = _SUJETS[rang % len(_SUJETS)], _LIEUX[rang // len(_SUJETS) % len(_LIEUX)]
        financeur, accorde = _FINANCEURS[rang % len(_FINANCEURS)]
        row: list[Any] = [
            "",
            f"{sujet} ({lieu})",
            AXES[rang * len(AXES) // total],
            _PILOTES[rang % len(_PILOTES)],
            _STATUTS[rang % len(_STATUTS)],
            _DATES[rang % len(_DATES)],
            _FINS[rang % len(_FINS)],
            _COMMUNES[rang % len(_COMMUNES)],
            "Mieux se connaître,\nmieux répondre" if rang % 4 == 0 else "",
            _BUDGETS[rang % len(_BUDGETS)],
            financeur,
            accorde,
            "Premier comité tenu" if rang % 3 == 0 else "",
            "KH",
        ]
        rows.append(row)
    for (rang, colonne), value in (fautes or {}).items():
        rows[rang][colonne] = value
        if colonne == 10:
            rows[rang][11] = 700
    return rows


def list_expected(fautes: Fautes, premiere: int) -> set[tuple[int, int]]:
    """Row and column of each error, as people are told: a grant without funder is told at the grant, a
    code given twice where it comes again."""
    twice = {(16, 0)} if (17, 0) in fautes else set()
    return {
        (premiere + rang, 11 if colonne == 10 else colonne) for rang, colonne in set(fautes) - twice
    }


def build_xlsx(rows: list[list[Any]], *, fusionner: bool = True) -> bytes:
    """A messy workbook: a cover sheet, a title, axes merged over their rows, sums by formula, a total."""
    output = BytesIO()
    with Workbook(output, {"in_memory": True}) as book:
        cover = book.add_worksheet("Page de garde")
        cover.write_string(0, 0, "CTG 2024-2028")
        sheet = book.add_worksheet("Plan 2026")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range(0, 0, 0, 6, "Plan d'actions de la CTG")
        for rang, titre in enumerate(TITRES):
            sheet.write_string(3, rang, titre)
        for rang, row in enumerate(rows):
            for colonne, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(rang + 4, colonne, value, day)
                elif value == 1500.5:
                    sheet.write_formula(rang + 4, colonne, "=3001/2", None, value)
                elif isinstance(value, int | float):
                    sheet.write_number(rang + 4, colonne, value)
                elif value != "" and (colonne != 2 or not fusionner):
                    sheet.write_string(rang + 4, colonne, value)
        if fusionner:
            _merge_axes(sheet, [row[2] for row in rows])
        last = len(rows) + 4
        sheet.write_string(last + 1, 1, "TOTAL")
        sheet.write_formula(last + 1, 9, f"=SUM(J5:J{last})", None, 1)
        listes = book.add_worksheet("Listes")
        listes.write_string(0, 0, "Intitulé")
        listes.hide()
    return output.getvalue()


def _merge_axes(sheet: Any, axes: list[str]) -> None:
    first = 0
    for rang in range(1, len(axes) + 1):
        if rang == len(axes) or axes[rang] != axes[first]:
            if rang - first > 1:
                sheet.merge_range(first + 4, 2, rang + 3, 2, axes[first])
            else:
                sheet.write_string(first + 4, 2, axes[first])
            first = rang


def build_csv(rows: list[list[Any]]) -> bytes:
    """As a French spreadsheet of Windows saves it: semicolons, decimal commas, cp1252."""
    output = StringIO(newline="")
    writer = csv.writer(output, delimiter=";")
    writer.writerow(TITRES)
    for row in rows:
        writer.writerow(
            f"{value:%d/%m/%Y}"
            if isinstance(value, date)
            else str(value).replace(".", ",")
            if isinstance(value, float)
            else value
            for value in row
        )
    return output.getvalue().encode("cp1252")
