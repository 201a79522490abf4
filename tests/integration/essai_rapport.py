"""An axis, indicators and readers made for the tests of reports."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, Text, case, func, literal, null, select
from sqlalchemy.orm import Session

from core.axes.service import list_active_slugs
from core.plan.codes import Diffusion, Portee, StatutAction
from core.plan.models_action import Action, Note
from core.plugin.hookspecs import hookimpl
from core.plugin.lecture import Lecture
from core.plugin.manager import build_manager
from core.plugin.registry import Registry
from core.plugin.types import (
    Axe,
    Cycle,
    DemandeRapport,
    Indicateur,
    Manque,
    Niveau,
    Sens,
)
from core.rapports.annuel import build_annuel
from core.rapports.document import (
    Bloc,
    Document,
    Section,
)
from core.rapports.models import Audience
from core.rapports.service import (
    get_audience,
)
from tests.integration.conftest import JOUR

COMITE = get_audience(Audience.COMITE)
# Axes of the platform itself: made-up ones take their places.


def words(value: Any) -> Iterator[str]:
    """Every text of a document, in reading order."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, tuple):
        for item in value:
            yield from words(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from words(getattr(value, one.name))


def read(document: Document) -> str:
    return "\n".join(words(document))


def blocs(document: Document, kind: type[Any]) -> list[Any]:
    """Every block of a kind, at any depth."""

    def visit(found: tuple[Bloc, ...]) -> Iterator[Bloc]:
        for bloc in found:
            yield bloc
            if isinstance(bloc, Section):
                yield from visit(bloc.blocs)

    return [bloc for bloc in visit(document.blocs) if isinstance(bloc, kind)]


def build(session: Session, registry: Registry, exercice: int = 2025) -> Document:
    return build_annuel(session, registry, exercice, audience=COMITE, jour=JOUR)


def no_axis(session: Session, *plugins: Any) -> Registry:
    """A registry with the given plugins only."""
    manager = build_manager(points=())
    for plugin in plugins:
        manager.register(plugin, name=plugin.ctg_axe().slug)
    return Registry(manager, lambda: list_active_slugs(session))


def compute_cholet(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """Cholet: 30 of 100 in 2024, 40 of 100 since; before, and elsewhere, nobody answers."""
    cells = select(func.unnest(literal(list(communes), ARRAY(Text))).label("code_insee")).subquery()
    years = select(func.unnest(literal(list(annees), ARRAY(Integer))).label("annee")).subquery()
    known = (cells.c.code_insee == "49099") & (years.c.annee >= 2024)
    return select(
        cells.c.code_insee,
        years.c.annee,
        case((known & (years.c.annee == 2024), 30), (known, 40)),
        case((known, 100)),
        case((known, 1), else_=0),
        literal(1),
    ).join_from(cells, years, literal(True))


def compute_nobody(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """Nobody answers."""
    found = compute_cholet(communes, annees).subquery().c
    return select(found[0], found[1], null(), null(), literal(0), literal(1))


def compute_broken(communes: tuple[str, ...], annees: tuple[int, ...]) -> Select[Any]:
    """SQL that PostgreSQL refuses."""
    return select(literal(1) / literal(0))


def indicateur(code: str, compute: Callable[..., Select[Any]]) -> Indicateur:
    return Indicateur(
        code=code,
        libelle=f"Taux d'essai {code}",
        formule="oui / tous × 100",
        unite="%",
        source="essai",
        methode="comptage",
        sens=Sens.HAUSSE,
        niveaux=tuple(Niveau),
        compute=compute,
        facteur=100.0,
    )


class AxeEssai:
    """An axis made for these tests, under the slug of one of the convention."""

    def __init__(
        self,
        slug: str = "vie_sociale",
        numero: int = 2,
        indicateurs: Sequence[Indicateur] = (),
        sections: Callable[[Lecture], Any] = lambda lecture: (),
        manques: Sequence[Manque] = (),
    ) -> None:
        self.slug, self.numero = slug, numero
        self.indicateurs, self.sections, self.manques = indicateurs, sections, manques

    @hookimpl
    def ctg_axe(self) -> Axe:
        return Axe(
            slug=self.slug,
            numero=self.numero,
            titre=f"Axe {self.slug}",
            couleur="#123456",
            package="essai",
            description="essai",
        )

    @hookimpl
    def ctg_indicateurs(self) -> Sequence[Indicateur]:
        return self.indicateurs

    @hookimpl
    def ctg_rapport_sections(self, demande: DemandeRapport, lecture: Lecture) -> Sequence[Bloc]:
        found: Sequence[Bloc] = self.sections(lecture)
        return found

    @hookimpl
    def ctg_cycle_checks(self, cycle: Cycle, etape: str, lecture: Lecture) -> Sequence[Manque]:
        return self.manques


def add_action(session: Session, code: str = "ESS-01", **changes: Any) -> Action:
    action = Action(
        **{
            "code": code,
            "intitule": f"Action d'essai {code}",
            "axe_slug": "parentalite",
            "statut": StatutAction.EN_COURS,
            "portee": Portee.TERRITOIRE,
            "date_debut": date(2025, 1, 1),
            "date_fin": date(2027, 12, 31),
            **changes,
        }
    )
    session.add(action)
    session.flush()
    return action


def add_note(session: Session, action: Action, texte: str, diffusion: Diffusion) -> None:
    session.add(
        Note(action=action, jour=date(2025, 6, 1), exercice=2025, diffusion=diffusion, texte=texte)
    )
    session.flush()
