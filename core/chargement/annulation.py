"""Undoing a load as one act: what it made goes, unless somebody has worked on it since."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, String, Table, and_, cast, func, or_, select
from sqlalchemy.orm import Session, selectinload

from core.chargement.codes import EtatChargement
from core.chargement.models import Chargement, FicheChargee
from core.clock import now
from core.cycles.models import Gel
from core.db.base import Base
from core.errors import ErreurMetier, Interdit
from core.journal.models import Evenement
from core.plan.models_action import Action, LigneAction
from core.plan.models_filiation import FiliationAction
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, require

_DITES = 20


def undo(session: Session, acteur: Acteur, chargement: Chargement) -> int:
    """Remove the actions of a load with their sheets; how many. Flushes.

    Raises ErreurMetier naming the actions changed since, Interdit.
    """
    require(acteur, Verbe.ECRIRE, chargement)
    if chargement.etat is not EtatChargement.CHARGE:
        raise ErreurMetier("Ce chargement n'a rien à annuler.")
    actions = _lock(session, chargement)
    if not all(can(acteur, Verbe.ECRIRE, action) for action in actions):
        raise Interdit(
            "Des fiches de ce chargement ne peuvent s'écrire que par leur équipe : demandez-le-lui."
        )
    _check_gel(session, chargement, actions)
    changed = set(list_changed(session, chargement))
    if changed:
        told = [f"{a.code} « {a.intitule} »" for a in actions if a.id in changed]
        more = f" et {len(told) - _DITES} autres" if len(told) > _DITES else ""
        raise ErreurMetier(
            "Ce chargement ne s'annule plus d'un seul geste : quelqu'un a travaillé depuis sur "
            f"{', '.join(told[:_DITES])}{more}. Rien n'a été retiré."
        )
    session.info["motif"] = f"Annulation du chargement « {chargement.nom} »"
    ids = [action.id for action in actions]
    for acte in session.scalars(select(FiliationAction).where(FiliationAction.de_id.in_(ids))):
        session.delete(acte)
    session.flush()
    for action in actions:
        session.delete(action)
    chargement.etat, chargement.annule_le = EtatChargement.ANNULE, now()
    session.flush()
    return len(actions)


def _lock(session: Session, chargement: Chargement) -> Sequence[Action]:
    """The actions of the load, that nobody changes or cites until the end of the transaction."""
    return session.scalars(
        select(Action)
        .join(FicheChargee, FicheChargee.action_id == Action.id)
        .where(FicheChargee.chargement_id == chargement.id)
        .order_by(FicheChargee.ligne)
        .options(
            # What goes with each is read together, and traced row by row.
            selectinload(Action.notes),
            selectinload(Action.budget),
            selectinload(Action.financements),
            selectinload(Action.communes),
            selectinload(Action.resultats),
            selectinload(Action.cadres),
        )
        .with_for_update(of=Action)
        .execution_options(populate_existing=True)
    ).all()


def _check_gel(session: Session, chargement: Chargement, actions: Sequence[Action]) -> None:
    """A file that was sent tells what it tells: its actions stay readable."""
    if all(action.brouillon for action in actions):
        return
    sent = session.scalar(
        select(func.count()).select_from(Gel).where(Gel.fait_le >= chargement.charge_le)
    )
    if sent:
        raise ErreurMetier(
            "Le dossier du comité a été envoyé depuis ce chargement : ses actions y figurent, et ne se "
            "retirent plus. Abandonnez celles qui ne doivent plus être au plan."
        )


def list_changed(session: Session, chargement: Chargement) -> Iterator[int]:
    """Ids of the actions of a load on which somebody worked since: their sheet, its rows, what cites them."""
    made = select(FicheChargee.action_id).where(FicheChargee.chargement_id == chargement.id)
    yield from session.scalars(
        select(Action.id)
        .join(
            Evenement,
            and_(
                Evenement.objet_type == Action.__tablename__,
                Evenement.objet_id == cast(Action.id, String),
            ),
        )
        .where(Action.id.in_(made), Evenement.id > chargement.repere)
    )
    kept = dict.fromkeys(session.scalars(made), 0)
    for modele in LigneAction.__subclasses__():
        # Written by the load: in its transaction, so at the same instant, and not since.
        touched = or_(modele.version > 1, modele.created_at != Action.created_at)
        rows = session.execute(
            select(modele.action_id, func.count(), func.bool_or(touched))
            .join(Action, Action.id == modele.action_id)
            .where(modele.action_id.in_(made))
            .group_by(modele.action_id)
        )
        for numero, count, changed in rows:
            kept[numero] += count
            if changed:
                yield numero
    expected = session.execute(
        select(FicheChargee.action_id, FicheChargee.rangees).where(
            FicheChargee.chargement_id == chargement.id
        )
    )
    yield from (numero for numero, rangees in expected if kept[numero] != rangees)
    for condition, table in _list_citations():
        yield from session.scalars(
            select(Action.id).join(table, condition).where(Action.id.in_(made))
        )


def _list_citations() -> Iterator[tuple[ColumnElement[bool], Table]]:
    """Every other table that names an action, axes' included, and how to join the rows that the load itself
    did not write."""
    own = {row.__tablename__ for row in LigneAction.__subclasses__()}
    own |= {
        relation.secondary.name
        for relation in Action.__mapper__.relationships
        if isinstance(relation.secondary, Table)
    }
    own.add(FicheChargee.__tablename__)
    for table in Base.metadata.tables.values():
        for column in table.columns:
            targets = {key.column.table.name for key in column.foreign_keys}
            if table.name in own or Action.__tablename__ not in targets:
                continue
            condition = column == Action.id
            if "created_at" in table.c:
                condition &= table.c.created_at != Action.created_at
            yield condition, table
