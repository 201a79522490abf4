"""Screen of the background jobs: read only, a report is cancelled or made again from its page."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement

from core.jobs.models import STATUTS_FINAUX, StatutTache, Tache
from core.plugin.vues import Colonne, Critere, VueTable


def has_failed(jour: date) -> ColumnElement[bool]:
    """Ended without its result, and not because somebody cancelled it."""
    return Tache.statut.in_((StatutTache.ECHOUEE, StatutTache.INTERROMPUE))


def is_waiting(jour: date) -> ColumnElement[bool]:
    """Asked for and not ended yet."""
    return Tache.statut.not_in(STATUTS_FINAUX)


ETATS: Mapping[str, tuple[str, Callable[[date], ColumnElement[bool]]]] = MappingProxyType(
    {"echec": ("En échec", has_failed), "attente": ("Demandées ou en cours", is_waiting)}
)

TACHES = VueTable(
    modele=Tache,
    endpoint="tache",
    nom="Tâches de fond",
    singulier="tâche",
    rubrique="Comptes et traces",
    description=(
        "Ce que la plateforme fait en dehors des pages : rapports et contrôles. Une tâche en échec se "
        "relance depuis la page « Rapports »."
    ),
    colonnes=(
        Colonne(attribut="genre", libelle="Nature"),
        Colonne(attribut="statut", libelle="Statut"),
        Colonne(attribut="created_at", libelle="Demandée le"),
        Colonne(attribut="terminee_at", libelle="Terminée le"),
        Colonne(attribut="tentatives", libelle="Tentatives"),
        Colonne(attribut="erreur", libelle="Erreur", tri=False),
    ),
    details=(
        Colonne(attribut="genre", libelle="Nature"),
        Colonne(attribut="statut", libelle="Statut"),
        Colonne(attribut="etape_libelle", libelle="Étape"),
        Colonne(attribut="created_at", libelle="Demandée le"),
        Colonne(attribut="commencee_at", libelle="Commencée le"),
        Colonne(attribut="terminee_at", libelle="Terminée le"),
        Colonne(attribut="tentatives", libelle="Tentatives"),
        Colonne(attribut="erreur", libelle="Erreur"),
    ),
    filtres=(
        Critere(nom="etat", libelle="État", options=ETATS),
        Colonne(attribut="statut", libelle="Statut"),
    ),
    tri="created_at",
    tri_descendant=True,
    creation=False,
    modification=False,
    suppression=False,
    vide="Aucune tâche n'a encore été demandée.",
)

VUES: tuple[VueTable, ...] = (TACHES,)
