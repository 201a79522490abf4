"""Sessions: which come and which were held; one of them prepared, held, told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import ColumnElement, Select, or_
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from werkzeug.wrappers import Response

from core.adminkit.axes import find_off, in_use
from core.adminkit.soumission import get_key
from core.clock import today
from core.db.soumission import claim, conclude
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier, Interdit
from core.gouvernance.codes import EtatPresence, EtatReleve, GenreInstance
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_seance import PointOrdreDuJour, Releve
from core.gouvernance.ordre_du_jour import propose_agenda
from core.gouvernance.presences import count_presences, list_places, save_presences
from core.gouvernance.priorite import count_classement, open_classement
from core.gouvernance.rules import ETATS_FERMES, list_passages, plan_heures
from core.gouvernance.seances import get_or_create_releve, move_releve
from core.plan.models_action import Action, Frein
from core.rapports.models import GENRES_COMITE, FormatRapport, GenreRapport, Rapport
from core.rapports.service import request_exercice, request_seance
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, scope
from core.web.format import format_pluriel
from core.web.pages.outils import (
    IDENTIFIANT,
    get_int,
    get_or_404,
    get_session,
    get_socle,
    get_text,
    pages,
    require_lecture,
)
from core.web.pages.rapports import describe

PASSEES_MAX = 30
DOCUMENTS_MAX = 8
DOCUMENTS = MappingProxyType(
    {
        "convocation": (GenreRapport.CONVOCATION, FormatRapport.PDF),
        "emargement": (GenreRapport.EMARGEMENT, FormatRapport.PDF),
        "releve-pdf": (GenreRapport.RELEVE, FormatRapport.PDF),
        "releve-docx": (GenreRapport.RELEVE, FormatRapport.DOCX),
    }
)
# What is sent before a comité de pilotage, and shown during it.
DOCUMENTS_COMITE = MappingProxyType(
    {
        "dossier": GenreRapport.DOSSIER,
        "annexes": GenreRapport.ANNUEL,
        "projection": GenreRapport.PROJECTION,
    }
)
LIBELLES_COMITE = MappingProxyType(
    {
        "dossier": "Dossier du comité, 14 pages au plus (PDF)",
        "annexes": "Annexes : rapport annuel et fiches (PDF)",
        "projection": "Projection, 16/9 (PDF)",
    }
)
LIBELLES_DOCUMENTS = MappingProxyType(
    {
        "convocation": "Convocations, une lettre par membre (PDF)",
        "emargement": "Feuille d'émargement (PDF)",
        "releve-pdf": "Compte rendu et relevé (PDF)",
        "releve-docx": "Compte rendu et relevé, à modifier (Word)",
    }
)
_ID_MAX = 9_223_372_036_854_775_807


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point as that person may read it: hour, and what it speaks of ("" when it may not be read)."""

    point: PointOrdreDuJour
    heure: time | None
    action: Action | None
    frein: Frein | None


@pages.get("/seances/")
def seances() -> str:
    """Sessions to come, then the last ones held, of all instances or of one."""
    acteur, session = require_lecture(Seance), get_session()
    instances = session.scalars(
        scope(acteur, Instance).where(in_use(Instance)).order_by(Instance.nom)
    )
    known = {instance.id: instance for instance in instances}
    asked = get_int(request.args, "instance", minimum=1, maximum=_ID_MAX)
    if asked is not None:
        get_or_404(known.get(asked))
    statement: Select[Any] = (
        scope(acteur, Seance)
        .join(Seance.instance)
        .options(contains_eager(Seance.instance))
        .where(in_use(Seance))
    )
    if asked is not None:
        statement = statement.where(Seance.instance_id == asked)
    jour = today()
    return render_template(
        "pages/seances.html",
        instances=known.values(),
        instance=known.get(asked) if asked else None,
        a_venir=session.scalars(
            statement.where(Seance.jour >= jour).order_by(Seance.jour, Seance.id)
        ).all(),
        passees=session.scalars(
            statement.where(Seance.jour < jour)
            .order_by(Seance.jour.desc(), Seance.id)
            .limit(PASSEES_MAX)
        ).all(),
        passees_max=PASSEES_MAX,
        cree=can(acteur, Verbe.ECRIRE, Seance),
    )


@pages.get(f"/seances/<{IDENTIFIANT}:seance_id>/")
def seance(seance_id: int) -> str:
    """One session: agenda, attendance, decisions, minutes."""
    acteur, found = get_seance(seance_id)
    return _show(acteur, found)


