"""What the axis expects each year: the home page, its overview, reminders and cycle checks come from here."""

from sqlalchemy import Select, case, func, or_, select

from core.api.models import Structure
from core.api.plugin import Attente, Lecture, Lignes, SuiviAxe
from core.api.services import without_year
from plugins.parentalite.admin import TABLES
from plugins.parentalite.admin_annees import ENDPOINT_CLAS, ENDPOINT_LAEP, ENDPOINT_MEDIATION
from plugins.parentalite.admin_temps import ENDPOINT_TEMPS
from plugins.parentalite.indicateurs import INDICATEURS
from plugins.parentalite.models import (
    ClasGroupe,
    DispositifParentalite,
    LaepActivite,
    MediationPermanence,
    TempsParent,
)
from plugins.parentalite.rules import NiveauClas, TypeDispositif
from plugins.parentalite.service import select_ouverts

_LAEP = ("LAEP", "LAEP")
_GROUPES = ("groupe CLAS", "groupes CLAS")
_CLAS = ("CLAS", "CLAS")
_SERVICES = ("service de médiation", "services de médiation")
_TEMPS = ("temps parent", "temps parents")
_DISPOSITIF = "parentalite_dispositif"


def list_laep(exercice: int, lecture: Lecture) -> Lignes:
    """LAEP at work in the year (id, nom)."""
    return lecture.rows(
        select_ouverts(exercice, lecture.visible(DispositifParentalite), TypeDispositif.LAEP)
    )


def list_laep_sans_activite(exercice: int, lecture: Lecture) -> Lignes:
    """LAEP at work in the year whose activity is not entered (id, nom)."""
    statement = select_ouverts(
        exercice, lecture.visible(DispositifParentalite), TypeDispositif.LAEP
    )
    cle = LaepActivite.dispositif_id
    return lecture.rows(without_year(statement, DispositifParentalite.id, cle, exercice))


def list_laep_incomplets(exercice: int, lecture: Lecture) -> Lignes:
    """Years of LAEP entered without the hours or the children that indicators need (id, nom)."""
    return lecture.rows(
        select(LaepActivite.id, DispositifParentalite.nom)
        .join(LaepActivite.dispositif)
        .where(
            LaepActivite.annee == exercice,
            or_(LaepActivite.heures_ouverture.is_(None), LaepActivite.enfants_differents.is_(None)),
            lecture.visible(LaepActivite),
        )
        .order_by(DispositifParentalite.nom, LaepActivite.id)
    )


def list_clas(exercice: int, lecture: Lecture) -> Lignes:
    """Dispositifs CLAS at work in the year (id, nom)."""
    return lecture.rows(
        select_ouverts(exercice, lecture.visible(DispositifParentalite), TypeDispositif.CLAS)
    )


def list_clas_sans_groupe(exercice: int, lecture: Lecture) -> Lignes:
    """Dispositifs CLAS whose structure has no group that counts for the year (id: structure, nom)."""
    groupes = (
        select(ClasGroupe.id)
        .where(
            ClasGroupe.structure_id == DispositifParentalite.structure_id,
            ClasGroupe.annee == exercice,
        )
        .exists()
    )
    ouverts = select_ouverts(
        exercice, lecture.visible(DispositifParentalite), TypeDispositif.CLAS
    ).where(~groupes)
    return lecture.rows(
        ouverts.with_only_columns(
            DispositifParentalite.structure_id.label("id"), DispositifParentalite.nom
        )
    )


def list_groupes(exercice: int, lecture: Lecture) -> Lignes:
    """CLAS groups that count for the year (id, nom)."""
    return lecture.rows(_select_groupes(exercice, lecture))


def list_groupes_sans_chiffres(exercice: int, lecture: Lecture) -> Lignes:
    """CLAS groups that count for the year without their children or their sessions (id, nom)."""
    statement = _select_groupes(exercice, lecture)
    return lecture.rows(
        statement.where(or_(ClasGroupe.enfants.is_(None), ClasGroupe.seances.is_(None)))
    )


def _select_groupes(exercice: int, lecture: Lecture) -> Select[int, str]:
    niveau = case(*((ClasGroupe.niveau == n, n.libelle.lower()) for n in NiveauClas))
    statement = select(ClasGroupe.id, func.concat(Structure.nom, ", ", niveau).label("nom"))
    return (
        statement.join(ClasGroupe.structure)
        .where(ClasGroupe.annee == exercice, lecture.visible(ClasGroupe))
        .order_by(Structure.nom, ClasGroupe.id)
    )


