"""Pure rules of the axis: categories and periods of the accueils, capacity in force, state of a PEdT."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from core.api.models import Code
from core.api.services import ErreurMetier


class Categorie(Code):
    """Category of an accueil; Wednesday is périscolaire since the decree 2018-647 (metier.md section 7)."""

    PERISCOLAIRE = "periscolaire", "Périscolaire"
    EXTRASCOLAIRE = "extrascolaire", "Extrascolaire"
    # The code holds the same words as the label: an accueil is looked up by what people read.
    ACCUEIL_JEUNES = "accueil_de_jeunes", "Accueil de jeunes"
    SEJOUR = "sejour", "Séjour"


class Periode(Code):
    """When children are welcomed."""

    MATIN = "matin", "Matin"
    MIDI = "midi", "Midi"
    SOIR = "soir", "Soir"
    MERCREDI = "mercredi", "Mercredi"
    PETITES_VACANCES = "petites_vacances", "Petites vacances"
    ETE = "ete", "Été"


class Tranche(Code):
    """Age bands; an accueil may take several."""

    MOINS_6 = "3_5", "3 à 5 ans"
    PLUS_6 = "6_11", "6 à 11 ans"
    ADOS = "12_17", "12 à 17 ans"


class NatureInclusion(Code):
    """What a time of inclusion consists in (domaine.md 3.4)."""

    SENSIBILISATION_PROS = "sensibilisation_pros", "Sensibilisation des professionnels"
    SENSIBILISATION_ENFANTS = "sensibilisation_enfants", "Sensibilisation des enfants"
    RENFORT = "renfort", "Renfort d'encadrement"
    MATERIEL = "materiel", "Matériel adapté"
    POLE_RESSOURCES = "pole_ressources", "Appui du pôle ressources"


class PartenaireInclusion(Code):
    """Who brings its help (domaine.md 3.4)."""

    PRH = "prh", "Pôle ressources handicap"
    IMES = "imes", "Institut médico-éducatif"
    SESSAD = "sessad", "SESSAD"
    ASSOCIATION = "association", "Association"


class NaturePasserelle(Code):
    """From where to where children are accompanied (domaine.md 3.4)."""

    EAJE_ECOLE = "eaje_ecole", "EAJE vers école"
    EAJE_ALSH = "eaje_alsh", "EAJE vers accueil de loisirs"
    ALSH_ADOS = "alsh_ados", "Accueil de loisirs vers accueil d'ados"
    ALSH_ESPACE_JEUNES = "alsh_espace_jeunes", "Accueil de loisirs vers espace jeunes"
    CM2_COLLEGE = "cm2_college", "CM2 vers collège"


class EtatPedt(Code):
    """Where a PEdT stands, from its dates."""

    A_VENIR = "a_venir", "À venir"
    EN_COURS = "en_cours", "En cours"
    A_RENOUVELER = "a_renouveler", "À renouveler"
    EXPIRE = "expire", "Expiré"


# CASF R. 227-1: what takes place on days with school, Wednesday included, is périscolaire.
_VACANCES = (Periode.PETITES_VACANCES, Periode.ETE)
PERIODES = MappingProxyType(
    {
        Categorie.PERISCOLAIRE: (Periode.MATIN, Periode.MIDI, Periode.SOIR, Periode.MERCREDI),
        Categorie.EXTRASCOLAIRE: _VACANCES,
        Categorie.ACCUEIL_JEUNES: (Periode.SOIR, Periode.MERCREDI, *_VACANCES),
        Categorie.SEJOUR: _VACANCES,
    }
)
# Categories whose places and hours are related to the children of 3 to 11: neither stays nor teenagers.
LOISIRS = (Categorie.PERISCOLAIRE, Categorie.EXTRASCOLAIRE)
TRANCHES_3_11 = (Tranche.MOINS_6, Tranche.PLUS_6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacite:
    """Places of an accueil for a period, in force from ``date_effet`` included until the next line."""

    date_effet: date
    periode: Periode
    moins_6: int
    plus_6: int
    ados: int

    @property
    def total(self) -> int:
        """Places of all ages."""
        return self.moins_6 + self.plus_6 + self.ados


def check_periode(categorie: Categorie, periode: Periode, champ: str) -> None:
    """Raises ErreurMetier (field ``champ``) for a period that the category does not have."""
    if periode not in PERIODES[categorie]:
        allowed = ", ".join(p.libelle.lower() for p in PERIODES[categorie])
        raise ErreurMetier(
            f"« {periode.libelle} » n'est pas une période de la catégorie « {categorie.libelle} » "
            f"({allowed}). Créez une autre fiche d'accueil pour la même structure.",
            champ,
        )


def get_capacite(capacites: Iterable[Capacite], periode: Periode, jour: date) -> Capacite | None:
    """The capacity in force on ``jour`` for a period: the last line dated; None before the first."""
    known = [c for c in capacites if c.periode is periode and c.date_effet <= jour]
    return max(known, key=lambda c: c.date_effet, default=None)


def compute_capacite_moyenne(
    capacites: Iterable[Capacite], periode: Periode, annee: int
) -> Decimal | None:
    """Mean places of a period over the days of ``annee`` when there are some; None when there are none.

    An accueil of 40 places opened on 1 September had 40 places while it existed: its days of opening
    already tell how long.
    """
    lines = sorted((c for c in capacites if c.periode is periode), key=lambda c: c.date_effet)
    start, end = date(annee, 1, 1), date(annee + 1, 1, 1)
    places = days = 0
    for rank, line in enumerate(lines):
        stop = min(lines[rank + 1].date_effet, end) if rank + 1 < len(lines) else end
        duration = (stop - max(line.date_effet, start)).days
        if duration > 0 and line.total > 0:
            places += line.total * duration
            days += duration
    return Decimal(places) / days if days else None


def list_periodes(capacites: Sequence[Capacite], annee: int) -> tuple[Periode, ...]:
    """Periods with places at some moment of ``annee``, in their order: each is expected to answer."""
    return tuple(p for p in Periode if compute_capacite_moyenne(capacites, p, annee))


def compute_heures_theoriques(
    places: Decimal | None, jours: int | None, amplitude_h: Decimal | None
) -> Decimal | None:
    """Hours that could be offered: places x days x daily opening in hours (EJ4, metier.md section 6).

    None when one of the three is not known.
    """
    if places is None or jours is None or amplitude_h is None:
        return None
    return places * jours * amplitude_h


def is_ouvert(
    annee: int, ouvertures: Iterable[date | None], fermetures: Iterable[date | None]
) -> bool:
    """Open at some moment of ``annee``, knowing when the structure and the accueil open and close."""
    return all(d is None or d.year <= annee for d in ouvertures) and all(
        d is None or d.year >= annee for d in fermetures
    )


def get_etat(debut: date, fin: date, jour: date, alerte: date | None = None) -> EtatPedt:
    """State of a PEdT on ``jour``; one that ends on ``alerte`` or before is to be renewed."""
    if jour < debut:
        return EtatPedt.A_VENIR
    if jour > fin:
        return EtatPedt.EXPIRE
    if alerte is not None and fin <= alerte:
        return EtatPedt.A_RENOUVELER
    return EtatPedt.EN_COURS
