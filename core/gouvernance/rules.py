"""Rules on seats, agendas and minutes that need no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType

from core.errors import ErreurMetier
from core.gouvernance.codes import College, EtatReleve, QualiteMembre, Trame


def overlaps(debut: date, fin: date | None, autre_debut: date, autre_fin: date | None) -> bool:
    """Do two periods share a day? An end that is None has no bound; both ends count."""
    return (fin is None or autre_debut <= fin) and (autre_fin is None or debut <= autre_fin)


def check_siege(college: College, code_insee: str | None, qualite: QualiteMembre | None) -> None:
    """Raise ErreurMetier (field named) unless a commune has a quality, a quality a commune, and the seat
    of a commune is that of an élu (metier.md section 4)."""
    if code_insee is not None and qualite is None:
        raise ErreurMetier("Dites si c'est le titulaire ou le suppléant de la commune.", "qualite")
    if code_insee is None and qualite is not None:
        raise ErreurMetier("Titulaire ou suppléant de quelle commune ?", "commune")
    if code_insee is not None and college is not College.ELUS:
        raise ErreurMetier("Le siège d'une commune est celui d'un élu.", "college")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A move of the relevé; one that goes back asks for a reason."""

    de: EtatReleve
    vers: EtatReleve
    libelle: str
    motif: bool = False


PASSAGES = (
    Passage(de=EtatReleve.PROJET, vers=EtatReleve.RELU, libelle="Marquer comme relu"),
    Passage(de=EtatReleve.RELU, vers=EtatReleve.VALIDE, libelle="Valider"),
    Passage(de=EtatReleve.VALIDE, vers=EtatReleve.DIFFUSE, libelle="Diffuser"),
    Passage(de=EtatReleve.RELU, vers=EtatReleve.PROJET, libelle="Renvoyer en projet", motif=True),
    Passage(de=EtatReleve.VALIDE, vers=EtatReleve.PROJET, libelle="Rouvrir", motif=True),
    Passage(de=EtatReleve.DIFFUSE, vers=EtatReleve.PROJET, libelle="Rouvrir", motif=True),
)
ETATS_FERMES = (EtatReleve.VALIDE, EtatReleve.DIFFUSE)

# Minutes of each part of a comité de pilotage; an axis has its own eight (metier.md section 5).
MINUTES_TRAME = MappingProxyType(
    {
        Trame.OUVERTURE: 10,
        Trame.DECISIONS: 10,
        Trame.SYNTHESE: 15,
        Trame.AXE: 8,
        Trame.ARBITRAGES: 30,
        Trame.SUITES: 7,
    }
)


def list_passages(etat: EtatReleve) -> tuple[Passage, ...]:
    """Moves that start from ``etat``, forward first."""
    return tuple(passage for passage in PASSAGES if passage.de is etat)


def get_passage(de: EtatReleve, vers: EtatReleve, motif: str) -> Passage:
    """The move from ``de`` to ``vers``. Raises ErreurMetier when there is none, or its reason is missing."""
    for passage in PASSAGES:
        if (passage.de, passage.vers) == (de, vers):
            if passage.motif and not motif.strip():
                raise ErreurMetier("Dites pourquoi ce relevé revient en arrière.", "motif")
            return passage
    raise ErreurMetier(
        f"Un relevé à l'état « {de.libelle} » ne passe pas à l'état « {vers.libelle} »."
    )


def check_heures(debut: time | None, fin: time | None) -> None:
    """Raise ErreurMetier (field named) when a session ends before it begins, or ends without beginning."""
    if fin is not None and debut is None:
        raise ErreurMetier("Donnez aussi l'heure de début.", "heure_debut")
    if debut is not None and fin is not None and fin <= debut:
        raise ErreurMetier("La séance finit avant de commencer.", "heure_fin")


def plan_heures(debut: time | None, minutes: Sequence[int | None]) -> list[time | None]:
    """Hour at which each point begins: known when the session's is; a point without minutes, which is part
    of the one before, has none."""
    if debut is None:
        return [None] * len(minutes)
    elapsed = debut.hour * 60 + debut.minute
    hours: list[time | None] = []
    for length in minutes:
        hours.append(None if length is None else time(elapsed // 60 % 24, elapsed % 60))
        elapsed += length or 0
    return hours
