"""The state machine of the year under random people: whatever they try, no forbidden state is reached.

Steps are tried by every role, in any order, on two cycles that may overlap. After each one the rules of
docs/cycle.md are checked on the rows. Prints the number of steps tried, made, refused, and forbidden states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.annee.envoi import send_dossier
from core.annee.service import move, remind, send_back, submit, validate
from core.axes.service import set_active
from core.cycles.models import CycleAnnuel, SoumissionAxe
from core.cycles.rules import (
    TRANSITIONS,
    TRANSITIONS_SOUMISSION,
    EtapeCycle,
    EtatSoumission,
    is_frozen,
)
from core.cycles.service import create_cycle, get_cycle
from core.errors import ErreurMetier, Interdit, Introuvable
from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Decision, Instance, Seance
from core.indicateurs.models import ValidationAxe
from core.plugin.registry import Registry
from core.rappels.models import RappelEmis
from core.security.acteur import Acteur, Habilitation, Role
from tests.integration.essai_rapport import AxeEssai, no_axis

EXEMPLES, PAS = 15, 30
EXERCICES = (2025, 2026)
AXES = ("gouvernance", "vie_sociale", "parentalite")
PEOPLE = {
    "gouvernance": Habilitation(role=Role.GOUVERNANCE),
    "vie_sociale": Habilitation(role=Role.EQUIPE, axe_slug="vie_sociale"),
    "parentalite": Habilitation(role=Role.EQUIPE, axe_slug="parentalite"),
    "administrateur": Habilitation(role=Role.ADMINISTRATEUR),
    "commune": Habilitation(role=Role.COMMUNE, code_insee="49027"),
    "caf": Habilitation(role=Role.PARTENAIRE_CAF),
    "lecteur": Habilitation(role=Role.LECTEUR),
}
# Governance acts in six cases out of ten.
WHO = st.sampled_from([*PEOPLE, *["gouvernance"] * 9]).map(
    lambda name: Acteur(nom=name, habilitations=frozenset({PEOPLE[name]}))
)
GOUVERNANCE = Acteur(nom="gouvernance", habilitations=frozenset({PEOPLE["gouvernance"]}))
MOTIFS = st.sampled_from(("Un motif", "Un motif", "", "   "))
JOURS = st.sampled_from((date(2026, 3, 1), date(2027, 12, 1), date(2028, 1, 1)))
YEARS = st.sampled_from(EXERCICES)
SLUGS = st.sampled_from(AXES)
STEPS = tuple(EtapeCycle)
_MOVES = {(t.de, t.vers): t for t in TRANSITIONS}
_SUBMISSIONS = {(t.de, t.vers): t for t in TRANSITIONS_SOUMISSION}


class Annee(RuleBasedStateMachine):
    """Two cycles, three axes, seven people."""

    session: ClassVar[Session]
    registry: ClassVar[Registry]
    comptes: ClassVar[Counter[str]] = Counter()

    @initialize()
    def start(self) -> None:
        self.savepoint = self.session.begin_nested()
        self.session.expire_all()
        self.gels: dict[int, bytes] = {}

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.session.expunge_all()

    def attempt(self, act: Callable[[], Any]) -> None:
        """One step: made, or refused in words with nothing half-written."""
        self.comptes["essayés"] += 1
        try:
            with self.session.begin_nested():
                act()
        except (ErreurMetier, Interdit, Introuvable):
            self.comptes["refusés"] += 1
            self.session.expire_all()
        else:
            self.comptes["faits"] += 1

    @rule(who=WHO, exercice=YEARS)
    def open(self, who: Acteur, exercice: int) -> None:
        self.attempt(lambda: create_cycle(self.session, who, exercice))

    @rule(who=WHO, exercice=YEARS, vers=st.sampled_from(STEPS), motif=MOTIFS, jour=JOURS)
    def jump(self, who: Acteur, exercice: int, vers: EtapeCycle, motif: str, jour: date) -> None:
        """To any step, near or not."""
        self.attempt(
            lambda: move(self.session, self.registry, who, self.get(exercice), vers, jour, motif)
        )

    @rule(who=WHO, exercice=YEARS, jour=JOURS)
    def advance(self, who: Acteur, exercice: int, jour: date) -> None:
        """To the next step."""

        def act() -> None:
            cycle = self.get(exercice)
            vers = STEPS[min(STEPS.index(cycle.etape) + 1, len(STEPS) - 1)]
            move(self.session, self.registry, who, cycle, vers, jour)

        self.attempt(act)

    @rule(who=WHO, exercice=YEARS, slug=SLUGS, motif=MOTIFS)
    def submit(self, who: Acteur, exercice: int, slug: str, motif: str) -> None:
        self.attempt(
            lambda: submit(
                self.session,
                self.registry,
                who,
                self.get(exercice),
                slug,
                date(2026, 3, 1),
                motif=motif,
            )
        )

    @rule(who=WHO, exercice=YEARS, slug=SLUGS)
    def validate(self, who: Acteur, exercice: int, slug: str) -> None:
        self.attempt(
            lambda: validate(
                self.session, self.registry, who, self.get(exercice), slug, date(2026, 6, 1)
            )
        )

    @rule(exercice=YEARS, actes=st.integers(min_value=1, max_value=4))
    def carry_on(self, exercice: int, actes: int) -> None:
        """What governance does in an ordinary year: without it, chance alone reaches no committee."""
        for _ in range(actes):
            self.open(GOUVERNANCE, exercice)
            for slug in AXES:
                self.submit(GOUVERNANCE, exercice, slug, "Un motif")
                self.validate(GOUVERNANCE, exercice, slug)
            self.advance(GOUVERNANCE, exercice, date(2028, 1, 1))

    @rule(who=WHO, exercice=YEARS, slug=SLUGS, motif=MOTIFS)
    def send_back(self, who: Acteur, exercice: int, slug: str, motif: str) -> None:
        self.attempt(
            lambda: send_back(
                self.session, self.registry, who, self.get(exercice), slug, motif, date(2026, 3, 1)
            )
        )

    @rule(who=WHO, exercice=YEARS, slug=SLUGS, jour=JOURS)
    def remind(self, who: Acteur, exercice: int, slug: str, jour: date) -> None:
        self.attempt(
            lambda: remind(self.session, self.registry, who, self.get(exercice), slug, jour)
        )

    @rule(who=WHO, exercice=YEARS, motif=MOTIFS, jour=JOURS)
    def freeze(self, who: Acteur, exercice: int, motif: str, jour: date) -> None:
        self.attempt(
            lambda: send_dossier(
                self.session,
                self.registry,
                who,
                self.get(exercice),
                jour,
                motif,
                nouvelle=True,
            )
        )

    @rule(who=WHO, slug=st.sampled_from(AXES[1:]), actif=st.booleans())
    def switch(self, who: Acteur, slug: str, actif: bool) -> None:
        self.attempt(lambda: set_active(self.session, who, slug, actif=actif))

    @rule(exercice=YEARS, responsable=st.sampled_from(("", "Direction")))
    def decide(self, exercice: int, responsable: str) -> None:
        copil = self.session.scalars(
            select(Instance).where(Instance.genre == GenreInstance.COPIL)
        ).one()
        seance = Seance(instance=copil, jour=date(exercice + 1, 11, 4), exercice=exercice)
        seance.decisions = [
            Decision(intitule="Essai", responsable=responsable, echeance=date(2028, 6, 1))
        ]
        self.session.add(seance)
        self.session.flush()

    def get(self, exercice: int) -> CycleAnnuel:
        return get_cycle(self.session, exercice, lock=True)

    @invariant()
    def no_forbidden_state(self) -> None:
        self.session.expire_all()
        forbidden: list[str] = []
        cycles = self.session.scalars(
            select(CycleAnnuel).options(
                selectinload(CycleAnnuel.mouvements), selectinload(CycleAnnuel.gels)
            )
        ).all()
        if len({c.exercice for c in cycles}) != len(cycles):
            forbidden.append("un exercice ouvert deux fois")
        for cycle in cycles:
            forbidden += self.check_cycle(cycle)
            self.comptes[f"contrôles à l'étape {cycle.etape.value}"] += 1
        if self.session.scalar(select(RappelEmis.id).where(RappelEmis.axe_slug.not_in(AXES))):
            forbidden.append("un rappel hors des équipes")
        self.comptes["états interdits"] += len(forbidden)
        assert forbidden == []

    def check_cycle(self, cycle: CycleAnnuel) -> list[str]:
        found = []
        here = EtapeCycle.PREPARATION
        for mouvement in cycle.mouvements:
            transition = _MOVES.get((mouvement.de, mouvement.vers))
            if mouvement.de is not here or transition is None:
                found.append(f"passage {mouvement.de.value} à {mouvement.vers.value}")
            elif transition.motif and not mouvement.motif:
                found.append("retour sans motif")
            if mouvement.par != "gouvernance":
                found.append(f"cycle avancé par {mouvement.par}")
            here = mouvement.vers
        if here is not cycle.etape:
            found.append("étape sans mouvement")
        if is_frozen(cycle.etape) != bool(cycle.gels):
            found.append("figé sans dossier, ou dossier sans gel")
        for rank, gel in enumerate(cycle.gels, 1):
            if gel.numero != rank or (rank > 1 and not gel.motif):
                found.append("version sans suite ou sans motif")
            if self.gels.setdefault(gel.id, gel.empreinte) != gel.empreinte:
                found.append("dossier changé")
        return found + self.check_soumissions(cycle)

    def check_soumissions(self, cycle: CycleAnnuel) -> list[str]:
        found = []
        validated = set(
            self.session.scalars(
                select(ValidationAxe.axe_slug).where(ValidationAxe.exercice == cycle.exercice)
            )
        )
        rows = self.session.scalars(
            select(SoumissionAxe)
            .where(SoumissionAxe.cycle_id == cycle.id)
            .options(selectinload(SoumissionAxe.mouvements))
        ).all()
        etats = {row.axe_slug: row.etat for row in rows}
        if cycle.etape is EtapeCycle.PREPARATION and rows:
            found.append("axe sollicité avant la collecte")
        if {s for s, etat in etats.items() if etat is EtatSoumission.VALIDEE} != validated:
            found.append("validée sans chiffres définitifs, ou l'inverse")
        for row in rows:
            here = EtatSoumission.A_COMPLETER
            for mouvement in row.mouvements:
                transition = _SUBMISSIONS.get((mouvement.de, mouvement.vers))
                if mouvement.de is not here or transition is None:
                    found.append(f"{mouvement.de.value} à {mouvement.vers.value}")
                    continue
                team = mouvement.par == row.axe_slug and transition.equipe
                if mouvement.par != "gouvernance" and not team:
                    found.append(f"{row.axe_slug} {mouvement.vers.value} par {mouvement.par}")
                place = mouvement.par == "gouvernance" and row.axe_slug != "gouvernance"
                if (transition.motif or (transition.equipe and place)) and not mouvement.motif:
                    found.append(f"{mouvement.vers.value} sans motif")
                here = mouvement.vers
            if here is not row.etat:
                found.append("état sans mouvement")
        return found


def test_no_forbidden_state_whoever_tries_what(session: Session) -> None:
    for slug in ("petite_enfance", "enfance_jeunesse", "acces_droits"):
        set_active(session, Acteur(nom="Essai", systeme=True), slug, actif=False)
    Annee.session = session
    Annee.registry = no_axis(session, AxeEssai(), AxeEssai(slug="parentalite", numero=3))
    Annee.comptes = Counter()
    run_machine(
        Annee,
        settings=settings(
            max_examples=EXEMPLES,
            stateful_step_count=PAS,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    reached = Annee.comptes
    print("Machine de l'année : " + ", ".join(f"{n} {word}" for word, n in reached.items()))
    assert reached["états interdits"] == 0
    assert reached["faits"] > 100
    assert reached["refusés"] > 100
    # Chance went everywhere: each step was reached, and checked.
    assert all(reached[f"contrôles à l'étape {etape.value}"] for etape in EtapeCycle)
