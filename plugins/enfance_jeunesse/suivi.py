"""What the axis expects each year: the home page, its overview, reminders and cycle checks come from here."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from core.api.plugin import Attente, Echeance, Lecture, Lignes, SuiviAxe
from plugins.enfance_jeunesse.admin import TABLES
from plugins.enfance_jeunesse.admin_annees import ENDPOINT_ACTIVITE, ENDPOINT_EQUIPE
from plugins.enfance_jeunesse.admin_projets import ENDPOINT_PEDT
from plugins.enfance_jeunesse.indicateurs import INDICATEURS
from plugins.enfance_jeunesse.models import AccueilLoisirs, Pedt
from plugins.enfance_jeunesse.rules import Categorie
from plugins.enfance_jeunesse.service import activites, equipes, select_pedt_a_renouveler

_ACCUEILS = ("accueil", "accueils")
_ACTIVITES = ("période d'accueil", "périodes d'accueil")


def _select_activites(exercice: int, lecture: Lecture) -> Select[Any]:
    """What is expected of each accueil, a row for each period (columns of ``service.activites``)."""
    rows = activites((exercice,))
    return (
        select(*rows.c)
        .join(AccueilLoisirs, AccueilLoisirs.id == rows.c.accueil_id)
        .where(lecture.visible(AccueilLoisirs))
    )


def list_accueils(exercice: int, lecture: Lecture) -> Lignes:
    """Accueils open at some moment of the year (id, nom)."""
    rows = _select_activites(exercice, lecture).subquery()
    return lecture.rows(
        select(rows.c.accueil_id.label("id"), rows.c.nom).distinct().order_by(rows.c.nom)
    )


def list_sans_activite(exercice: int, lecture: Lecture) -> Lignes:
    """Accueils open in the year, one of whose periods has no activity entered (id, nom)."""
    rows = _select_activites(exercice, lecture).subquery()
    return lecture.rows(
        select(rows.c.accueil_id.label("id"), rows.c.nom)
        .group_by(rows.c.accueil_id, rows.c.nom)
        .having(func.count() > func.count(rows.c.activite_id))
        .order_by(rows.c.nom)
    )


def list_activites(exercice: int, lecture: Lecture) -> Lignes:
    """Periods of the year that are entered, stays left apart (id of the activity, nom)."""
    rows = _select_activites(exercice, lecture).subquery()
    return lecture.rows(
        select(rows.c.activite_id.label("id"), rows.c.nom).where(
            rows.c.activite_id.is_not(None), rows.c.categorie != Categorie.SEJOUR
        )
    )


def list_sans_heures(exercice: int, lecture: Lecture) -> Lignes:
    """Those of ``list_activites`` without the hours, of presence or theoretical, of the occupation."""
    rows = _select_activites(exercice, lecture).subquery()
    return lecture.rows(
        select(rows.c.activite_id.label("id"), rows.c.nom)
        .where(
            rows.c.activite_id.is_not(None),
            rows.c.categorie != Categorie.SEJOUR,
            or_(rows.c.heures_realisees.is_(None), rows.c.theoriques.is_(None)),
        )
        .order_by(rows.c.nom, rows.c.activite_id)
    )


def _select_equipes(exercice: int, lecture: Lecture, *, absentes: bool) -> Select[Any]:
    rows = equipes((exercice,))
    statement = (
        select(rows.c.accueil_id.label("id"), rows.c.nom)
        .join(AccueilLoisirs, AccueilLoisirs.id == rows.c.accueil_id)
        .where(lecture.visible(AccueilLoisirs))
        .order_by(rows.c.nom)
    )
    return statement.where(rows.c.equipe_id.is_(None)) if absentes else statement


def list_accueils_equipe(exercice: int, lecture: Lecture) -> Lignes:
    """Accueils open in the year that have a team: all but the stays (id, nom)."""
    return lecture.rows(_select_equipes(exercice, lecture, absentes=False))


def list_sans_equipe(exercice: int, lecture: Lecture) -> Lignes:
    """Accueils open in the year whose team is not entered (id, nom)."""
    return lecture.rows(_select_equipes(exercice, lecture, absentes=True))


def list_pedt(jour: date, lecture: Lecture) -> Lignes:
    """PEdT to renew (id, nom, echeance)."""
    return lecture.rows(select_pedt_a_renouveler(jour, lecture.visible(Pedt)))


SUIVI = SuiviAxe(
    slug="enfance_jeunesse",
    titre="Enfance jeunesse",
    tables=TABLES,
    indicateurs=INDICATEURS,
    attentes=(
        Attente(
            code="activite",
            sujet=_ACCUEILS,
            manque="sans activité complète en {exercice}",
            manquants=list_sans_activite,
            attendus=list_accueils,
            adresse=f"/admin/{ENDPOINT_ACTIVITE}/new/?annee={{exercice}}&accueil={{id}}",
            objet="enfance_jeunesse_accueil_loisirs",
            rappel="Activité {exercice} à saisir : {nom}",
            consigne=(
                "Saisissez, pour chaque période, les heures, les enfants et les comptes de l'année "
                "{exercice}."
            ),
        ),
        Attente(
            code="heures",
            sujet=_ACTIVITES,
            manque="sans heures complètes en {exercice}",
            manquants=list_sans_heures,
            attendus=list_activites,
            adresse=f"/admin/{ENDPOINT_ACTIVITE}/edit/?id={{id}}",
            verbe="Compléter",
        ),
        Attente(
            code="equipe",
            sujet=_ACCUEILS,
            manque="sans équipe {exercice}",
            manquants=list_sans_equipe,
            attendus=list_accueils_equipe,
            adresse=f"/admin/{ENDPOINT_EQUIPE}/new/?annee={{exercice}}&accueil={{id}}",
            rappel="Équipes d'animation {exercice} : {nombre} à renseigner",
            consigne="Saisissez les postes et les diplômes de l'année {exercice} pour : {noms}.",
            groupe=True,
        ),
    ),
    echeances=(
        Echeance(
            code="pedt",
            libelle="PEdT à renouveler",
            objet="enfance_jeunesse_pedt",
            lignes=list_pedt,
            titre="PEdT à renouveler : {nom}",
            consigne=(
                "Son terme est le {echeance}. Préparez le bilan et la nouvelle convention avec les communes, "
                "l'État et la CAF ; une fois signée, saisissez-la comme un nouveau PEdT."
            ),
            adresse=f"/admin/{ENDPOINT_PEDT}/edit/?id={{id}}",
        ),
    ),
)
