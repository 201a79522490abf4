"""Loading a plan from a workbook: deposit it, say its columns, read what will be written, then load it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import IO

from flask import flash, redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from core.adminkit.soumission import get_key
from core.chargement import service
from core.chargement.codes import ChampPlan, EtatChargement
from core.chargement.gabarit import MIMETYPE, NOM, build_gabarit
from core.chargement.lecture import EXTENSIONS, FICHIER_MAX
from core.chargement.models import Chargement
from core.chargement.references import build_references, list_axes_ouverts
from core.chargement.rules.colonnes import guess_colonnes
from core.chargement.rules.feuille import LIGNES_MAX, name_column
from core.chargement.rules.ressemblance import SEUIL
from core.chargement.rules.valeurs import parse_date
from core.db.soumission import claim, conclude
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier
from core.plan.codes import Diffusion
from core.security.acteur import Acteur, Role
from core.security.policy import Verbe, can, require, scope
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

_BASE = "/plan/chargements/"
_UN = f"{_BASE}<{IDENTIFIANT}:numero>"
_TOUS_LES_AXES = "tous"
PAR_PAGE = 50
FAUTES_MONTREES = 300
_EXEMPLES = 3


@pages.get(_BASE)
def chargements() -> str:
    """The loads that the person may read, the latest first, and the form that deposits a workbook."""
    return _show_chargements(require_lecture(Chargement))


@pages.get(f"{_BASE}modele.xlsx")
def chargement_modele() -> Response:
    """The template, with the lists of the day."""
    acteur = require_lecture(Chargement)
    return send_file(
        BytesIO(build_gabarit(get_session(), acteur)),
        mimetype=MIMETYPE,
        as_attachment=True,
        download_name=NOM,
    )


@pages.post(_BASE)
def chargement_deposer() -> Response | tuple[str, int]:
    """Keep a workbook and go to its columns."""
    acteur, session = require_lecture(Chargement), get_session()
    axe = get_text("axe", 100)
    try:
        with unit_of_work(session):
            if (done := claim(session, get_key(), acteur.compte_id)) is not None:
                return redirect(done)
            nom, flux = _get_file()
            made = service.deposit(
                session,
                acteur,
                nom=nom,
                flux=flux,
                axe_slug=None if axe == _TOUS_LES_AXES else axe or None,
            )
            destination = url_for("pages.chargement_colonnes", numero=made.id)
            conclude(session, get_key(), destination)
    except ErreurMetier as error:
        return _show_chargements(acteur, axe=axe, faute=error), 422
    return redirect(destination)


@pages.get(f"{_UN}/colonnes")
def chargement_colonnes(numero: int) -> str | Response:
    """What each column holds: guessed, to be confirmed."""
    acteur, found = _get_writable(numero)
    if found.etat in (EtatChargement.CHARGE, EtatChargement.ANNULE):
        return redirect(url_for("pages.chargement", numero=numero))
    return _show_colonnes(acteur, found)


@pages.post(f"{_UN}/colonnes")
def chargement_dire(numero: int) -> Response | tuple[str, int]:
    """Keep what each column holds and go to the preview."""
    acteur, found = _get_writable(numero)
    session = get_session()
    try:
        with unit_of_work(session):
            exercice = get_int(request.form, "exercice", minimum=1, maximum=9999)
            if exercice is None:
                raise ErreurMetier("Donnez l'année des montants, par exemple 2026.", "exercice")
            service.choose_colonnes(
                session,
                acteur,
                found,
                colonnes=_get_colonnes(),
                exercice=exercice,
                debut=_get_debut(),
            )
    except ErreurMetier as error:
        _, found = _get_writable(numero)
        return _show_colonnes(acteur, found, faute=error), 422
    return redirect(url_for("pages.chargement_apercu", numero=numero))


@pages.post(f"{_UN}/feuille")
def chargement_feuille(numero: int) -> Response | tuple[str, int]:
    """Read another sheet, or take another row for its headings."""
    acteur, found = _get_writable(numero)
    session = get_session()
    try:
        with unit_of_work(session):
            same = get_text("feuille", 200) == found.feuille
            service.choose_feuille(
                session,
                acteur,
                found,
                feuille=get_text("feuille", 200),
                # The row typed was that of the sheet shown.
                titres=get_int(request.form, "titres", minimum=1, maximum=1_048_576)
                if same
                else None,
            )
    except ErreurMetier as error:
        _, found = _get_writable(numero)
        return _show_colonnes(acteur, found, faute=error), 422
    return redirect(url_for("pages.chargement_colonnes", numero=numero))


@pages.post(f"{_UN}/fichier")
def chargement_remplacer(numero: int) -> Response | tuple[str, int]:
    """Take a corrected workbook in place of the first: its columns are already said."""
    acteur, found = _get_writable(numero)
    session = get_session()
    try:
        with unit_of_work(session):
            nom, flux = _get_file()
            service.replace_fichier(session, acteur, found, nom=nom, flux=flux)
            ready = found.etat is EtatChargement.ANALYSE
    except ErreurMetier as error:
        _, found = _get_writable(numero)
        if found.etat is EtatChargement.ANALYSE:
            return _show_apercu(acteur, found, faute=error), 422
        return _show_colonnes(acteur, found, faute=error), 422
    if not ready:
        flash("Les titres de ce classeur ne sont plus les mêmes : relisez ses colonnes.", "info")
    page = "pages.chargement_apercu" if ready else "pages.chargement_colonnes"
    return redirect(url_for(page, numero=numero))


@pages.get(f"{_UN}/apercu")
def chargement_apercu(numero: int) -> str | Response:
    """Rows as they will be, errors by cell, warnings."""
    acteur, found = _get_writable(numero)
    if found.etat is EtatChargement.DEPOSE:
        return redirect(url_for("pages.chargement_colonnes", numero=numero))
    if found.etat is not EtatChargement.ANALYSE or service.is_running(found):
        return redirect(url_for("pages.chargement", numero=numero))
    return _show_apercu(acteur, found)


@pages.post(f"{_UN}/charger")
def chargement_charger(numero: int) -> Response | tuple[str, int]:
    """Ask for the loading of what was previewed."""
    acteur, found = _get_writable(numero)
    session = get_session()
    diffusion = next((d for d in Diffusion if d.value == request.form.get("diffusion")), None)
    try:
        with unit_of_work(session):
            if claim(session, get_key(), acteur.compte_id) is None:
                if request.form.get("version") != str(found.version):
                    raise ErreurMetier(
                        "Ce chargement a changé depuis cet aperçu : relisez-le, puis confirmez."
                    )
                service.confirm(
                    session,
                    acteur,
                    found,
                    brouillon=request.form.get("publication") == "brouillon",
                    diffusion=diffusion or found.diffusion,
                    dispatch=get_socle().dispatch,
                )
    except ErreurMetier as error:
        _, found = _get_writable(numero)
        if found.etat is not EtatChargement.ANALYSE or service.is_running(found):
            flash(error.message, "error")
            return redirect(url_for("pages.chargement", numero=numero))
        return _show_apercu(acteur, found, faute=error), 422
    flash("Le chargement est demandé : vous pouvez quitter cette page, il se fera.", "success")
    return redirect(url_for("pages.chargement", numero=numero))


def get_chargement(acteur: Acteur, numero: int) -> Chargement:
    """A load that the person may read. Raises NotFound."""
    statement = scope(acteur, Chargement).where(Chargement.id == numero)
    return get_or_404(
        get_session().scalar(
            statement.options(
                joinedload(Chargement.tache),
                joinedload(Chargement.fichier),
                joinedload(Chargement.axe),
            )
        )
    )


def _get_writable(numero: int) -> tuple[Acteur, Chargement]:
    acteur = require_lecture(Chargement)
    found = get_chargement(acteur, numero)
    require(acteur, Verbe.ECRIRE, found)
    return acteur, found


def _get_file() -> tuple[str, IO[bytes]]:
    sent = request.files.get("fichier")
    if sent is None or not sent.filename:
        raise ErreurMetier("Choisissez un classeur.", "fichier")
    return sent.filename, sent.stream


def _get_colonnes() -> dict[ChampPlan, int]:
    found = {
        champ: get_int(request.form, champ.value, minimum=0, maximum=999) for champ in ChampPlan
    }
    return {champ: colonne for champ, colonne in found.items() if colonne is not None}


def _get_debut() -> date | None:
    typed = get_text("debut_defaut", 40)
    if not typed:
        return None
    try:
        return parse_date(typed)
    except ErreurMetier as error:
        raise ErreurMetier(error.message, "debut_defaut") from error


def _show_chargements(acteur: Acteur, *, axe: str = "", faute: ErreurMetier | None = None) -> str:
    session = get_session()
    page = get_int(request.args, "page", minimum=1, maximum=100_000) or 1
    found = session.scalars(
        scope(acteur, Chargement)
        .options(joinedload(Chargement.tache), joinedload(Chargement.axe))
        .order_by(Chargement.id.desc())
        .limit(PAR_PAGE + 1)
        .offset((page - 1) * PAR_PAGE)
    ).all()
    return render_template(
        "pages/chargement/liste.html",
        chargements=found[:PAR_PAGE],
        page=page,
        suite=len(found) > PAR_PAGE,
        axes=list_axes_ouverts(session, acteur),
        tous=acteur.has_role(Role.GOUVERNANCE),
        axe=axe,
        faute=faute,
        peut_deposer=can(acteur, Verbe.ECRIRE, Chargement),
        extensions=",".join(EXTENSIONS),
        fichier_max=FICHIER_MAX // 1024**2,
        lignes_max=LIGNES_MAX,
    )


def _show_colonnes(acteur: Acteur, found: Chargement, *, faute: ErreurMetier | None = None) -> str:
    feuille = service.get_feuille(get_session(), found)
    headings = feuille.get_row(found.titres)
    below = [cells for numero, cells in feuille.lignes if numero > found.titres]
    width = max((len(cells) for cells in [headings, *below]), default=0)
    colonnes = [
        {
            "rang": rang,
            "lettre": name_column(rang),
            "titre": " ".join(headings[rang].split()) if rang < len(headings) else "",
            "exemples": [cells[rang] for cells in below if rang < len(cells) and cells[rang]][
                :_EXEMPLES
            ],
        }
        for rang in range(width)
    ]
    typed = request.form if "exercice" in request.form else None
    choisies = {champ.value: n for champ, n in _get_colonnes().items()} if typed else found.colonnes
    return render_template(
        "pages/chargement/colonnes.html",
        chargement=found,
        colonnes=[c for c in colonnes if c["titre"] or c["exemples"]],
        champs=list(ChampPlan),
        choisies=choisies,
        devinees=guess_colonnes(headings),
        exercice=typed["exercice"] if typed else found.exercice,
        debut=typed.get("debut_defaut", "")
        if typed
        else (f"{found.debut:%d/%m/%Y}" if found.debut else ""),
        lignes=len(below),
        faute=faute,
        extensions=",".join(EXTENSIONS),
    )


def _show_apercu(acteur: Acteur, found: Chargement, *, faute: ErreurMetier | None = None) -> str:
    session = get_session()
    references = build_references(session, acteur)
    analyse = service.analyse_chargement(session, found, references)
    page = get_int(request.args, "page", minimum=1, maximum=10_000) or 1
    return render_template(
        "pages/chargement/apercu.html",
        chargement=found,
        analyse=analyse,
        fautes=analyse.fautes[:FAUTES_MONTREES],
        lignes=analyse.actions[(page - 1) * PAR_PAGE : page * PAR_PAGE],
        page=page,
        pages_total=max(1, -(-len(analyse.actions) // PAR_PAGE)),
        axes={axe.slug: axe for axe in references.axes},
        communes=references.communes,
        personnes=references.personnes,
        seuil=round(SEUIL * 100),
        brouillons=service.may_draft(acteur, found.axe_slug),
        diffusions=service.list_diffusions(acteur, found.axe_slug),
        publication=request.form.get("publication", "publiees"),
        diffusion=request.form.get("diffusion", found.diffusion.value),
        faute=faute,
        extensions=",".join(EXTENSIONS),
    )
