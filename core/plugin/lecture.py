"""What a run-time hook reads with: selects under the rights of a stated audience, and nothing else."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select
from sqlalchemy.orm import Session

from core.security.acteur import Acteur
from core.security.policy import Verbe, can, visible


class Lecture:
    """Read-only access for a hook.

    The audience's rights apply through :meth:`visible`, and only columns may be selected: with no
    loaded object there is nothing that a hook could change. Whoever calls a hook does it in a savepoint:
    when PostgreSQL refuses a statement, only that axis loses its contribution.
    """

    def __init__(self, session: Session, acteur: Acteur) -> None:
        self._session = session
        self.acteur = acteur

    def visible(self, modele: type[Any]) -> ColumnElement[bool]:
        """Predicate on the rows of ``modele`` that the audience may read; put it in ``where``."""
        return visible(self.acteur, modele)

    def opens(self, modele: type[Any]) -> bool:
        """May the audience read at least some rows of ``modele``: whether to show a link to its list."""
        return can(self.acteur, Verbe.LIRE, modele)

    def rows(self, statement: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        """Run a select of columns. Raises TypeError on anything else, whole entities included."""
        if not isinstance(statement, Select):
            raise TypeError("Lecture.rows() n'accepte que des Select.")
        for description in statement.column_descriptions:
            if description["expr"] is description.get("entity"):
                raise TypeError("Lecture.rows() lit des colonnes, pas des objets entiers.")
        return self._session.execute(statement).all()

    def value(self, statement: Select[*tuple[Any, ...]]) -> Any:
        """First column of the first row, None when there is none."""
        rows = self.rows(statement)
        return rows[0][0] if rows else None
