"""Pure rules of the axis: its code lists, the dates of a dispositif, what one year of it may say."""

from datetime import date
from types import MappingProxyType

from core.api.models import Code
from core.api.services import ErreurMetier, check_ordre


class TypeDispositif(Code):
    """Kind of parent support (domaine.md 3.2)."""

    LAEP = "laep", "Lieu d'accueil enfants-parents (LAEP)"
    REAAP = "reaap_action", "Action de réseau (REAAP)"
    CLAS = "clas", "Accompagnement à la scolarité (CLAS)"
    MEDIATION_FAMILIALE = "mediation_familiale", "Médiation familiale"
    ESPACE_RENCONTRE = "espace_rencontre", "Espace de rencontre"
    LIEU_RESSOURCE = "lieu_ressource", "Lieu ressource"
    CAFE_PARENTS = "cafe_parents", "Café des parents"
    LUDOTHEQUE = "ludotheque", "Ludothèque"
    PIF = "pif", "Point info famille (PIF)"


# The five schemes whose territorial coverage the national quality-efficiency report follows
# (REPSS famille, indicator 1.8).
TYPES_REPSS = (
    TypeDispositif.LAEP,
    TypeDispositif.REAAP,
    TypeDispositif.CLAS,
    TypeDispositif.MEDIATION_FAMILIALE,
    TypeDispositif.ESPACE_RENCONTRE,
)


class StatutDispositif(Code):
    """Where a dispositif stands today; its dates say what it was in past years."""

    ACTIF = "actif", "Actif"
    PROJET = "projet", "En projet"
    SUSPENDU = "suspendu", "Suspendu"
    FERME = "ferme", "Fermé"


class AgeCible(Code):
    """Age of the children whose parents are welcomed."""

    DE_0_A_3 = "0_3", "0 à 3 ans"
    DE_0_A_6 = "0_6", "0 à 6 ans"
    DE_6_A_11 = "6_11", "6 à 11 ans"
    DE_11_A_17 = "11_17", "11 à 17 ans"
    TOUS = "tous", "Tous les âges"


class TypeTemps(Code):
    """What a temps parent is made of."""

    ECHANGE = "echange_entre_parents", "Échange entre parents"
    ACTIVITE = "activite_partagee", "Activité parents-enfants"
    CONFERENCE = "conference", "Conférence"
    FORMATION = "formation", "Formation"
    ATELIER = "atelier", "Atelier"


class Thematique(Code):
    """What a temps parent speaks of."""

    DEVENIR_PARENT = "devenir_parent", "Devenir parent"
    SOMMEIL = "sommeil", "Sommeil"
    ALIMENTATION = "alimentation", "Alimentation"
    EMOTIONS = "emotions", "Émotions et limites"
    ECRANS = "ecrans", "Écrans"
    SCOLARITE = "scolarite", "Scolarité"
    ADOLESCENCE = "adolescence", "Adolescence"
    SEPARATION = "separation", "Séparation"
    HANDICAP = "handicap", "Handicap"
    AUTRE = "autre", "Autre"


THEMATIQUES = MappingProxyType({theme.value: theme.libelle for theme in Thematique})


class NiveauClas(Code):
    """School level of a CLAS group."""

    ELEMENTAIRE = "elementaire", "Élémentaire"
    COLLEGE = "college", "Collège"
    LYCEE = "lycee", "Lycée"


class TypeSupport(Code):
    """How parents are told of what exists."""

    GUIDE = "guide", "Guide"
    SITE = "site", "Site"
    AGENDA = "agenda", "Agenda"
    AFFICHE = "affiche", "Affiche"


def was_open(statut: StatutDispositif, debut: date | None, fin: date | None, annee: int) -> bool:
    """Was a dispositif at work at some moment of ``annee``? An unknown beginning is an old one."""
    return (
        statut is not StatutDispositif.PROJET
        and (debut is None or debut.year <= annee)
        and (fin is None or fin.year >= annee)
    )


def check_dates(statut: StatutDispositif, debut: date | None, fin: date | None, jour: date) -> None:
    """Refuse dates that contradict each other or the status on ``jour``: past years are read in them.

    Raises ErreurMetier (field named).
    """
    check_ordre("fin", debut, fin)
    if statut in (StatutDispositif.SUSPENDU, StatutDispositif.FERME) and fin is None:
        raise ErreurMetier(
            f"Un dispositif {statut.libelle.lower()} a une date de fin : les années d'avant la "
            "gardent en compte.",
            "fin",
        )
    if statut is StatutDispositif.ACTIF and fin is not None and fin < jour:
        raise ErreurMetier(
            "Un dispositif actif n'a pas de date de fin passée : effacez-la, ou changez le statut.",
            "fin",
        )
    if statut is StatutDispositif.ACTIF and debut is not None and debut > jour:
        raise ErreurMetier(
            "Un dispositif qui n'a pas commencé est en projet : changez le statut.", "statut"
        )


def list_thematiques(codes: list[str]) -> str:
    """Words of the themes, in the order of the list."""
    return ", ".join(libelle for code, libelle in THEMATIQUES.items() if code in codes)
