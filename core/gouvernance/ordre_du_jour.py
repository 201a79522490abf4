"""The agenda of a session, proposed from what waits for it: added when missing, never twice."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.axes.service import list_axes
from core.gouvernance.codes import EtatDecision, GenreInstance, Trame
from core.gouvernance.models import Decision, Seance
from core.gouvernance.models_seance import PointOrdreDuJour, PointPropose
from core.gouvernance.rules import MINUTES_TRAME
from core.plan.models_action import Action, Frein
from core.security.acteur import Acteur, Role, audience
from core.security.policy import Verbe, require, scope

# An agenda is read by every member: a point is made of what the comité may read, whoever asks.
COMITE = audience({Role.COMITE}, "Comité de pilotage")
PAS = 10


def propose_agenda(session: Session, acteur: Acteur, seance: Seance) -> list[PointOrdreDuJour]:
    """Add the points that the agenda lacks: the frame of a comité de pilotage, open freins, due decisions
    of the instance, proposed points. Flushes; returns the points added. Raises Interdit.
    """
    require(acteur, Verbe.ECRIRE, seance)
    # Two people who press the button at once wait here, and the second one adds nothing.
    session.execute(select(Seance.id).where(Seance.id == seance.id).with_for_update())
    present = list(
        session.scalars(
            select(PointOrdreDuJour)
            .where(PointOrdreDuJour.seance_id == seance.id)
            .execution_options(populate_existing=True)
        )
    )
    known = {_origin(point) for point in present}
    added: list[PointOrdreDuJour] = []

    def add(point: PointOrdreDuJour) -> None:
        if _origin(point) not in known:
            point.seance_id = seance.id
            session.add(point)
            added.append(point)

    last = max((point.rang for point in present), default=0)
    if seance.instance.genre is GenreInstance.COPIL:
        for point in list_frame(session):
            add(point)
    ranks = {point.trame: point.rang for point in (*present, *added) if point.trame}
    last = max([last, *ranks.values()])
    for rank, point in enumerate(
        (*_list_decisions(session, seance), *_list_freins(session, seance)), 1
    ):
        part = Trame.DECISIONS if point.decision_id else Trame.ARBITRAGES
        point.rang = ranks.get(part.value, last + rank * PAS)
        # A point of its own takes time; inside a part of the frame it shares it.
        point.minutes = None if part.value in ranks else 5
        add(point)
    for point in _list_proposed(session, seance):
        point.rang = ranks.get(Trame.ARBITRAGES.value, last + PAS)
        add(point)
    session.flush()
    session.expire(seance, ["points"])
    return added


def _origin(point: PointOrdreDuJour) -> tuple[str, object]:
    for name in ("trame", "frein_id", "decision_id", "propose_id"):
        if (value := getattr(point, name)) is not None:
            return name, value
    return "id", point.id


def list_frame(session: Session) -> Iterator[PointOrdreDuJour]:
    """The parts of the two hours of a comité de pilotage, as points of no session yet."""
    rank = 0
    for part in Trame:
        for axe in list_axes(session) if part is Trame.AXE else (None,):
            rank += PAS
            yield PointOrdreDuJour(
                rang=rank,
                titre=str(axe) if axe else part.libelle,
                minutes=MINUTES_TRAME[part],
                axe_slug=axe.slug if axe else None,
                trame=f"{part.value}:{axe.slug}" if axe else part.value,
            )


def _list_decisions(session: Session, seance: Seance) -> Iterator[PointOrdreDuJour]:
    """Decisions of the instance due by the session and not settled."""
    for decision in session.scalars(
        select(Decision)
        .join(Decision.seance)
        .where(
            Seance.instance_id == seance.instance_id,
            Decision.seance_id != seance.id,
            Decision.etat != EtatDecision.SOLDEE,
            Decision.echeance <= seance.jour,
        )
        .order_by(Decision.echeance, Decision.id)
    ):
        yield PointOrdreDuJour(
            titre=f"Décision à suivre : {decision.intitule}",
            action_id=decision.action_id,
            decision_id=decision.id,
        )


def _list_freins(session: Session, seance: Seance) -> Iterator[PointOrdreDuJour]:
    """Open freins that the comité may read, of the axis of the instance when it has one."""
    statement = (
        scope(COMITE, Frein)
        .join(Frein.action)
        .where(Frein.leve_le.is_(None))
        .options(joinedload(Frein.action))
        .order_by(Action.axe_slug, Frein.depuis, Frein.id)
    )
    if seance.instance.axe_slug is not None:
        statement = statement.where(Action.axe_slug == seance.instance.axe_slug)
    for frein in session.scalars(statement):
        yield PointOrdreDuJour(
            titre=f"Frein à lever, action {frein.action.code}",
            axe_slug=frein.action.axe_slug,
            action_id=frein.action_id,
            frein_id=frein.id,
        )


def _list_proposed(session: Session, seance: Seance) -> Iterator[PointOrdreDuJour]:
    """Points proposed for the instance that no agenda holds yet."""
    taken = select(PointOrdreDuJour.propose_id).where(PointOrdreDuJour.propose_id.is_not(None))
    for propose in session.scalars(
        select(PointPropose)
        .where(PointPropose.instance_id == seance.instance_id, PointPropose.id.not_in(taken))
        .order_by(PointPropose.id)
    ):
        yield PointOrdreDuJour(
            titre=propose.titre,
            minutes=propose.minutes,
            axe_slug=propose.axe_slug,
            action_id=propose.action_id,
            propose_id=propose.id,
        )
