"""The comité de pilotage as it is held: the ranked list, amended by exception, one entry at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from core.errors import ErreurMetier
from core.gouvernance.models import Decision, Seance
from core.gouvernance.models_priorite import RANG_MAX, Priorite, PrioriteAction
from core.gouvernance.priorite import validate_priorite
from core.plan.models_action import Action
from core.plan.models_moyens import LigneBudget
from core.security.acteur import Acteur
from core.security.policy import Verbe, require, scope, visible

# What is changed during the session, one entry at a time.
DECIDEE, RANG = "priorite_decidee", "rang"
CHAMPS = (DECIDEE, RANG)
ARBITRAGES = (8, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entree:
    """One value typed in the session: ``vue`` is what the screen showed, ``valeur`` what was typed; both
    as a form sends them, "" for nothing."""

    ligne: int
    champ: str
    vue: str
    valeur: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflit:
    """An entry that somebody else made meanwhile: ``actuelle`` is theirs."""

    entree: Entree
    actuelle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """An action of the list: its priority, and what it is planned to cost in the year after (euros, None
    when nobody wrote it)."""

    priorite: PrioriteAction
    cout: Decimal | None

    @property
    def retenue(self) -> Priorite | None:
        """What stands now: decided, else proposed."""
        return self.priorite.priorite_decidee or self.priorite.priorite_proposee


def list_classement(session: Session, acteur: Acteur, seance: Seance) -> list[Ligne]:
    """The list of a session, by rank then code, in a constant number of statements."""
    priorites = session.scalars(
        scope(acteur, PrioriteAction)
        .join(PrioriteAction.action)
        .where(PrioriteAction.seance_id == seance.id)
        .options(
            contains_eager(PrioriteAction.action).options(
                joinedload(Action.axe),
                joinedload(Action.pilote),
                selectinload(Action.communes),
                selectinload(Action.resultats),
            )
        )
        .order_by(PrioriteAction.rang.nulls_last(), Action.code)
    ).all()
    costs = _sum_costs(session, acteur, [p.action_id for p in priorites], seance.exercice + 1)
    return [Ligne(priorite=p, cout=costs.get(p.action_id)) for p in priorites]


def _sum_costs(
    session: Session, acteur: Acteur, actions: Sequence[int], exercice: int
) -> Mapping[int, Decimal]:
    rows = session.execute(
        select(LigneBudget.action_id, func.sum(LigneBudget.prevu))
        .where(
            visible(acteur, LigneBudget),
            LigneBudget.action_id.in_(actions),
            LigneBudget.exercice == exercice,
            LigneBudget.prevu.is_not(None),
        )
        .group_by(LigneBudget.action_id)
    )
    return {action: total for action, total in rows if total is not None}


def save_entrees(
    session: Session, acteur: Acteur, seance: Seance, entrees: Sequence[Entree]
) -> list[Conflit]:
    """Write what was typed; flushes. An entry already written is taken as such, so that sending it again
    changes nothing. What somebody else changed meanwhile is left as it is and returned.

    Raises ErreurMetier (row and field named), nothing written, on a value that cannot be; Interdit.
    """
    require(acteur, Verbe.ECRIRE, seance)
    rows = {
        row.id: row
        for row in session.scalars(
            scope(acteur, PrioriteAction, Verbe.ECRIRE)
            .where(
                PrioriteAction.seance_id == seance.id,
                PrioriteAction.id.in_({entree.ligne for entree in entrees}),
            )
            .order_by(PrioriteAction.id)
            .with_for_update(of=PrioriteAction)
            .execution_options(populate_existing=True)
        )
    }
    conflicts = []
    for entree in entrees:
        row = rows.get(entree.ligne)
        if row is None:
            raise ErreurMetier("Cette action n'est plus dans la liste : rechargez la page.")
        value = _read(entree, row)
        current = write(getattr(row, entree.champ))
        if current == write(value):
            continue
        if current != entree.vue:
            conflicts.append(Conflit(entree=entree, actuelle=current))
            continue
        setattr(row, entree.champ, value)
        validate_priorite(session, acteur, row)
    session.flush()
    return conflicts


def adopt_proposals(session: Session, acteur: Acteur, seance: Seance) -> int:
    """Decide as the cotech proposed wherever nothing else was decided; returns how many; flushes.

    Raises Interdit.
    """
    require(acteur, Verbe.ECRIRE, seance)
    rows = session.scalars(
        scope(acteur, PrioriteAction, Verbe.ECRIRE)
        .where(
            PrioriteAction.seance_id == seance.id,
            PrioriteAction.priorite_decidee.is_(None),
            PrioriteAction.priorite_proposee.is_not(None),
        )
        .order_by(PrioriteAction.id)
        .with_for_update(of=PrioriteAction)
    ).all()
    for row in rows:
        row.priorite_decidee = row.priorite_proposee
    session.flush()
    return len(rows)


def add_decision(session: Session, acteur: Acteur, seance: Seance, decision: Decision) -> Decision:
    """A decision taken on the spot, after those already taken; flushes. Raises ErreurMetier, Interdit."""
    require(acteur, Verbe.ECRIRE, seance)
    if not decision.intitule.strip():
        raise ErreurMetier("Écrivez ce que le comité décide.", "intitule")
    session.execute(select(Seance.id).where(Seance.id == seance.id).with_for_update())
    last = session.scalar(select(func.max(Decision.rang)).where(Decision.seance_id == seance.id))
    decision.rang = (last or 0) + 1
    decision.seance = seance
    session.add(decision)
    require(acteur, Verbe.ECRIRE, decision)
    session.flush()
    return decision


def write(value: Priorite | int | None) -> str:
    """A value as a form holds it."""
    if value is None:
        return ""
    return value.value if isinstance(value, Priorite) else str(value)


def _read(entree: Entree, row: PrioriteAction) -> Priorite | int | None:
    where = f"Action {row.action.code} : "
    if entree.champ not in CHAMPS:
        raise ErreurMetier(f"{where}ce champ ne se change pas en séance.", entree.champ)
    text = entree.valeur.strip()
    if not text:
        return None
    if entree.champ == DECIDEE:
        found = next((p for p in Priorite if p.value == text), None)
        if found is None:
            raise ErreurMetier(f"{where}cette priorité n'existe pas.", entree.champ)
        return found
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= RANG_MAX:
        raise ErreurMetier(f"{where}le rang va de 1 à {RANG_MAX}.", entree.champ)
    return int(text)
