"""Blocks on the platform itself: accounts, log-ins, background jobs; and the links of each role."""

from __future__ import annotations

from flask import current_app, url_for
from sqlalchemy import select

from core.comptes.admin import COMPTES, CONNEXIONS
from core.comptes.models import Compte, Connexion
from core.gouvernance.models import Seance
from core.indicateurs.models import ValeurOfficielle
from core.jobs.admin import TACHES
from core.plan.models_action import Action, Note
from core.plugin.catalogue import Catalogue
from core.plugin.vues import PageAxe
from core.rapports.models import Rapport
from core.security.acteur import Role
from core.security.policy import Verbe, can, visible
from core.structures.models import Structure
from core.web.format import format_instant
from core.web.pages.accueil.blocs import Bloc, Contexte, Ligne
from core.web.pages.rapports import is_worker_silent

CONNEXIONS_MAX = 6


def build_comptes(contexte: Contexte) -> Bloc:
    """Accounts that call for attention."""
    ask = contexte.comptage.ask
    return Bloc(
        genre="chiffres",
        titre="Comptes",
        contenu={
            "compteurs": [
                ask(COMPTES, "compte actif", pluriel="comptes actifs", filtres={"active": "oui"}),
                ask(COMPTES, "sans rôle en vigueur", filtres={"etat": "sans_role"}, alerte=True),
                ask(
                    COMPTES,
                    "verrouillé",
                    pluriel="verrouillés",
                    filtres={"etat": "verrouille"},
                    alerte=True,
                ),
                ask(
                    COMPTES,
                    "jamais connecté",
                    pluriel="jamais connectés",
                    filtres={"etat": "jamais_venu"},
                ),
                ask(
                    CONNEXIONS,
                    "connexion refusée depuis 24 heures",
                    pluriel="connexions refusées depuis 24 heures",
                    filtres={"etat": "echecs_24h"},
                    alerte=True,
                ),
            ]
        },
    )


def build_taches(contexte: Contexte) -> Bloc:
    """Background jobs: failed, waiting, and whether somebody runs them."""
    ask = contexte.comptage.ask
    return Bloc(
        genre="chiffres",
        titre="Tâches de fond",
        contenu={
            "compteurs": [
                ask(TACHES, "en échec", filtres={"etat": "echec"}, alerte=True),
                ask(TACHES, "en attente ou en cours", filtres={"etat": "attente"}),
            ],
            "alerte": "Le service qui fait les rapports ne répond pas depuis plus d'une minute : "
            "prévenez la personne qui exploite la plateforme."
            if is_worker_silent(contexte.session)
            else "",
        },
    )


def build_connexions(contexte: Contexte) -> Bloc:
    """The last log-ins."""
    rows = contexte.session.scalars(
        select(Connexion)
        .where(visible(contexte.acteur, Connexion))
        .order_by(Connexion.at.desc())
        .limit(CONNEXIONS_MAX)
    )
    return Bloc(
        genre="lignes",
        titre="Dernières connexions",
        contenu={
            "lignes": [
                Ligne(
                    texte=row.email,
                    precision=format_instant(row.at),
                    alerte="" if row.reussie else "Refusée",
                )
                for row in rows
            ],
            "vide": "Personne ne s'est encore connecté.",
        },
        suite=Ligne(texte="Toutes les connexions", url=url_for("admin_connexion.index_view")),
    )


def build_raccourcis(contexte: Contexte) -> Bloc:
    """The commonest tasks of the person's roles."""
    acteur = contexte.acteur
    lignes = [
        *_list_axes_links(contexte),
        *_list_notes_links(contexte),
        *(
            Ligne(texte=texte, url=url_for(endpoint))
            for texte, endpoint, allowed in (
                ("Nouvelle action", "admin_action.create_view", can(acteur, Verbe.ECRIRE, Action)),
                (
                    "Nouvelle structure",
                    "admin_structure.create_view",
                    can(acteur, Verbe.ECRIRE, Structure),
                ),
                (
                    "Saisir une séance et ses décisions",
                    "admin_seance.create_view",
                    acteur.has_role(Role.GOUVERNANCE) and can(acteur, Verbe.ECRIRE, Seance),
                ),
                (
                    "Saisir une valeur officielle",
                    "admin_valeur-officielle.create_view",
                    can(acteur, Verbe.ECRIRE, ValeurOfficielle),
                ),
                (
                    "Tableau de bord de la gouvernance",
                    "pages.gouvernance",
                    acteur.has_role(Role.GOUVERNANCE),
                ),
                ("Demander un rapport", "pages.rapports", can(acteur, Verbe.ECRIRE, Rapport)),
                ("Gérer les comptes", "admin_compte.index_view", can(acteur, Verbe.ECRIRE, Compte)),
            )
            if allowed
        ),
    ]
    return Bloc(genre="raccourcis", titre="Raccourcis", contenu={"lignes": lignes}, large=True)


def _list_notes_links(contexte: Contexte) -> list[Ligne]:
    """The commonest task of a team: a note of today, in two clicks."""
    if not can(contexte.acteur, Verbe.ECRIRE, Note):
        return []
    jour = contexte.jour
    url = url_for("admin_note.create_view", jour=jour.isoformat(), exercice=jour.year)
    return [Ligne(texte="Écrire une note", url=url)]


def _list_axes_links(contexte: Contexte) -> list[Ligne]:
    catalogue: Catalogue = current_app.extensions["ctg_catalogue"]
    titres = {axe.slug: axe.titre for axe in contexte.registry.list_active()}
    return [
        Ligne(
            texte=f"{titres[slug]} : {vue.nom.lower()}",
            url=url_for("pages.page_axe", slug=slug, nom=vue.endpoint),
        )
        for slug, vues in catalogue.axes.items()
        if slug in contexte.acteur.axes and slug in titres
        for vue in vues
        if isinstance(vue, PageAxe)
    ]
