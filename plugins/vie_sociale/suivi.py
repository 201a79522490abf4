"""What the axis expects each year: the home page, its overview, reminders and cycle checks come from here."""

from datetime import date

from sqlalchemy import Date, literal, select

from core.api.models import Structure
from core.api.plugin import Attente, Echeance, Lecture, Lignes, SuiviAxe
from core.api.services import last_day, without_year
from plugins.vie_sociale.admin import ENDPOINT_AGREMENT, ENDPOINT_PACTE, TABLES
from plugins.vie_sociale.admin_annees import ENDPOINT_ACTIVITE
from plugins.vie_sociale.indicateurs import INDICATEURS
from plugins.vie_sociale.models import (
    ActiviteSociale,
    Agrement,
    EquipementSocial,
    PacteCooperation,
)
from plugins.vie_sociale.rules import AGREABLES, MOTS_AGREABLES
from plugins.vie_sociale.service import (
    is_ouverte,
    needs_agrement,
    select_agrements_a_renouveler,
    select_ouverts,
    select_pactes_a_renouveler,
)

_EQUIPEMENTS = ("équipement", "équipements")


def list_equipements(exercice: int, lecture: Lecture) -> Lignes:
    """Equipment open at some moment of the year (id, nom)."""
    return lecture.rows(select_ouverts(exercice, lecture.visible(EquipementSocial)))


def list_sans_activite(exercice: int, lecture: Lecture) -> Lignes:
    """Equipment open in the year whose activity is not entered (id, nom)."""
    statement = select_ouverts(exercice, lecture.visible(EquipementSocial))
    return lecture.rows(
        without_year(statement, EquipementSocial.id, ActiviteSociale.equipement_id, exercice)
    )


def list_agreables(exercice: int, lecture: Lecture) -> Lignes:
    """Centres sociaux and EVS open on 31 December (id, nom): each is to have an agrément."""
    jour = literal(last_day(exercice), Date)
    return lecture.rows(
        select(EquipementSocial.id, Structure.nom)
        .join(EquipementSocial.structure)
        .where(
            EquipementSocial.type.in_(AGREABLES),
            is_ouverte(jour),
            lecture.visible(EquipementSocial),
        )
    )


def list_sans_agrement(exercice: int, lecture: Lecture) -> Lignes:
    """Those that no valid agrément covers on 31 December (id, nom)."""
    jour = literal(last_day(exercice), Date)
    return lecture.rows(
        select(EquipementSocial.id, Structure.nom)
        .join(EquipementSocial.structure)
        .where(needs_agrement(jour), lecture.visible(EquipementSocial))
        .order_by(Structure.nom, EquipementSocial.id)
    )


def list_agrements(jour: date, lecture: Lecture) -> Lignes:
    """Agréments to renew (id, nom, echeance)."""
    return lecture.rows(select_agrements_a_renouveler(jour, lecture.visible(Agrement)))


def list_pactes(jour: date, lecture: Lecture) -> Lignes:
    """Pactes to renew (id, nom, echeance)."""
    return lecture.rows(select_pactes_a_renouveler(jour, lecture.visible(PacteCooperation)))


SUIVI = SuiviAxe(
    slug="vie_sociale",
    titre="Animation de la vie sociale",
    tables=TABLES,
    indicateurs=INDICATEURS,
    attentes=(
        Attente(
            code="activite",
            sujet=_EQUIPEMENTS,
            manque="sans activité {exercice}",
            manquants=list_sans_activite,
            attendus=list_equipements,
            adresse=f"/admin/{ENDPOINT_ACTIVITE}/new/?annee={{exercice}}&equipement={{id}}",
            objet="vie_sociale_equipement",
            rappel="Activité {exercice} à saisir : {nom}",
            consigne=(
                "Saisissez les participants, les bénévoles, les moyens et les comptes de l'année {exercice}."
            ),
        ),
        Attente(
            code="agrement",
            sujet=MOTS_AGREABLES,
            manque="sans agrément valide fin {exercice}",
            manquants=list_sans_agrement,
            attendus=list_agreables,
            adresse=f"/admin/{ENDPOINT_AGREMENT}/new/?equipement={{id}}",
        ),
    ),
    echeances=(
        Echeance(
            code="agrement_fin",
            libelle="Agréments à renouveler",
            objet="vie_sociale_agrement",
            lignes=list_agrements,
            titre="Agrément à renouveler avant le {echeance} : {nom}",
            consigne=(
                "Préparez le nouveau projet avec la structure et la CAF, puis ajoutez l'agrément demandé "
                "avec le statut « Déposé »."
            ),
            adresse=f"/admin/{ENDPOINT_AGREMENT}/details/?id={{id}}",
        ),
        Echeance(
            code="pacte_fin",
            libelle="Pactes de coopération à renouveler",
            objet="vie_sociale_pacte",
            lignes=list_pactes,
            titre="Pacte de coopération à renouveler avant le {echeance} : {nom}",
            consigne=(
                "Réunissez les signataires, faites le bilan, puis prolongez le pacte ou passez-le à « Clos »."
            ),
            adresse=f"/admin/{ENDPOINT_PACTE}/details/?id={{id}}",
        ),
    ),
)
