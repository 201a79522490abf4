"""Parts of a report's section that axes share: names of communes, what is missing, a table of facilities."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from core.communes.models import Commune
from core.communes.rules import sort_key
from core.plugin.attentes import Attente, SuiviAxe
from core.plugin.lecture import Lecture
from core.rapports.document import Bloc, Liste, Section, Texte

GENRE_ANNUEL = "annuel"
GENRE_DOSSIER = "dossier"


def read_communes(lecture: Lecture) -> dict[str, str]:
    """Names of the communes by INSEE code."""
    return {
        row.code_insee: row.nom
        for row in lecture.rows(
            select(Commune.code_insee, Commune.nom).where(lecture.visible(Commune))
        )
    }


def build_manques(slug: str, exercice: int, lines: Sequence[str]) -> Section:
    """ "Ce qui manque aux chiffres": the list, or that nothing is missing."""
    blocs: tuple[Bloc, ...] = (
        (Liste(elements=tuple(lines)),)
        if lines
        else (Texte(texte=f"Tous les chiffres demandés pour {exercice} sont renseignés."),)
    )
    return Section(
        titre="Ce qui manque aux chiffres",
        niveau=2,
        ancre=f"{slug.replace('_', '-')}-manques",
        blocs=blocs,
    )


def join_names(noms: Iterable[str], total: int) -> str:
    """Names in French alphabetical order, or "toutes" when they are all there."""
    found = sorted(noms, key=sort_key)
    return "toutes" if len(found) == total else ", ".join(found)


def list_missing(
    suivi: SuiviAxe, exercice: int, lecture: Lecture
) -> list[tuple[Attente, str, str]]:
    """The expectations of an axis with something missing: itself, "2 EAJE sur 5", and their names."""
    found = []
    for attente in suivi.attentes:
        rows = attente.manquants(exercice, lecture)
        if rows:
            total = len(attente.attendus(exercice, lecture))
            noms = sorted({row.nom for row in rows}, key=sort_key)
            found.append((attente, f"{attente.count(len(rows))} sur {total}", ", ".join(noms)))
    return found
