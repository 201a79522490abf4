"""Blocks on the actions: how an axis stands, mine, those that touch a commune, the axes side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from sqlalchemy import func, select

from core.adminkit.axes import in_use
from core.communes.models import Commune
from core.comptes.models import Compte, HabilitationCompte, Personne
from core.indicateurs.models import ValidationAxe
from core.plan.admin import ACTIONS
from core.plan.codes import Portee, StatutAction
from core.plan.models_action import Action, action_commune
from core.plan.rules import STATUTS_ACTIFS
from core.security.acteur import Role
from core.security.policy import visible
from core.web.pages.accueil.blocs import Bloc, Compteur, Contexte, Ligne

CONTACTS_MAX = 6
MOTS_STATUTS = {
    StatutAction.A_ENGAGER: ("à engager", "à engager"),
    StatutAction.EN_COURS: ("en cours", "en cours"),
    StatutAction.SUSPENDUE: ("suspendue", "suspendues"),
    StatutAction.REALISEE: ("réalisée", "réalisées"),
    StatutAction.ABANDONNEE: ("abandonnée", "abandonnées"),
    StatutAction.REMPLACEE: ("remplacée", "remplacées"),
}
_ALERTES = {
    "retard": ("en retard", "en retard"),
    "bloquees": ("bloquée", "bloquées"),
    "sans_pilote": ("sans pilote", "sans pilote"),
}


def build_mes_axes(contexte: Contexte) -> list[Bloc]:
    """How each axis of the person stands."""
    return [_build_etat(contexte, str(axe), {"axe_slug": axe.slug}) for axe in contexte.mes_axes]


def build_plan(contexte: Contexte) -> Bloc:
    """How the whole plan stands, as far as the person may read it."""
    return _build_etat(contexte, "Les actions de la convention", {})


def build_mes_actions(contexte: Contexte) -> Bloc | None:
    """The actions that the person pilots."""
    if contexte.acteur.personne_id is None:
        return None
    mine = {"pilote_id": str(contexte.acteur.personne_id)}
    total = contexte.comptage.ask(
        ACTIONS, "action que je pilote", pluriel="actions que je pilote", filtres=mine
    )
    return Bloc(
        genre="chiffres",
        titre="Mes actions",
        contenu={"compteurs": [total, *_ask_alertes(contexte, mine, ("retard", "bloquees"))]},
    )


def build_communes(contexte: Contexte) -> list[Bloc]:
    """What touches each commune of the person."""
    blocs = []
    for commune in _list_mine(contexte):
        bloc = _build_etat(contexte, f"Ce qui touche {commune.nom}", {"communes": str(commune.id)})
        partout = contexte.comptage.ask(
            ACTIONS,
            "action sur tout le territoire",
            pluriel="actions sur tout le territoire",
            filtres={"portee": Portee.TERRITOIRE.value},
            precision="elles vous concernent aussi",
        )
        blocs.append(
            Bloc(
                genre=bloc.genre,
                titre=bloc.titre,
                contenu={**bloc.contenu, "compteurs": [*bloc.contenu["compteurs"], partout]},
                suite=Ligne(
                    texte=f"La page de {commune.nom}",
                    url=url_for("pages.commune", code_insee=commune.code_insee),
                ),
            )
        )
    return blocs


def build_axes(contexte: Contexte) -> Bloc:
    """The axes side by side: figures validated or not, and what calls for attention."""
    valides = {
        validation.axe_slug: validation
        for validation in contexte.session.scalars(
            select(ValidationAxe).where(ValidationAxe.exercice == contexte.exercice)
        )
    }
    actifs = {axe.slug for axe in contexte.registry.list_active()}
    lignes = []
    for axe in contexte.axes:
        scope = {"axe_slug": axe.slug}
        lignes.append(
            {
                "axe": axe,
                "suivi": axe.slug in actifs,
                "validation": valides.get(axe.slug),
                "compteurs": [
                    contexte.comptage.ask(ACTIONS, "actions", filtres=scope),
                    *_ask_alertes(contexte, scope),
                ],
            }
        )
    return Bloc(
        genre="axes",
        titre="Les axes",
        large=True,
        contenu={"lignes": lignes, "exercice": contexte.exercice},
        suite=Ligne(texte="Les axes de la convention", url=url_for("pages.convention")),
    )


def build_contacts(contexte: Contexte) -> Bloc:
    """Whom a commune calls: the coordination, then the pilots of the actions that touch it."""
    communes = [commune.id for commune in _list_mine(contexte)]
    pilotes = contexte.session.execute(
        select(Personne, func.count(Action.id.distinct()).label("nombre"))
        .join(Action, Action.pilote_id == Personne.id)
        .join(action_commune, action_commune.c.action_id == Action.id)
        .join(Commune, Commune.code_insee == action_commune.c.code_insee)
        .where(
            Commune.id.in_(communes),
            Action.statut.in_(STATUTS_ACTIFS),
            visible(contexte.acteur, Action),
            in_use(Action),
            visible(contexte.acteur, Personne),
        )
        .group_by(Personne.id)
        .order_by(func.count(Action.id.distinct()).desc(), Personne.nom)
        .limit(CONTACTS_MAX)
    )
    # Their roles are not for a commune to read; that they coordinate the convention is.
    coordination = contexte.session.scalars(
        select(Personne)
        .join(Compte, Compte.personne_id == Personne.id)
        .join(HabilitationCompte, HabilitationCompte.compte_id == Compte.id)
        .where(
            HabilitationCompte.role == Role.GOUVERNANCE,
            HabilitationCompte.debut <= contexte.jour,
            func.coalesce(HabilitationCompte.fin, contexte.jour) >= contexte.jour,
            Compte.active,
            visible(contexte.acteur, Personne),
        )
        .order_by(Personne.nom)
        .limit(CONTACTS_MAX)
    )
    found = [(personne, "Coordination de la convention") for personne in coordination]
    found += [(personne, "Pilote d'actions qui vous touchent") for personne, _ in pilotes]
    return Bloc(genre="contacts", titre="Qui appeler", contenu={"contacts": found})


def _build_etat(contexte: Contexte, titre: str, filtres: Mapping[str, str]) -> Bloc:
    statuts = [
        contexte.comptage.ask(
            ACTIONS,
            singulier,
            pluriel=pluriel,
            filtres={**filtres, "statut": statut.value},
            code=statut.value,
        )
        for statut, (singulier, pluriel) in MOTS_STATUTS.items()
    ]
    return Bloc(
        genre="etat",
        titre=titre,
        contenu={"statuts": statuts, "compteurs": _ask_alertes(contexte, filtres)},
    )


def _ask_alertes(
    contexte: Contexte, filtres: Mapping[str, str], cles: Sequence[str] = tuple(_ALERTES)
) -> list[Compteur]:
    return [
        contexte.comptage.ask(
            ACTIONS,
            _ALERTES[cle][0],
            pluriel=_ALERTES[cle][1],
            filtres={**filtres, "alerte": cle},
            alerte=True,
        )
        for cle in cles
    ]


def _list_mine(contexte: Contexte) -> list[Commune]:
    return list(
        contexte.session.scalars(
            select(Commune)
            .where(
                Commune.code_insee.in_(contexte.acteur.communes),
                visible(contexte.acteur, Commune),
            )
            .order_by(Commune.nom)
        )
    )
