"""What the committee's file and its slides are made of, read once, as the committee may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session, contains_eager, joinedload

from core.cycles.models import CycleAnnuel
from core.financements.service import Appels, Versement, list_versements, sum_candidatures
from core.gouvernance.codes import EtatDecision, EtatSeance, GenreInstance
from core.gouvernance.conduite import Ligne, list_classement
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_seance import PointOrdreDuJour
from core.plugin.registry import Registry
from core.rapports.annuel_matiere import Matiere, read_matiere
from core.rapports.sections import GENRE_DOSSIER
from core.security.acteur import Acteur
from core.security.policy import scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Ampleur:
    """How much a page may say, so that it is read and not shrunk: characters of a paragraph, of a cell and of
    a title; lines of its tables. ``projetee``: on a screen, where a table keeps what is discussed."""

    texte: int
    cellule: int
    titre: int
    points: int
    decisions: int
    arbitrages: int
    dates: int
    projetee: bool


PAGE = Ampleur(
    texte=420,
    cellule=210,
    titre=110,
    points=18,
    decisions=12,
    arbitrages=6,
    dates=14,
    projetee=False,
)
ECRAN = Ampleur(
    texte=150, cellule=110, titre=75, points=10, decisions=6, arbitrages=12, dates=7, projetee=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatiereComite:
    """Everything said to the committee. ``seance`` is its last session on the exercice, None when there is
    none yet; ``points`` are those of its agenda; ``arbitrages`` those of the session, else those that the
    last comité technique prepared."""

    matiere: Matiere
    seance: Seance | None
    points: Sequence[PointOrdreDuJour]
    arbitrages: Sequence[Ligne]
    versements: Sequence[Versement]
    appels: Appels
    cycles: Sequence[CycleAnnuel]
    seances: Sequence[Seance]
    a_mener: Sequence[Decision]

    @property
    def jour(self) -> date:
        """The day from which the calendar looks ahead: that of the session, else that of the document."""
        return self.seance.jour if self.seance else self.matiere.jour


def read_comite(
    session: Session, registry: Registry, exercice: int, *, audience: Acteur, jour: date
) -> MatiereComite:
    """Read it all, with a number of statements that no row count changes."""
    matiere = read_matiere(
        session, registry, exercice, genre=GENRE_DOSSIER, audience=audience, jour=jour
    )
    seances = _list_seances(session, audience, exercice)
    copil = next((s for s in seances if s.instance.genre is GenreInstance.COPIL), None)
    cotech = next((s for s in seances if s.instance.genre is GenreInstance.COTECH), None)
    after = copil.jour if copil else jour
    return MatiereComite(
        matiere=matiere,
        seance=copil,
        points=session.scalars(
            scope(audience, PointOrdreDuJour)
            .where(PointOrdreDuJour.seance_id == copil.id)
            .order_by(PointOrdreDuJour.rang, PointOrdreDuJour.id)
        ).all()
        if copil
        else (),
        arbitrages=_list_arbitrages(session, audience, copil)
        or _list_arbitrages(session, audience, cotech),
        versements=list_versements(session, audience),
        appels=sum_candidatures(session, audience, exercice),
        cycles=session.scalars(
            scope(audience, CycleAnnuel)
            .where(CycleAnnuel.exercice.in_((exercice, exercice + 1)))
            .order_by(CycleAnnuel.exercice)
        ).all(),
        seances=session.scalars(
            scope(audience, Seance)
            .join(Seance.instance)
            .options(contains_eager(Seance.instance))
            .where(Seance.jour > after, Seance.etat != EtatSeance.ANNULEE)
            .order_by(Seance.jour, Seance.id)
            .limit(PAGE.dates)
        ).all(),
        a_mener=session.scalars(
            scope(audience, Decision)
            .options(joinedload(Decision.porteur))
            .where(Decision.etat != EtatDecision.SOLDEE)
            .order_by(Decision.echeance.nulls_last(), Decision.id)
            .limit(PAGE.dates)
        ).all(),
    )


def _list_seances(session: Session, audience: Acteur, exercice: int) -> Sequence[Seance]:
    """The sessions of both committees on the exercice that were not cancelled, the last one first."""
    return session.scalars(
        scope(audience, Seance)
        .join(Seance.instance)
        .options(contains_eager(Seance.instance))
        .where(
            Seance.exercice == exercice,
            Seance.etat != EtatSeance.ANNULEE,
            Instance.genre.in_((GenreInstance.COPIL, GenreInstance.COTECH)),
        )
        .order_by(Seance.jour.desc(), Seance.id.desc())
    ).all()


def _list_arbitrages(session: Session, audience: Acteur, seance: Seance | None) -> list[Ligne]:
    if seance is None:
        return []
    return [
        ligne for ligne in list_classement(session, audience, seance) if ligne.priorite.arbitrage
    ]
