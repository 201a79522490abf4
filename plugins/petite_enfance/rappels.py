"""Reminders of the axis: what is not yet entered for the exercice while the collecte is open."""

from sqlalchemy import and_, select

from core.api.models import Commune
from core.api.plugin import Cycle, Lecture, Rappel
from core.api.services import sort_key
from plugins.petite_enfance.admin import ENDPOINT_ACCUEIL, ENDPOINT_ACTIVITE
from plugins.petite_enfance.models import AccueilIndividuel, ActiviteEaje, Eaje
from plugins.petite_enfance.service import select_eaje_ouverts

SLUG = "petite_enfance"
_COLLECTE = "collecte"


def list_rappels(cycle: Cycle | None, lecture: Lecture) -> tuple[Rappel, ...]:
    """Both rules, for the exercice of ``cycle``; nothing outside of the collecte."""
    if cycle is None or cycle.etape != _COLLECTE:
        return ()
    return (*_list_activites(cycle, lecture), *_list_accueils(cycle, lecture))


def _list_activites(cycle: Cycle, lecture: Lecture) -> list[Rappel]:
    open_eaje = select_eaje_ouverts(cycle.exercice, lecture.visible(Eaje))
    missing = open_eaje.outerjoin(
        ActiviteEaje,
        and_(ActiviteEaje.eaje_id == Eaje.id, ActiviteEaje.annee == cycle.exercice),
    ).where(ActiviteEaje.id.is_(None))
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
            url=f"/admin/{ENDPOINT_ACTIVITE}/new/",
        )
        for row in lecture.rows(missing)
    ]


def _list_accueils(cycle: Cycle, lecture: Lecture) -> list[Rappel]:
    missing = lecture.rows(
        select(Commune.nom)
        .outerjoin(
            AccueilIndividuel,
            and_(
                AccueilIndividuel.code_insee == Commune.code_insee,
                AccueilIndividuel.annee == cycle.exercice,
            ),
        )
        .where(lecture.visible(Commune), AccueilIndividuel.id.is_(None))
    )
    if not missing:
        return []
    noms = sorted((row.nom for row in missing), key=sort_key)
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
            url=f"/admin/{ENDPOINT_ACCUEIL}/new/",
        )
    ]


def _count(communes: int) -> str:
    return "1 commune" if communes == 1 else f"{communes} communes"