@pages.post(f"/seances/<{IDENTIFIANT}:seance_id>/ordre-du-jour")
def seance_ordre_du_jour(seance_id: int) -> Response:
    """Add to the agenda what it lacks."""
    acteur, found = get_seance(seance_id, write=True)
    session = get_session()
    with unit_of_work(session):
        added = propose_agenda(session, acteur, found)
    flash(
        f"Ajouté à l'ordre du jour : {format_pluriel(len(added), 'point', 'points')}."
        if added
        else "Rien à ajouter : l'ordre du jour contient déjà tout ce qui attend cette séance.",
        "success",
    )
    return redirect(url_for("pages.seance", seance_id=seance_id, _anchor="ordre-du-jour"))


@pages.post(f"/seances/<{IDENTIFIANT}:seance_id>/classement")
def seance_classement(seance_id: int) -> Response | tuple[str, int]:
    """Rank the active actions that the committee does not rank yet, as the cotech proposed."""
    acteur, found = get_seance(seance_id, write=True)
    session = get_session()
    try:
        with unit_of_work(session):
            added = open_classement(session, acteur, found)
    except ErreurMetier as error:
        session.expire_all()
        return _show(acteur, found, faute=error.message), 422
    flash(
        f"Ajouté au classement : {format_pluriel(added, 'action', 'actions')}."
        if added
        else "Rien à ajouter : chaque action active est déjà classée à cette séance.",
        "success",
    )
    return redirect(url_for("admin_priorite.index_view", seance_id=seance_id))


@pages.post(f"/seances/<{IDENTIFIANT}:seance_id>/presences")
def seance_presences(seance_id: int) -> Response | tuple[str, int]:
    """Record the attendance, all seats at once."""
    acteur, found = get_seance(seance_id, write=True)
    session = get_session()
    etats = {name[2:]: value for name, value in request.form.items() if name.startswith("e-")}
    vus = {name[2:]: value for name, value in request.form.items() if name.startswith("v-")}
    try:
        with unit_of_work(session):
            changed = save_presences(
                session, acteur, found, etats, vus, autres_presents="autres" in request.form
            )
    except ErreurMetier as error:
        session.expire_all()
        return _show(acteur, found, presences=etats, faute=error.message), 422
    flash(
        f"Présences enregistrées : {format_pluriel(changed, 'siège changé', 'sièges changés')}.",
        "success",
    )
    return redirect(url_for("pages.seance", seance_id=seance_id, _anchor="presences"))


@pages.post(f"/seances/<{IDENTIFIANT}:seance_id>/releve")
def seance_releve(seance_id: int) -> Response:
    """Open the form of the minutes, begun when there are none."""
    acteur, found = get_seance(seance_id, write=True)
    session = get_session()
    with unit_of_work(session):
        releve = get_or_create_releve(session, acteur, found)
    return redirect(url_for("admin_releve.edit_view", id=releve.id))


@pages.post(f"/seances/<{IDENTIFIANT}:seance_id>/releve/etat")
def seance_releve_etat(seance_id: int) -> Response | tuple[str, int]:
    """Move the relevé; going back asks for a reason."""
    acteur, found = get_seance(seance_id, write=True)
    session = get_session()
    vers = next((e for e in EtatReleve if e.value == request.form.get("vers")), None)
    try:
        with unit_of_work(session):
            releve = session.scalar(
                scope(acteur, Releve).where(Releve.seance_id == seance_id).with_for_update()
            )
            if releve is None or vers is None:
                raise ErreurMetier("Commencez d'abord le compte rendu de cette séance.")
            if releve.etat.value != request.form.get("de"):
                raise ErreurMetier(
                    f"Entre-temps le relevé est passé à l'état « {releve.etat.libelle} » : relisez la "
                    "page avant de continuer."
                )
            move_releve(session, acteur, releve, vers, get_text("motif"))
    except ErreurMetier as error:
        session.expire_all()
        return _show(acteur, found, faute=error.message), 422
    flash(f"Le relevé est à l'état « {vers.libelle} ».", "success")
    return redirect(url_for("pages.seance", seance_id=seance_id, _anchor="releve"))


@pages.post(f"/seances/<{IDENTIFIANT}:seance_id>/documents")
def seance_documents(seance_id: int) -> Response | tuple[str, int]:
    """Ask for a document of the session."""
    acteur, found = get_seance(seance_id, write=True)
    session = get_session()
    document = request.form.get("document", "")
    comite = DOCUMENTS_COMITE.get(document) if is_copil(found) else None
    destination = url_for("pages.seance", seance_id=seance_id, _anchor="documents")
    try:
        if comite is None and document not in DOCUMENTS:
            raise ErreurMetier("Choisissez le document à établir.")
        with unit_of_work(session):
            if (done := claim(session, get_key(), acteur.compte_id)) is not None:
                return redirect(done)
            dispatch = get_socle().dispatch
            if comite is not None:
                request_exercice(session, acteur, found.exercice, dispatch, genre=comite)
            else:
                request_seance(session, acteur, found, *DOCUMENTS[document], dispatch)
            conclude(session, get_key(), destination)
    except ErreurMetier as error:
        session.expire_all()
        return _show(acteur, found, faute=error.message), 422
    flash("Le document est demandé : il se fait, puis se télécharge ci-dessous.", "success")
    return redirect(destination)


