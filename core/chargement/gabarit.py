"""The template offered to teams: a heading for each field, lists where a cell takes one of a few words."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from core.chargement.codes import ChampPlan
from core.chargement.references import build_references, list_axes_ouverts
from core.plan.codes import Financeur, NatureAction, Portee, StatutAction
from core.security.acteur import Acteur

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOM = "modele-plan-actions.xlsx"
# Rows that carry the lists: more than any plan of an axis.
_LIGNES = 500
_REMPLACEE = StatutAction.REMPLACEE
_AIDES: dict[ChampPlan, tuple[int, str]] = {
    ChampPlan.CODE: (10, "Laissez vide : un code est donné à la suite de ceux de l'axe."),
    ChampPlan.INTITULE: (48, "Obligatoire. Une action par ligne."),
    ChampPlan.AXE: (22, "Obligatoire, sauf si vous chargez le plan d'un seul axe."),
    ChampPlan.PILOTE: (22, "Une personne de l'annuaire : prénom et nom."),
    ChampPlan.STATUT: (14, "Vide : à engager."),
    ChampPlan.NATURE: (14, "Vide : ponctuelle si l'action a une fin, récurrente sinon."),
    ChampPlan.PORTEE: (20, "Vide : les communes nommées, ou tout le territoire s'il n'y en a pas."),
    ChampPlan.COMMUNES: (28, "Noms ou codes INSEE, séparés par des virgules."),
    ChampPlan.DEBUT: (13, "Obligatoire. 12/03/2026, mars 2026 ou 2026."),
    ChampPlan.FIN: (13, "Obligatoire si l'action est ponctuelle."),
    ChampPlan.OBJECTIF: (40, "Ce que l'action vise."),
    ChampPlan.ENJEU: (14, "Son rang dans l'axe, ou ses mots."),
    ChampPlan.RESULTATS: (30, "Les mots de la convention, un résultat par ligne de la cellule."),
    ChampPlan.NOTE: (40, "Où en est l'action."),
    ChampPlan.BUDGET: (14, "En euros, pour une année."),
    ChampPlan.FINANCEUR: (16, "CAF, État, MSA, une commune…"),
    ChampPlan.ACCORDE: (14, "En euros, pour la même année."),
}


def build_gabarit(session: Session, acteur: Acteur) -> bytes:
    """The workbook, with the axes that the person may load and the people of the directory."""
    references = build_references(session, acteur)
    listes: dict[ChampPlan, Sequence[str]] = {
        ChampPlan.AXE: [str(axe) for axe in list_axes_ouverts(session, acteur)],
        ChampPlan.PILOTE: [f"{prenom} {nom}" for prenom, nom in references.personnes.values()],
        ChampPlan.STATUT: [s.libelle for s in StatutAction if s is not _REMPLACEE],
        ChampPlan.NATURE: [nature.libelle for nature in NatureAction],
        ChampPlan.PORTEE: [portee.libelle for portee in Portee],
        ChampPlan.FINANCEUR: [f.libelle for f in Financeur if f is not Financeur.AUTRE],
    }
    output = BytesIO()
    with Workbook(output, {"in_memory": True}) as book:
        _write_plan(book, listes)
        _write_listes(book, listes)
    return output.getvalue()


def _write_plan(book: Any, listes: dict[ChampPlan, Sequence[str]]) -> None:
    sheet = book.add_worksheet("Plan d'actions")
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
    euros = book.add_format({"num_format": '#,##0.00\u00a0"€"', "valign": "top"})
    formats = {
        ChampPlan.DEBUT: day,
        ChampPlan.FIN: day,
        ChampPlan.BUDGET: euros,
        ChampPlan.ACCORDE: euros,
    }
    for rang, champ in enumerate(ChampPlan):
        width, aide = _AIDES[champ]
        sheet.set_column(rang, rang, width, formats.get(champ, wrapped))
        sheet.write_string(0, rang, champ.libelle, heading)
        sheet.write_comment(0, rang, aide)
        if listes.get(champ):
            letter = chr(ord("A") + list(listes).index(champ))
            sheet.data_validation(
                1,
                rang,
                _LIGNES,
                rang,
                {
                    "validate": "list",
                    "source": f"=Listes!${letter}$2:${letter}${len(listes[champ]) + 1}",
                    # A word of the team's own is read too: the list helps, it does not forbid.
                    "error_type": "information",
                    "input_title": champ.libelle,
                    "input_message": aide[:255],
                },
            )
    sheet.freeze_panes(1, 2)


def _write_listes(book: Any, listes: dict[ChampPlan, Sequence[str]]) -> None:
    sheet = book.add_worksheet("Listes")
    for rang, (champ, mots) in enumerate(listes.items()):
        sheet.write_string(0, rang, champ.libelle)
        for ligne, mot in enumerate(mots, 1):
            sheet.write_string(ligne, rang, mot)
    sheet.hide()
