"""What the parts of a table's view ask of the view itself."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.plugin.vues import VueTable
from core.security.acteur import Acteur

ReponseVue = str | Response | tuple[str, int]


class Ecran(Protocol):
    """The view of a table, as ``VueModele`` is."""

    vue: VueTable
    endpoint: str

    @property
    def acteur(self) -> Acteur: ...

    @property
    def db_session(self) -> Session: ...

    def can_edit_objet(self, objet: Any) -> bool: ...

    def get_query(self) -> Select[Any]: ...

    def _render(self, template: str, **context: Any) -> str: ...
