"""What somebody typed in a form that is refused as a whole: shown once more, so that it can be copied.

Losing a right, or the row itself, while a form is open must not lose the text. It is shown to its author
only, from what that very request carries: nothing is read, nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flask import current_app, g, request
from sqlalchemy import Boolean, Enum
from sqlalchemy.orm import ColumnProperty, RelationshipProperty

from core.adminkit import detour
from core.adminkit.chemins import get_property
from core.adminkit.formats import label_of
from core.journal.service import CHAMP_MOTIF
from core.plugin.vues import Champ, VueTable
from core.web.reconnexion import is_author

_PREFIXE = re.compile(r"(?:(?P<bloc>\w+)-(?P<rang>\d{1,5})|l(?P<ligne>\d{1,18})|(?P<acte>v))-")


def list_typed() -> list[tuple[str, str]]:
    """Label and text of what was typed, in the order of the form; [] when there is nothing to give back,
    or when whoever is there is not the one who typed it."""
    # Somebody whose account was not read yet, or who took the place of another, is given nothing.
    if request.method != "POST" or "acteur" not in g or g.get("a_verifier") or not is_author():
        return []
    vue = _find_vue()
    if vue is None:
        return []
    told: list[tuple[str, str]] = []
    for screen, form in detour.list_forms(vue):
        for name, sent in form.lists():
            if texts := [text for text in sent if text.strip()]:
                told += _tell(screen, form, name, texts)
    return told


def _find_vue() -> VueTable | None:
    tables = current_app.extensions["ctg_catalogue"].tables()
    return next((v for _, v in tables if f"admin_{v.endpoint}" == request.blueprint), None)


def _tell(
    vue: VueTable, form: Mapping[str, str], name: str, texts: list[str]
) -> Iterator[tuple[str, str]]:
    if name == CHAMP_MOTIF:
        yield "Motif du changement", texts[0]
        return
    found = _PREFIXE.match(name)
    attribut = name[found.end() :] if found else name
    modele, champs, lieu = vue.modele, vue.champs, ""
    if found and found["bloc"]:
        lignes = next((lignes for lignes in vue.lignes if lignes.relation == found["bloc"]), None)
        if lignes is None:
            return
        modele = getattr(modele, lignes.relation).property.mapper.class_
        champs, lieu = lignes.champs, f"{lignes.titre}, ligne {int(found['rang']) + 1} : "
    elif found and found["ligne"]:
        lieu = f"Ligne {found['ligne']} : "
    elif found:
        action = next((a for a in vue.actions if a.nom == form.get("acte")), None)
        if action is None:
            return
        modele, champs = action.modele or modele, action.champs
    champ = next((champ for champ in champs if champ.attribut == attribut), None)
    if champ is not None and (texte := _format(modele, champ, texts)):
        yield f"{lieu}{champ.libelle}", texte


def _format(modele: type, champ: Champ, texts: list[str]) -> str:
    """The text typed, or the words of the code chosen; "" for a row chosen, whose key says nothing."""
    prop = get_property(modele, champ.attribut)
    if isinstance(prop, RelationshipProperty) or champ.reference:
        return ""
    column = prop.columns[0] if isinstance(prop, ColumnProperty) else None
    if getattr(column, "foreign_keys", None):
        return ""
    kind = getattr(column, "type", None)
    words = dict(champ.choix or {})
    if isinstance(kind, Enum) and kind.enum_class is not None:
        words = {str(member.value): label_of(member) for member in kind.enum_class}
    if isinstance(kind, Boolean):
        words = {"oui": "Oui"}
    return ", ".join(words.get(text, text) for text in texts)
