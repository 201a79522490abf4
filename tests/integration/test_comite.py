"""The committee's file and its slides: never too long, never empty, only what the committee may read."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.axes.models import Axe
from core.communes.models import Commune
from core.financements.models import EquipementSoutenu
from core.financements.service import list_versements
from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_priorite import Priorite, PrioriteAction
from core.gouvernance.models_seance import PointOrdreDuJour
from core.plan.codes import Diffusion, LevePar, Portee
from core.plan.models_action import Action, Frein
from core.plan.models_moyens import LigneBudget
from core.plugin.lecture import Lecture
from core.plugin.registry import Registry
from core.rapports.comite import Comite, build_comite
from core.rapports.comite_axe import SANS_DEMANDE, SANS_DIFFICULTE, SANS_FAIT
from core.rapports.comite_pages import SANS_ARBITRAGE, SANS_SEANCE, SANS_VERSEMENT
from core.rapports.document import (
    Chiffre,
    Chiffres,
    Document,
    Indisponible,
    Liste,
    SautDePage,
    Section,
    Tableau,
    from_json,
    to_json,
)
from core.socle import Socle
from tests.integration.conftest import JOUR
from tests.integration.essai_rapport import (
    COMITE,
    AxeEssai,
    add_action,
    add_note,
    blocs,
    compute_cholet,
    compute_nobody,
    indicateur,
    no_axis,
    read,
    words,
)
from tests.unit.test_pdf import check_pdf_ua
from worker.pdf import render

EXERCICE = 2025
LONG = "Une phrase assez longue pour ne pas tenir sur une ligne, et qui se répète. " * 40
CORPS_MAX = 14


def build_files(session: Session, registry: Registry, jour: date = JOUR) -> Comite:
    return build_comite(session, registry, EXERCICE, audience=COMITE, jour=jour)


def list_both(comite: Comite) -> tuple[Document, Document]:
    return comite.dossier, comite.projection


def get_page(document: Document, ancre: str) -> Section:
    """The first page under that name."""
    found: Section = next(s for s in blocs(document, Section) if s.ancre == ancre)
    return found


def tell(page: Section) -> str:
    return "\n".join(words(page)).replace("\u00a0", " ")


def add_copil(session: Session, jour: date = JOUR + timedelta(days=30)) -> Seance:
    instance = session.scalars(
        select(Instance).where(Instance.genre == GenreInstance.COPIL).limit(1)
    ).one()
    seance = Seance(instance=instance, jour=jour, exercice=EXERCICE)
    session.add(seance)
    session.flush()
    return seance


def add_arbitrage(session: Session, seance: Seance, action: Action, **changes: Any) -> None:
    session.add(PrioriteAction(seance=seance, action=action, arbitrage=True, **changes))
    session.flush()


def check_pages(comite: Comite, corps: range, ecran: range) -> None:
    """Both files are within their number of pages, each page says something, and they are accessible."""
    for document, allowed in ((comite.dossier, corps), (comite.projection, ecran)):
        assert from_json(to_json(document)) == document
        data = render(document)
        assert data == render(document)
        pdf = pypdfium2.PdfDocument(data)
        assert len(pdf) in allowed, len(pdf)
        assert len(pdf) == 1 + len([b for b in document.blocs if isinstance(b, SautDePage)])
        for page in pdf:
            # Its footer and running title are about a hundred characters.
            assert len(page.get_textpage().get_text_bounded()) > 140
        check_pdf_ua(data)


# --- How long ----------------------------------------------------------------------------------------


def test_a_demonstration_makes_a_short_file_and_its_slides_quickly(
    demo: Session, demonstration: Socle
) -> None:
    started = time.monotonic()
    comite = build_files(demo, demonstration.registry)
    render(comite.dossier)
    # A laptop takes three; the machine of the tests is shared.
    assert time.monotonic() - started < 30
    check_pages(comite, range(12, CORPS_MAX + 1), range(10, 13))
    assert comite.dossier.demonstration
    assert comite.dossier.provisoire
    pages = [s.titre for s in blocs(comite.dossier, Section) if s.ancre.startswith("axe-")]
    assert len(pages) == 6


def test_nothing_to_say_is_said_on_every_page(session: Session, socle_partage: Socle) -> None:
    comite = build_files(session, socle_partage.registry)
    check_pages(comite, range(12, CORPS_MAX + 1), range(10, 13))
    told = read(comite.dossier)
    for said in (SANS_SEANCE, SANS_VERSEMENT, SANS_ARBITRAGE):
        assert said in told
    assert told.count(SANS_FAIT) == told.count(SANS_DIFFICULTE) == told.count(SANS_DEMANDE) == 6
    assert "Envoi du dossier, exercice 2026 (date habituelle)" in told


def test_an_empty_database_makes_files_too(session: Session) -> None:
    comite = build_files(session, no_axis(session))
    render(comite.dossier)
    render(comite.projection)


def test_abundance_is_cut_and_never_makes_a_longer_file(
    session: Session, socle_partage: Socle
) -> None:
    communes = list(session.scalars(select(Commune)))
    seance = add_copil(session)
    former = add_copil(session, JOUR - timedelta(days=300))
    former.exercice = EXERCICE - 1
    slugs = ("gouvernance", "vie_sociale", "parentalite", "petite_enfance", "acces_droits")
    for rank in range(40):
        action = add_action(
            session,
            f"ESS-{rank:03d}",
            intitule=f"{rank} {LONG}",
            axe_slug=slugs[rank % 5],
            portee=Portee.COMMUNES,
            communes=communes,
        )
        add_note(session, action, LONG, Diffusion.COPIL)
        session.add_all(
            (
                Frein(
                    action=action,
                    description=LONG,
                    leve_par=LevePar.AUTRE,
                    depuis=date(2025, 3, 1),
                    diffusion=Diffusion.COPIL,
                ),
                Decision(seance=former, rang=rank, intitule=LONG, responsable=LONG, suivi=LONG),
                PointOrdreDuJour(seance=seance, rang=rank, titre=LONG, minutes=5),
                LigneBudget(action=action, exercice=EXERCICE + 1, prevu=99_456_789),
            )
        )
        if rank < 15:
            add_arbitrage(session, seance, action, rang=rank + 1, avis=LONG, proposition=LONG)
    session.flush()
    comite = build_files(session, socle_partage.registry)
    check_pages(comite, range(13, CORPS_MAX + 1), range(10, 13))
    told = read(comite.dossier).replace("\u00a0", " ")
    assert "22 autres points" in told
    assert "3 autres arbitrages sont dans la liste classée." in told
    assert "28 autres décisions sont dans les annexes." in told
    arbitrages = [t for t in blocs(comite.dossier, Tableau) if "appelé à trancher" in t.titre]
    assert [len(t.lignes) for t in arbitrages] == [6, 6]
    assert all("99\u202f456\u202f789\u00a0€" in ligne[1] for ligne in arbitrages[0].lignes)


# --- For whom ----------------------------------------------------------------------------------------


def test_only_what_the_committee_may_read_is_there(session: Session, socle_partage: Socle) -> None:
    seance = add_copil(session)
    action = add_action(session)
    draft = add_action(session, "BRO-01", intitule="Brouillon secret", brouillon=True)
    for diffusion in Diffusion:
        add_note(session, action, f"Note pour {diffusion.value}", diffusion)
        add_note(session, draft, f"Note du brouillon {diffusion.value}", diffusion)
        for owner in (action, draft):
            session.add(
                Frein(
                    action=owner,
                    description=f"Frein pour {diffusion.value}",
                    leve_par=LevePar.COMMUNE,
                    # The one that the committee may read is not the oldest.
                    depuis=date(2025, 3, 1 + list(Diffusion).index(diffusion)),
                    diffusion=diffusion,
                )
            )
    add_arbitrage(session, seance, draft, avis="Avis secret", proposition="secrète")
    add_arbitrage(session, seance, action, avis="Avis dit", proposition="dire oui")
    for document in list_both(build_files(session, socle_partage.registry)):
        told = read(document)
        assert "Note pour copil" in told
        assert "Frein pour copil" in told
        assert "dire oui" in told
        for hidden in (
            "Note pour equipe",
            "Note pour partenaires",
            "Frein pour equipe",
            "Frein pour partenaires",
            "rouillon",
            "BRO-01",
            "secr",
        ):
            assert hidden not in told, hidden


def test_an_axis_that_is_off_has_no_page_and_is_named(demo: Session, demonstration: Socle) -> None:
    demo.scalars(select(Axe).where(Axe.slug == "parentalite")).one().actif = False
    demo.flush()
    document = build_files(demo, demonstration.registry).dossier
    anchors = [s.ancre for s in blocs(document, Section)]
    assert "axe-parentalite" not in anchors
    assert "axe-vie_sociale" in anchors
    assert "Ces totaux ne comptent pas les axes désactivés : Parentalité." in read(
        document
    ).replace("\u00a0", " ")


# --- The page of an axis -----------------------------------------------------------------------------


def read_axis(session: Session, *plugins: AxeEssai) -> Section:
    document = build_files(session, no_axis(session, *plugins)).dossier
    return get_page(document, "axe-vie_sociale")


def give(*given: Any) -> Callable[[Lecture], Any]:
    return lambda lecture: given


def test_figures_are_those_known_of_indicators_then_of_the_axis_then_of_its_actions(
    session: Session,
) -> None:
    axis = AxeEssai(
        indicateurs=(indicateur("ES1", compute_nobody), indicateur("ES2", compute_cholet)),
        sections=give(Chiffres(elements=(Chiffre(libelle="De l'axe", valeur="12"),))),
    )
    page = read_axis(session, axis)
    (figures,) = (b for b in page.blocs if isinstance(b, Chiffres))
    assert [c.libelle for c in figures.elements] == [
        "Taux d'essai ES2",
        "De l'axe",
        "Actions actives",
    ]
    first = figures.elements[0]
    assert first.valeur == "40,0\u00a0%"
    assert first.precision == "1 sur 26 communes\u00a0; 30,0\u00a0% en 2024"
    assert first.tendance == "hausse"


def test_facts_are_the_last_notes_then_those_of_the_axis(session: Session) -> None:
    axis = AxeEssai(sections=give(Liste(elements=("Fait de l'axe", "Un autre", "Un de trop"))))
    action = add_action(session, axe_slug="vie_sociale")
    add_note(session, action, "Fait raconté", Diffusion.COPIL)
    (facts,) = (b for b in read_axis(session, axis).blocs if isinstance(b, Liste))
    assert facts.elements == ("Fait raconté (ESS-01)", "Fait de l'axe", "Un autre")


def raises(lecture: Lecture) -> Any:
    raise RuntimeError("en panne")


@pytest.mark.parametrize("sections", [raises, give("du texte")])
def test_an_axis_that_fails_keeps_the_page_that_is_made_of_what_is_known(
    session: Session, sections: Callable[[Lecture], Any]
) -> None:
    action = add_action(session, axe_slug="vie_sociale")
    add_note(session, action, "Fait raconté", Diffusion.COPIL)
    page = read_axis(session, AxeEssai(sections=sections))
    assert len([b for b in page.blocs if isinstance(b, Indisponible)]) == 1
    (facts,) = (b for b in page.blocs if isinstance(b, Liste))
    assert facts.elements == ("Fait raconté (ESS-01)",)


def test_the_request_is_the_point_that_the_axis_proposed_else_its_arbitration(
    demo: Session, demonstration: Socle
) -> None:
    document = build_files(demo, demonstration.registry).dossier
    asked = tell(get_page(document, "axe-petite_enfance"))
    assert "À l'ordre du jour : Prioriser" in asked
    first = demo.scalars(
        select(PrioriteAction)
        .join(PrioriteAction.seance)
        .join(PrioriteAction.action)
        .where(
            Seance.jour > JOUR,
            PrioriteAction.arbitrage,
            # These two axes have proposed a point.
            Action.axe_slug.not_in(("petite_enfance", "acces_droits")),
        )
        .order_by(PrioriteAction.rang)
    ).first()
    assert first is not None
    told = tell(get_page(document, f"axe-{first.action.axe_slug}"))
    assert f"il est proposé au copil de {first.proposition}" in told


# --- What comes from the session ---------------------------------------------------------------------


def test_arbitrations_not_yet_brought_to_the_copil_are_those_of_the_cotech(
    session: Session, socle_partage: Socle
) -> None:
    cotech = session.scalars(
        select(Instance).where(Instance.genre == GenreInstance.COTECH).limit(1)
    ).one()
    seance = Seance(instance=cotech, jour=JOUR - timedelta(days=60), exercice=EXERCICE)
    session.add(seance)
    add_copil(session)
    add_arbitrage(session, seance, add_action(session), priorite_proposee=Priorite.A_POURSUIVRE)
    for document in list_both(build_files(session, socle_partage.registry)):
        (table,) = (t for t in blocs(document, Tableau) if "trancher" in t.titre)
        assert table.lignes[0][0].replace("\u00a0", " ").startswith("ESS-01 : Action d'essai")
        assert table.lignes[0][1] == "non chiffré"
        assert table.lignes[0][-1].replace("\u00a0", " ") == "la classer « À poursuivre »."


def test_the_agenda_gives_an_hour_to_each_part(demo: Session, demonstration: Socle) -> None:
    comite = build_files(demo, demonstration.registry)
    (agenda,) = (t for t in blocs(comite.dossier, Tableau) if t.titre == "Ordre du jour")
    assert agenda.lignes[0] == ("14 h 30", "Ouverture", "10")
    assert [ligne[1] for ligne in agenda.lignes if ligne[1].startswith("Axe")]
    assert all(heure and minutes for heure, _, minutes in agenda.lignes)
    (shown,) = (t for t in blocs(comite.projection, Tableau) if t.titre == "Ordre du jour")
    assert ("15 h 05", "Les axes, un par un", "48") in shown.lignes
    assert shown.lignes[-1] == agenda.lignes[-1]


def test_what_the_caf_pays_is_summed_over_the_whole_territory(
    demo: Session, demonstration: Socle
) -> None:
    supported = demo.scalars(select(EquipementSoutenu)).all()
    (last, *_) = list_versements(demo, COMITE)
    assert (last.repondu, last.attendu) == (len(supported), len(supported))
    assert len(supported) > 1
    supported[0].montants.clear()
    demo.flush()
    (after, *_) = list_versements(demo, COMITE)
    assert (after.repondu, after.attendu) == (len(supported) - 1, len(supported))
    told = tell(get_page(build_files(demo, demonstration.registry).dossier, "synthese"))
    assert f"{len(supported) - 1} sur {len(supported)}" in told


def test_the_number_of_statements_grows_with_nothing(demo: Session, demonstration: Socle) -> None:
    def measure() -> int:
        statements: list[str] = []

        def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
            statements.append(statement)

        demo.expire_all()
        connection = demo.connection()
        event.listen(connection, "before_cursor_execute", note)
        build_files(demo, demonstration.registry)
        event.remove(connection, "before_cursor_execute", note)
        return len(statements)

    before = measure()
    seance = add_copil(demo, JOUR + timedelta(days=40))
    communes = list(demo.scalars(select(Commune)))
    for rank in range(60):
        action = add_action(
            demo, f"ESS-{rank:03d}", portee=Portee.COMMUNES, communes=communes[: 1 + rank % 20]
        )
        add_note(demo, action, "Une note", Diffusion.COPIL)
        add_arbitrage(demo, seance, action)
    assert measure() <= before + 1
