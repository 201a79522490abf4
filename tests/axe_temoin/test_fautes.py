"""What a faulty axis costs: refused by name at boot (tests/unit/test_plugin.py), here isolated at run time.

| hook or code | where | raises | SQL refused | gives anything else |
| --- | --- | --- | --- | --- |
| ctg_reference | loading | its data | its data | its data |
| ctg_rapport_sections | report | its part | its part | its part |
| ctg_rappels | reminders | its own, the open ones stay | idem | idem |
| ctg_dashboard_widgets | home page | "indisponible" | idem | idem |
| ctg_cycle_checks | cycle page | "indisponibles" | idem | idem |
| ctg_attendus | board of the year | "indisponibles" | idem | idem |
| compute of an indicator | indicators | the figures of its axis | idem | idem |
| compute of a presence | equity, commune | "indisponible" | idem | idem |
| contexte of a page | its page | 503, said (tests/integration/test_erreurs.py) | idem | idem |
"""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import literal, select, text
from sqlalchemy.orm import Session

from core.annee.attendus import compute_attendus
from core.axes.service import list_active_slugs
from core.cycles.models import CycleAnnuel
from core.cycles.service import create_cycle
from core.evaluation.presences import list_presences
from core.indicateurs.groupes import compute_groupes
from core.plugin.hookspecs import hookimpl
from core.plugin.lecture import Lecture
from core.plugin.manager import build_manager
from core.plugin.registry import Registry
from core.plugin.types import (
    Attendu,
    Axe,
    GenrePresence,
    Manque,
    ModeReference,
    Rappel,
    Widget,
)
from core.rappels.models import RappelEmis
from core.rappels.service import refresh
from core.rapports.document import Indisponible, Texte
from core.reference.charger import load_axes
from core.security.acteur import SYSTEME
from core.web.pages.accueil.annee import build_widgets
from core.web.pages.calculs import list_manques
from tests.integration.essai_rapport import blocs, build, indicateur

JOUR = date(2026, 3, 16)
SAIN, FAUTIF = "vie_sociale", "parentalite"


def raises(read: Callable[[Any], Any]) -> Any:
    raise RuntimeError("en panne")


def is_refused(read: Callable[[Any], Any]) -> Any:
    return read(select(literal(1) / literal(0)))


def gives_nothing(read: Callable[[Any], Any]) -> Any:
    return None


def gives_a_number(read: Callable[[Any], Any]) -> Any:
    return (3,)


def gives_what_no_row_holds(read: Callable[[Any], Any]) -> Any:
    """Of the right class, and refused by the database; of the wrong class for the other hooks."""
    mute: Any = None
    return (
        Rappel(
            regle=FAUTIF, objet="deux", periode="2025", titre=mute, quoi_faire="", axe_slug=FAUTIF
        ),
    )


FAUTES = (raises, is_refused, gives_nothing, gives_a_number, gives_what_no_row_holds)
Faute = Callable[[Callable[[Any], Any]], Any]


def build_axis(slug: str, numero: int, **hooks: Any) -> Any:
    """An axis made of these hooks."""
    axe = Axe(
        slug=slug, numero=numero, titre=slug, couleur="#123456", package="essai", description=""
    )
    return SimpleNamespace(
        ctg_axe=hookimpl(lambda: axe), **{n: hookimpl(hook) for n, hook in hooks.items()}
    )


def build_registry(session: Session, hook: str, sound: Any, faulty: Any) -> Registry:
    """A sound axis and a faulty one, that differ by one hook."""
    plugins = {
        SAIN: build_axis(SAIN, 2, **{hook: sound}),
        FAUTIF: build_axis(FAUTIF, 3, **{hook: faulty}),
    }
    points: Any = [
        SimpleNamespace(name=slug, load=lambda p=plugin: p) for slug, plugin in plugins.items()
    ]
    return Registry(build_manager(points=points), lambda: list_active_slugs(session))


def still_works(session: Session) -> bool:
    """The transaction of the caller goes on."""
    return bool(session.scalar(text("SELECT 1")) == 1)


def open_cycle(session: Session) -> CycleAnnuel:
    return create_cycle(session, SYSTEME, 2025)


pytestmark = pytest.mark.parametrize("faute", FAUTES)


def test_reference(session: Session, faute: Faute) -> None:
    def sound(session: Session, mode: ModeReference, jour: date) -> Any:
        return ("trois lignes",)

    def faulty(session: Session, mode: ModeReference, jour: date) -> Any:
        return faute(session.execute)

    registry = build_registry(session, "ctg_reference", sound, faulty)
    told = load_axes(session, registry, ModeReference.REFERENCE, JOUR)
    assert told[0] == f"{SAIN} : trois lignes"
    assert told[1].startswith(f"{FAUTIF} : données non chargées")
    assert still_works(session)


