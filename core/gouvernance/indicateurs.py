"""Indicators GOU1 to GOU8 of the axis that lives in core (domaine.md 2.7, metier.md sections 3 to 6).

The contract knows no level "axe": each is that of the agglomération, and ``par_axe`` gives the rows of its
reading by axis, which the dashboard of governance shows. The rows that make a figure are those that its page
lists: a number and its list cannot differ.

Where domaine.md divides by "actions actives", metier.md section 3 has since taken the actions done out of
that word: GOU1 and GOU2 divide by the plan (neither abandoned nor replaced), without which a rate of
realisation would not contain what was done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal

from core.gouvernance.mesures_plan import (
    list_a_jour,
    list_budgets,
    list_communes_nommees,
    list_engagees,
    list_nommees,
    list_realisees,
    list_sans_responsable,
)
from core.gouvernance.mesures_seances import (
    list_communes_representees,
    list_decisions_echues,
    list_sieges_elus,
)
from core.indicateurs.grille import grid, in_cell, parts_by_commune, sum_whole
from core.plugin.types import Indicateur, Niveau, Sens

Lignes = Callable[[Sequence[int]], Select[Any]]
_TERRITOIRE = (Niveau.AGGLOMERATION,)
_PLAN = "Actions du plan"
_SEANCES = "Séances et présences"
_HORS_BROUILLON = "Actions publiées des axes actifs"
BUDGET_MIN, BUDGET_MAX = 90, 105


@dataclass(frozen=True, slots=True, kw_only=True)
class MesureGouvernance:
    """An indicator with the rows that it counts, and those of its reading by axis when it has one."""

    definition: Indicateur
    lignes: Lignes
    par_axe: Lignes | None = None


def _whole(lignes: Lignes) -> Callable[[tuple[str, ...], tuple[int, ...]], Select[Any]]:
    def compute(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
        return sum_whole(annees, lignes(annees).order_by(None).subquery("lignes"))

    return compute


def compute_couverture(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """GOU6: communes that an action names, over communes. A year without any action at work is unknown."""
    cells = grid(communes, annees)
    source = list_communes_nommees(annees).order_by(None).subquery("nommees")
    return parts_by_commune(cells, source.c.numerateur, literal(1)).outerjoin(
        source, in_cell(source, cells)
    )


MESURES: tuple[MesureGouvernance, ...] = (
    MesureGouvernance(
        definition=Indicateur(
            code="GOU1",
            libelle="Taux d'engagement du plan",
            formule="actions engagées / actions du plan × 100",
            unite="%",
            source=_PLAN,
            methode=(
                f"{_HORS_BROUILLON} qui commencent au plus tard dans l'année, ni abandonnées ni remplacées "
                "au 31 décembre. Engagée : tout statut autre que « À engager », réalisée comprise. Le statut "
                "est celui d'aujourd'hui : une action engagée depuis compte comme engagée pour une année "
                "passée. Une action abandonnée ou remplacée depuis ne répond que par ses bilans."
            ),
            sens=Sens.HAUSSE,
            niveaux=_TERRITOIRE,
            compute=_whole(list_engagees),
            facteur=100.0,
            phare=False,
            unite_reponse="actions",
            libelle_numerateur="Actions engagées",
            libelle_denominateur="Actions du plan",
        ),
        lignes=list_engagees,
        par_axe=list_engagees,
    ),
    MesureGouvernance(
        definition=Indicateur(
            code="GOU2",
            libelle="Taux de réalisation du plan",
            formule="actions réalisées ou menées dans l'année / actions du plan × 100",
            unite="%",
            source=f"{_PLAN} et leurs bilans",
            methode=(
                f"{_HORS_BROUILLON} qui commencent au plus tard dans l'année, ni abandonnées ni remplacées "
                "au 31 décembre. Une action est réalisée dans l'année de sa date de fin ou avant, d'après "
                "son statut d'aujourd'hui. Une récurrente compte quand son bilan de l'année est « Menée » ; "
                "sans bilan, elle ne répond pas."
            ),
            sens=Sens.HAUSSE,
            niveaux=_TERRITOIRE,
            compute=_whole(list_realisees),
            facteur=100.0,
            unite_reponse="actions",
            libelle_numerateur="Actions réalisées ou menées",
            libelle_denominateur="Actions du plan",
        ),
        lignes=list_realisees,
        par_axe=list_realisees,
    ),
    MesureGouvernance(
        definition=Indicateur(
            code="GOU3",
            libelle="Taux de fiches à jour",
            formule="fiches avec une note de l'exercice et un pilote / fiches attendues × 100",
            unite="%",
            source=f"{_PLAN} et leurs notes",
            methode=(
                "Fiches attendues : actions publiées, actives aujourd'hui et commencées au plus tard dans "
                "l'année. À jour comme au tableau de l'année : une note de l'exercice et un pilote ; le "
                "statut est toujours rempli. Une année dont aucun cycle n'a été ouvert n'a pas de valeur ; "
                "le dossier figé garde celle de son envoi."
            ),
            sens=Sens.HAUSSE,
            niveaux=_TERRITOIRE,
            compute=_whole(list_a_jour),
            facteur=100.0,
            phare=False,
            unite_reponse="fiches",
            libelle_numerateur="Fiches à jour",
            libelle_denominateur="Fiches attendues",
        ),
        lignes=list_a_jour,
        par_axe=list_a_jour,
    ),
    MesureGouvernance(
        definition=Indicateur(
            code="GOU4a",
            libelle="Participation des élus au comité de pilotage",
            formule="sièges d'élus tenus / sièges d'élus convoqués × 100",
            unite="%",
            source=_SEANCES,
            methode=(
                "Comités de pilotage tenus sur l'exercice. Un siège convoqué est celui qu'un titulaire ou un "
                "suppléant occupait ce jour-là ; il est tenu par l'un ou l'autre. Un siège laissé vide sur "
                "la feuille n'est pas tenu. Une année sans comité tenu, ou dont aucune présence n'est "
                "notée, n'a pas de valeur."
            ),
            sens=Sens.HAUSSE,
            niveaux=_TERRITOIRE,
            compute=_whole(list_sieges_elus),
            facteur=100.0,
            phare=False,
            unite_reponse="sièges",
            libelle_numerateur="Sièges d'élus tenus",
            libelle_denominateur="Sièges d'élus convoqués",
        ),
        lignes=list_sieges_elus,
    ),
    MesureGouvernance(
        definition=Indicateur(
            code="GOU4b",
            libelle="Communes représentées au comité de pilotage",
            formule="communes représentées / communes × 100",
            unite="%",
            source=_SEANCES,
            methode=(
                "Comités de pilotage tenus sur l'exercice ; une commune est représentée par son titulaire ou "
                "son suppléant. Une année sans comité tenu, ou dont aucune présence n'est notée, n'a pas de "
                "valeur."
            ),
            sens=Sens.HAUSSE,
            niveaux=_TERRITOIRE,
            compute=_whole(list_communes_representees),
            facteur=100.0,
            phare=False,
            unite_reponse="communes",
            libelle_numerateur="Communes représentées",
            libelle_denominateur="Communes",
        ),
        lignes=list_communes_representees,
    ),
    MesureGouvernance(
        definition=Indicateur(
            code="GOU5",
            libelle="Décisions exécutées à l'échéance",
            formule="décisions soldées à leur échéance / décisions échues dans l'année × 100",
            unite="%",
            source="Décisions des séances",
            methode=(
                "Décisions de toutes les instances dont l'échéance est passée et tombe dans l'année. Soldée "
                "à temps : le jour où elle l'a été ne dépasse pas l'échéance. Une décision soldée un jour "
                "que personne n'a noté ne répond pas."
            ),
            sens=Sens.HAUSSE,
            niveaux=_TERRITOIRE,
            compute=_whole(list_decisions_echues),
            facteur=100.0,
            decimales=0,
            unite_reponse="décisions",
            libelle_numerateur="Décisions soldées à temps",
            libelle_denominateur="Décisions échues",
        ),
        lignes=list_decisions_echues,
    ),
    MesureGouvernance(
        definition=Indicateur(
            code="GOU6",
            libelle="Couverture communale du plan",
            formule="communes désignées par une action de l'année / communes × 100",
            unite="%",
            source=_PLAN,
            methode=(
                f"{_HORS_BROUILLON} en cours dans l'année, qui désignent la commune. Une action sur tout le "
                "territoire ne compte dans aucune commune, et la présence réelle se lit à part, à la page "
                "« Équité entre les communes ». Les communes désignées sont celles d'aujourd'hui. Une année "
                "sans aucune action n'a pas de valeur."
            ),
            sens=Sens.HAUSSE,
            niveaux=(Niveau.BASSIN, Niveau.AGGLOMERATION),
            compute=compute_couverture,
            facteur=100.0,
            phare=False,
            libelle_numerateur="Communes désignées",
            libelle_denominateur="Communes",
        ),
        lignes=list_communes_nommees,
        par_axe=list_nommees,
    ),
    MesureGouvernance(
        definition=Indicateur(
            code="GOU7",
            libelle="Exécution budgétaire du plan",
            formule="montants réalisés / montants prévus × 100",
            unite="%",
            source="Lignes de budget des actions",
            methode=(
                f"{_HORS_BROUILLON}, en euros. Une ligne dont le prévu ou le réalisé manque ne répond pas. "
                f"Entre {BUDGET_MIN} et {BUDGET_MAX} %, l'exécution est celle que l'on attend."
            ),
            sens=Sens.FOURCHETTE,
            niveaux=_TERRITOIRE,
            compute=_whole(list_budgets),
            facteur=100.0,
            phare=False,
            unite_reponse="lignes",
            libelle_numerateur="Montants réalisés (euros)",
            libelle_denominateur="Montants prévus (euros)",
        ),
        lignes=list_budgets,
        par_axe=list_budgets,
    ),
    MesureGouvernance(
        definition=Indicateur(
            code="GOU8",
            libelle="Actions sans pilote ou sans élu référent",
            formule="nombre d'actions actives sans pilote ou sans élu référent",
            unite="actions",
            source=f"{_PLAN} et élus référents des axes",
            methode=(
                "Actions publiées, actives et commencées au plus tard dans l'année. L'élu référent est celui "
                "de l'axe, sauf si l'action en nomme un. Qui en est chargé n'est connu qu'aujourd'hui : "
                "seules les années dont le cycle n'est pas clos ont une valeur, les dossiers figés gardent "
                "la leur."
            ),
            sens=Sens.BAISSE,
            niveaux=_TERRITOIRE,
            compute=_whole(list_sans_responsable),
            denominateur=False,
            decimales=0,
            phare=False,
            unite_reponse="actions",
            libelle_numerateur="Actions sans pilote ou sans élu référent",
        ),
        lignes=list_sans_responsable,
        par_axe=list_sans_responsable,
    ),
)
INDICATEURS: tuple[Indicateur, ...] = tuple(mesure.definition for mesure in MESURES)
