"""What the axis expects each year: the home page, its overview, reminders and cycle checks come from here."""

from sqlalchemy import and_, select

from core.api.models import Commune, Structure
from core.api.plugin import Attente, Lecture, Lignes, SuiviAxe
from core.api.services import sort_key, without_year
from plugins.petite_enfance.admin import TABLES
from plugins.petite_enfance.admin_annees import ENDPOINT_ACCUEIL, ENDPOINT_ACTIVITE
from plugins.petite_enfance.indicateurs import INDICATEURS
from plugins.petite_enfance.models import AccueilIndividuel, ActiviteEaje, Eaje
from plugins.petite_enfance.service import heures, select_eaje_ouverts

_EAJE = ("EAJE", "EAJE")
_COMMUNES = ("commune", "communes")


def list_eaje(exercice: int, lecture: Lecture) -> Lignes:
    """EAJE open at some moment of the year (id, nom)."""
    return lecture.rows(select_eaje_ouverts(exercice, lecture.visible(Eaje)))


def list_communes(exercice: int, lecture: Lecture) -> Lignes:
    """The communes (id, nom): each is expected every year."""
    return lecture.rows(select(Commune.id, Commune.nom).where(lecture.visible(Commune)))


def list_sans_activite(exercice: int, lecture: Lecture) -> Lignes:
    """EAJE open in the year whose activity is not entered (id, nom)."""
    statement = select_eaje_ouverts(exercice, lecture.visible(Eaje))
    return lecture.rows(without_year(statement, Eaje.id, ActiviteEaje.eaje_id, exercice))


def list_sans_heures(exercice: int, lecture: Lecture) -> Lignes:
    """Activities entered without the hours, paid or theoretical, that the occupation needs (id, nom)."""
    connues = heures((exercice,))
    return lecture.rows(
        select(ActiviteEaje.id, Structure.nom)
        .join(Eaje, Eaje.id == ActiviteEaje.eaje_id)
        .join(Structure, Structure.id == Eaje.structure_id)
        .join(connues, connues.c.eaje_id == Eaje.id)
        .where(
            ActiviteEaje.annee == exercice,
            connues.c.repondu == 0,
            lecture.visible(ActiviteEaje),
        )
        .order_by(Structure.nom, ActiviteEaje.id)
    )


def list_sans_accueil(exercice: int, lecture: Lecture) -> Lignes:
    """Communes whose individual care is not entered (id, nom), in alphabetical order."""
    rows = lecture.rows(
        select(Commune.id, Commune.nom)
        .outerjoin(
            AccueilIndividuel,
            and_(
                AccueilIndividuel.code_insee == Commune.code_insee,
                AccueilIndividuel.annee == exercice,
            ),
        )
        .where(lecture.visible(Commune), AccueilIndividuel.id.is_(None))
    )
    return sorted(rows, key=lambda row: sort_key(row.nom))


SUIVI = SuiviAxe(
    slug="petite_enfance",
    titre="Petite enfance",
    tables=TABLES,
    indicateurs=INDICATEURS,
    attentes=(
        Attente(
            code="activite",
            sujet=_EAJE,
            manque="sans activité {exercice}",
            manquants=list_sans_activite,
            attendus=list_eaje,
            adresse=f"/admin/{ENDPOINT_ACTIVITE}/new/?annee={{exercice}}&eaje={{id}}",
            objet="petite_enfance_eaje",
            rappel="Activité {exercice} à saisir : {nom}",
            consigne=(
                "Saisissez les heures, les enfants accueillis et les comptes de l'année {exercice}."
            ),
        ),
        Attente(
            code="heures",
            sujet=_EAJE,
            manque="sans heures complètes en {exercice}",
            manquants=list_sans_heures,
            attendus=list_eaje,
            adresse=f"/admin/{ENDPOINT_ACTIVITE}/edit/?id={{id}}",
            verbe="Compléter",
        ),
        Attente(
            code="accueil",
            sujet=_COMMUNES,
            manque="sans accueil individuel {exercice}",
            manquants=list_sans_accueil,
            attendus=list_communes,
            adresse=f"/admin/{ENDPOINT_ACCUEIL}/new/?annee={{exercice}}&commune={{id}}",
            rappel="Accueil individuel {exercice} : {nombre} à renseigner",
            consigne=(
                "Saisissez les assistantes maternelles et la garde à domicile au 31 décembre {exercice} "
                "pour : {noms}."
            ),
            groupe=True,
        ),
    ),
)
