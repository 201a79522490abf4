"""Documents of a session: who asks, what they say, one request one document, PDF and .docx alike."""

import io
from collections.abc import Callable

import docx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import ErreurMetier, Interdit
from core.gouvernance.codes import EtatReleve, EtatSeance, GenreInstance
from core.gouvernance.membres import list_membres
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_seance import Releve
from core.jobs.models import StatutTache
from core.plan.codes import Diffusion
from core.plan.models_action import Frein
from core.rapports.document import Document, Section, from_json, to_json
from core.rapports.models import FormatRapport, GenreRapport, Rapport
from core.rapports.service import prepare_document, request_seance, store_result
from core.security.acteur import Acteur
from core.security.policy import scope
from core.socle import Socle
from tests.integration.conftest import JOUR
from tests.unit.test_pdf import check_pdf_ua, extract
from worker.docx import render_docx
from worker.pdf import render

PDF, DOCX = FormatRapport.PDF, FormatRapport.DOCX
Batir = Callable[[Seance, GenreRapport], Document]


@pytest.fixture
def batir(demo: Session, demonstration: Socle, gouvernance: Acteur) -> Batir:
    """The neutral document of a kind, as the worker would build it."""

    def build(seance: Seance, genre: GenreRapport) -> Document:
        rapport = request_seance(demo, gouvernance, seance, genre, PDF)
        return prepare_document(demo, demonstration.registry, rapport, JOUR)

    return build


def finish(session: Session, socle: Socle, rapport: Rapport) -> None:
    """What the worker does, in the test's transaction."""
    document = prepare_document(session, socle.registry, rapport, JOUR)
    contenu = render_docx(document) if rapport.format is DOCX else render(document)
    store_result(session, rapport, document, contenu, "essai", None)
    rapport.tache.statut = StatutTache.TERMINEE
    session.flush()


def get_copil(session: Session, etat: EtatSeance) -> Seance:
    return session.scalars(
        select(Seance)
        .join(Seance.instance)
        .where(Instance.genre == GenreInstance.COPIL, Seance.etat == etat)
        .order_by(Seance.jour.desc())
        .limit(1)
    ).one()


def test_one_letter_for_each_member(demo: Session, batir: Batir) -> None:
    seance = get_copil(demo, EtatSeance.CONVOQUEE)
    document = batir(seance, GenreRapport.CONVOCATION)
    letters = [bloc for bloc in document.blocs if isinstance(bloc, Section)]
    membres = list_membres(demo, seance.instance_id, seance.jour)
    assert len(letters) == len(membres)
    assert from_json(to_json(document)) == document
    text = " ".join(str(to_json(document)).split())
    for membre in membres:
        assert str(membre.personne) in text
    assert "en cas d'empêchement du titulaire" in text


def test_letters_say_nothing_that_the_committee_may_not_read(demo: Session, batir: Batir) -> None:
    seance = get_copil(demo, EtatSeance.CONVOQUEE)
    point = next(point for point in seance.points if point.frein_id)
    frein = demo.get_one(Frein, point.frein_id)
    words = frein.description.rstrip(".")
    others = demo.scalars(
        select(Frein).where(Frein.description == frein.description, Frein.id != frein.id)
    )
    for other in others:
        other.description = "Autre chose"
    assert words in str(to_json(batir(seance, GenreRapport.CONVOCATION)))
    frein.diffusion = Diffusion.EQUIPE
    demo.flush()
    assert words not in str(to_json(batir(seance, GenreRapport.CONVOCATION)))


def test_a_line_to_sign_for_each_member(demo: Session, batir: Batir) -> None:
    seance = get_copil(demo, EtatSeance.CONVOQUEE)
    data = render(batir(seance, GenreRapport.EMARGEMENT))
    check_pdf_ua(data)
    text = extract(data)
    assert "Signature" in text
    for membre in list_membres(demo, seance.instance_id, seance.jour):
        assert membre.personne.nom in text


def test_the_releve_is_the_same_as_a_pdf_and_to_be_written_on(demo: Session, batir: Batir) -> None:
    seance = get_copil(demo, EtatSeance.TENUE)
    document = batir(seance, GenreRapport.RELEVE)
    data = render(document)
    check_pdf_ua(data)
    text = " ".join(extract(data).split())
    fichier = docx.Document(io.BytesIO(render_docx(document)))
    headings = [
        p.text for p in fichier.paragraphs if p.style is not None and "Heading" in str(p.style.name)
    ]
    assert len(headings) == 5
    for heading in headings:
        assert " ".join(heading.split()) in text
    decisions = demo.scalars(select(Decision).where(Decision.seance_id == seance.id)).all()
    agenda, table = fichier.tables
    assert agenda.rows[1].cells[1].text == "Ouverture"
    assert len(table.rows) == len(decisions) + 1


def test_a_draft_says_so(demo: Session, batir: Batir) -> None:
    seance = get_copil(demo, EtatSeance.TENUE)
    assert "peut encore changer" not in str(to_json(batir(seance, GenreRapport.RELEVE)))
    releve = demo.scalars(select(Releve).where(Releve.seance_id == seance.id)).one()
    releve.etat = EtatReleve.PROJET
    demo.flush()
    draft = batir(seance, GenreRapport.RELEVE)
    assert "peut encore changer" in str(to_json(draft))
    assert draft.provisoire


