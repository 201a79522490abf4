"""The form of an action as the floor shows it: every field and child row of ours.

``verify_form`` stops the bench when ours has a field that these lists lack: they would not be the same
page.
"""

from __future__ import annotations

from core.plan.admin import ACTIONS
from core.plan.codes import (
    Ciel,
    Diffusion,
    Financeur,
    GenreNote,
    LevePar,
    NatureAction,
    Portee,
    ResultatBilan,
    RolePartenaire,
    StatutAction,
)

Champs = tuple[tuple[str, str, str], ...]
CHAMPS: Champs = (
    ("code", "Code", "text"),
    ("intitule", "Intitulé", "text"),
    ("axe_slug", "Axe", "liste"),
    ("pilote", "Pilote", "text"),
    ("elu_referent", "Élu référent", "text"),
    ("statut", "Statut", "liste"),
    ("nature", "Nature", "liste"),
    ("date_debut", "Début", "date"),
    ("date_fin", "Fin prévue", "date"),
    ("portee", "Portée", "liste"),
    ("communes", "Communes désignées", "cases"),
    ("brouillon", "Brouillon", "checkbox"),
    ("enjeu", "Enjeu", "liste"),
    ("resultats", "Résultats attendus", "cases"),
    ("action_majeure", "Action majeure", "liste"),
    ("cadres", "Cadres", "cases"),
    ("objectif", "Objectif", "long"),
    ("source", "Source", "text"),
    ("evaluation", "Évaluation", "long"),
)
_EXERCICE = ("exercice", "Exercice", "text")
_DIFFUSION = ("diffusion", "Diffusion", "liste")
# By table: the child rows, in the order of the form.
BLOCS: dict[str, Champs] = {
    "note": (
        ("texte", "Texte", "long"),
        ("jour", "Date", "date"),
        _EXERCICE,
        ("genre", "Nature", "liste"),
        _DIFFUSION,
    ),
    "etape": (
        ("intitule", "Étape", "text"),
        ("echeance", "Échéance", "date"),
        ("realisee_le", "Réalisée le", "date"),
    ),
    "frein": (
        ("description", "Ce qui bloque", "long"),
        ("leve_par", "Qui peut le lever", "liste"),
        ("depuis", "Depuis le", "date"),
        ("leve_le", "Levé le", "date"),
        _DIFFUSION,
    ),
    "meteo": (
        ("ciel", "Météo", "liste"),
        ("jour", "Date", "date"),
        _EXERCICE,
        _DIFFUSION,
        ("commentaire", "Commentaire", "long"),
    ),
    "bilan_action": (
        _EXERCICE,
        ("resultat", "Dans l'année, l'action a été", "liste"),
        ("texte", "Bilan", "long"),
    ),
    "partenaire_action": (
        ("nom", "Partenaire", "text"),
        ("role", "Rôle", "liste"),
    ),
    "ligne_budget": (
        _EXERCICE,
        ("poste", "Poste", "text"),
        ("prevu", "Prévu", "text"),
        ("realise", "Réalisé", "text"),
    ),
    "financement": (
        _EXERCICE,
        ("financeur", "Financeur", "liste"),
        ("precision", "Précision", "text"),
        ("demande", "Demandé", "text"),
        ("accorde", "Accordé", "text"),
        ("verse", "Versé", "text"),
    ),
    "etp_action": (
        _EXERCICE,
        ("fonction", "Fonction", "text"),
        ("etp", "ETP", "text"),
    ),
}
LISTES = {
    nom: [(code.value, code.libelle) for code in codes]
    for nom, codes in {
        "statut": StatutAction,
        "nature": NatureAction,
        "portee": Portee,
        "genre": GenreNote,
        "diffusion": Diffusion,
        "leve_par": LevePar,
        "ciel": Ciel,
        "resultat": ResultatBilan,
        "role": RolePartenaire,
        "financeur": Financeur,
    }.items()
}


def verify_form() -> None:
    """Stop when these lists are not the form of ours; raises SystemExit with the words that differ."""
    ours = [champ.libelle for champ in ACTIONS.champs]
    for lignes in ACTIONS.lignes:
        ours += [champ.libelle for champ in lignes.champs]
    here = [libelle for champs in (CHAMPS, *BLOCS.values()) for _, libelle, _ in champs]
    if sorted(ours) != sorted(here):
        raise SystemExit(f"Formulaire de la mesure à revoir : {sorted(set(ours) ^ set(here))}")
