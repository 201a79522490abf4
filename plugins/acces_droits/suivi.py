"""What the axis expects each year and what comes to an end: the home page, its overview, reminders and
cycle checks come from here."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, cast, func, or_, select
from sqlalchemy.orm import aliased

from core.api.models import Structure
from core.api.plugin import Attente, Echeance, Lecture, Lignes, SuiviAxe
from core.api.services import without_year
from plugins.acces_droits.admin import ENDPOINT_LIEU, ENDPOINT_PERMANENCE, TABLES
from plugins.acces_droits.admin_annees import ENDPOINT_ACTIVITE, ENDPOINT_DOMICILIATION
from plugins.acces_droits.indicateurs import INDICATEURS
from plugins.acces_droits.models import ActiviteAccueil, Domiciliation, LieuAccueil, Permanence
from plugins.acces_droits.rules import MOIS_ALERTE, MOIS_VERIFICATION, TypeLieu
from plugins.acces_droits.service import add_months, day, is_running, select_lieux_ouverts

_EDIT_LIEU = f"/admin/{ENDPOINT_LIEU}/edit/?id={{id}}"
_EDIT_PERMANENCE = f"/admin/{ENDPOINT_PERMANENCE}/edit/?id={{id}}"


def list_lieux(exercice: int, lecture: Lecture) -> Lignes:
    """Places open at some moment of the year (id, nom)."""
    return lecture.rows(select_lieux_ouverts(exercice, lecture.visible(LieuAccueil)))


def list_sans_activite(exercice: int, lecture: Lecture) -> Lignes:
    """Places open in the year whose activity is not entered (id, nom)."""
    statement = select_lieux_ouverts(exercice, lecture.visible(LieuAccueil))
    return lecture.rows(without_year(statement, LieuAccueil.id, ActiviteAccueil.lieu_id, exercice))


def _select_ccas(exercice: int, lecture: Lecture) -> Select[Any]:
    columns: list[Any] = [Structure.id, Structure.nom]
    lieux = select_lieux_ouverts(exercice, lecture.visible(LieuAccueil))
    return lieux.where(LieuAccueil.type == TypeLieu.CCAS_CIAS).with_only_columns(*columns)


def list_ccas(exercice: int, lecture: Lecture) -> Lignes:
    """Structures of the CCAS and CIAS open in the year (id, nom)."""
    return lecture.rows(_select_ccas(exercice, lecture))


def list_sans_domiciliation(exercice: int, lecture: Lecture) -> Lignes:
    """CCAS and CIAS whose domiciliations of the year are not entered (id of the structure, nom)."""
    statement = _select_ccas(exercice, lecture)
    return lecture.rows(without_year(statement, Structure.id, Domiciliation.structure_id, exercice))


def _select_lieux(jour: date, lecture: Lecture, echeance: ColumnElement[Any]) -> Select[Any]:
    """Places that are not closed on ``jour`` (id, nom, echeance)."""
    return (
        select(LieuAccueil.id, Structure.nom, echeance.label("echeance"))
        .join(Structure, Structure.id == LieuAccueil.structure_id)
        .where(
            lecture.visible(LieuAccueil),
            or_(Structure.fermee_le.is_(None), Structure.fermee_le > jour),
        )
        .order_by(echeance, Structure.nom, LieuAccueil.id)
    )


def _select_permanences(jour: date, lecture: Lecture, echeance: ColumnElement[Any]) -> Select[Any]:
    """Permanences in places that are not closed on ``jour`` (id, nom, echeance)."""
    organisme = aliased(Structure)
    return (
        select(
            Permanence.id,
            func.concat(organisme.nom, " à ", Structure.nom).label("nom"),
            echeance.label("echeance"),
        )
        .join(LieuAccueil, LieuAccueil.id == Permanence.lieu_id)
        .join(Structure, Structure.id == LieuAccueil.structure_id)
        .join(organisme, organisme.id == Permanence.organisme_id)
        .where(
            lecture.visible(Permanence),
            or_(Structure.fermee_le.is_(None), Structure.fermee_le > jour),
        )
        .order_by(echeance, Structure.nom, Permanence.id)
    )


def list_labels(jour: date, lecture: Lecture) -> Lignes:
    """Labels that end within the time of an alert, or that have ended in a place still open."""
    fin = cast(LieuAccueil.label_fin, Date)
    return lecture.rows(
        _select_lieux(jour, lecture, fin).where(fin <= add_months(day(jour), MOIS_ALERTE))
    )


def list_fins_permanence(jour: date, lecture: Lecture) -> Lignes:
    """Permanences that end within the time of an alert, or that have ended and are still there."""
    fin = cast(Permanence.valide_jusqu_au, Date)
    return lecture.rows(
        _select_permanences(jour, lecture, fin).where(fin <= add_months(day(jour), MOIS_ALERTE))
    )


def list_lieux_a_verifier(jour: date, lecture: Lecture) -> Lignes:
    """Sheets of places not checked for six months."""
    limite = add_months(LieuAccueil.verifie_le, MOIS_VERIFICATION)
    return lecture.rows(_select_lieux(jour, lecture, limite).where(limite <= jour))


def list_permanences_a_verifier(jour: date, lecture: Lecture) -> Lignes:
    """Running permanences not checked for six months; one that has ended has its own reminder."""
    limite = add_months(Permanence.verifie_le, MOIS_VERIFICATION)
    return lecture.rows(
        _select_permanences(jour, lecture, limite).where(limite <= jour, is_running(day(jour)))
    )


SUIVI = SuiviAxe(
    slug="acces_droits",
    titre="Mobilité, logement, accès aux droits",
    tables=TABLES,
    indicateurs=INDICATEURS,
    attentes=(
        Attente(
            code="activite",
            sujet=("lieu d'accueil", "lieux d'accueil"),
            manque="sans activité {exercice}",
            manquants=list_sans_activite,
            attendus=list_lieux,
            adresse=f"/admin/{ENDPOINT_ACTIVITE}/new/?annee={{exercice}}&lieu={{id}}",
            objet="acces_droits_lieu_accueil",
            rappel="Activité {exercice} à saisir : {nom}",
            consigne=(
                "Saisissez les accompagnements, les rendez-vous et l'issue des dossiers de {exercice}."
            ),
        ),
        Attente(
            code="domiciliation",
            sujet=("CCAS", "CCAS"),
            manque="sans domiciliations {exercice}",
            manquants=list_sans_domiciliation,
            attendus=list_ccas,
            adresse=f"/admin/{ENDPOINT_DOMICILIATION}/new/?annee={{exercice}}&structure={{id}}",
            rappel="Domiciliations {exercice} : {nombre} à renseigner",
            consigne="Saisissez les nombres du bilan envoyé au préfet pour : {noms}.",
            groupe=True,
        ),
    ),
    echeances=(
        Echeance(
            code="label",
            libelle="Labels France services à renouveler",
            objet="acces_droits_lieu_accueil",
            lignes=list_labels,
            titre="Label France services jusqu'au {echeance} : {nom}",
            consigne="Préparez le renouvellement, puis saisissez la nouvelle fin du label.",
            adresse=_EDIT_LIEU,
        ),
        Echeance(
            code="permanence",
            libelle="Permanences à prolonger",
            objet="acces_droits_permanence",
            lignes=list_fins_permanence,
            titre="Permanence valide jusqu'au {echeance} : {nom}",
            consigne="Demandez à l'organisme s'il continue : prolongez la permanence, ou supprimez-la.",
            adresse=_EDIT_PERMANENCE,
        ),
        Echeance(
            code="lieu_a_verifier",
            libelle="Fiches de lieux à vérifier",
            objet="acces_droits_lieu_accueil",
            lignes=list_lieux_a_verifier,
            titre="Fiche à vérifier depuis le {echeance} : {nom}",
            consigne="Vérifiez les horaires et les opérateurs, puis changez la date de vérification.",
            adresse=_EDIT_LIEU,
        ),
        Echeance(
            code="permanence_a_verifier",
            libelle="Permanences à vérifier",
            objet="acces_droits_permanence",
            lignes=list_permanences_a_verifier,
            titre="Permanence à vérifier depuis le {echeance} : {nom}",
            consigne="Vérifiez le rythme et la durée, puis changez la date de vérification.",
            adresse=_EDIT_PERMANENCE,
        ),
    ),
)
