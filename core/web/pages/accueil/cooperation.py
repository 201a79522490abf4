"""Seats, requests and funding that wait for an act of governance, counted in its block "À faire"."""

from __future__ import annotations

from core.financements.admin import CANDIDATURES, EQUIPEMENTS
from core.gouvernance.admin import MEMBRES
from core.partenaires.admin import SOLLICITATIONS
from core.security.acteur import Role
from core.web.pages.accueil.blocs import Compteur, Contexte


def ask_cooperation(contexte: Contexte) -> list[Compteur]:
    """What calls for attention among members, requests, applications and facilities; for governance."""
    if not contexte.acteur.has_role(Role.GOUVERNANCE):
        return []
    ask = contexte.comptage.ask
    return [
        ask(
            MEMBRES,
            "mandat terminé, siège encore",
            pluriel="mandats terminés, siègent encore",
            filtres={"alerte": "mandat_termine"},
            alerte=True,
        ),
        ask(
            MEMBRES,
            "siège à pourvoir",
            pluriel="sièges à pourvoir",
            filtres={"alerte": "a_pourvoir"},
            alerte=True,
        ),
        ask(
            SOLLICITATIONS,
            "sollicitation sans réponse",
            pluriel="sollicitations sans réponse",
            filtres={"etat": "attente"},
        ),
        ask(
            CANDIDATURES,
            "justificatif dû",
            pluriel="justificatifs dus",
            filtres={"alerte": "justificatif"},
            alerte=True,
        ),
        ask(
            EQUIPEMENTS,
            "COF qui finit sous 6 mois",
            pluriel="COF qui finissent sous 6 mois",
            filtres={"alerte": "fin"},
            alerte=True,
        ),
    ]
