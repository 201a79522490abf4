"""The journal: each change leaves a trace that nobody can rewrite."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.communes.models import Commune
from core.journal.models import ActeJournal, Evenement
from core.journal.service import set_context
from core.security.acteur import Acteur


def _last(session: Session) -> Evenement:
    return session.scalars(select(Evenement).order_by(Evenement.id.desc()).limit(1)).one()


def test_a_change_says_who_what_before_and_after(session: Session, gouvernance: Acteur) -> None:
    set_context(session, gouvernance, source="web", motif="coquille")
    commune = session.scalars(select(Commune).where(Commune.code_insee == "49099")).one()
    commune.siren = "000000000"
    session.flush()
    trace = _last(session)
    assert trace.acte is ActeJournal.MODIFICATION
    assert trace.acteur == gouvernance.nom
    assert trace.objet_libelle == "Cholet"
    assert trace.avant == {"siren": "214900995"}
    assert trace.apres == {"siren": "000000000"}
    assert (trace.source, trace.motif) == ("web", "coquille")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal SET acteur = 'x'", "DELETE FROM journal", "TRUNCATE journal"],
)
def test_the_database_refuses_to_rewrite_it(session: Session, statement: str) -> None:
    with pytest.raises(DBAPIError, match="ne fait que grandir"), session.begin_nested():
        session.execute(text(statement))


def test_bulk_updates_of_journalled_rows_are_refused(session: Session) -> None:
    with pytest.raises(TypeError, match="journalisé"):
        session.execute(update(Commune).values(siren="1"))


def test_demonstration_mark_cannot_change(session: Session) -> None:
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text("UPDATE plateforme SET demonstration = true"))
