"""What the indicators of governance count in the sessions (GOU4a, 4b, 5), row by row.

The same columns as core.gouvernance.mesures_plan; none of these rows has an axis.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    SQLColumnExpression,
    Subquery,
    Text,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from core.clock import today
from core.communes.models import Commune
from core.comptes.models import Personne
from core.gouvernance.codes import College, EtatDecision, EtatSeance, GenreInstance
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_membre import Membre
from core.gouvernance.models_seance import Presence
from core.gouvernance.presences import PRESENTS
from core.indicateurs.grille import years

_SANS_AXE = cast(null(), Text).label("axe_slug")


def list_sieges_elus(annees: Sequence[int]) -> Select[Any]:
    """GOU4a: seats of élus at the comités de pilotage held on the exercice: those convened (somebody held
    them that day, or came for them), of which those held.

    A session whose attendance was not recorded at all does not answer; in the others, a seat left blank was
    not held, as its page counts it.
    """
    held = _list_copils(annees)
    convened = (
        select(
            held.c.id,
            Membre.code_insee,
            case((Membre.code_insee.is_(None), Membre.personne_id)).label("personne_id"),
        )
        .join(Membre, Membre.instance_id == held.c.instance_id)
        .where(
            Membre.college == College.ELUS,
            Membre.debut <= held.c.jour,
            or_(Membre.fin.is_(None), Membre.fin >= held.c.jour),
        )
        .union(
            select(
                held.c.id,
                Presence.code_insee,
                case((Presence.code_insee.is_(None), Presence.personne_id)),
            )
            .join(Presence, Presence.seance_id == held.c.id)
            .where(Presence.college == College.ELUS)
        )
        .subquery("sieges")
    )
    person = func.concat(Personne.prenom, " ", Personne.nom)
    return (
        _select_presences(held, func.coalesce(Commune.nom, person))
        .join(convened, convened.c.id == held.c.id)
        .outerjoin(Commune, Commune.code_insee == convened.c.code_insee)
        .outerjoin(Personne, Personne.id == convened.c.personne_id)
        .outerjoin(
            Presence,
            and_(
                Presence.seance_id == held.c.id,
                or_(
                    Presence.code_insee == convened.c.code_insee,
                    and_(
                        Presence.code_insee.is_(None),
                        Presence.personne_id == convened.c.personne_id,
                    ),
                ),
            ),
        )
    )


def list_communes_representees(annees: Sequence[int]) -> Select[Any]:
    """GOU4b: the communes at each comité de pilotage held on the exercice, of which those represented by
    their titulaire or their suppléant (metier.md section 4)."""
    held = _list_copils(annees)
    return (
        _select_presences(held, Commune.nom)
        .join(Commune, true())
        .outerjoin(
            Presence,
            and_(Presence.seance_id == held.c.id, Presence.code_insee == Commune.code_insee),
        )
    )


def list_decisions_echues(annees: Sequence[int]) -> Select[Any]:
    """GOU5: decisions of every instance whose due date is past and in the year, of which those settled by
    that date; one settled on a day that nobody wrote does not answer."""
    wanted = years(annees)
    unknown = and_(Decision.etat == EtatDecision.SOLDEE, Decision.soldee_le.is_(None))
    in_time = and_(Decision.etat == EtatDecision.SOLDEE, Decision.soldee_le <= Decision.echeance)
    return (
        select(
            wanted.c.annee,
            _SANS_AXE,
            Decision.intitule.label("libelle"),
            func.concat("/admin/decision/details/?id=", Decision.id).label("chemin"),
            case((unknown, null()), (in_time, 1), else_=0).label("numerateur"),
            case((unknown, null()), else_=1).label("denominateur"),
            case((unknown, 0), else_=1).label("repondu"),
        )
        .select_from(wanted)
        .join(Decision, extract("year", Decision.echeance) == wanted.c.annee)
        .where(Decision.echeance < today())
        .order_by(Decision.echeance, Decision.id)
    )


def _list_copils(annees: Sequence[int]) -> Subquery:
    """Comités de pilotage held on the years; ``notee``: somebody's attendance was recorded."""
    recorded = select(Presence.id).where(Presence.seance_id == Seance.id).exists()
    return (
        select(
            Seance.id,
            Seance.instance_id,
            Seance.exercice.label("annee"),
            Seance.jour,
            recorded.label("notee"),
        )
        .join(Seance.instance)
        .where(
            Instance.genre == GenreInstance.COPIL,
            Seance.etat == EtatSeance.TENUE,
            Seance.exercice.in_(annees),
        )
        .subquery("comites")
    )


def _select_presences(held: Subquery, libelle: SQLColumnExpression[str]) -> Select[Any]:
    return (
        select(
            held.c.annee,
            _SANS_AXE,
            libelle.label("libelle"),
            func.concat("/seances/", held.c.id, "/").label("chemin"),
            case((held.c.notee, case((Presence.etat.in_(PRESENTS), 1), else_=0))).label(
                "numerateur"
            ),
            case((held.c.notee, literal(1))).label("denominateur"),
            cast(Presence.id.is_not(None), Integer).label("repondu"),
        )
        .select_from(held)
        .order_by(held.c.jour, libelle)
    )
