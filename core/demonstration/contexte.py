"""Fictitious context of the demonstration: bassins de vie, figures by commune and year, structures."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Bassin, Commune, DonneeContexte
from core.communes.service import list_populations
from core.structures.demonstration import SOURCE
from core.structures.models import StatutStructure, Structure

PREMIERE_ANNEE = 2023

_BASSINS = MappingProxyType(
    {
        "Cholet et sa couronne": ("49099", "49299", "49269", "49332", "49231", "49355"),
        "Nord-ouest": ("49027", "49193", "49260", "49371"),
        "Bocage sud": (
            "49192", "49381", "49343", "49195", "49352", "49070", "49058", "49336", "49240",
        ),
        "Layon": ("49373", "49102", "49236", "49057", "49211", "49109", "49310"),
    }
)  # fmt: skip

# Share of the municipal population; invented, in the order of magnitude of a young rural territory.
_PARTS = MappingProxyType(
    {
        "enfants_0_2": 0.032,
        "enfants_0_5": 0.068,
        "enfants_3_11": 0.114,
        "enfants_3_17": 0.187,
        "enfants_6_14": 0.117,
        "familles": 0.137,
        "enfants_aeeh": 0.0055,
        "eleves_moins_3": 0.0016,
    }
)

# (name, commune, status, manager, axes): invented names of structures of the other axes.
_STRUCTURES = (
    ("Centre social du Verger", "49099", "associatif", "Association du Verger", "vie_sociale"),
    ("Centre social des Trois Moulins", "49099", "associatif", "Association des Trois Moulins",
     "vie_sociale parentalite enfance_jeunesse"),
    ("Centre social de la Grande Prairie", "49099", "associatif", "Association de la Grande Prairie",
     "vie_sociale parentalite"),
    ("Centre social des Coteaux", "49373", "associatif", "Association des Coteaux",
     "vie_sociale enfance_jeunesse"),
    ("Espace de vie sociale du Lavoir", "49192", "associatif", "Association du Lavoir", "vie_sociale"),
    ("Espace de vie sociale de la Forge", "49355", "associatif", "Association de la Forge",
     "vie_sociale"),
    ("Lieu d'accueil enfants-parents La Courte Échelle", "49099", "public", "Cholet Agglomération",
     "parentalite"),
    ("Lieu d'accueil enfants-parents Les Petits Pas", "49373", "associatif",
     "Association des Coteaux", "parentalite"),
    ("Lieu d'accueil enfants-parents itinérant La Roulotte", "49193", "public",
     "Cholet Agglomération", "parentalite"),
    ("Accueil de loisirs Les Aventuriers", "49099", "public", "Ville de Cholet", "enfance_jeunesse"),
    ("Accueil de loisirs La Farandole", "49193", "associatif", "Familles rurales de démonstration",
     "enfance_jeunesse"),
    ("Accueil de loisirs Les Cabanes", "49332", "public", "Commune de La Séguinière",
     "enfance_jeunesse"),
    ("Accueil de loisirs Les Sauterelles", "49192", "associatif", "Familles rurales de démonstration",
     "enfance_jeunesse"),
    ("Accueil de loisirs Le Cerf-volant", "49343", "public", "Commune de La Tessoualle",
     "enfance_jeunesse"),
    ("Accueil de loisirs La Marelle", "49027", "associatif", "Association La Marelle",
     "enfance_jeunesse"),
    ("Espace jeunes Le Hangar", "49373", "public", "Commune de Lys-Haut-Layon", "enfance_jeunesse"),
    ("Espace jeunes Le Transfo", "49299", "public", "Commune de Saint-Léger-sous-Cholet",
     "enfance_jeunesse"),
    ("Espace France services de démonstration de Cholet", "49099", "public", "Cholet Agglomération",
     "acces_droits"),
    ("Espace France services de démonstration du Layon", "49373", "public",
     "Commune de Lys-Haut-Layon", "acces_droits"),
    ("Atelier numérique La Souris verte", "49109", "associatif", "Association La Souris verte",
     "acces_droits vie_sociale"),
    ("Garage solidaire La Clé de douze", "49099", "associatif", "Association La Clé de douze",
     "acces_droits"),
)  # fmt: skip


def create_bassins(session: Session, communes: Sequence[Commune]) -> None:
    """Four bassins; a commune that already has one keeps it."""
    by_code = {commune.code_insee: commune for commune in communes}
    for nom, codes in _BASSINS.items():
        bassin = session.scalar(select(Bassin).where(Bassin.nom == nom))
        if bassin is None:
            bassin = Bassin(nom=nom, source=SOURCE)
            session.add(bassin)
        for code in codes:
            if code in by_code and by_code[code].bassin_id is None:
                by_code[code].bassin = bassin
    session.flush()


def create_context(session: Session, rng: Random, communes: Sequence[Commune], jour: date) -> None:
    """Figures by commune from 2023 to the last complete year.

    The last year has holes on purpose: two communes did not answer, and nothing is known yet of the
    AEEH children of that year.
    """
    populations = list_populations(session, jour.year)
    known = {
        (code, annee, name)
        for code, annee, name in session.execute(
            select(DonneeContexte.code_insee, DonneeContexte.annee, DonneeContexte.code)
        )
    }
    last = jour.year - 1
    small = sorted(communes, key=lambda commune: populations[commune.code_insee].municipale)
    silent = {commune.code_insee for commune in small[1:3]}
    for commune in communes:
        population = populations[commune.code_insee].municipale
        youth = rng.uniform(0.86, 1.14)
        for annee in range(PREMIERE_ANNEE, jour.year):
            for code, part in _PARTS.items():
                share = part * youth * rng.uniform(0.96, 1.04) * (1 - 0.012 * (annee - 2023))
                holed = annee == last and (commune.code_insee in silent or code == "enfants_aeeh")
                if (commune.code_insee, annee, code) not in known:
                    session.add(
                        _figure(commune, annee, code, None if holed else round(population * share))
                    )
            if (commune.code_insee, annee, "ecoles") not in known:
                session.add(_figure(commune, annee, "ecoles", max(1, round(population / 1400))))
    session.flush()


def _figure(commune: Commune, annee: int, code: str, valeur: int | None) -> DonneeContexte:
    return DonneeContexte(
        code_insee=commune.code_insee,
        annee=annee,
        code=code,
        valeur=None if valeur is None else Decimal(valeur),
        source=SOURCE,
        millesime=str(annee),
    )


def create_structures(session: Session, rng: Random) -> None:
    """Structures of the other axes, with invented names."""
    for nom, code, statut, gestionnaire, axes in _STRUCTURES:
        session.add(
            Structure(
                nom=nom,
                code_insee=code,
                statut=StatutStructure(statut),
                gestionnaire=gestionnaire,
                ouverte_le=date(rng.randint(1998, 2021), 9, 1),
                axes=axes.split(),
                source=SOURCE,
            )
        )
    session.flush()
