"""Context figures of a year, all communes on one page, typed or pasted from a spreadsheet."""

from __future__ import annotations

import json

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.adminkit.formats import to_input
from core.adminkit.soumission import get_key
from core.clock import today
from core.communes.collage import Collage, parse_collage
from core.communes.contexte import (
    MILLESIME_MAX,
    SOURCE_MAX,
    Envoi,
    Grille,
    Refus,
    is_masked,
    read_grille,
    save_grille,
)
from core.communes.models import DonneeContexte
from core.communes.rules import CODES_CONTEXTE, MASQUE_EFFECTIF
from core.cycles.service import get_current
from core.db.soumission import claim
from core.db.transaction import unit_of_work
from core.errors import MotifRequis
from core.journal.service import CHAMP_MOTIF
from core.parametres.service import get_seuil_secret
from core.security.policy import Verbe, can
from core.security.session import get_acteur
from core.web.format import format_nombre, format_pluriel
from core.web.pages.calculs import get_exercice
from core.web.pages.outils import ANNEE, get_session, get_text, pages, require_lecture

_COLLAGE_MAX = 100_000
Cle = tuple[str, str]


@pages.get("/contexte/")
def contextes() -> Response:
    """The grid of the year that is being worked on."""
    require_lecture(DonneeContexte)
    return redirect(url_for("pages.contexte", annee=get_exercice(get_current(get_session()))))


@pages.get(f"/contexte/<{ANNEE}:annee>/")
def contexte(annee: int) -> str:
    """A line for each commune, a column for each figure, its last known value beside."""
    acteur = require_lecture(DonneeContexte)
    return _show(read_grille(get_session(), acteur, annee))


@pages.post(f"/contexte/<{ANNEE}:annee>/")
def contexte_enregistrer(annee: int) -> Response | tuple[str, int] | str:
    """Fill the grid with what was pasted, writing nothing; or save the grid, all or nothing."""
    acteur, session = get_acteur(), get_session()
    if "coller" in request.form:
        return _paste(annee)
    envoi = Envoi(valeurs=_read_cells(), vus=_read_seen(), sources=_read_sources())
    try:
        with unit_of_work(session):
            already = claim(session, get_key(), acteur.compte_id)
            saved = save_grille(session, acteur, annee, envoi) if already is None else 0
            if isinstance(saved, Refus):
                session.rollback()
    except MotifRequis as error:
        grille = read_grille(session, acteur, annee)
        return _show(grille, envoi=envoi, motif=error.message), 422
    if isinstance(saved, Refus):
        grille = read_grille(session, acteur, annee)
        return _show(grille, envoi=envoi, refus=saved), 422
    flash(
        f"Enregistré : {format_pluriel(saved, 'donnée', 'données')}."
        if saved
        else "Rien n'a changé.",
        "success",
    )
    return redirect(url_for("pages.contexte", annee=annee))


def _paste(annee: int) -> tuple[str, int] | str:
    grille = read_grille(get_session(), get_acteur(), annee)
    texte = get_text("collage", _COLLAGE_MAX)
    communes = {commune.code_insee: commune.nom for commune in grille.communes}
    collage = parse_collage(texte, communes, CODES_CONTEXTE)
    if collage.fautes:
        envoi = Envoi(valeurs=_read_cells(), vus=_read_seen(), sources=_read_sources())
        return _show(grille, envoi=envoi, collage=collage, texte=texte), 422
    valeurs = {**_read_cells(), **collage.valeurs}
    envoi = Envoi(valeurs=valeurs, vus=_read_seen(), sources=_read_sources())
    return _show(grille, envoi=envoi, collage=collage)


def _show(
    grille: Grille,
    *,
    envoi: Envoi | None = None,
    refus: Refus | None = None,
    collage: Collage | None = None,
    texte: str = "",
    motif: str = "",
) -> str:
    vus = {
        (code, code_insee): to_input(donnee.valeur)
        for (code, code_insee), donnee in grille.actuels.items()
    }
    carried: dict[Cle, str] = {**vus}
    if envoi is not None:
        carried |= envoi.valeurs
        # What a refused cell was compared with is told: sent again, it is written knowingly.
        conflicts = refus.cellules if refus is not None else {}
        vus = {
            cle: vus.get(cle, "") if cle in conflicts else envoi.vus.get(cle, "") for cle in carried
        }
    acteur, seuil = get_acteur(), get_seuil_secret(get_session())
    return render_template(
        "pages/contexte.html",
        grille=grille,
        ecrire=lambda donnee: (
            MASQUE_EFFECTIF if is_masked(acteur, donnee, seuil) else format_nombre(donnee.valeur)
        ),
        annees=range(today().year, today().year - 6, -1),
        colonnes=CODES_CONTEXTE,
        textes=carried,
        vus=json.dumps({"|".join(cle): text for cle, text in vus.items() if text}),
        sources=envoi.sources if envoi is not None else grille.sources,
        refus=refus,
        collage=collage,
        texte=texte,
        motif_requis=motif,
        motif=request.form.get(CHAMP_MOTIF, ""),
        ecrit=can(acteur, Verbe.ECRIRE, DonneeContexte),
    )


def _read_cells() -> dict[Cle, str]:
    cells = {}
    for name, text in request.form.items():
        if name.startswith("v|") and name.count("|") == 2:
            _, code, code_insee = name.split("|")
            cells[code, code_insee] = text.replace("\x00", "").strip()[:60]
    return cells


def _read_seen() -> dict[Cle, str]:
    """The texts that the page showed, as it carries them; nothing when they were tampered with."""
    try:
        carried = json.loads(request.form.get("vus", "{}"))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(carried, dict):
        return {}
    return {
        (code, code_insee): str(text)[:60]
        for name, text in carried.items()
        if name.count("|") == 1
        for code, code_insee in (name.split("|"),)
    }


def _read_sources() -> dict[str, tuple[str, str]]:
    return {
        code: (get_text(f"source|{code}", SOURCE_MAX), get_text(f"millesime|{code}", MILLESIME_MAX))
        for code in CODES_CONTEXTE
    }
