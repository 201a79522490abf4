"""Coming back to a list as one left it: its filters, order and page travel in ``liste`` between the pages
of a table."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import g, has_request_context, request
from werkzeug.exceptions import BadRequest

from core.adminkit.liste import parse_request
from core.plugin.vues import VueTable

PARAMETRE = "liste"
LONGUEUR_MAX = 1000
_FICHES = {"details_view", "create_view", "edit_view", "delete_view"}


def keep_list(vue: VueTable, endpoint: str, values: dict[str, Any]) -> None:
    """Complete the addresses made on a page of ``vue`` (a ``url_defaults`` of its blueprint).

    Sheets and forms carry the state of the list; the bare address of the list takes it back.
    """
    # First what tells most addresses apart: a page makes a dozen of them.
    view = endpoint.rpartition(".")[2]
    if view not in _FICHES and view != "index_view":
        return
    if not has_request_context() or request.blueprint != endpoint.rpartition(".")[0]:
        return
    on_list = request.endpoint == f"{request.blueprint}.index_view"
    if view in _FICHES:
        if state := _get_state(vue, on_list):
            values.setdefault(PARAMETRE, urlencode(state))
    elif not on_list and not values:
        values.update(_get_state(vue, on_list))


def _get_state(vue: VueTable, on_list: bool) -> dict[str, str]:
    if "etat_liste" not in g:
        text = (
            request.query_string.decode("latin-1") if on_list else request.args.get(PARAMETRE, "")
        )
        state = dict(parse_qsl(text)) if len(text) <= LONGUEUR_MAX else {}
        try:
            parse_request(vue, state)
        except BadRequest:
            # Not written by us, or by a former version: the plain list is always right.
            state = {}
        g.etat_liste = state
    kept: dict[str, str] = g.etat_liste
    return kept
