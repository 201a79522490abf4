"""Loading a plan: every row as an action with its sheet, in the caller's transaction, or nothing."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from core.chargement.codes import EtatChargement
from core.chargement.models import Chargement, FicheChargee
from core.chargement.references import build_references
from core.chargement.rules.plan import LignePlan
from core.chargement.service import analyse_chargement, check_ready
from core.clock import now, today
from core.communes.models import Commune
from core.errors import ErreurMetier
from core.journal.models import Evenement
from core.journal.service import set_context
from core.plan.models import Enjeu, ResultatAttendu
from core.plan.models_action import Action, Note
from core.plan.models_moyens import Financement, LigneBudget
from core.plan.service import validate_action
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

SOURCE = "chargement"
# One load at a time: codes are numbered after those of the other.
_VERROU = 7_120_012

Progress = Callable[[int, int, str], None]


def load(session: Session, acteur: Acteur, chargement_id: int, progress: Progress) -> Chargement:
    """Write the actions of a load under the rights of who asked for it; flushes, does not commit.

    Everything is analysed again: somebody may have taken a code since the preview. Raises ErreurMetier
    (the cell named), Interdit.
    """
    session.execute(select(func.pg_advisory_xact_lock(_VERROU)))
    chargement = session.scalars(
        select(Chargement).where(Chargement.id == chargement_id).with_for_update(of=Chargement)
    ).one()
    require(acteur, Verbe.ECRIRE, chargement)
    if chargement.etat is not EtatChargement.ANALYSE:
        raise ErreurMetier(f"Ce chargement est {chargement.etat.libelle.lower()}.")
    motif = f"Chargement du plan « {chargement.nom} »"
    set_context(session, acteur, source=SOURCE, motif=motif)
    found = analyse_chargement(session, chargement, build_references(session, acteur))
    check_ready(found)
    maker = _Faiseur(session, acteur, chargement)
    for done, ligne in enumerate(found.actions):
        progress(done, len(found.actions), "Écriture des fiches")
        maker.make(ligne)
    progress(len(found.actions), len(found.actions), "Écriture des fiches")
    chargement.etat, chargement.charge_le = EtatChargement.CHARGE, now()
    chargement.lignes = len(found.actions)
    chargement.repere = session.scalar(select(func.max(Evenement.id)))
    session.flush()
    return chargement


class _Faiseur:
    """Makes actions; what their rows name is read once."""

    def __init__(self, session: Session, acteur: Acteur, chargement: Chargement) -> None:
        self._session, self._acteur, self._chargement = session, acteur, chargement
        self._communes: Mapping[str, Commune] = {
            commune.code_insee: commune for commune in session.scalars(select(Commune))
        }
        enjeux: Sequence[Enjeu] = session.scalars(
            select(Enjeu).options(selectinload(Enjeu.resultats))
        ).all()
        self._enjeux = {enjeu.id: enjeu for enjeu in enjeux}
        self._resultats: Mapping[int, ResultatAttendu] = {
            row.id: row for enjeu in enjeux for row in enjeu.resultats
        }

    def make(self, ligne: LignePlan) -> None:
        """One action with its rows, checked as a form checks it."""
        action = self._build(ligne)
        self._session.add(action)
        require(self._acteur, Verbe.ECRIRE, action)
        rangees = self._add_rows(action, ligne)
        try:
            self._session.flush()
            validate_action(self._session, self._acteur, action)
        except ErreurMetier as error:
            raise ErreurMetier(
                f"Rien n'a été chargé. Ligne {ligne.ligne} : {error.message}"
            ) from error
        self._session.add(
            FicheChargee(
                chargement_id=self._chargement.id,
                action_id=action.id,
                ligne=ligne.ligne,
                rangees=rangees,
            )
        )

    def _build(self, ligne: LignePlan) -> Action:
        return Action(
            code=ligne.code,
            intitule=ligne.intitule,
            axe_slug=ligne.axe_slug,
            pilote_id=ligne.pilote_id,
            statut=ligne.statut,
            nature=ligne.nature,
            portee=ligne.portee,
            communes=[self._communes[code] for code in ligne.communes],
            date_debut=ligne.debut,
            date_fin=ligne.fin,
            objectif=ligne.objectif,
            enjeu=self._enjeux[ligne.enjeu_id] if ligne.enjeu_id is not None else None,
            resultats=[self._resultats[numero] for numero in ligne.resultats],
            brouillon=self._chargement.brouillon,
            source=self._tell_source(ligne),
        )

    def _tell_source(self, ligne: LignePlan) -> str:
        return f"{self._chargement.nom}, ligne {ligne.ligne}"

    def _add_rows(self, action: Action, ligne: LignePlan) -> int:
        """The rows of its sheet; how many."""
        rows: list[Note | LigneBudget | Financement] = []
        if ligne.note:
            jour = today()
            note = Note(
                jour=jour,
                exercice=min(ligne.exercice, jour.year),
                diffusion=self._chargement.diffusion,
                texte=ligne.note,
                source=self._tell_source(ligne),
            )
            action.notes.append(note)
            require(self._acteur, Verbe.ECRIRE, note)
            rows.append(note)
        if ligne.budget is not None:
            budget = LigneBudget(exercice=ligne.exercice, prevu=ligne.budget)
            action.budget.append(budget)
            rows.append(budget)
        if ligne.financeur is not None:
            financement = Financement(
                exercice=ligne.exercice,
                financeur=ligne.financeur,
                precision=ligne.precision,
                accorde=ligne.accorde,
            )
            action.financements.append(financement)
            rows.append(financement)
        return len(rows)
