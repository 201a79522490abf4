"""Declarative base of every table, core's and the axes'."""

import enum
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ColumnElement, DateTime, Enum, MetaData, Text, func
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of the mapped classes.

    ``__droits__`` says who may read and write the rows (conception, section 7): a class without it is
    refused at boot. ``__axe__`` is the slug of the axis that owns the table, None for core.
    ``__journal__`` tells whether each change leaves a trace in the journal. A class that forms or filters
    point to names in ``__libelle__`` the columns whose words make its label; ``__grande__`` says that its
    rows are too many for a native list, so that they are looked up. ``__selon_lecteur__`` gives, by name of a
    ``query_expression``, the yes or no that it tells a reader: what they may not read does not show there
    either (see core.security.policy).
    """

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: DateTime(timezone=True),
    }

    # A core.security.droits.Droits; security stands above db, so the type is not named here.
    __droits__: ClassVar[Any]
    __axe__: ClassVar[str | None] = None
    __journal__: ClassVar[bool] = False
    __libelle__: ClassVar[tuple[str, ...]] = ()
    __grande__: ClassVar[bool] = False
    # Callables from the class (or an alias of it) and a core.security.acteur.Acteur.
    __selon_lecteur__: ClassVar[Mapping[str, Callable[[Any, Any], ColumnElement[bool]]]] = {}


class Entite(Base):
    """A row that people edit: dated, journalled, and protected by an optimistic lock.

    ``version`` travels in each form; a save that carries an older one is refused.
    """

    __abstract__ = True
    __journal__ = True

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-10)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(
        server_default=func.now(), onupdate=func.now(), sort_order=91
    )
    version: Mapped[int] = mapped_column(default=1, server_default="1", sort_order=92)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def enum_type(enumeration: type[enum.Enum], name: str | None = None) -> Enum:
    """Column type of a French code list: stored as text with a CHECK, so that a value can be added
    by an ordinary migration. ``name`` tells apart two columns of one table with the same list."""
    return Enum(
        enumeration,
        native_enum=False,
        create_constraint=True,
        name=name or enumeration.__name__.lower(),
        values_callable=lambda codes: [code.value for code in codes],
        length=40,
        validate_strings=True,
    )
