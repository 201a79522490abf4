"""The snapshot of an exercice: what the committee was sent, as plain data (conception.md, section 12)."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.axes.service import bind_registry, list_axes
from core.communes.service import list_communes
from core.gouvernance.models import Decision, Seance
from core.indicateurs.groupes import compute_groupes
from core.indicateurs.service import ResultatIndicateur, Valeur
from core.plan.models_action import Action, Frein, Note
from core.plan.service import list_actions
from core.plugin.registry import Registry
from core.rapports.annuel_matiere import get_convention, list_years
from core.security.acteur import SYSTEME

VERSION = 2


def build_donnees(session: Session, registry: Registry, exercice: int) -> dict[str, Any]:
    """Every action sheet of the active axes, indicator value at each level, note with its diffusion, open
    frein, and decision, with the words that a page needs to show them years later.

    Drafts and internal notes are kept as marked: who reads them is decided when they are read
    (core.rapports.exercice). JSON-ready: dates in ISO form, exact decimals as text.
    """
    annees = list_years(get_convention(session, exercice), exercice)
    groupes = compute_groupes(session, bind_registry(session, registry), annees)
    axes = [axe for axe in list_axes(session) if axe.actif]
    slugs = {axe.slug for axe in axes}
    freins = _list_freins(session)
    blocked = {frein["action"] for frein in freins}
    resultats = [resultat for groupe in groupes for resultat in groupe.resultats]
    return {
        "version": VERSION,
        "exercice": exercice,
        "annees": list(annees),
        "axes": [
            {"slug": axe.slug, "numero": axe.numero, "titre": axe.titre, "couleur": axe.couleur}
            for axe in axes
        ],
        "communes": {commune.code_insee: commune.nom for commune in list_communes(session)},
        "actions": [
            {**_describe_action(action), "bloquee": action.code in blocked}
            for action in list_actions(session, SYSTEME)
            if action.axe_slug in slugs
        ],
        "notes": _list_notes(session, exercice),
        "freins": freins,
        "definitions": [_describe_definition(resultat) for resultat in resultats],
        "indicateurs": [line for resultat in resultats for line in _describe(resultat)],
        "officielles": [line for resultat in resultats for line in _describe_official(resultat)],
        "pannes": [groupe.axe.titre for groupe in groupes if groupe.indisponible],
        "decisions": _list_decisions(session),
    }


def compute_empreinte(donnees: Mapping[str, Any], **documents: Mapping[str, Any]) -> bytes:
    """SHA-256 of the snapshot and its neutral documents, by their names in the table, in canonical JSON
    (sorted keys, no space): anyone can check it."""
    text = json.dumps(
        {"donnees": donnees, **documents},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).digest()


def _describe_action(action: Action) -> dict[str, Any]:
    return {
        "code": action.code,
        "intitule": action.intitule,
        "axe": action.axe_slug,
        "enjeu": action.enjeu.titre if action.enjeu else None,
        "action_majeure": action.action_majeure.titre if action.action_majeure else None,
        "resultats": [resultat.titre for resultat in action.resultats],
        "cadres": [cadre.nom for cadre in action.cadres],
        "pilote": str(action.pilote) if action.pilote else None,
        "statut": action.statut.value,
        "nature": action.nature.value,
        "portee": action.portee.value,
        "communes": sorted(commune.code_insee for commune in action.communes),
        "date_debut": action.date_debut.isoformat(),
        "date_fin": action.date_fin.isoformat() if action.date_fin else None,
        "en_retard": action.en_retard,
        "objectif": action.objectif,
        "source": action.source,
        "brouillon": action.brouillon,
        "etapes": [
            {
                "intitule": etape.intitule,
                "echeance": etape.echeance.isoformat(),
                "realisee_le": etape.realisee_le.isoformat() if etape.realisee_le else None,
            }
            for etape in action.etapes
        ],
    }


def _list_notes(session: Session, exercice: int) -> list[dict[str, Any]]:
    return [
        {
            "action": code,
            "jour": note.jour.isoformat(),
            "genre": note.genre.value,
            "diffusion": note.diffusion.value,
            "texte": note.texte,
        }
        for note, code in session.execute(
            select(Note, Action.code)
            .join(Note.action)
            .where(Note.exercice == exercice)
            .order_by(Action.code, Note.jour, Note.id)
        )
    ]


def _list_freins(session: Session) -> list[dict[str, Any]]:
    return [
        {
            "action": code,
            "description": frein.description,
            "leve_par": frein.leve_par.value,
            "depuis": frein.depuis.isoformat(),
            "diffusion": frein.diffusion.value,
        }
        for frein, code in session.execute(
            select(Frein, Action.code)
            .join(Frein.action)
            .where(Frein.leve_le.is_(None))
            .order_by(Action.code, Frein.depuis, Frein.id)
        )
    ]


def _list_decisions(session: Session) -> list[dict[str, Any]]:
    return [
        {
            "instance": decision.seance.instance.nom,
            "seance": decision.seance.jour.isoformat(),
            "exercice": decision.seance.exercice,
            "rang": decision.rang,
            "intitule": decision.intitule,
            "action": decision.action.code if decision.action else None,
            "responsable": decision.qui,
            "suite_requise": decision.suite_requise.value,
            "reference": decision.reference,
            "echeance": decision.echeance.isoformat() if decision.echeance else None,
            "etat": decision.etat.value,
            "suivi": decision.suivi,
        }
        for decision in session.scalars(
            select(Decision)
            .options(
                selectinload(Decision.seance).selectinload(Seance.instance),
                selectinload(Decision.action),
                selectinload(Decision.porteur),
            )
            .order_by(Decision.seance_id, Decision.rang)
        )
    ]


def _describe(resultat: ResultatIndicateur) -> list[dict[str, Any]]:
    code = resultat.definition.code
    places: list[tuple[str, str | None, int, Valeur]] = [
        *(("commune", key[0], key[1], v) for key, v in resultat.communes.items()),
        *(("bassin", key[0], key[1], v) for key, v in resultat.bassins.items()),
        *(("agglomeration", None, annee, v) for annee, v in resultat.agglomeration.items()),
    ]
    return [
        {
            "code": code,
            "niveau": niveau,
            "territoire": territoire,
            "annee": annee,
            "numerateur": _exact(valeur.mesure.numerateur),
            "denominateur": _exact(valeur.mesure.denominateur),
            "repondu": valeur.mesure.repondu,
            "attendu": valeur.mesure.attendu,
            "valeur": _exact(valeur.valeur),
            "definitif": annee in resultat.definitif,
        }
        for niveau, territoire, annee, valeur in places
    ]


def _describe_definition(resultat: ResultatIndicateur) -> dict[str, Any]:
    definition = resultat.definition
    return {
        "code": definition.code,
        "axe": resultat.axe.slug,
        "libelle": definition.libelle,
        "formule": definition.formule,
        "unite": definition.unite,
        "unite_reponse": definition.unite_reponse,
        "decimales": definition.decimales,
        "source": definition.source,
        "methode": definition.methode,
        "niveaux": [niveau.value for niveau in definition.niveaux],
    }


def _describe_official(resultat: ResultatIndicateur) -> list[dict[str, Any]]:
    return [
        {
            "code": resultat.definition.code,
            "territoire": territoire,
            "annee": annee,
            "valeur": _exact(valeur.valeur),
            "source": valeur.source,
            "millesime": valeur.millesime,
        }
        for (territoire, annee), valeur in resultat.officielles.items()
    ]


def _exact(valeur: Decimal | None) -> str | None:
    return None if valeur is None else str(valeur)
