"""Judging the results of the convention: reading, entering every judgement together, publishing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from core.axes.models import Axe
from core.errors import ErreurMetier, Introuvable, MotifRequis
from core.evaluation.codes import EtatEvaluation, Moment
from core.evaluation.models import Evaluation, JugementResultat, QuestionEvaluation
from core.evaluation.rules import Avis, check_publication, check_questions, parse_avis
from core.plan.models import Enjeu, ResultatAttendu
from core.security.acteur import Acteur
from core.security.policy import Verbe, require, scope

# Mid-term is judged on exercice 2026 (metier.md section 2), the end on the last year of the convention.
EXERCICE_MI_PARCOURS = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """What a page sends of one result: what was typed, and the mark of what the page showed."""

    jugement: str
    preuves: str
    vu: str


@dataclass(slots=True)
class Refus:
    """Why nothing was written: a message by result. ``conflits``: those that somebody else changed."""

    lignes: dict[int, str] = field(default_factory=dict)
    conflits: set[int] = field(default_factory=set)


def create_evaluations(session: Session, fin: int) -> int:
    """Create the moments that are missing for a convention that ends in ``fin``; how many were."""
    known = set(session.scalars(select(Evaluation.moment)))
    exercices = {Moment.MI_PARCOURS: EXERCICE_MI_PARCOURS, Moment.FINALE: fin}
    missing = [moment for moment in Moment if moment not in known]
    session.add_all(Evaluation(moment=m, nom=m.libelle, exercice=exercices[m]) for m in missing)
    session.flush()
    return len(missing)


def list_evaluations(session: Session) -> list[Evaluation]:
    """The moments, in the order of time."""
    return list(session.scalars(select(Evaluation).order_by(Evaluation.exercice, Evaluation.id)))


def get_evaluation(session: Session, moment: str, *, lock: bool = False) -> Evaluation:
    """The evaluation of a moment, by its code; ``lock`` holds it until commit. Raises Introuvable."""
    statement = select(Evaluation).where(
        Evaluation.moment.in_([known for known in Moment if known.value == moment])
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    evaluation = session.scalar(statement)
    if evaluation is None:
        raise Introuvable("Cette évaluation n'est pas ouverte.")
    return evaluation


def list_resultats(session: Session) -> list[ResultatAttendu]:
    """The expected results of the active axes with their enjeu, in the order of the convention."""
    return list(
        session.scalars(
            select(ResultatAttendu)
            .join(ResultatAttendu.enjeu)
            .join(Enjeu.axe)
            .where(Axe.actif)
            .options(contains_eager(ResultatAttendu.enjeu).contains_eager(Enjeu.axe))
            .order_by(Axe.numero, Enjeu.rang, ResultatAttendu.rang)
        )
    )


def list_jugements(
    session: Session, acteur: Acteur, evaluations: Iterable[Evaluation]
) -> dict[tuple[int, int], JugementResultat]:
    """Readable judgements by (evaluation id, result id)."""
    wanted = [evaluation.id for evaluation in evaluations]
    statement = scope(acteur, JugementResultat).where(JugementResultat.evaluation_id.in_(wanted))
    return {(row.evaluation_id, row.resultat_id): row for row in session.scalars(statement)}


def list_questions(
    session: Session, acteur: Acteur, evaluation: Evaluation
) -> list[QuestionEvaluation]:
    """Readable questions of an evaluation, in their order."""
    return list(
        session.scalars(
            scope(acteur, QuestionEvaluation)
            .where(QuestionEvaluation.evaluation_id == evaluation.id)
            .order_by(QuestionEvaluation.rang, QuestionEvaluation.id)
        )
    )


def get_avis(jugement: JugementResultat | None) -> Avis:
    """What a stored judgement says; nothing when there is none."""
    return Avis() if jugement is None else Avis(jugement.jugement, jugement.preuves)


def save_jugements(
    session: Session, acteur: Acteur, evaluation: Evaluation, lignes: Mapping[int, Ligne]
) -> int | Refus:
    """Write the lines that were changed; return their number, or the refusal and then nothing.

    ``evaluation`` is locked: two people are taken in turn, and what the second one did not touch is left
    as the first one wrote it. A line that both changed is refused with what is stored; sent again, it is
    written knowingly. Raises Interdit, and MotifRequis once published.
    """
    require(acteur, Verbe.ECRIRE, JugementResultat)
    stored = list_jugements(session, acteur, [evaluation])
    refus = Refus()
    changes: list[tuple[ResultatAttendu, JugementResultat | None, Avis]] = []
    for resultat in list_resultats(session):
        ligne = lignes.get(resultat.id)
        if ligne is None:
            continue
        row = stored.get((evaluation.id, resultat.id))
        try:
            typed = parse_avis(ligne.jugement, ligne.preuves)
        except ErreurMetier as error:
            refus.lignes[resultat.id] = error.message
            continue
        current = get_avis(row)
        if typed.empreinte in (ligne.vu, current.empreinte):
            continue
        if current.empreinte != ligne.vu:
            refus.lignes[resultat.id] = _tell_conflict(current)
            refus.conflits.add(resultat.id)
        elif typed.vide and evaluation.publiee:
            refus.lignes[resultat.id] = (
                "Cette évaluation est publiée : changez ce jugement, sans le vider."
            )
        else:
            changes.append((resultat, row, typed))
    if refus.lignes:
        return refus
    if changes:
        require_motif(session, evaluation)
    for resultat, row, typed in changes:
        _write(session, evaluation, resultat, row, typed)
    session.flush()
    return len(changes)


def _tell_conflict(current: Avis) -> str:
    said = (
        f"« {current.jugement} : {current.preuves} »" if current.jugement else "qu'il est à juger"
    )
    return (
        f"Quelqu'un a enregistré entre-temps {said}. Enregistrez à nouveau pour garder votre texte, ou "
        "reprenez le sien."
    )


def _write(
    session: Session,
    evaluation: Evaluation,
    resultat: ResultatAttendu,
    row: JugementResultat | None,
    typed: Avis,
) -> None:
    if typed.jugement is None:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = JugementResultat(evaluation=evaluation, resultat=resultat)
        session.add(row)
    row.jugement, row.preuves = typed.jugement, typed.preuves


def require_motif(session: Session, evaluation: Evaluation) -> None:
    """What everybody has read changes with a reason. Raises MotifRequis."""
    if evaluation.publiee and not session.info.get("motif", "").strip():
        raise MotifRequis("Cette évaluation est publiée : dites pourquoi elle change.")


def validate_question(session: Session, acteur: Acteur, question: QuestionEvaluation) -> None:
    """Check a question after the flush. Raises ErreurMetier (field named), MotifRequis."""
    check_questions(
        session.scalar(
            select(func.count(QuestionEvaluation.id)).where(
                QuestionEvaluation.evaluation_id == question.evaluation_id
            )
        )
        or 0
    )
    require_motif(session, question.evaluation)


def publish(session: Session, acteur: Acteur, evaluation: Evaluation, jour: date) -> None:
    """Open a locked evaluation to everybody. Raises ErreurMetier, that names what is missing, Interdit."""
    require(acteur, Verbe.ECRIRE, evaluation)
    if evaluation.publiee:
        raise ErreurMetier("Cette évaluation est déjà publiée.")
    stored = list_jugements(session, acteur, [evaluation])
    check_publication(
        sum((evaluation.id, r.id) not in stored for r in list_resultats(session)),
        sum(not q.reponse.strip() for q in list_questions(session, acteur, evaluation)),
    )
    evaluation.etat, evaluation.publiee_le = EtatEvaluation.PUBLIEE, jour
    session.flush()


def withdraw(session: Session, acteur: Acteur, evaluation: Evaluation) -> None:
    """Take a locked evaluation back in preparation. Raises ErreurMetier, MotifRequis, Interdit."""
    require(acteur, Verbe.ECRIRE, evaluation)
    if not evaluation.publiee:
        raise ErreurMetier("Cette évaluation n'est pas publiée.")
    require_motif(session, evaluation)
    evaluation.etat, evaluation.publiee_le = EtatEvaluation.PREPARATION, None
    session.flush()
