"""Making a report: build the neutral document, render it, hand back what stores it."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import today
from core.jobs.execution import Progress
from core.jobs.models import Tache
from core.plugin.registry import Registry
from core.rapports.models import FormatRapport, Rapport
from core.rapports.service import prepare_document, store_result
from worker.docx import VERSION_DOCX, render_docx
from worker.pdf import VERSION_RENDU, count_pages, render


def produire(
    session: Session, registry: Registry, tache: Tache, progress: Progress
) -> Callable[[Session], None]:
    """Executor of the kind ``rapport`` (entry point ``ctg.taches``)."""
    rapport = session.scalars(select(Rapport).where(Rapport.tache_id == tache.id)).one()
    progress(0, 0, "Lecture des données")
    document = prepare_document(session, registry, rapport, today())
    # Nothing was written: end the transaction, no one must wait for this rendering.
    rapport_id, rapport_format = rapport.id, rapport.format
    session.rollback()
    editable = rapport_format is FormatRapport.DOCX
    contenu = render_docx(document) if editable else render(document, progress=progress)

    def store(target: Session) -> None:
        store_result(
            target,
            target.get_one(Rapport, rapport_id),
            document,
            contenu,
            VERSION_DOCX if editable else VERSION_RENDU,
            None if editable else count_pages(contenu),
        )

    return store
