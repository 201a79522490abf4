"""The state machine of the yearly cycle (metier.md section 2); ``docs/cycle.md`` is its written table."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from core.codes import Code
from core.errors import ErreurMetier
from core.security.acteur import Role


class EtapeCycle(Code):
    """Steps of a cycle, in order."""

    PREPARATION = "preparation", "Préparation"
    COLLECTE = "collecte", "Collecte"
    CONSOLIDATION = "consolidation", "Consolidation"
    COTECH = "cotech", "Comité technique"
    COPIL = "copil", "Comité de pilotage"
    SUITES = "suites", "Suites"
    CLOTURE = "cloture", "Clôture"


# The dates that staff set for each cycle, by attribute.
DATES = (
    ("debut_collecte", "Début de la collecte"),
    ("fin_collecte", "Fin de la collecte"),
    ("date_cotech", "Comité technique"),
    ("date_envoi", "Envoi du dossier"),
    ("date_copil", "Comité de pilotage"),
    ("date_cloture", "Clôture"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An allowed move; ``motif`` True means that a reason must be given; ``gel`` that the file is frozen."""

    de: EtapeCycle
    vers: EtapeCycle
    libelle: str
    roles: frozenset[Role] = frozenset({Role.GOUVERNANCE})
    motif: bool = False
    gel: bool = False
    garde: str = ""


TRANSITIONS: tuple[Transition, ...] = (
    Transition(de=EtapeCycle.PREPARATION, vers=EtapeCycle.COLLECTE, libelle="Ouvrir la collecte"),
    Transition(
        de=EtapeCycle.COLLECTE, vers=EtapeCycle.CONSOLIDATION, libelle="Terminer la collecte"
    ),
    Transition(
        de=EtapeCycle.CONSOLIDATION,
        vers=EtapeCycle.COLLECTE,
        libelle="Rouvrir la collecte",
        motif=True,
    ),
    Transition(
        de=EtapeCycle.CONSOLIDATION,
        vers=EtapeCycle.COTECH,
        libelle="Passer au comité technique",
        garde="Chaque axe actif a transmis son année",
    ),
    Transition(
        de=EtapeCycle.COTECH,
        vers=EtapeCycle.CONSOLIDATION,
        libelle="Revenir à la consolidation",
        motif=True,
    ),
    Transition(
        de=EtapeCycle.COTECH,
        vers=EtapeCycle.COPIL,
        libelle="Figer et envoyer le dossier du comité",
        gel=True,
        garde="L'année de chaque axe actif est validée",
    ),
    Transition(
        de=EtapeCycle.COPIL,
        vers=EtapeCycle.SUITES,
        libelle="Le comité s'est tenu",
        garde="La date du comité est atteinte",
    ),
    Transition(
        de=EtapeCycle.SUITES,
        vers=EtapeCycle.CLOTURE,
        libelle="Clore l'exercice",
        garde="Chaque décision du comité a un responsable et une échéance",
    ),
)

_BY_MOVE = MappingProxyType({(t.de, t.vers): t for t in TRANSITIONS})
_FROZEN = (EtapeCycle.COPIL, EtapeCycle.SUITES, EtapeCycle.CLOTURE)
# Steps during which teams enter and submit their year.
ETAPES_OUVERTES = (EtapeCycle.COLLECTE, EtapeCycle.CONSOLIDATION, EtapeCycle.COTECH)


class EtatSoumission(Code):
    """Where the submission of an axis stands in a cycle."""

    A_COMPLETER = "a_completer", "À compléter"
    TRANSMISE = "transmise", "Transmise"
    RENVOYEE = "renvoyee", "Renvoyée"
    VALIDEE = "validee", "Validée"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionSoumission:
    """An allowed move of a submission; ``equipe`` True means that the team of the axis makes it too."""

    de: EtatSoumission
    vers: EtatSoumission
    libelle: str
    equipe: bool = False
    motif: bool = False


