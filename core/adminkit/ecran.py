"""What the parts of a table's view ask of the view itself."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.plugin.vues import VueTable
from core.security.acteur import Acteur
from core.security.policy import Verbe, can

ReponseVue = str | Response | tuple[str, int]


def may_create(vue: VueTable, acteur: Acteur) -> bool:
    """Creating exists for this table and for one of the person's roles."""
    return vue.creation and bool(vue.champs) and can(acteur, Verbe.ECRIRE, vue.modele)


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
