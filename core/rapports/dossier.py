"""The snapshot of an exercice: what the committee was sent, as plain data (conception.md, section 12)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.axes.service import bind_registry, list_axes
from core.communes.service import list_communes
from core.gouvernance.models import Decision, Seance
from core.indicateurs.groupes import compute_groupes
from core.indicateurs.service import ResultatIndicateur, Valeur
from core.plugin.registry import Registry
from core.rapports.annuel_matiere import get_convention, list_years
from core.rapports.dossier_fiches import (
    describe_action,
    exact,
    list_fiches,
    list_filiations,
    list_freins,
    list_meteos,
    list_notes,
    list_priorites,
)

VERSION = 3
# Those that pages still read: what was frozen is never written again.
VERSIONS_LUES = (2, VERSION)


def build_donnees(session: Session, registry: Registry, exercice: int) -> dict[str, Any]:
    """Every action sheet of the active axes, indicator value at each level, note and météo with its
    diffusion, open frein, priority, and decision, with the words that a page needs to show them years later.

    Drafts and internal notes are kept as marked: who reads them is decided when they are read
    (core.rapports.exercice). JSON-ready: dates in ISO form, exact decimals as text.
    """
    annees = list_years(get_convention(session, exercice), exercice)
    groupes = compute_groupes(session, bind_registry(session, registry), annees)
    axes = [axe for axe in list_axes(session) if axe.actif]
    slugs = {axe.slug for axe in axes}
    freins = list_freins(session)
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
            {**describe_action(action), "bloquee": action.code in blocked}
            for action in list_fiches(session)
            if action.axe_slug in slugs
        ],
        "notes": list_notes(session, exercice),
        "freins": freins,
        "meteos": list_meteos(session, exercice),
        "priorites": list_priorites(session, exercice),
        "filiations": list_filiations(session),
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
            "numerateur": exact(valeur.mesure.numerateur),
            "denominateur": exact(valeur.mesure.denominateur),
            "repondu": valeur.mesure.repondu,
            "attendu": valeur.mesure.attendu,
            "valeur": exact(valeur.valeur),
            "masque": valeur.masque,
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
            "valeur": exact(valeur.valeur),
            "masque": valeur.masque,
            "source": valeur.source,
            "millesime": valeur.millesime,
        }
        for (territoire, annee), valeur in resultat.officielles.items()
    ]
