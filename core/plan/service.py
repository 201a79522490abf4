"""Actions of the plan: checks run by forms and imports, readings used by pages and reports."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.bornes import check_commencee, check_ordre
from core.clock import today
from core.comptes.models import Personne
from core.errors import ErreurMetier
from core.plan.filiation import check_statut
from core.plan.models import ActionMajeure, Enjeu
from core.plan.models_action import Action, Note
from core.plan.models_referent import ReferentAxe, is_in_charge
from core.plan.rules import check_action, check_year
from core.security.acteur import Acteur
from core.security.policy import scope


def validate_action(session: Session, acteur: Acteur, action: Action) -> None:
    """Check of an action after the flush, before the commit. Raises ErreurMetier (field named)."""
    check_action(
        date_debut=action.date_debut,
        date_fin=action.date_fin,
        nature=action.nature,
        portee=action.portee,
        communes=[commune.code_insee for commune in action.communes],
    )
    check_statut(session, action)
    if action.elu_referent is not None:
        check_elu(action.elu_referent, "elu_referent")
    if action.enjeu is not None and action.enjeu.axe_slug != action.axe_slug:
        raise ErreurMetier("Cet enjeu appartient à un autre axe que l'action.", "enjeu")
    if action.action_majeure is not None and action.action_majeure.axe_slug != action.axe_slug:
        raise ErreurMetier("Cette action majeure appartient à un autre axe.", "action_majeure")
    for resultat in action.resultats:
        if resultat.enjeu.axe_slug != action.axe_slug:
            raise ErreurMetier(
                f"Le résultat « {resultat.titre} » appartient à un autre axe.", "resultats"
            )
    jour = today()
    for exercice in [row.exercice for row in action.notes] + [m.exercice for m in action.meteos]:
        check_year(exercice, jour)
    for bilan in action.bilans:
        check_commencee("exercice", bilan.exercice, jour)


def validate_referent(session: Session, acteur: Acteur, referent: ReferentAxe) -> None:
    """Check of the élu référent of an axis after the flush. Raises ErreurMetier (field named)."""
    check_ordre("fin", referent.debut, referent.fin)
    check_elu(referent.personne, "personne")


def list_referents(session: Session, action: Action, jour: date) -> list[Personne]:
    """Who follows an action among the élus: the one that it names, else those of its axis on that day."""
    if action.elu_referent is not None:
        return [action.elu_referent]
    return list(
        session.scalars(
            select(Personne)
            .join(ReferentAxe, ReferentAxe.personne_id == Personne.id)
            .where(ReferentAxe.axe_slug == action.axe_slug, is_in_charge(jour))
            .order_by(ReferentAxe.debut)
        )
    )


def check_elu(personne: Personne, champ: str) -> None:
    """Raise ErreurMetier (field named) unless that person is an élu of the directory."""
    if not personne.elu:
        raise ErreurMetier(
            f"{personne} n'est pas un élu : choisissez-en un, ou cochez « Élu » sur sa fiche.",
            champ,
        )


def validate_note(session: Session, acteur: Acteur, note: Note) -> None:
    """Check of a note written alone. Raises ErreurMetier (field named)."""
    check_year(note.exercice, today())


def list_actions(session: Session, acteur: Acteur, axe_slug: str | None = None) -> list[Action]:
    """Actions that ``acteur`` may read, by code, with what a sheet shows (constant number of SELECTs)."""
    statement = (
        scope(acteur, Action)
        .options(
            selectinload(Action.communes),
            selectinload(Action.resultats),
            selectinload(Action.cadres),
            selectinload(Action.pilote),
            selectinload(Action.etapes),
        )
        .order_by(Action.code)
    )
    if axe_slug is not None:
        statement = statement.where(Action.axe_slug == axe_slug)
    return list(session.scalars(statement))


def list_enjeux(session: Session) -> list[Enjeu]:
    """Enjeux with their expected results, in the order of the convention."""
    return list(
        session.scalars(
            select(Enjeu)
            .options(selectinload(Enjeu.resultats))
            .order_by(Enjeu.axe_slug, Enjeu.rang)
        )
    )


def list_actions_majeures(session: Session) -> list[ActionMajeure]:
    """The actions majeures of the brochure, by axis and rank."""
    return list(
        session.scalars(select(ActionMajeure).order_by(ActionMajeure.axe_slug, ActionMajeure.rang))
    )
