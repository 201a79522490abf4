"""Reminders of the axis: what is not yet entered for the exercice while the collecte is open."""

from core.api.plugin import Cycle, Lecture, Rappel
from plugins.petite_enfance.admin_annees import ENDPOINT_ACTIVITE
from plugins.petite_enfance.completude import (
    ENDPOINT_APERCU,
    SLUG,
    list_sans_accueil,
    list_sans_activite,
)

_COLLECTE = "collecte"


def list_rappels(cycle: Cycle | None, lecture: Lecture) -> tuple[Rappel, ...]:
    """Both rules, for the exercice of ``cycle``; nothing outside of the collecte."""
    if cycle is None or cycle.etape != _COLLECTE:
        return ()
    return (*_list_activites(cycle, lecture), *_list_accueils(cycle, lecture))


def _list_activites(cycle: Cycle, lecture: Lecture) -> list[Rappel]:
    return [
        Rappel(
            regle="petite_enfance_activite_manquante",
            objet=f"petite_enfance_eaje:{row.id}",
            periode=str(cycle.exercice),
            titre=f"Activité {cycle.exercice} à saisir : {row.nom}",
            quoi_faire=(
                f"Saisissez les heures, les enfants accueillis et les comptes de l'année {cycle.exercice}."
            ),
            axe_slug=SLUG,
            echeance=cycle.fin_collecte,
            url=f"/admin/{ENDPOINT_ACTIVITE}/new/?annee={cycle.exercice}&eaje={row.id}",
        )
        for row in list_sans_activite(cycle.exercice, lecture)
    ]


def _list_accueils(cycle: Cycle, lecture: Lecture) -> list[Rappel]:
    noms = [row.nom for row in list_sans_accueil(cycle.exercice, lecture)]
    if not noms:
        return []
    return [
        Rappel(
            regle="petite_enfance_accueil_manquant",
            objet="territoire",
            periode=str(cycle.exercice),
            titre=f"Accueil individuel {cycle.exercice} : {_count(len(noms))} à renseigner",
            quoi_faire=(
                "Saisissez les assistantes maternelles et la garde à domicile au 31 décembre "
                f"{cycle.exercice} pour : {', '.join(noms)}."
            ),
            axe_slug=SLUG,
            echeance=cycle.fin_collecte,
            url=f"/axe/{SLUG}/{ENDPOINT_APERCU}/#accueil",
        )
    ]


def _count(communes: int) -> str:
    return "1 commune" if communes == 1 else f"{communes} communes"
