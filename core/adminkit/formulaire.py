"""Form classes of a screen, made at boot from its ``Champ`` values and the mapped columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum as PyEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    Enum,
    Float,
    Integer,
    Numeric,
    String,
    inspect,
)
from sqlalchemy.orm import ColumnProperty, RelationshipProperty, Session
from wtforms import Form

from core.adminkit.champs import (
    ChampChoix,
    ChampDecimal,
    ChampEntier,
    ChampJour,
    ChampLignes,
    ChampOuiNon,
    ChampSaisie,
    Choix,
    Offre,
    Source,
)
from core.adminkit.chemins import get_property, is_secret
from core.adminkit.formats import label_of
from core.axes.models import Axe
from core.communes.rules import sort_key
from core.db.base import Base
from core.errors import ErreurReglage
from core.plugin.vues import Champ
from core.security.acteur import LIBELLES_ROLES, Acteur, Role
from core.security.policy import scope

Fabrique = Callable[[], Any]


def build_form(modele: type[Any], champs: Sequence[Champ]) -> type[Form]:
    """A WTForms class with one field a ``Champ``, in their order; raises ErreurReglage when one cannot be."""
    attributes = {champ.attribut: _field(modele, champ) for champ in champs}
    return type(f"Formulaire{modele.__name__}", (Form,), attributes)


def offer_choices(form: Form, offre: Offre) -> None:
    """Give each choice field of ``form`` what the person may choose."""
    for field in form:
        if isinstance(field, ChampChoix):
            field.offer(offre)


def default_values(modele: type[Any], acteur: Acteur) -> dict[str, Any]:
    """What a new form shows: the columns' defaults, and the axis of a person who has only one."""
    values: dict[str, Any] = {}
    for prop in inspect(modele).column_attrs:
        default = getattr(prop.columns[0], "default", None)
        if default is not None and default.is_scalar:
            values[prop.key] = default.arg
    if len(acteur.axes) == 1:
        (slug,) = acteur.axes
        values |= {"axe_slug": slug, "axes": [slug]}
    return values


def _field(modele: type[Any], champ: Champ) -> Any:
    if is_secret(modele, champ.attribut):
        raise ErreurReglage(f"{modele.__name__}.{champ.attribut} ne se montre dans aucun écran.")
    prop = get_property(modele, champ.attribut)
    common = {"label": champ.libelle, "description": champ.aide}
    if isinstance(prop, RelationshipProperty):
        return _relation_field(prop, common)
    if not isinstance(prop, ColumnProperty):
        raise ErreurReglage(f"{modele.__name__}.{champ.attribut} ne se saisit pas.")
    column: Any = prop.columns[0]
    return _column_field(column, champ, common)


def _relation_field(prop: RelationshipProperty[Any], common: dict[str, Any]) -> Any:
    target = prop.mapper.class_
    requis = not prop.uselist and not any(column.nullable for column in prop.local_columns)
    return _choice(
        common,
        requis=requis,
        source=rows_source(target, None),
        cle_source=(target, None),
        cle_de=lambda item: str(inspect(item).identity[0]),
        multiple=bool(prop.uselist),
    )


def _column_field(column: Column[Any], champ: Champ, common: dict[str, Any]) -> Any:
    kind = column.type
    requis = not column.nullable and column.default is None and column.server_default is None
    reference = _target(champ.reference) if champ.reference else target_of(column)
    if champ.choix:
        source, cle_source = _mapping_source(champ.choix), (champ.attribut, id(champ.choix))
        return _choice(common, requis=requis, source=source, cle_source=cle_source, cle_de=str)
    if reference:
        target, key = reference
        return _choice(
            common,
            requis=requis,
            source=rows_source(target, key),
            cle_source=(target, key),
            cle_de=str,
            multiple=isinstance(kind, ARRAY),
        )
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return _choice(
            common,
            requis=not column.nullable,
            source=_enum_source(kind.enum_class),
            cle_source=kind.enum_class,
            cle_de=lambda member: str(member.value),
        )
    if isinstance(kind, Boolean):
        return ChampOuiNon(**common)
    return _typed_field(column, champ, {**common, "requis": not column.nullable}, requis)


def _typed_field(column: Column[Any], champ: Champ, common: dict[str, Any], requis: bool) -> Any:
    kind = column.type
    if isinstance(kind, ARRAY):
        return ChampLignes(**{**common, "requis": requis}, vide=[], long=True)
    if isinstance(kind, Date):
        return ChampJour(**common)
    if isinstance(kind, Integer):
        return ChampEntier(**common)
    # Float is a Numeric for SQLAlchemy, without the column's precision.
    if isinstance(kind, Float):
        return ChampDecimal(**common)
    if isinstance(kind, Numeric):
        return ChampDecimal(**common, precision=kind.precision, echelle=kind.scale)
    if isinstance(kind, String):
        vide = None if column.nullable else ""
        return ChampSaisie(**{**common, "requis": requis}, vide=vide, long=champ.texte_long)
    raise ErreurReglage(f"{column} : aucun champ de formulaire pour le type {kind!r}.")


def _choice(common: dict[str, Any], **kwargs: Any) -> Any:
    return ChampChoix(**common, **kwargs)


def target_of(column: Column[Any]) -> tuple[type[Any], str] | None:
    """Class and attribute that a foreign key points to, None for an ordinary column."""
    for foreign_key in column.foreign_keys:
        return _target(foreign_key.target_fullname)
    return None


def _target(reference: str) -> tuple[type[Any], str]:
    table, _, key = reference.partition(".")
    for mapper in Base.registry.mappers:
        if getattr(mapper.local_table, "name", None) == table:
            return mapper.class_, key
    raise ErreurReglage(f"Aucune classe pour la référence « {reference} ».")


def rows_source(target: type[Any], key: str | None) -> Source:
    """Rows of ``target`` that the person may read; the value is the row, or its attribute ``key``."""

    def list_rows(session: Session, acteur: Acteur) -> list[Choix]:
        statement = scope(acteur, target)
        if target is Axe:
            # A deactivated axis leaves the entry lists (conception, section 5).
            statement = statement.where(Axe.actif)
        rows = session.scalars(statement).unique().all()
        found = [
            Choix(
                str(getattr(row, key) if key else inspect(row).identity[0]),
                str(row),
                getattr(row, key) if key else row,
            )
            for row in rows
        ]
        return sorted(found, key=lambda choix: sort_key(choix.libelle))

    return list_rows


def _enum_source(enumeration: type[PyEnum]) -> Source:
    members = [
        member for member in enumeration if not isinstance(member, Role) or member in LIBELLES_ROLES
    ]

    def list_members(session: Session, acteur: Acteur) -> list[Choix]:
        return [Choix(str(member.value), label_of(member), member) for member in members]

    return list_members


def _mapping_source(choices: Mapping[str, str]) -> Source:
    def list_items(session: Session, acteur: Acteur) -> list[Choix]:
        return [Choix(cle, libelle, cle) for cle, libelle in choices.items()]

    return list_items
