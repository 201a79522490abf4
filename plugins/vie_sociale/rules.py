"""Pure rules of the axis: code lists, the life of an agrément, what a shared project is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.api.models import Code, StatutStructure
from core.api.services import ErreurMetier, check_ordre

DUREE_MIN, DUREE_MAX = 1, 4
AXES_PROJET_MAX = 5
STRUCTURES_MIN = 2


class TypeEquipement(Code):
    """What the equipment is (domaine.md 3.1). The CAF approves centres sociaux and EVS."""

    CENTRE_SOCIAL = "centre_social", "Centre social"
    EVS = "evs", "Espace de vie sociale"
    STRUCTURE_ASSOCIATIVE = "structure_associative", "Structure associative"
    ITINERANTE = "itinerante", "Structure itinérante"


AGREABLES = (TypeEquipement.CENTRE_SOCIAL, TypeEquipement.EVS)
MOTS_AGREABLES = ("centre social ou EVS", "centres sociaux et EVS")


class ModeGestion(Code):
    """Which public body runs the equipment; the status of its structure says the rest (domaine.md 3.1)."""

    MUNICIPAL = "municipal", "Municipal"
    INTERCOMMUNAL = "intercommunal", "Intercommunal"
    CCAS_CIAS = "ccas_cias", "CCAS ou CIAS"
    CAF = "caf", "CAF"


class Geographie(Code):
    """Priority geography of the equipment, as Senacs asks for it (domaine.md 3.1)."""

    QPV = "qpv", "Quartier prioritaire (QPV)"
    VEILLE = "veille", "Quartier de veille active"
    RURAL = "rural", "Zone rurale"
    AUTRE = "autre", "Autre"


class NatureAgrement(Code):
    """The three projects that the board of the CAF approves (domaine.md 3.1)."""

    ANIMATION_GLOBALE = "animation_globale", "Animation globale et coordination"
    COLLECTIVE_FAMILLES = "animation_collective_familles", "Animation collective familles"
    ANIMATION_LOCALE = "animation_locale_evs", "Animation locale (EVS)"


class StatutAgrement(Code):
    """Where the file stands. That an agrément has expired is read from its end, never typed."""

    EN_PREPARATION = "en_preparation", "En préparation"
    DEPOSE = "depose", "Déposé"
    ACCORDE = "accorde", "Accordé"
    RESERVE = "reserve", "Accordé sous réserve"
    REFUSE = "refuse", "Refusé"


ACCORDES = (StatutAgrement.ACCORDE, StatutAgrement.RESERVE)


class EtatPacte(Code):
    """Where a pacte de coopération stands."""

    EN_NEGOCIATION = "en_negociation", "En négociation"
    SIGNE = "signe", "Signé"
    EN_COURS = "en_cours", "En cours"
    A_RENOUVELER = "a_renouveler", "À renouveler"
    CLOS = "clos", "Clos"


PACTES_VIVANTS = (EtatPacte.SIGNE, EtatPacte.EN_COURS, EtatPacte.A_RENOUVELER)


class StatutProjet(Code):
    """Where a shared project stands."""

    PREVU = "prevu", "Prévu"
    EN_COURS = "en_cours", "En cours"
    REALISE = "realise", "Réalisé"
    ABANDONNE = "abandonne", "Abandonné"


PROJETS_MENES = (StatutProjet.EN_COURS, StatutProjet.REALISE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Periode:
    """What an agrément is in the eyes of the rules: its status, its first and last day."""

    statut: StatutAgrement
    debut: date | None
    fin: date | None


def is_valide(agrement: Periode, jour: date) -> bool:
    """True when the agrément was granted and covers ``jour``, its first and last days included."""
    if agrement.statut not in ACCORDES or agrement.debut is None or agrement.fin is None:
        return False
    return agrement.debut <= jour <= agrement.fin


def get_situation(agrement: Periode, jour: date) -> str:
    """The situation of ``jour`` in words: that of the file, or what the dates of a granted one say."""
    if agrement.statut not in ACCORDES or agrement.debut is None or agrement.fin is None:
        return agrement.statut.libelle
    if jour < agrement.debut:
        return "À venir"
    return "Valide" if jour <= agrement.fin else "Expiré"


def compute_mois(debut: date | None, fin: date | None) -> int | None:
    """Whole months from ``debut`` to ``fin``, the last day included; None when one is not known."""
    if debut is None or fin is None:
        return None
    end = fin + timedelta(days=1)
    months = (end.year - debut.year) * 12 + end.month - debut.month
    return months - 1 if end.day < debut.day else months


def format_duree(mois: int | None) -> str:
    """ "4 ans", "3 ans et 9 mois"; empty when it is not known."""
    if mois is None:
        return ""
    ans, reste = divmod(mois, 12)
    words = []
    if ans:
        words.append(f"{ans} an{'s' if ans > 1 else ''}")
    if reste or not ans:
        words.append(f"{reste} mois")
    return " et ".join(words)


def check_agrement(agrement: Periode, axes: Sequence[str]) -> None:
    """Refuse an agrément whose dates or axes cannot be. Raises ErreurMetier (field named).

    The board of the CAF approves for one to four years (domaine.md 3.1); a last day that is the
    anniversary itself is taken as people write it.
    """
    if agrement.statut in ACCORDES:
        for champ, valeur in (("date_debut", agrement.debut), ("date_fin", agrement.fin)):
            if valeur is None:
                raise ErreurMetier("Un agrément accordé a une date de début et une fin.", champ)
    check_ordre("date_fin", agrement.debut, agrement.fin)
    if agrement.debut is not None and agrement.fin is not None:
        mois = compute_mois(agrement.debut, agrement.fin) or 0
        if mois < DUREE_MIN * 12 or agrement.fin > _anniversary(agrement.debut, DUREE_MAX):
            raise ErreurMetier(
                f"Un agrément dure de {DUREE_MIN} à {DUREE_MAX} ans, celui-ci durerait "
                f"{format_duree(mois)} : vérifiez les deux dates.",
                "date_fin",
            )
    if len(axes) > AXES_PROJET_MAX:
        raise ErreurMetier(
            f"Un projet a {AXES_PROJET_MAX} axes au plus, un par ligne ({len(axes)} écrits).",
            "axes_projet",
        )


def _anniversary(jour: date, ans: int) -> date:
    # Counted from the first of the month: 29 February has no anniversary in most years.
    return jour.replace(day=1, year=jour.year + ans) + timedelta(days=jour.day - 1)


def overlaps(un: Periode, autre: Periode) -> bool:
    """True when two granted agréments are both valid on some day."""
    periods = [
        (p.debut, p.fin)
        for p in (un, autre)
        if p.statut in ACCORDES and p.debut is not None and p.fin is not None
    ]
    return len(periods) == 2 and max(p[0] for p in periods) <= min(p[1] for p in periods)


def is_partage(statuts: Sequence[StatutStructure]) -> bool:
    """AVS5: two structures or more, one at least being a collectivité, that is a public structure.

    ``statuts``: that of each structure of the project, its leader included, each once.
    """
    return len(statuts) >= STRUCTURES_MIN and StatutStructure.PUBLIC in statuts
