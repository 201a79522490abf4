"""Asking for reports and keeping what was made."""

from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from core.cycles import service as cycles
from core.cycles.models import CycleAnnuel, Gel
from core.cycles.rules import is_frozen
from core.errors import ErreurMetier
from core.fichiers import create_fichier
from core.gouvernance.membres import list_membres
from core.gouvernance.models import Seance
from core.gouvernance.models_seance import Releve
from core.gouvernance.seances import record_convocation
from core.jobs import service as jobs
from core.jobs.models import STATUTS_FINAUX, StatutTache, Tache
from core.jobs.service import Dispatch
from core.plugin.registry import Registry
from core.rapports.annuel import build_annuel
from core.rapports.comite import build_comite
from core.rapports.document import Document, from_json, to_json
from core.rapports.models import Audience, FormatRapport, GenreRapport, Rapport
from core.rapports.seances import build_seance
from core.security.acteur import Acteur, Role
from core.security.acteur import audience as build_audience
from core.security.policy import Verbe, require

GENRE_TACHE = "rapport"
EXERCICE_MIN, EXERCICE_MAX = 2020, 2100
TYPES_MIME = MappingProxyType(
    {
        FormatRapport.PDF: "application/pdf",
        FormatRapport.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
_NOMS = MappingProxyType(
    {
        GenreRapport.ANNUEL: "rapport-annuel",
        GenreRapport.DOSSIER: "dossier-comite",
        GenreRapport.PROJECTION: "projection-comite",
    }
)
_LOST = (StatutTache.ECHOUEE, StatutTache.INTERROMPUE, StatutTache.ANNULEE)


def get_audience(audience: Audience) -> Acteur:
    """The readers of a report, as the actor under whose rights it is built."""
    # The members of an instance read what the comité de pilotage may read: the narrowest of audiences.
    roles = {Audience.COMITE: {Role.COMITE}, Audience.SEANCE: {Role.COMITE}}
    return build_audience(roles[audience], audience.libelle)


def request_exercice(
    session: Session,
    acteur: Acteur,
    exercice: int,
    dispatch: Dispatch | None = None,
    *,
    genre: GenreRapport = GenreRapport.ANNUEL,
) -> Rapport:
    """Ask for what the committee receives of ``exercice``: its annual report, its file, its slides (one of
    ``GENRES_COMITE``); flushes, does not commit.

    A frozen exercice has one of each for each version of its file: the one made, or being made, is
    given back, so that the very same bytes are served. Raises ErreurMetier on an implausible year, or when
    what was sent holds no such document; Interdit when the actor may not ask for that audience.
    """
    if not EXERCICE_MIN <= exercice <= EXERCICE_MAX:
        raise ErreurMetier(f"L'exercice {exercice} n'est pas plausible.", "exercice")
    rapport = Rapport(
        genre=genre,
        audience=Audience.COMITE,
        exercice=exercice,
        titre=f"{genre.libelle} {exercice}",
    )
    require(acteur, Verbe.ECRIRE, rapport)
    gel = _get_gel(session, exercice)
    cle = None
    if gel is not None:
        kept = _get_kept(session, gel, genre)
        if kept is not None:
            return kept
        if _read_gel(gel, genre) is None:
            raise ErreurMetier(
                f"Le dossier figé de l'exercice {exercice} ne contient que le rapport annuel."
            )
        # The number of lost attempts makes a new key: two requests at once still give one job.
        cle = f"rapport-{genre.value}-gel-{gel.id}-{_count_lost(session, gel, genre)}"
        rapport.gel_id, rapport.fige = gel.id, True
        rapport.titre = f"{genre.libelle} {exercice}, dossier v{gel.numero}"
    else:
        running = _get_running(session, acteur, exercice, genre)
        if running is not None:
            return running
    tache = jobs.request(
        session,
        acteur,
        genre=GENRE_TACHE,
        parametres={"genre": genre.value, "exercice": exercice},
        cle=cle,
        dispatch=dispatch,
    )
    existing = session.scalar(select(Rapport).where(Rapport.tache_id == tache.id))
    if existing is not None:
        return existing
    rapport.tache = tache
    session.add(rapport)
    session.flush()
    return rapport


def request_seance(
    session: Session,
    acteur: Acteur,
    seance: Seance,
    genre: GenreRapport,
    format: FormatRapport,
    dispatch: Dispatch | None = None,
) -> Rapport:
    """Ask for a document of a session (convocations, émargement, relevé); flushes, does not commit.

    The same request still being made is given back. Raises ErreurMetier when there is nothing to print,
    Interdit when the actor does not hold that session.
    """
    releve = session.scalar(select(Releve).where(Releve.seance_id == seance.id))
    rapport = Rapport(
        genre=genre,
        audience=Audience.SEANCE,
        format=format,
        exercice=seance.exercice,
        seance=seance,
        titre=f"{genre.libelle}, {seance}",
    )
    require(acteur, Verbe.ECRIRE, rapport)
    if genre is GenreRapport.RELEVE and releve is None:
        raise ErreurMetier("Commencez d'abord le compte rendu de cette séance.")
    if genre is not GenreRapport.RELEVE and not list_membres(
        session, seance.instance_id, seance.jour
    ):
        raise ErreurMetier("Cette instance n'a aucun membre à cette date : ajoutez-les d'abord.")
    running = session.scalar(
        select(Rapport)
        .join(Rapport.tache)
        .options(joinedload(Rapport.tache))
        .where(
            Rapport.seance_id == seance.id,
            Rapport.genre == genre,
            Rapport.format == format,
            Tache.statut.not_in(STATUTS_FINAUX),
        )
        .limit(1)
    )
    if running is not None:
        return running
    rapport.tache = jobs.request(
        session,
        acteur,
        genre=GENRE_TACHE,
        parametres={"genre": genre.value, "seance": seance.id},
        dispatch=dispatch,
    )
    session.add(rapport)
    session.flush()
    return rapport


def _get_gel(session: Session, exercice: int) -> Gel | None:
    """The last file of an exercice that is frozen now, None otherwise."""
    etape = session.scalar(select(CycleAnnuel.etape).where(CycleAnnuel.exercice == exercice))
    if etape is None or not is_frozen(etape):
        return None
    return cycles.get_last_gel(session, exercice)


def _read_gel(gel: Gel, genre: GenreRapport) -> dict[str, Any] | None:
    """What was sent of that kind; None in the first files, made before there were several."""
    return {
        GenreRapport.ANNUEL: gel.document,
        GenreRapport.DOSSIER: gel.dossier,
        GenreRapport.PROJECTION: gel.projection,
    }[genre]


def _get_kept(session: Session, gel: Gel, genre: GenreRapport) -> Rapport | None:
    return session.scalar(
        select(Rapport)
        .join(Rapport.tache)
        .options(joinedload(Rapport.tache))
        .where(Rapport.gel_id == gel.id, Rapport.genre == genre, Tache.statut.not_in(_LOST))
        .order_by(Rapport.id)
        .limit(1)
    )


def _get_running(
    session: Session, acteur: Acteur, exercice: int, genre: GenreRapport
) -> Rapport | None:
    """The same request by the same person, still being made: a second click is not a second report."""
    return session.scalar(
        select(Rapport)
        .join(Rapport.tache)
        .options(joinedload(Rapport.tache))
        .where(
            Rapport.genre == genre,
            Rapport.exercice == exercice,
            Rapport.gel_id.is_(None),
            Tache.demandeur_id.is_not_distinct_from(acteur.compte_id),
            Tache.statut.not_in(STATUTS_FINAUX),
        )
        .limit(1)
    )


def _count_lost(session: Session, gel: Gel, genre: GenreRapport) -> int:
    lost = select(func.count()).where(Rapport.gel_id == gel.id, Rapport.genre == genre)
    return session.scalar(lost) or 0


def prepare_document(
    session: Session, registry: Registry, rapport: Rapport, jour: date
) -> Document:
    """The document to render: the frozen one when the report was asked on a frozen exercice, else the
    present state of things."""
    if rapport.gel_id is not None:
        kept = _read_gel(session.get_one(Gel, rapport.gel_id), rapport.genre)
        assert kept is not None
        return from_json(kept)
    audience = get_audience(rapport.audience)
    if rapport.seance is not None:
        return build_seance(session, rapport.seance, rapport.genre, audience=audience, jour=jour)
    if rapport.genre is GenreRapport.ANNUEL:
        return build_annuel(session, registry, rapport.exercice, audience=audience, jour=jour)
    files = build_comite(session, registry, rapport.exercice, audience=audience, jour=jour)
    return files.dossier if rapport.genre is GenreRapport.DOSSIER else files.projection


def store_result(
    session: Session,
    rapport: Rapport,
    document: Document,
    contenu: bytes,
    version_rendu: str,
    pages: int | None,
) -> None:
    """Keep the file, the neutral document and the version of the renderer; flushes.

    Call it in the transaction that marks the job done: a report exists whole or not at all.
    """
    rapport.fichier = create_fichier(
        session,
        nom=_name_file(rapport),
        type_mime=TYPES_MIME[rapport.format],
        contenu=contenu,
    )
    if rapport.genre is GenreRapport.CONVOCATION and rapport.seance is not None:
        record_convocation(rapport.seance, date.fromisoformat(document.date))
    if rapport.genre is GenreRapport.RELEVE:
        # Everybody reads what was made of a relevé sent out, whatever became of the relevé since.
        rapport.fige = not document.provisoire
    rapport.document = to_json(document)
    rapport.version_rendu = version_rendu
    rapport.pages = pages
    session.flush()


def _name_file(rapport: Rapport) -> str:
    if rapport.seance is not None:
        return f"{rapport.genre.value}-{rapport.seance.jour.isoformat()}.{rapport.format.value}"
    suffix = "-fige" if rapport.fige else ""
    return f"{_NOMS[rapport.genre]}-{rapport.exercice}{suffix}.pdf"
