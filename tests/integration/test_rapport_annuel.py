"""The annual report: whole on reference data alone, true to its audience, standing when an axis fails."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import event, literal, select
from sqlalchemy.orm import Session

from core.axes.models import Axe as AxeTable
from core.communes.models import Commune
from core.indicateurs.models import ReglageIndicateur, ValeurOfficielle
from core.plan.codes import (
    Diffusion,
    Financeur,
    LevePar,
    Portee,
    ResultatBilan,
    RolePartenaire,
)
from core.plan.models import ActionMajeure, Enjeu, ResultatAttendu
from core.plan.models_action import Action, Frein
from core.plan.models_moyens import Financement, LigneBudget, PartenaireAction
from core.plan.models_suivi import BilanAction
from core.plan.rules import STATUTS_DU_PLAN
from core.plugin.lecture import Lecture
from core.rapports.annuel import build_annuel
from core.rapports.annuel_fiches import RIEN
from core.rapports.document import (
    Carte,
    Graphique,
    Indisponible,
    Section,
    Tableau,
    Texte,
    Titre,
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
    build,
    compute_broken,
    compute_cholet,
    compute_nobody,
    indicateur,
    no_axis,
    read,
    words,
)
from worker.pdf import render

# --- On the reference data alone ---------------------------------------------------------------------


def test_reference_data_alone_make_a_whole_report(session: Session, socle_partage: Socle) -> None:
    document = build(session, socle_partage.registry)
    pdf = pypdfium2.PdfDocument(render(document))
    extracted = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    # A word cut at the end of a line comes out with a mark in place of its hyphen.
    extracted = re.sub(r"[\ufffe\u00ad]\s*", "-", extracted)
    for modele, number in ((Enjeu, 8), (ResultatAttendu, 19), (ActionMajeure, 12)):
        titres = list(session.scalars(select(modele.titre)))
        assert len(titres) == number
        assert [t for t in titres if " ".join(t.split()) not in extracted] == []
    noms = list(session.scalars(select(Commune.nom)))
    assert len(noms) == 26
    assert [nom for nom in noms if nom not in extracted] == []
    assert "Aucune action enregistrée" in extracted
    assert "0 sur 26" in extracted
    assert document.provisoire
    assert not document.demonstration


def test_an_entry_for_each_commune_with_its_population(
    session: Session, socle_partage: Socle
) -> None:
    document = build(session, socle_partage.registry)
    entries = [s for s in blocs(document, Section) if s.ancre.startswith("commune-")]
    assert len(entries) == 26
    assert entries[0].titre == "Bégrolles-en-Mauges"
    assert "2\u202f115\u00a0habitants (population municipale 2022, en vigueur en 2025" in (
        entries[0].blocs[0].texte
    )


def test_an_empty_database_gives_a_document_too(session: Session) -> None:
    registry = no_axis(session)
    document = build_annuel(session, registry, 2031, audience=COMITE, jour=JOUR)
    assert document.sous_titre == "Convention territoriale globale"
    assert from_json(to_json(document)) == document


def test_it_goes_through_json_unchanged(demo: Session, demonstration: Socle) -> None:
    document = build(demo, demonstration.registry)
    assert from_json(to_json(document)) == document


# --- Actions and audience ----------------------------------------------------------------------------


def test_every_action_is_listed_with_its_status(demo: Session, demonstration: Socle) -> None:
    document = build(demo, demonstration.registry)
    rows = [
        ligne
        for tableau in blocs(document, Tableau)
        if tableau.titre.startswith("Actions de l'axe")
        for ligne in tableau.lignes
    ]
    kept = select(Action.code).where(Action.statut.in_(STATUTS_DU_PLAN))
    assert {row[0] for row in rows} == set(demo.scalars(kept))
    assert {row[2].split("\n")[0] for row in rows} == {s.libelle for s in STATUTS_DU_PLAN}
    assert any("Aucune note sur l'exercice." in row[1] for row in rows)
    assert document.demonstration


def test_notes_and_freins_obey_their_diffusion(session: Session, socle_partage: Socle) -> None:
    action = add_action(session)
    add_note(session, action, "Mot pour l'équipe", Diffusion.EQUIPE)
    silent = read(build(session, socle_partage.registry))
    assert "Mot pour l'équipe" not in silent
    assert "Aucune note sur l'exercice." in silent
    add_note(session, action, "Mot pour les partenaires", Diffusion.PARTENAIRES)
    add_note(session, action, "Mot pour le comité", Diffusion.COPIL)
    for texte, diffusion in (("Frein tu", Diffusion.EQUIPE), ("Frein dit", Diffusion.COPIL)):
        session.add(
            Frein(
                action=action,
                description=texte,
                leve_par=LevePar.CAF,
                depuis=date(2025, 2, 1),
                diffusion=diffusion,
            )
        )
    session.flush()
    session.expire_all()
    told = read(build(session, socle_partage.registry))
    assert "Mot pour le comité" in told
    assert "Mot pour les partenaires" not in told
    assert "Frein dit" in told
    assert "Frein tu" not in told
    assert "Bloquée" in told


def test_a_sheet_says_what_is_known_of_its_action(session: Session, socle_partage: Socle) -> None:
    silent = add_action(session, "ESS-00")
    action = add_action(session, "ESS-01")
    add_note(session, action, "Un mot de juin", Diffusion.COPIL)
    add_note(session, action, "Un mot de plus", Diffusion.COPIL)
    session.add_all(
        (
            PartenaireAction(action=action, nom="Le lycée", role=RolePartenaire.OPERATEUR),
            LigneBudget(action=action, exercice=2025, prevu=Decimal(1200)),
            LigneBudget(action=action, exercice=2025, poste="Achats"),
            LigneBudget(action=action, exercice=2024, prevu=Decimal(77)),
            Financement(action=action, exercice=2025, financeur=Financeur.CAF, accorde=Decimal(0)),
            BilanAction(action=action, exercice=2025, resultat=ResultatBilan.MENEE, texte="Fait."),
        )
    )
    session.flush()
    session.expire_all()
    sheets = next(
        bloc
        for bloc in blocs(build(session, socle_partage.registry), Section)
        if bloc.ancre == "fiches"
    )
    told = "\n".join(words(sheets.blocs))
    assert [" ".join(t.texte.split()) for t in sheets.blocs[0].blocs if isinstance(t, Titre)] == [
        f"{a.code} : {a.intitule}" for a in (silent, action)
    ]
    assert told.count(RIEN) == 1
    for line in (
        "Bilan 2025 : menée. Fait.",
        "01/06/2025, avancement : Un mot de juin",
        "01/06/2025, avancement : Un mot de plus",
        "Partenaires : Le lycée (opérateur).",
        "Budget 2025 : prévu 1 200,00 € (1 sur 2 lignes), réalisé non renseigné.",
        "CAF : demandé non renseigné, accordé 0,00 €, versé non renseigné.",
    ):
        assert line in told, told
    assert "77" not in told


def test_drafts_stay_out(session: Session, socle_partage: Socle) -> None:
    add_action(session, brouillon=True)
    assert "Action d'essai" not in read(build(session, socle_partage.registry))


def test_lateness_follows_the_day_of_the_document(session: Session, socle_partage: Socle) -> None:
    add_action(session, date_fin=date(2026, 3, 31))
    registry = socle_partage.registry
    late = build_annuel(session, registry, 2025, audience=COMITE, jour=date(2026, 4, 1))
    in_time = build_annuel(session, registry, 2025, audience=COMITE, jour=date(2026, 3, 31))
    assert "En cours\nEn retard" in [c for t in blocs(late, Tableau) for r in t.lignes for c in r]
    assert "En cours" in [c for t in blocs(in_time, Tableau) for r in t.lignes for c in r]


def test_markup_typed_by_people_stays_text(session: Session, socle_partage: Socle) -> None:
    action = add_action(session, intitule="<b>Gras</b> & <para>")
    add_note(session, action, "</para><img src='x'> & plus", Diffusion.COPIL)
    document = build(session, socle_partage.registry)
    assert "<b>Gras</b> & <para>" in read(document)
    render(document)


def test_an_inactive_axis_leaves_the_totals_which_say_so(
    session: Session, socle_partage: Socle
) -> None:
    add_action(session)
    axe = session.scalars(select(AxeTable).where(AxeTable.slug == "parentalite")).one()
    axe.actif = False
    session.flush()
    told = read(build(session, socle_partage.registry))
    assert "Action d'essai" not in told
    assert "ne comptent pas les axes désactivés : Parentalité" in told.replace("\u00a0", " ")
    assert "Les parents savent où trouver des informations" in told


def test_the_number_of_statements_does_not_grow(demo: Session, demonstration: Socle) -> None:
    def count() -> int:
        statements = []
        connection = demo.connection()

        def note(*args: Any) -> None:
            statements.append(args[2])

        event.listen(connection, "before_cursor_execute", note)
        demo.expunge_all()
        build(demo, demonstration.registry)
        event.remove(connection, "before_cursor_execute", note)
        return len(statements)

    before = count()
    communes = list(demo.scalars(select(Commune)))
    for rank in range(120):
        action = add_action(
            demo, f"ESS-{rank:03d}", portee=Portee.COMMUNES, communes=communes[: 1 + rank % 20]
        )
        add_note(demo, action, "Une note", Diffusion.COPIL)
    assert count() == before


# --- Indicators and the axes' own part ---------------------------------------------------------------


def test_an_indicator_has_its_sentence_chart_parts_and_official_value(session: Session) -> None:
    registry = no_axis(session, AxeEssai(indicateurs=(indicateur("ES1", compute_cholet),)))
    session.add(
        ValeurOfficielle(
            code="ES1", annee=2025, valeur=Decimal("38.5"), source="CNAF", millesime=""
        )
    )
    session.add(
        ReglageIndicateur(
            code="ES1", axe_slug="vie_sociale", libelle="x", cible=Decimal(50), annee_cible=2028
        )
    )
    session.flush()
    document = build(session, registry)
    told = read(document).replace("\u00a0", " ")
    assert (
        "En 2025, la valeur de l'agglomération est de 40,0 % (1 sur 26 communes), en hausse par "
        "rapport à 2024 (30,0 %), dans le sens voulu." in told
    )
    assert "Calcul : 40 (numérateur) rapportés à 100 (dénominateur)." in told
    assert "Valeur officielle 2025 : 38,5 %" in told
    assert "Cible : 50,0 % en 2028." in told
    (graphique,) = blocs(document, Graphique)
    assert [serie.nom for serie in graphique.series] == ["Calcul local", "Valeur officielle"]
    assert [p.valeur for p in graphique.series[0].points] == [None, 30.0, 40.0]
    assert [p.valeur for p in graphique.series[1].points] == [None, None, 38.5]


def test_an_indicator_nobody_answered_says_so(session: Session) -> None:
    registry = no_axis(session, AxeEssai(indicateurs=(indicateur("ES1", compute_nobody),)))
    document = build(session, registry)
    assert "personne n'a répondu (0 sur 26 communes)" in read(document)
    assert not blocs(document, Graphique)


def test_an_indicator_switched_off_stays_out(session: Session) -> None:
    registry = no_axis(session, AxeEssai(indicateurs=(indicateur("ES1", compute_cholet),)))
    session.add(ReglageIndicateur(code="ES1", axe_slug="vie_sociale", libelle="x", actif=False))
    session.flush()
    assert not blocs(build(session, registry), Graphique)


def breaks(lecture: Lecture) -> Any:
    raise RuntimeError("en panne")


def breaks_in_sql(lecture: Lecture) -> Any:
    return lecture.rows(select(literal(1) / literal(0)))


@pytest.mark.parametrize(
    "sections", [breaks, breaks_in_sql, lambda lecture: ("du texte",), lambda lecture: None]
)
def test_an_axis_that_fails_loses_its_own_part_only(
    session: Session, sections: Callable[[Lecture], Any]
) -> None:
    registry = no_axis(
        session,
        AxeEssai(sections=sections),
        AxeEssai("parentalite", 3, sections=lambda lecture: (Texte(texte="Partie de l'axe 3"),)),
    )
    document = build(session, registry)
    (missing,) = blocs(document, Indisponible)
    assert missing.titre == "Axe vie_sociale"
    assert "Partie de l'axe 3" in read(document)


def test_an_indicator_that_fails_does_not_stop_the_report(session: Session) -> None:
    registry = no_axis(
        session,
        AxeEssai(indicateurs=(indicateur("ES1", compute_broken),)),
        AxeEssai("parentalite", 3, indicateurs=(indicateur("ES2", compute_cholet),)),
    )
    document = build(session, registry)
    assert [missing.titre for missing in blocs(document, Indisponible)] == ["Indicateurs"]
    assert len(blocs(document, Graphique)) == 1


def test_real_outlines_replace_the_schematic_map(session: Session, socle_partage: Socle) -> None:
    registry = socle_partage.registry
    assert all(carte.schematique for carte in blocs(build(session, registry), Carte))
    for commune in session.scalars(select(Commune)):
        x, y = commune.longitude, commune.latitude
        commune.contour = [[[x, y], [x + 0.01, y], [x, y + 0.01], [x, y]]]
    session.flush()
    cartes = blocs(build(session, registry), Carte)
    assert cartes
    assert not any(carte.schematique for carte in cartes)
    assert cartes[0].zones[0].contour is not None