def test_sections(session: Session, faute: Faute) -> None:
    def sound(demande: Any, lecture: Lecture) -> Any:
        return (Texte(texte="Partie saine"),)

    def faulty(demande: Any, lecture: Lecture) -> Any:
        return faute(lecture.rows)

    document = build(session, build_registry(session, "ctg_rapport_sections", sound, faulty))
    assert len(blocs(document, Indisponible)) == 1
    assert [b for b in blocs(document, Texte) if b.texte == "Partie saine"]
    assert still_works(session)


def test_reminders(session: Session, faute: Faute) -> None:
    def give(slug: str) -> Any:
        return (
            Rappel(
                regle=slug,
                objet="un",
                periode="2025",
                titre="À faire",
                quoi_faire="Faites-le",
                axe_slug=slug,
            ),
        )

    def sound(jour: date, cycle: Any, lecture: Lecture) -> Any:
        return give(SAIN)

    def before(jour: date, cycle: Any, lecture: Lecture) -> Any:
        return give(FAUTIF)

    def faulty(jour: date, cycle: Any, lecture: Lecture) -> Any:
        return faute(lecture.rows)

    for found in (before, faulty):
        refresh(session, build_registry(session, "ctg_rappels", sound, found), JOUR, [])
    rows = select(RappelEmis.axe_slug).where(RappelEmis.clos_le.is_(None))
    assert set(session.scalars(rows)) == {SAIN, FAUTIF}
    assert still_works(session)


def test_widgets(session: Session, faute: Faute) -> None:
    def sound(acteur: Any, cycle: Any, lecture: Lecture) -> Any:
        return (Widget(titre="Sain", valeur="1", precision="", url="/", axe_slug=SAIN),)

    def faulty(acteur: Any, cycle: Any, lecture: Lecture) -> Any:
        return faute(lecture.rows)

    contexte: Any = SimpleNamespace(
        session=session,
        registry=build_registry(session, "ctg_dashboard_widgets", sound, faulty),
        acteur=SYSTEME,
        cycle=None,
    )
    bloc = build_widgets(contexte)
    assert bloc is not None
    assert [w.titre for w in bloc.contenu["widgets"]] == ["Sain"]
    assert bloc.contenu["pannes"] == [FAUTIF]
    assert still_works(session)


def test_checks(session: Session, faute: Faute) -> None:
    def sound(cycle: Any, etape: str, lecture: Lecture) -> Any:
        return (Manque(axe_slug=SAIN, message="Il manque"),)

    def faulty(cycle: Any, etape: str, lecture: Lecture) -> Any:
        return faute(lecture.rows)

    registry = build_registry(session, "ctg_cycle_checks", sound, faulty)
    manques, pannes = list_manques(session, registry, open_cycle(session), SYSTEME)
    assert [m.message for m in manques] == ["Il manque"]
    assert pannes == [FAUTIF]
    assert still_works(session)


def test_board(session: Session, faute: Faute) -> None:
    def sound(cycle: Any, lecture: Lecture) -> Any:
        return (Attendu(axe_slug=SAIN, libelle="Essai", manquants=1, attendus=3, url="/"),)

    def faulty(cycle: Any, lecture: Lecture) -> Any:
        return faute(lecture.rows)

    registry = build_registry(session, "ctg_attendus", sound, faulty)
    found = compute_attendus(session, registry, SYSTEME, open_cycle(session), (SAIN, FAUTIF))
    assert (found[SAIN].chiffres_saisis, found[SAIN].panne) == (2, False)
    assert (found[FAUTIF].chiffres, found[FAUTIF].panne) == ((), True)
    assert still_works(session)


def test_indicators(session: Session, faute: Faute) -> None:
    def sound() -> Any:
        return ()

    def faulty() -> Any:
        # The Select that core runs is the faulty one, or there is none.
        return (indicateur("XX1", lambda communes, annees: faute(lambda statement: statement)),)

    registry = build_registry(session, "ctg_indicateurs", sound, faulty)
    groupes = compute_groupes(session, registry, (2025,))
    assert [(g.axe.slug, g.indisponible) for g in groupes] == [(SAIN, False), (FAUTIF, True)]
    assert still_works(session)


def test_presences(session: Session, faute: Faute) -> None:
    def sound(annee: int) -> Any:
        return select(literal("49099").label("code_insee"), literal(2).label("nombre"))

    def faulty(annee: int) -> Any:
        return faute(session.execute)

    registry = build_registry(
        session,
        "ctg_presences",
        lambda: (GenrePresence(libelle="Lieux", compute=sound),),
        lambda: (GenrePresence(libelle="Lieux", compute=faulty),),
    )
    told, lost = list_presences(session, registry, 2025)
    assert told.count("49099") == 2
    assert lost.indisponible
    assert still_works(session)
