"""The committee's file and its slides, as neutral documents made of the same pages (metier.md section 5).

The sheets and annexes are a second file: the annual report.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core.plugin.registry import Registry
from core.rapports.annuel import AUTEUR
from core.rapports.comite_axe import build_page
from core.rapports.comite_matiere import ECRAN, PAGE, Ampleur, MatiereComite, read_comite
from core.rapports.comite_pages import (
    build_arbitrages,
    build_calendrier,
    build_carte,
    build_ordre_du_jour,
    build_suivi,
    build_synthese,
)
from core.rapports.document import (
    DOSSIER,
    PROJECTION,
    Bloc,
    Document,
    SautDePage,
    Section,
    Sommaire,
)
from core.rapports.phrases import typeset_document
from core.rapports.seances import describe_seance
from core.security.acteur import Acteur


@dataclass(frozen=True, slots=True, kw_only=True)
class Comite:
    """What the committee reads before its session, and what is shown during it."""

    dossier: Document
    projection: Document


def build_comite(
    session: Session, registry: Registry, exercice: int, *, audience: Acteur, jour: date
) -> Comite:
    """Build both for ``exercice`` as ``audience`` may read it; ``jour`` dates them and decides what is late.

    With the six axes of the convention the file has 12 or 13 pages and there are 12 slides, whatever the
    data: texts are cut, and what does not hold is in the annexes.
    """
    comite = read_comite(session, registry, exercice, audience=audience, jour=jour)
    return Comite(
        dossier=_build(comite, DOSSIER, PAGE), projection=_build(comite, PROJECTION, ECRAN)
    )


def _build(comite: MatiereComite, presentation: str, ampleur: Ampleur) -> Document:
    matiere = comite.matiere
    first: list[Bloc] = [build_ordre_du_jour(comite, ampleur)]
    if not ampleur.projetee:
        first.append(Sommaire())
    sheets: list[Section] = [
        build_suivi(comite, ampleur),
        build_synthese(comite, ampleur),
        build_carte(comite),
        *(build_page(comite, part, ampleur) for part in matiere.axes if part.actif),
        *build_arbitrages(comite, ampleur),
        build_calendrier(comite, ampleur),
    ]
    return typeset_document(
        Document(
            titre="Dossier du comité" if presentation == DOSSIER else "Comité de pilotage",
            sous_titre=describe_seance(comite.seance).removesuffix(".") if comite.seance else "",
            exercice=matiere.exercice,
            auteur=AUTEUR,
            sujet=f"Comité de pilotage de la Convention territoriale globale, exercice {matiere.exercice}",
            date=matiere.jour.isoformat(),
            demonstration=matiere.demonstration,
            provisoire=matiere.provisoire,
            presentation=presentation,
            blocs=(*first, *(bloc for sheet in sheets for bloc in (SautDePage(), sheet))),
        )
    )