TRANSITIONS_SOUMISSION: tuple[TransitionSoumission, ...] = (
    TransitionSoumission(
        de=EtatSoumission.A_COMPLETER,
        vers=EtatSoumission.TRANSMISE,
        libelle="Transmettre",
        equipe=True,
    ),
    TransitionSoumission(
        de=EtatSoumission.RENVOYEE,
        vers=EtatSoumission.TRANSMISE,
        libelle="Transmettre à nouveau",
        equipe=True,
    ),
    TransitionSoumission(
        de=EtatSoumission.TRANSMISE,
        vers=EtatSoumission.RENVOYEE,
        libelle="Renvoyer",
        motif=True,
    ),
    TransitionSoumission(
        de=EtatSoumission.TRANSMISE, vers=EtatSoumission.VALIDEE, libelle="Valider"
    ),
    TransitionSoumission(
        de=EtatSoumission.VALIDEE,
        vers=EtatSoumission.RENVOYEE,
        libelle="Renvoyer",
        motif=True,
    ),
)
# What governance may still ask of a team: it has not submitted.
ETATS_ATTENDUS = (EtatSoumission.A_COMPLETER, EtatSoumission.RENVOYEE)

_BY_SUBMISSION = MappingProxyType({(t.de, t.vers): t for t in TRANSITIONS_SOUMISSION})


def get_transition(de: EtapeCycle, vers: EtapeCycle) -> Transition:
    """The allowed move between two steps. Raises ErreurMetier when there is none."""
    transition = _BY_MOVE.get((de, vers))
    if transition is None:
        raise ErreurMetier(f"On ne passe pas de « {de.libelle} » à « {vers.libelle} ».")
    return transition


def get_transition_soumission(de: EtatSoumission, vers: EtatSoumission) -> TransitionSoumission:
    """The allowed move between two states of a submission. Raises ErreurMetier when there is none."""
    transition = _BY_SUBMISSION.get((de, vers))
    if transition is None:
        raise ErreurMetier(
            f"L'année de cet axe est « {de.libelle.lower()} » : elle ne peut pas être "
            f"« {vers.libelle.lower()} »."
        )
    return transition


def list_next(de: EtapeCycle) -> tuple[Transition, ...]:
    """Moves allowed from a step, in the order of the table."""
    return tuple(t for t in TRANSITIONS if t.de is de)


def is_frozen(etape: EtapeCycle) -> bool:
    """True once the committee's file was sent: pages of the year read the snapshot."""
    return etape in _FROZEN


def is_open(etape: EtapeCycle) -> bool:
    """True while teams enter their figures and submit."""
    return etape in ETAPES_OUVERTES


def get_limite(fin_collecte: date, date_envoi: date, jour: date) -> date:
    """Until when an axis may still submit: the end of the collecte, then the day the file is sent."""
    return fin_collecte if jour <= fin_collecte else date_envoi


def describe_not_met(date_copil: date, jour: date) -> str:
    """Why the committee cannot be said to have met on ``jour``, "" when its date is reached."""
    if jour >= date_copil:
        return ""
    return f"Le comité de pilotage est fixé au {date_copil:%d/%m/%Y} : il ne s'est pas encore tenu."


def default_dates(exercice: int) -> dict[str, date]:
    """Default calendar of the cycle on ``exercice`` N, every date in N+1 (metier.md section 2)."""
    year = exercice + 1
    return {
        "debut_collecte": date(year, 2, 1),
        "fin_collecte": date(year, 5, 31),
        "date_cotech": date(year, 9, 15),
        "date_envoi": date(year, 10, 20),
        "date_copil": date(year, 11, 4),
        "date_cloture": date(year, 12, 31),
    }


def check_dates(dates: dict[str, date]) -> None:
    """Raise ErreurMetier (field named) unless the dates follow one another."""
    ordered = list(dates.items())
    for (_, before), (name, after) in pairwise(ordered):
        if after < before:
            raise ErreurMetier(
                "Les dates du cycle se suivent : collecte, comité technique, envoi, comité de "
                "pilotage, clôture.",
                name,
            )
