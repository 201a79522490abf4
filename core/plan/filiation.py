"""Acts by which an action leaves the plan: each flushes one change whole, with its reason.

The rights of the caller on the successor are checked here; those on the action itself by whoever lets it
be chosen (a grouped act, a page).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from core.clock import today
from core.errors import ErreurMetier, MotifRequis
from core.plan.codes import GenreFiliation, StatutAction
from core.plan.models_action import Action
from core.plan.models_filiation import FiliationAction
from core.plan.rules import is_active
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, require

# What the parts of a split action keep of it; the rest of its sheet stays on it, to read.
_REPRIS = (
    "axe_slug",
    "enjeu_id",
    "action_majeure_id",
    "pilote_id",
    "elu_referent_id",
    "statut",
    "nature",
    "portee",
    "date_debut",
    "date_fin",
    "objectif",
    "brouillon",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A new action made by a split."""

    code: str
    intitule: str


def merge(session: Session, acteur: Acteur, action: Action, valeurs: Mapping[str, Any]) -> None:
    """``action`` goes on inside ``valeurs["vers"]``: it is replaced, nothing of its sheet is moved.
    Raises ErreurMetier (field named)."""
    vers: Action = valeurs["vers"]
    _check_successor(session, acteur, action, vers)
    _check_in_plan(action)
    _link(session, action, vers, GenreFiliation.FUSION, valeurs["motif"])
    action.statut = StatutAction.REMPLACEE


def take_up(session: Session, acteur: Acteur, action: Action, valeurs: Mapping[str, Any]) -> None:
    """``valeurs["vers"]`` takes up what ``action``, abandoned or done, had begun. Raises ErreurMetier."""
    vers: Action = valeurs["vers"]
    _check_successor(session, acteur, action, vers)
    if is_active(action.statut):
        raise ErreurMetier(
            f"{action.code} est toujours au plan : une reprise fait suite à une action réalisée ou "
            "abandonnée. Pour la réunir à une autre, choisissez « Fusionner »."
        )
    _link(session, action, vers, GenreFiliation.REPRISE, valeurs["motif"])


def abandon(session: Session, acteur: Acteur, action: Action, valeurs: Mapping[str, Any]) -> None:
    """``action`` is given up, and says why. Raises ErreurMetier."""
    _check_in_plan(action)
    _link(session, action, None, GenreFiliation.ABANDON, valeurs["motif"])
    action.statut = StatutAction.ABANDONNEE


def split(
    session: Session, acteur: Acteur, action: Action, parts: Sequence[Part], motif: str
) -> list[Action]:
    """Replace ``action`` by new ones that keep its axis, pilot, dates and communes.

    Raises Interdit, ErreurMetier (field ``motif``, or ``code-0``, ``intitule-0`` of the part at fault).
    """
    require(acteur, Verbe.ECRIRE, action)
    _check_in_plan(action)
    _check_parts(session, parts)
    made = [
        Action(
            code=part.code,
            intitule=part.intitule,
            **{name: getattr(action, name) for name in _REPRIS},
            communes=list(action.communes),
            resultats=list(action.resultats),
            cadres=list(action.cadres),
        )
        for part in parts
    ]
    for created in made:
        session.add(created)
        _link(session, action, created, GenreFiliation.SCISSION, motif)
    action.statut = StatutAction.REMPLACEE
    session.flush()
    return made


def check_statut(session: Session, action: Action) -> None:
    """A status that says that the action left the plan goes with the act that says why: abandoning through
    the status of the form asks for a reason. Raises MotifRequis, or ErreurMetier (field ``statut``).
    """
    if action.statut not in (StatutAction.REMPLACEE, StatutAction.ABANDONNEE):
        return
    statement = select(FiliationAction.genre).where(FiliationAction.de_id == action.id)
    genres = set(session.scalars(statement))
    if action.statut is StatutAction.REMPLACEE:
        if not genres & {GenreFiliation.FUSION, GenreFiliation.SCISSION}:
            raise ErreurMetier(
                "Une action est remplacée par « Fusionner » ou « Scinder », depuis sa page.",
                "statut",
            )
    elif GenreFiliation.ABANDON not in genres:
        motif = session.info.get("motif", "").strip()
        if not motif:
            raise MotifRequis(f"Dites pourquoi {action.code} est abandonnée.", "statut")
        _link(session, action, None, GenreFiliation.ABANDON, motif)


def register(session_class: type[Session]) -> None:
    """Take the abandon off whatever comes back to the plan, whoever writes; idempotent."""
    if not event.contains(session_class, "before_flush", _take_back):
        event.listen(session_class, "before_flush", _take_back)


def _take_back(session: Session, context: UOWTransaction, instances: object) -> None:
    for objet in session.dirty:
        if not isinstance(objet, Action) or objet.statut is StatutAction.ABANDONNEE:
            continue
        if StatutAction.ABANDONNEE in (inspect(objet).attrs.statut.history.deleted or ()):
            abandons = select(FiliationAction).where(
                FiliationAction.de_id == objet.id, FiliationAction.genre == GenreFiliation.ABANDON
            )
            for act in session.scalars(abandons):
                session.delete(act)


def _check_in_plan(action: Action) -> None:
    if not is_active(action.statut):
        raise ErreurMetier(
            f"{action.code} n'est plus active ({action.statut.libelle.lower()}) : cela ne la concerne plus."
        )


def _check_successor(session: Session, acteur: Acteur, action: Action, vers: Action) -> None:
    if vers is action:
        raise ErreurMetier(f"{action.code} ne peut pas se suivre elle-même.", "vers")
    # Two acts at once must not send each action into the other.
    # The version comes with what is read again: the mapper asks for it.
    session.refresh(vers, ["statut", "brouillon", "version"], with_for_update=True)
    if not can(acteur, Verbe.ECRIRE, vers):
        raise ErreurMetier(
            f"Vous ne pouvez pas écrire dans {vers.code} : demandez à la gouvernance de le faire.",
            "vers",
        )
    if not is_active(vers.statut):
        raise ErreurMetier(
            f"{vers.code} n'est plus active ({vers.statut.libelle.lower()}) : choisissez-en une autre.",
            "vers",
        )
    if vers.brouillon and not action.brouillon:
        raise ErreurMetier(
            f"{vers.code} est un brouillon : publiez-la d'abord, sinon les lecteurs perdraient la suite.",
            "vers",
        )


def _check_parts(session: Session, parts: Sequence[Part]) -> None:
    if len(parts) < 2:
        raise ErreurMetier("Une action se scinde en deux au moins.", f"code-{len(parts)}")
    for rank, part in enumerate(parts):
        if not part.code:
            raise ErreurMetier("Donnez un code à cette action.", f"code-{rank}")
        if not part.intitule:
            raise ErreurMetier("Donnez un intitulé à cette action.", f"intitule-{rank}")
        if part.code in {other.code for other in parts[:rank]}:
            raise ErreurMetier("Ce code est déjà donné plus haut.", f"code-{rank}")
    codes = [part.code for part in parts]
    taken = set(session.scalars(select(Action.code).where(Action.code.in_(codes))))
    for rank, code in enumerate(codes):
        if code in taken:
            raise ErreurMetier(f"Une action porte déjà le code {code}.", f"code-{rank}")


def _link(
    session: Session, de: Action, vers: Action | None, genre: GenreFiliation, motif: str
) -> None:
    if not motif.strip():
        raise ErreurMetier("Dites pourquoi.", "motif")
    session.add(FiliationAction(de=de, vers=vers, genre=genre, jour=today(), motif=motif.strip()))
