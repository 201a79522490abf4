"""A row missing from a choice is created on the way: what was typed goes along, and comes back with it.

The form is sent to the creation form of the other table, which carries it unseen (names in ``_porte-``)
until the row is saved or given up; the browser then sends all of it back (a redirection 307) with the key
of the new row. The server keeps nothing, and the way back is made of names of its own screens: no address
comes from the page. A detour may hold another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from flask import current_app, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from core.adminkit.axes import get_axes
from core.adminkit.champ_recherche import ChampRecherche
from core.adminkit.champ_table import ChampTable
from core.adminkit.champs import Creation
from core.adminkit.chemins import keep
from core.adminkit.ecran import may_create
from core.adminkit.edition import Edition
from core.adminkit.recherche import Cible
from core.plugin.catalogue import Catalogue
from core.plugin.vues import VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, can

DEMANDE = "_creer"
PORTE = "_porte-"
NOUVELLE = "_nouvelle"
_JETON = "csrf_token"
_VALEUR = re.compile(r"([\w-]{1,80}):(\d{0,18}):([\w-]{1,120}):(un|plusieurs)")


@dataclass(frozen=True, slots=True)
class Detour:
    """The form that asked for a row: its screen, its row ("" for a new one), the field to fill, which may
    hold several."""

    ecran: VueTable
    id: str
    champ: str
    plusieurs: bool

    def address(self, cle: str = "") -> str:
        """Where that form takes up again, with the row of that key chosen."""
        values: dict[str, Any] = {NOUVELLE: cle} | ({"id": self.id} if self.id else {})
        view = "edit_view" if self.id else "create_view"
        return url_for(f"admin_{self.ecran.endpoint}.{view}", **values)


def is_asked() -> bool:
    """True when another form sends this request to have a row created."""
    return DEMANDE in request.form


def propose(vue: VueTable) -> dict[str, str]:
    """What the new row of ``vue`` may be called: the words that found nothing in the field left."""
    champ = _parse(request.form[DEMANDE]).champ
    texte = request.form.get(f"{champ}-texte", "")
    return {} if request.form.get(champ) else {vue.modele.__libelle__[0]: texte}


def read_back() -> MultiDict[str, str] | None:
    """The form as it was when its author left it, the new row chosen; None on any other request."""
    if NOUVELLE not in request.args or PORTE + DEMANDE not in request.form:
        return None
    detour = _parse(request.form[PORTE + DEMANDE])
    form = _strip(request.form)
    form.pop(DEMANDE)
    if cle := request.args[NOUVELLE]:
        form.poplist(f"{detour.champ}-texte")
        if not detour.plusieurs:
            form.poplist(detour.champ)
        form.add(detour.champ, cle)
    return form


def list_carried() -> list[tuple[str, str]]:
    """What the form about to be shown must carry."""
    pairs: Iterable[tuple[str, str]]
    if is_asked():
        pairs = [(PORTE + n, v) for n, v in request.form.items(multi=True) if n != _JETON]
    else:
        sent = read_back()
        pairs = (request.form if sent is None else sent).items(multi=True)
    return [(name, value) for name, value in pairs if name.startswith(PORTE)]


def list_forms(vue: VueTable) -> Iterator[tuple[VueTable, MultiDict[str, str]]]:
    """Each form that a request to a screen of ``vue`` holds, with the screen that it is of: the one sent,
    then those it carries. What no form of ours wrote is left out."""
    form: MultiDict[str, str] = MultiDict(request.form)
    screen: VueTable | None = vue
    if is_asked():
        screen = _find_asking(form)
    elif NOUVELLE in request.args and PORTE + DEMANDE in form:
        form = _strip(form)
    while screen is not None:
        yield (
            screen,
            MultiDict([(n, v) for n, v in form.items(multi=True) if not n.startswith(PORTE)]),
        )
        form = _strip(form)
        screen = _find_asking(form)


def _strip(form: MultiDict[str, str]) -> MultiDict[str, str]:
    pairs = form.items(multi=True)
    return MultiDict([(n.removeprefix(PORTE), v) for n, v in pairs if n.startswith(PORTE)])


def _find_asking(form: MultiDict[str, str]) -> VueTable | None:
    try:
        return _parse(form[DEMANDE]).ecran if DEMANDE in form else None
    except BadRequest:
        return None


def find_detour(carried: Mapping[str, str]) -> Detour | None:
    """The form to go back to, among what is carried."""
    value = carried.get(PORTE + DEMANDE)
    return None if value is None else _parse(value)


def offer_creations(vue: VueTable, edition: Edition, acteur: Acteur) -> None:
    """Give the fields of a form of ``vue`` the screens where the person may create what they choose."""
    forms = [edition.form, *(ligne.form for bloc in edition.blocs for ligne in bloc.lignes)]
    for field in chain.from_iterable(forms):
        if isinstance(field, ChampRecherche | ChampTable) and (
            ecran := _find_screen(field.cible, acteur)
        ):
            nombre = "plusieurs" if field.multiple else "un"
            field.creation = Creation(
                adresse=url_for(f"admin_{ecran.endpoint}.create_view"),
                singulier=ecran.singulier,
                demande=f"{vue.endpoint}:{edition.id or ''}:{field.name}:{nombre}",
            )


def _find_screen(cible: Cible, acteur: Acteur) -> VueTable | None:
    # The way back knows the row by its id.
    if cible.key.key != "id":
        return None
    actifs = {None, *(axe.slug for axe in get_axes() if axe.actif)}
    for slug, vue in _list_screens(_catalogue(), cible.classe):
        if slug in actifs and may_create(vue, acteur):
            return vue if can(acteur, Verbe.LIRE, vue.modele) else None
    return None


@keep
def _list_screens(catalogue: Catalogue, modele: type[Any]) -> list[tuple[str | None, VueTable]]:
    """The screens of a table, with the slug of their axis."""
    return [(slug, vue) for slug, vue in catalogue.tables() if vue.modele is modele]


def _parse(value: str) -> Detour:
    """Raises BadRequest when no form of ours wrote ``value``."""
    found = _VALEUR.fullmatch(value)
    ecrans = {vue.endpoint: vue for _, vue in _catalogue().tables() if vue.champs}
    if found is None or found[1] not in ecrans:
        raise BadRequest()
    return Detour(ecrans[found[1]], found[2], found[3], found[4] == "plusieurs")


def _catalogue() -> Catalogue:
    catalogue: Catalogue = current_app.extensions["ctg_catalogue"]
    return catalogue
