"""Migrations: one Alembic environment, one branch for core and one per axis, one version table.

Revision ids are ``<owner>_<NNNN>``; an axis' first revision carries the label of its slug and depends on
core. Facts and traps behind this: docs/adr/0003.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import to_tuple
from sqlalchemy import Connection, MetaData, create_engine, text
from sqlalchemy.schema import SchemaItem

from core.errors import ErreurReglage

CORE = "core"
_ENVIRONMENT = Path(__file__).resolve().parent.parent / "migrations"
_LOCK = 4_919_2024  # any constant: two upgrades at once must wait for one another


class Migrations:
    """The migration commands for one database, with the axes that are loaded.

    ``axes`` maps slug to directory. Raises ErreurReglage when the database holds revisions that no
    loaded axis owns (blocked or removed axis, or a newer version of the platform): each is named.
    """

    def __init__(self, url: str, metadata: MetaData, axes: Mapping[str, str]) -> None:
        self.url = url
        self.metadata = metadata
        self.owners = (CORE, *axes)
        config = Config()
        config.set_main_option("script_location", str(_ENVIRONMENT).replace("%", "%%"))
        config.set_main_option("path_separator", "newline")
        locations = [str(_ENVIRONMENT / "versions"), *axes.values()]
        config.set_main_option("version_locations", "\n".join(locations).replace("%", "%%"))
        config.attributes["metadata"] = metadata
        self.config = config
        self.script = ScriptDirectory.from_config(config)

    def owner_of(self, table: str) -> str:
        """Which branch a table belongs to: the longest matching prefix, else core."""
        matching = [o for o in self.owners if o != CORE and table.startswith(f"{o}_")]
        return max(matching, key=len, default=CORE)

    def upgrade(self, target: str = "heads") -> None:
        """Bring the database up, under a lock; PostgreSQL makes each upgrade all or nothing."""
        self._run(lambda: command.upgrade(self.config, target))

    def downgrade(self, axe: str, target: str = "base") -> None:
        """Take one axis back (``base`` removes its tables). Raises ErreurReglage for core: its downgrade
        would cascade to every axis."""
        if axe == CORE or axe not in self.owners:
            raise ErreurReglage(
                f"« {axe} » n'est pas un axe que l'on peut faire redescendre. "
                f"Axes : {', '.join(o for o in self.owners if o != CORE) or 'aucun'}."
            )
        self._run(lambda: command.downgrade(self.config, f"{axe}@{target}"))

    def revise(self, owner: str, message: str) -> None:
        """Write the next revision of one branch from what differs in its own tables.

        Raises ErreurReglage for an owner that is not one, and on a database that is not up to date.
        """
        if owner not in self.owners:
            raise ErreurReglage(
                f"« {owner} » n'est ni « {CORE} » ni un axe qui a des migrations. "
                f"Choix : {', '.join(self.owners)}."
            )
        current, heads = self.list_current()
        if current != heads:
            raise ErreurReglage(
                "La base n'est pas à jour : une migration s'écrit d'après ce qui en diffère. Lancez d'abord "
                "« ctg db upgrade »."
            )
        numbers = [
            int(revision.revision.removeprefix(f"{owner}_"))
            for revision in self.script.walk_revisions()
            if revision.revision.startswith(f"{owner}_")
        ]
        number = max(numbers, default=0) + 1
        first = number == 1
        self.config.attributes["include"] = self._only(owner)
        depends = None if owner == CORE else f"{CORE}_0001"
        directory = self.config.get_main_option("version_locations") or ""
        path = directory.split("\n")[self.owners.index(owner)].replace("%%", "%")
        self._run(
            lambda: command.revision(
                self.config,
                message=message,
                autogenerate=True,
                rev_id=f"{owner}_{number:04d}",
                head="base" if first else f"{owner}@head",
                branch_label=owner if first else None,
                depends_on=depends if first else None,
                version_path=path,
            )
        )

    def list_drift(self) -> list[str]:
        """What differs between the models and the database, a line each; empty when nothing does."""
        engine = create_engine(self.url)
        try:
            with engine.connect() as connection:
                context = MigrationContext.configure(
                    connection,
                    opts={"compare_type": True, "compare_server_default": False},
                )
                return [str(difference) for difference in compare_metadata(context, self.metadata)]
        finally:
            engine.dispose()

    def list_current(self) -> tuple[set[str], set[str]]:
        """(revisions of the database, heads of the loaded code)."""
        engine = create_engine(self.url)
        try:
            with engine.connect() as connection:
                return set(self._list_revisions(connection)), self._list_heads()
        finally:
            engine.dispose()

    def _only(self, owner: str) -> Callable[..., bool]:
        # include_object, not include_name: the latter filters what the database holds, and every table
        # of the other branches would then look as if it had to be created.
        def include(item: SchemaItem, name: str | None, kind: str, *_: Any) -> bool:
            table = name if kind == "table" else item.table.name  # type: ignore[attr-defined]
            return self.owner_of(str(table)) == owner

        return include

    def _list_heads(self) -> set[str]:
        # A head that another revision depends on is implied by it: Alembic keeps no row for it.
        implied = {
            dependency
            for revision in self.script.walk_revisions()
            for dependency in to_tuple(revision.dependencies, default=())
        }
        return set(self.script.get_heads()) - implied

    def _run(self, action: Callable[[], object]) -> None:
        engine = create_engine(self.url)
        try:
            with engine.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                self._refuse_unknown(connection)
                self.config.attributes["connection"] = connection
                action()
        finally:
            engine.dispose()

    def _list_revisions(self, connection: Connection) -> list[str]:
        if not connection.scalar(text("SELECT to_regclass('alembic_version')")):
            return []
        return list(connection.scalars(text("SELECT version_num FROM alembic_version")))

    def _refuse_unknown(self, connection: Connection) -> None:
        known = {revision.revision for revision in self.script.walk_revisions()}
        unknown = sorted(set(self._list_revisions(connection)) - known)
        if unknown:
            raise ErreurReglage(
                f"La base contient des versions inconnues : {', '.join(unknown)}. Soit elle vient "
                "d'une plateforme plus récente (mettez celle-ci à jour), soit un axe est bloqué ou "
                "désinstallé (retirez-le de CTG_PLUGINS_BLOCKED, ou réinstallez-le)."
            )