def test_only_what_was_made_of_a_releve_sent_out_is_everybody_s(
    demo: Session, demonstration: Socle, gouvernance: Acteur, lecteur: Acteur
) -> None:
    seance = get_copil(demo, EtatSeance.TENUE)
    rapport = request_seance(demo, gouvernance, seance, GenreRapport.RELEVE, PDF)
    # Reopened before the worker came: what it makes is a draft.
    releve = demo.scalars(select(Releve).where(Releve.seance_id == seance.id)).one()
    releve.etat = EtatReleve.PROJET
    demo.flush()
    finish(demo, demonstration, rapport)
    visible = scope(lecteur, Rapport).where(Rapport.id == rapport.id)
    assert demo.scalar(visible) is None
    releve.etat = EtatReleve.DIFFUSE
    demo.flush()
    again = request_seance(demo, gouvernance, seance, GenreRapport.RELEVE, PDF)
    assert again is not rapport
    finish(demo, demonstration, again)
    assert demo.scalar(scope(lecteur, Rapport).where(Rapport.id == again.id)) is again


def test_who_asks_and_who_reads(
    demo: Session,
    demonstration: Socle,
    gouvernance: Acteur,
    equipe: Acteur,
    lecteur: Acteur,
    autre_equipe: Acteur,
) -> None:
    copil = get_copil(demo, EtatSeance.TENUE)
    with pytest.raises(Interdit):
        request_seance(demo, equipe, copil, GenreRapport.EMARGEMENT, PDF)
    sent_out = request_seance(demo, gouvernance, copil, GenreRapport.RELEVE, DOCX)
    assert request_seance(demo, gouvernance, copil, GenreRapport.RELEVE, DOCX) is sent_out
    assert request_seance(demo, gouvernance, copil, GenreRapport.RELEVE, PDF) is not sent_out
    prepared = request_seance(demo, gouvernance, copil, GenreRapport.EMARGEMENT, PDF)
    mine = demo.scalars(
        select(Seance)
        .join(Seance.instance)
        .where(
            Instance.axe_slug == "petite_enfance",
            Seance.id.in_(select(Releve.seance_id)),
        )
        .limit(1)
    ).one()
    releve = demo.scalars(select(Releve).where(Releve.seance_id == mine.id)).one()
    releve.etat = EtatReleve.PROJET
    demo.flush()
    draft = request_seance(demo, equipe, mine, GenreRapport.RELEVE, PDF)

    def reads(acteur: Acteur) -> set[int]:
        statement = scope(acteur, Rapport).where(Rapport.seance_id.is_not(None))
        return {rapport.id for rapport in demo.scalars(statement)}

    finish(demo, demonstration, sent_out)
    relu = {sent_out.id}
    assert reads(lecteur) == reads(autre_equipe) == relu
    assert reads(equipe) == relu | {draft.id}
    assert reads(gouvernance) >= relu | {draft.id, prepared.id}


def test_nothing_to_print_is_told(demo: Session, gouvernance: Acteur) -> None:
    seance = get_copil(demo, EtatSeance.CONVOQUEE)
    with pytest.raises(ErreurMetier, match="Commencez d'abord"):
        request_seance(demo, gouvernance, seance, GenreRapport.RELEVE, DOCX)
    empty = Instance(nom="Sans membre", genre=GenreInstance.RENCONTRE)
    rencontre = Seance(instance=empty, jour=JOUR, exercice=JOUR.year)
    demo.add(rencontre)
    demo.flush()
    with pytest.raises(ErreurMetier, match="aucun membre"):
        request_seance(demo, gouvernance, rencontre, GenreRapport.CONVOCATION, PDF)


def test_the_file_kept_says_what_it_is(
    demo: Session, demonstration: Socle, gouvernance: Acteur
) -> None:
    seance = get_copil(demo, EtatSeance.TENUE)
    rapport = request_seance(demo, gouvernance, seance, GenreRapport.RELEVE, DOCX)
    finish(demo, demonstration, rapport)
    assert rapport.fichier is not None
    assert rapport.fichier.nom == f"releve-{seance.jour.isoformat()}.docx"
    assert rapport.fichier.type_mime.endswith("wordprocessingml.document")
    assert rapport.pages is None


def test_a_session_is_convoked_by_its_letters(
    demo: Session, demonstration: Socle, gouvernance: Acteur
) -> None:
    seance = get_copil(demo, EtatSeance.CONVOQUEE)
    seance.etat, seance.convoquee_le = EtatSeance.PREVUE, None
    asked = request_seance(demo, gouvernance, seance, GenreRapport.CONVOCATION, PDF)
    # Asked is not made.
    assert seance.convoquee_le is None
    finish(demo, demonstration, asked)
    demo.refresh(seance)
    found = (seance.etat.value, str(seance.convoquee_le))
    assert found == (EtatSeance.CONVOQUEE.value, str(JOUR))
    prepared = request_seance(demo, gouvernance, seance, GenreRapport.EMARGEMENT, PDF)
    seance.convoquee_le = None
    finish(demo, demonstration, prepared)
    assert seance.convoquee_le is None


@pytest.mark.parametrize("etat", [EtatSeance.TENUE, EtatSeance.ANNULEE])
def test_letters_printed_again_later_change_nothing(
    demo: Session, demonstration: Socle, gouvernance: Acteur, etat: EtatSeance
) -> None:
    seance = get_copil(demo, EtatSeance.TENUE)
    seance.etat = etat
    asked = request_seance(demo, gouvernance, seance, GenreRapport.CONVOCATION, PDF)
    finish(demo, demonstration, asked)
    assert (seance.etat, seance.convoquee_le) == (etat, None)