def list_mediations(exercice: int, lecture: Lecture) -> Lignes:
    """Services of family mediation at work in the year (id, nom)."""
    return lecture.rows(
        select_ouverts(
            exercice, lecture.visible(DispositifParentalite), TypeDispositif.MEDIATION_FAMILIALE
        )
    )


def list_mediations_sans_permanence(exercice: int, lecture: Lecture) -> Lignes:
    """Services of family mediation without any permanence entered for the year (id, nom)."""
    statement = select_ouverts(
        exercice, lecture.visible(DispositifParentalite), TypeDispositif.MEDIATION_FAMILIALE
    )
    cle = MediationPermanence.dispositif_id
    return lecture.rows(without_year(statement, DispositifParentalite.id, cle, exercice))


def list_temps(exercice: int, lecture: Lecture) -> Lignes:
    """Temps parents of the year (id, nom)."""
    return lecture.rows(_select_temps(exercice, lecture))


def list_temps_sans_parents(exercice: int, lecture: Lecture) -> Lignes:
    """Temps parents of the year whose parents were not counted (id, nom)."""
    return lecture.rows(_select_temps(exercice, lecture).where(TempsParent.parents.is_(None)))


def _select_temps(exercice: int, lecture: Lecture) -> Select[int, str]:
    statement = select(TempsParent.id, TempsParent.titre.label("nom"))
    return statement.where(TempsParent.annee == exercice, lecture.visible(TempsParent)).order_by(
        TempsParent.jour, TempsParent.id
    )


SUIVI = SuiviAxe(
    slug="parentalite",
    titre="Parentalité",
    tables=TABLES,
    indicateurs=INDICATEURS,
    attentes=(
        Attente(
            code="laep",
            sujet=_LAEP,
            manque="sans activité {exercice}",
            manquants=list_laep_sans_activite,
            attendus=list_laep,
            adresse=f"/admin/{ENDPOINT_LAEP}/new/?annee={{exercice}}&dispositif={{id}}",
            objet=_DISPOSITIF,
            rappel="Activité {exercice} à saisir : {nom}",
            consigne="Saisissez les séances, les heures et les familles accueillies en {exercice}.",
        ),
        Attente(
            code="laep_heures",
            sujet=_LAEP,
            manque="sans heures ou sans enfants en {exercice}",
            manquants=list_laep_incomplets,
            attendus=list_laep,
            adresse=f"/admin/{ENDPOINT_LAEP}/edit/?id={{id}}",
            verbe="Compléter",
        ),
        Attente(
            code="clas",
            sujet=_CLAS,
            manque="sans groupe pour {exercice}",
            manquants=list_clas_sans_groupe,
            attendus=list_clas,
            adresse=f"/admin/{ENDPOINT_CLAS}/new/?annee={{exercice}}&structure={{id}}",
            objet="structure",
            rappel="Groupes CLAS {exercice} à saisir : {nom}",
            consigne="Saisissez une ligne par groupe dont l'exercice est {exercice}.",
        ),
        Attente(
            code="groupes",
            sujet=_GROUPES,
            manque="sans chiffres pour {exercice}",
            manquants=list_groupes_sans_chiffres,
            attendus=list_groupes,
            adresse=f"/admin/{ENDPOINT_CLAS}/edit/?id={{id}}",
            verbe="Compléter",
            rappel="CLAS {exercice} : {nombre} à compléter",
            consigne="Complétez les enfants et les séances de : {noms}.",
            groupe=True,
        ),
        Attente(
            code="mediation",
            sujet=_SERVICES,
            manque="sans permanence saisie en {exercice}",
            manquants=list_mediations_sans_permanence,
            attendus=list_mediations,
            adresse=f"/admin/{ENDPOINT_MEDIATION}/new/?annee={{exercice}}&dispositif={{id}}",
            objet=_DISPOSITIF,
            rappel="Permanences {exercice} à saisir : {nom}",
            consigne="Saisissez une ligne par commune où le service a reçu en {exercice}.",
        ),
        Attente(
            code="temps",
            sujet=_TEMPS,
            manque="sans participants en {exercice}",
            manquants=list_temps_sans_parents,
            attendus=list_temps,
            adresse=f"/admin/{ENDPOINT_TEMPS}/edit/?id={{id}}",
            verbe="Compléter",
            rappel="Temps parents {exercice} : {nombre} sans participants",
            consigne="Saisissez les participations de parents de : {noms}.",
            groupe=True,
        ),
    ),
)