def _show(
    acteur: Acteur,
    found: Seance,
    *,
    presences: dict[str, str] | None = None,
    faute: str = "",
) -> str:
    session = get_session()
    places = list_places(session, found)
    releve = session.scalar(scope(acteur, Releve).where(Releve.seance_id == found.id))
    points = _list_points(acteur, found)
    writes = _writes(acteur, found)
    return render_template(
        "pages/seance.html",
        seance=found,
        points=points,
        duree=sum(point.point.minutes or 0 for point in points),
        decisions=session.scalars(
            scope(acteur, Decision)
            .where(Decision.seance_id == found.id)
            .options(joinedload(Decision.porteur))
            .order_by(Decision.rang, Decision.id)
        ).all(),
        places=places,
        choisies={
            place.cle: (presences or {}).get(place.cle, place.etat.value if place.etat else "")
            for place in places
        },
        compte=count_presences(places),
        classement=count_classement(session, acteur, found) if writes else None,
        etats=tuple(EtatPresence),
        releve=releve,
        passages=list_passages(releve.etat) if releve is not None and writes else (),
        releve_ferme=releve is not None and releve.etat in ETATS_FERMES,
        documents=[describe(rapport, acteur) for rapport in _list_documents(acteur, found)],
        demandes=(LIBELLES_COMITE if is_copil(found) else {}) | LIBELLES_DOCUMENTS
        if writes
        else {},
        ecrit=writes,
        faute=faute,
        aujourdhui=today(),
    )


def _list_points(acteur: Acteur, found: Seance) -> list[Point]:
    """The agenda, with the actions and freins that the person may read, in two statements."""
    session = get_session()
    points = session.scalars(
        scope(acteur, PointOrdreDuJour)
        .where(PointOrdreDuJour.seance_id == found.id)
        .order_by(PointOrdreDuJour.rang, PointOrdreDuJour.id)
    ).all()
    actions = _read(acteur, Action, {point.action_id for point in points})
    freins = _read(acteur, Frein, {point.frein_id for point in points})
    hours = plan_heures(found.heure_debut, [point.minutes for point in points])
    return [
        Point(
            point=point,
            heure=hour,
            action=actions.get(point.action_id),
            frein=freins.get(point.frein_id),
        )
        for point, hour in zip(points, hours, strict=True)
    ]


def _list_documents(acteur: Acteur, found: Seance) -> Sequence[Rapport]:
    """The last documents of the session that the person may read, those of its exercice included for a
    comité de pilotage."""
    own: ColumnElement[bool] = Rapport.seance_id == found.id
    if is_copil(found):
        shared = Rapport.genre.in_(GENRES_COMITE) & (Rapport.exercice == found.exercice)
        own = or_(own, shared)
    return (
        get_session()
        .scalars(
            scope(acteur, Rapport)
            .where(own)
            .options(joinedload(Rapport.tache), joinedload(Rapport.fichier))
            .order_by(Rapport.id.desc())
            .limit(DOCUMENTS_MAX)
        )
        .all()
    )


def _read(acteur: Acteur, modele: type[Any], ids: set[int | None]) -> dict[int | None, Any]:
    rows = get_session().scalars(scope(acteur, modele).where(modele.id.in_(ids - {None})))
    return {row.id: row for row in rows}


def is_copil(found: Seance) -> bool:
    """Does the session receive the committee's file?"""
    return found.instance.genre is GenreInstance.COPIL


def _writes(acteur: Acteur, found: Seance) -> bool:
    return can(acteur, Verbe.ECRIRE, found) and find_off(found) is None


def get_seance(seance_id: int, *, write: bool = False) -> tuple[Acteur, Seance]:
    """The person and the session, known of them. Raises Interdit when ``write`` and they do not hold it."""
    acteur = require_lecture(Seance)
    found = get_or_404(
        get_session().scalar(
            scope(acteur, Seance)
            .where(Seance.id == seance_id)
            .options(joinedload(Seance.instance), selectinload(Seance.participations))
        )
    )
    if write and not _writes(acteur, found):
        raise Interdit("Vous n'avez pas le droit de tenir cette séance.")
    return acteur, found
