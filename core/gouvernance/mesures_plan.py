"""What the indicators of governance count in the plan (GOU1, 2, 3, 6, 7, 8), row by row.

Each function gives the rows of the years asked, of published actions of active axes: annee, axe_slug,
libelle and chemin (what the row is, where it is read), numerateur, denominateur, repondu. Summed whole, they
are the indicator; by axis, its reading by axis; listed, what each number counts. A part that is not known is
NULL, never 0.

What a table dates is read at the year: begun by its start date, gone by the act that abandoned or replaced
it, done by its end date, carried on by the bilan of the year. The rest (status, pilot, communes named) is
known as of today only, and ``methode`` says so.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from core.axes.models import Axe
from core.clock import today
from core.communes.models import Commune
from core.cycles.models import CycleAnnuel
from core.cycles.rules import EtapeCycle
from core.indicateurs.grille import first_day, last_day, years
from core.plan.codes import GenreFiliation, NatureAction, Portee, ResultatBilan, StatutAction
from core.plan.criteres import is_expected, is_up_to_date
from core.plan.models_action import Action, action_commune
from core.plan.models_filiation import FiliationAction
from core.plan.models_moyens import LigneBudget
from core.plan.models_referent import has_referent
from core.plan.models_suivi import BilanAction
from core.plan.rules import STATUTS_ACTIFS

_PARTIS = (StatutAction.ABANDONNEE, StatutAction.REMPLACEE)
_DEPARTS = (GenreFiliation.ABANDON, GenreFiliation.FUSION, GenreFiliation.SCISSION)
_LIBELLE = func.concat(Action.code, " : ", Action.intitule).label("libelle")
_CHEMIN = func.concat("/fiches/", Action.id, "/").label("chemin")


def list_engagees(annees: Sequence[int]) -> Select[Any]:
    """GOU1: actions of the plan, of which those that are begun.

    The plan is what is neither abandoned nor replaced, the actions done included: they were begun, and
    leaving them out would lower the rate each time that one is done.
    """
    wanted = years(annees)
    known = case(
        (Action.statut.not_in(_PARTIS), _as_int(Action.statut != StatutAction.A_ENGAGER)),
        # Gone since: a bilan alone tells that it was begun.
        (_has_bilan_until(wanted.c.annee), 1),
    )
    return _select_plan(wanted, known)


def list_realisees(annees: Sequence[int]) -> Select[Any]:
    """GOU2: actions of the plan, of which those done, or carried on when they come back each year.

    A récurrente without the bilan of the year does not answer.
    """
    wanted = years(annees)
    bilan = (
        select(_as_int(BilanAction.resultat == ResultatBilan.MENEE))
        .where(BilanAction.action_id == Action.id, BilanAction.exercice == wanted.c.annee)
        .scalar_subquery()
    )
    done = and_(Action.statut == StatutAction.REALISEE, Action.date_fin <= last_day(wanted.c.annee))
    return _select_plan(
        wanted, case((done, 1), (Action.nature == NatureAction.PONCTUELLE, 0), else_=bilan)
    )


def list_a_jour(annees: Sequence[int]) -> Select[Any]:
    """GOU3: sheets that the campaign expects, of which those up to date, as the board of the year counts
    them (core.plan.criteres). A year whose cycle was never opened had no campaign."""
    wanted = years(annees)
    opened = select(CycleAnnuel.id).where(CycleAnnuel.exercice == wanted.c.annee).exists()
    return _select_actions(
        wanted,
        and_(is_expected(wanted.c.annee), opened),
        _as_int(is_up_to_date(wanted.c.annee)),
        literal(1),
    )


def list_budgets(annees: Sequence[int]) -> Select[Any]:
    """GOU7: lines of budget of the year, in euros; one without its two amounts does not answer."""
    wanted = years(annees)
    known = and_(LigneBudget.prevu.is_not(None), LigneBudget.realise.is_not(None))
    return (
        select(
            wanted.c.annee,
            Action.axe_slug,
            func.concat(
                Action.code,
                " : ",
                func.coalesce(func.nullif(LigneBudget.poste, ""), Action.intitule),
            ).label("libelle"),
            _CHEMIN,
            case((known, LigneBudget.realise)).label("numerateur"),
            case((known, LigneBudget.prevu)).label("denominateur"),
            _as_int(known).label("repondu"),
        )
        .select_from(wanted)
        .join(LigneBudget, LigneBudget.exercice == wanted.c.annee)
        .join(Action, Action.id == LigneBudget.action_id)
        .join(Axe, Axe.slug == Action.axe_slug)
        .where(Action.brouillon.is_(False), Axe.actif)
        .order_by(Action.code, LigneBudget.id)
    )


def list_sans_responsable(annees: Sequence[int]) -> Select[Any]:
    """GOU8: active actions, of which those without a pilot or without an élu référent.

    Who is in charge is not dated: only the years whose cycle is not closed have a value, the files that
    were sent keep that of the others.
    """
    wanted = years(annees)
    jour = today()
    ouverts = select(func.min(CycleAnnuel.exercice)).where(CycleAnnuel.etape != EtapeCycle.CLOTURE)
    now = wanted.c.annee.between(func.coalesce(ouverts.scalar_subquery(), jour.year - 1), jour.year)
    lacking = or_(Action.pilote_id.is_(None), ~has_referent(jour))
    return _select_actions(
        wanted,
        and_(is_expected(wanted.c.annee), now),
        _as_int(lacking),
        cast(null(), Integer),
    )


def list_nommees(annees: Sequence[int]) -> Select[Any]:
    """GOU6: for each axis that has an action at work in the year, each commune, and whether one names it.

    An action on the whole territory names nobody, and real presence is read apart (metier.md section 3).
    """
    wanted = years(annees)
    at_work = and_(_in_plan(wanted.c.annee), _at_work(wanted.c.annee))
    axes = (
        select(wanted.c.annee, Action.axe_slug)
        .select_from(wanted)
        .join(Action, at_work)
        .join(Axe, Axe.slug == Action.axe_slug)
        .where(Axe.actif)
        .distinct()
        .subquery("axes_au_travail")
    )
    named = (
        select(Action.id)
        .join(action_commune, action_commune.c.action_id == Action.id)
        .where(
            _in_plan(axes.c.annee),
            _at_work(axes.c.annee),
            Action.portee == Portee.COMMUNES,
            Action.axe_slug == axes.c.axe_slug,
            action_commune.c.code_insee == Commune.code_insee,
        )
        .correlate(axes, Commune)
        .exists()
    )
    return (
        select(
            axes.c.annee,
            axes.c.axe_slug,
            Commune.nom.label("libelle"),
            func.concat("/communes/", Commune.code_insee, "/").label("chemin"),
            _as_int(named).label("numerateur"),
            literal(1).label("denominateur"),
            literal(1).label("repondu"),
            Commune.code_insee,
        )
        .select_from(axes)
        .join(Commune, true())
        .order_by(Commune.nom, axes.c.axe_slug)
    )


def list_communes_nommees(annees: Sequence[int]) -> Select[Any]:
    """GOU6 whatever the axis: two axes that name a commune do not make two."""
    source = list_nommees(annees).order_by(None).subquery("par_axe")
    return (
        select(
            source.c.annee,
            cast(null(), Text).label("axe_slug"),
            source.c.libelle,
            source.c.chemin,
            func.max(source.c.numerateur).label("numerateur"),
            literal(1).label("denominateur"),
            literal(1).label("repondu"),
            source.c.code_insee,
        )
        .group_by(source.c.annee, source.c.libelle, source.c.chemin, source.c.code_insee)
        .order_by(source.c.libelle)
    )


def _select_plan(wanted: Subquery, numerateur: ColumnElement[Any]) -> Select[Any]:
    return _select_actions(
        wanted,
        _in_plan(wanted.c.annee),
        numerateur,
        case((numerateur.is_not(None), 1)),
        case((numerateur.is_not(None), 1), else_=0),
    )


def _select_actions(
    wanted: Subquery,
    condition: ColumnElement[bool],
    numerateur: ColumnElement[Any],
    denominateur: ColumnElement[Any],
    repondu: ColumnElement[int] | None = None,
) -> Select[Any]:
    return (
        select(
            wanted.c.annee,
            Action.axe_slug,
            _LIBELLE,
            _CHEMIN,
            numerateur.label("numerateur"),
            denominateur.label("denominateur"),
            (literal(1) if repondu is None else repondu).label("repondu"),
        )
        .select_from(wanted)
        .join(Action, condition)
        .join(Axe, Axe.slug == Action.axe_slug)
        .where(Axe.actif)
        .order_by(Action.code)
    )


def _in_plan(annee: ColumnElement[int]) -> ColumnElement[bool]:
    """Published, begun by the end of the year, and not gone by then; one gone without a date is out."""
    gone = (
        select(func.min(FiliationAction.jour))
        .where(FiliationAction.de_id == Action.id, FiliationAction.genre.in_(_DEPARTS))
        .correlate_except(FiliationAction)
        .scalar_subquery()
    )
    return and_(
        Action.brouillon.is_(False),
        Action.date_debut <= last_day(annee),
        or_(Action.statut.not_in(_PARTIS), gone > last_day(annee)),
    )


def _at_work(annee: ColumnElement[int]) -> ColumnElement[bool]:
    """Not done before the year: active today, gone since, or done with an end date in the year or later."""
    return or_(Action.statut.in_((*STATUTS_ACTIFS, *_PARTIS)), Action.date_fin >= first_day(annee))


def _has_bilan_until(annee: ColumnElement[int]) -> ColumnElement[bool]:
    return (
        select(BilanAction.id)
        .where(
            BilanAction.action_id == Action.id,
            BilanAction.exercice <= annee,
            BilanAction.resultat != ResultatBilan.NON_MENEE,
        )
        .exists()
    )


def _as_int(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
