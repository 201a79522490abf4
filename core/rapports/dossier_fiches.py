"""The sheets of the actions in the snapshot of an exercice: what a team filled in, and what cites them.

Who reads each row is decided when it is read (core.rapports.exercice). What leaves with the action, its
means and its bilans, is kept under it; what has rights of its own stands apart, named by the code.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from core.gouvernance.models import Seance
from core.gouvernance.models_priorite import PrioriteAction
from core.plan.models_action import Action, Frein, Note
from core.plan.models_filiation import FiliationAction
from core.plan.models_suivi import Meteo


def list_fiches(session: Session) -> Sequence[Action]:
    """Every action by code, with all that its sheet holds (constant number of SELECTs)."""
    return session.scalars(
        select(Action)
        .options(
            joinedload(Action.enjeu),
            joinedload(Action.action_majeure),
            joinedload(Action.pilote),
            selectinload(Action.communes),
            selectinload(Action.resultats),
            selectinload(Action.cadres),
            selectinload(Action.etapes),
            selectinload(Action.partenaires),
            selectinload(Action.budget),
            selectinload(Action.financements),
            selectinload(Action.etps),
            selectinload(Action.bilans),
        )
        .order_by(Action.code)
        # In the order of the sheets, whatever this session holds of them already.
        .execution_options(populate_existing=True)
    ).all()


def describe_action(action: Action) -> dict[str, Any]:
    """The sheet and the rows that are read as the action itself is. Amounts in euros, times in ETP."""
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
        "date_fin": _iso(action.date_fin),
        "en_retard": action.en_retard,
        "objectif": action.objectif,
        "evaluation": action.evaluation,
        "source": action.source,
        "brouillon": action.brouillon,
        "etapes": [
            {
                "intitule": etape.intitule,
                "echeance": etape.echeance.isoformat(),
                "realisee_le": _iso(etape.realisee_le),
            }
            for etape in action.etapes
        ],
        "partenaires": [{"nom": one.nom, "role": one.role.value} for one in action.partenaires],
        "budget": [
            {
                "exercice": ligne.exercice,
                "poste": ligne.poste,
                "prevu": exact(ligne.prevu),
                "realise": exact(ligne.realise),
            }
            for ligne in action.budget
        ],
        "financements": [
            {
                "exercice": one.exercice,
                "financeur": one.financeur.value,
                "precision": one.precision,
                "demande": exact(one.demande),
                "accorde": exact(one.accorde),
                "verse": exact(one.verse),
            }
            for one in action.financements
        ],
        "etps": [
            {"exercice": one.exercice, "fonction": one.fonction, "etp": exact(one.etp)}
            for one in action.etps
        ],
        "bilans": [
            {
                "exercice": bilan.exercice,
                "resultat": bilan.resultat.value,
                "texte": bilan.texte,
            }
            for bilan in action.bilans
        ],
    }


def list_notes(session: Session, exercice: int) -> list[dict[str, Any]]:
    """Notes that speak of the exercice."""
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


def list_meteos(session: Session, exercice: int) -> list[dict[str, Any]]:
    """Météos that speak of the exercice."""
    return [
        {
            "action": code,
            "jour": meteo.jour.isoformat(),
            "ciel": meteo.ciel.value,
            "diffusion": meteo.diffusion.value,
            "commentaire": meteo.commentaire,
        }
        for meteo, code in session.execute(
            select(Meteo, Action.code)
            .join(Meteo.action)
            .where(Meteo.exercice == exercice)
            .order_by(Action.code, Meteo.jour, Meteo.id)
        )
    ]


def list_freins(session: Session) -> list[dict[str, Any]]:
    """Freins that are open."""
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


def list_priorites(session: Session, exercice: int) -> list[dict[str, Any]]:
    """What each session proposed and decided of each action, up to those of the exercice: the next one may
    be open already (metier.md section 2)."""
    rows = session.execute(
        select(PrioriteAction, Action.code)
        .join(PrioriteAction.action)
        .join(PrioriteAction.seance)
        .join(Seance.instance)
        .where(Seance.exercice <= exercice)
        .options(contains_eager(PrioriteAction.seance).contains_eager(Seance.instance))
        .order_by(Action.code, Seance.jour, PrioriteAction.id)
    )
    return [
        {
            "action": code,
            "seance": str(priorite.seance),
            "jour": priorite.seance.jour.isoformat(),
            "proposee": priorite.priorite_proposee.value if priorite.priorite_proposee else None,
            "decidee": priorite.priorite_decidee.value if priorite.priorite_decidee else None,
            "rang": priorite.rang,
            "confiance": priorite.confiance,
            "arbitrage": priorite.arbitrage,
            "avis": priorite.avis,
            "proposition": priorite.proposition,
        }
        for priorite, code in rows
    ]


def list_filiations(session: Session) -> list[dict[str, Any]]:
    """How actions left the plan, and what goes on from them."""
    rows = session.scalars(
        select(FiliationAction)
        .options(joinedload(FiliationAction.de), joinedload(FiliationAction.vers))
        .order_by(FiliationAction.id)
    )
    return [
        {
            "de": acte.de.code,
            "vers": acte.vers.code if acte.vers else None,
            "genre": acte.genre.value,
            "jour": acte.jour.isoformat(),
            "motif": acte.motif,
        }
        for acte in rows
    ]


def exact(valeur: Decimal | None) -> str | None:
    """A decimal as text, nothing of it lost."""
    return None if valeur is None else str(valeur)


def _iso(jour: date | None) -> str | None:
    return jour.isoformat() if jour else None
