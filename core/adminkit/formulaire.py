"""Form classes of a screen, made at boot from its ``Champ`` values and the mapped columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

from core.adminkit.axes import get_axes
from core.adminkit.champ_recherche import ChampRecherche
from core.adminkit.champ_table import ChampTable
from core.adminkit.champs import (
    ChampChoix,
    ChampDecimal,
    ChampEntier,
    ChampJour,
    ChampLignes,
    ChampListe,
    ChampOuiNon,
    ChampSaisie,
    Choix,
    Offre,
    Source,
)
from core.adminkit.chemins import get_property, is_secret, keep
from core.adminkit.formats import label_of
from core.adminkit.recherche import Cible, find_cible
from core.axes.models import Axe
from core.errors import ErreurReglage
from core.plugin.vues import Champ
from core.security.acteur import LIBELLES_ROLES, Acteur, Role


def build_form(modele: type[Any], champs: Sequence[Champ], relation: str = "") -> type[Form]:
    """A WTForms class with one field a ``Champ``, in their order; raises ErreurReglage when one cannot be.

    ``relation`` leads from the screen's table to ``modele`` when the form is that of its child rows.
    """
    attributes = {}
    for champ in champs:
        chemin = f"{relation}.{champ.attribut}" if relation else champ.attribut
        attributes[champ.attribut] = _field(modele, champ, chemin)
    return type(f"Formulaire{modele.__name__}", (Form,), attributes)


def offer_choices(form: Form, offre: Offre) -> None:
    """Give each choice field of ``form`` what the person may choose."""
    for field in form:
        if isinstance(field, ChampChoix):
            field.offer(offre)


def choose_own_axis(form: Form, acteur: Acteur) -> None:
    """In a new form, the axis of a person who has only one is chosen."""
    if len(acteur.axes) != 1:
        return
    for field in form:
        if isinstance(field, ChampTable) and field.cible.classe is Axe and not field.cles:
            field.cles = [
                str(getattr(axe, field.cible.key.key))
                for axe in get_axes()
                if axe.actif and axe.slug in acteur.axes
            ]


def default_values(modele: type[Any], acteur: Acteur) -> dict[str, Any]:
    """What a new form shows: the columns' defaults, and the axis of a person who has only one."""
    values = dict(_scalar_defaults(modele))
    own = [axe.slug for axe in get_axes() if axe.actif and axe.slug in acteur.axes]
    if len(acteur.axes) == len(own) == 1:
        (slug,) = own
        values |= {"axe_slug": slug, "axes": [slug]}
    return values


@keep
def _scalar_defaults(modele: type[Any]) -> Mapping[str, Any]:
    """The constants among the columns' defaults: each line of a form asks for them."""
    found = {}
    for prop in inspect(modele).column_attrs:
        default = getattr(prop.columns[0], "default", None)
        if default is not None and default.is_scalar:
            found[prop.key] = default.arg
    return found


def _field(modele: type[Any], champ: Champ, chemin: str) -> Any:
    if is_secret(modele, champ.attribut):
        raise ErreurReglage(f"{modele.__name__}.{champ.attribut} ne se montre dans aucun écran.")
    prop = get_property(modele, champ.attribut)
    common = {"label": champ.libelle, "description": champ.aide}
    if isinstance(prop, RelationshipProperty):
        requis = not prop.uselist and not any(column.nullable for column in prop.local_columns)
        return _rows_field(
            Cible(prop.mapper.class_, None),
            chemin,
            **common,
            requis=requis,
            cle_de=lambda item: str(inspect(item).identity[0]),
            multiple=bool(prop.uselist),
        )
    if not isinstance(prop, ColumnProperty):
        raise ErreurReglage(f"{modele.__name__}.{champ.attribut} ne se saisit pas.")
    column: Any = prop.columns[0]
    return _column_field(column, champ, chemin, common)


def _rows_field(cible: Cible, chemin: str, **common: Any) -> Any:
    """Rows of another table: looked up when they are many, else all proposed."""
    if cible.classe.__grande__:
        return ChampRecherche(cible=cible, chemin=chemin, **common)
    if not cible.classe.__libelle__:
        raise ErreurReglage(
            f"{cible.classe.__name__} ne dit pas par quels mots ses lignes se choisissent."
        )
    return ChampTable(cible=cible, **common)


def _column_field(column: Column[Any], champ: Champ, chemin: str, common: dict[str, Any]) -> Any:
    kind = column.type
    requis = not column.nullable and column.default is None and column.server_default is None
    if champ.choix:
        source, cle_source = _mapping_source(champ.choix), (champ.attribut, id(champ.choix))
        return ChampListe(
            **common,
            requis=requis,
            source=source,
            cle_source=cle_source,
            cle_de=str,
            multiple=isinstance(kind, ARRAY),
        )
    if cible := find_cible(column, champ.reference):
        return _rows_field(
            cible,
            chemin,
            **common,
            requis=requis,
            cle_de=str,
            multiple=isinstance(kind, ARRAY),
        )
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return ChampListe(
            **common,
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
