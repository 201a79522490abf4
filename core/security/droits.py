"""Rights as data: each mapped class declares, for each role, which rows it may read and write.

A condition knows two readings of the same rule: a SQL predicate (lists, exports, look-ups) and a test on
one loaded object (forms, actions). Sets of rights used by many tables stand at the end.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, column, false, or_, select, table, true

from core.security.acteur import Acteur, Role
from core.security.poids import Poids

_VALIDATION = table("validation_axe", column("axe_slug"), column("exercice"))


class Condition(Protocol):
    """A rule on rows of a class for an actor; ``possible`` says whether some row could meet it."""

    def possible(self, modele: type[Any], acteur: Acteur) -> bool: ...

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]: ...

    def holds(self, objet: Any, acteur: Acteur) -> bool: ...


@dataclass(frozen=True, slots=True)
class Toujours:
    """Every row."""

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        return True

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        return true()

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class AxeDeLacteur:
    """Rows whose axis is one of the actor's; a table owned by an axis needs no column for it."""

    attribut: str = "axe_slug"

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        if modele.__axe__ is not None:
            return modele.__axe__ in acteur.axes
        return bool(acteur.axes)

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        if modele.__axe__ is not None:
            return true() if modele.__axe__ in acteur.axes else false()
        return getattr(modele, self.attribut).in_(acteur.axes)  # type: ignore[no-any-return]

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        slug = type(objet).__axe__ or getattr(objet, self.attribut)
        return slug in acteur.axes


@dataclass(frozen=True, slots=True)
class AxesCommuns:
    """Rows tagged with several axes (an array of slugs), one of which is the actor's."""

    attribut: str = "axes"

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        return bool(acteur.axes)

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        return getattr(modele, self.attribut).overlap(list(acteur.axes))  # type: ignore[no-any-return]

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        return bool(set(getattr(objet, self.attribut) or ()) & acteur.axes)


@dataclass(frozen=True, slots=True)
class CommuneDeLacteur:
    """Rows of a commune for which the actor answers."""

    attribut: str = "code_insee"

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        return bool(acteur.communes)

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        return getattr(modele, self.attribut).in_(acteur.communes)  # type: ignore[no-any-return]

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        return getattr(objet, self.attribut) in acteur.communes


@dataclass(frozen=True, slots=True)
class CompteDeLacteur:
    """Rows that belong to the actor's own account."""

    attribut: str = "compte_id"

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        return acteur.compte_id is not None

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        if acteur.compte_id is None:
            return false()
        return getattr(modele, self.attribut) == acteur.compte_id  # type: ignore[no-any-return]

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        return acteur.compte_id is not None and getattr(objet, self.attribut) == acteur.compte_id


@dataclass(frozen=True, slots=True)
class Vaut:
    """Rows whose attribute is one of ``valeurs`` (a diffusion, a draft flag)."""

    attribut: str
    valeurs: tuple[Any, ...]

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        return True

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        return getattr(modele, self.attribut).in_(self.valeurs)  # type: ignore[no-any-return]

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        return getattr(objet, self.attribut) in self.valeurs


@dataclass(frozen=True, slots=True)
class AxeValide:
    """Rows whose axis was validated by governance, for their year when they carry one.

    Validation is one act per axis and year (metier.md section 2), so it lives in one table.
    """

    attribut_annee: str | None = None

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        return True

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        axe = modele.__axe__ or modele.axe_slug
        criteres = [_VALIDATION.c.axe_slug == axe]
        if self.attribut_annee:
            criteres.append(_VALIDATION.c.exercice == getattr(modele, self.attribut_annee))
        return select(_VALIDATION.c.axe_slug).where(*criteres).exists()

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        raise TypeError("AxeValide décide d'une lecture : elle se pose en SQL, par scope().")


@dataclass(frozen=True, slots=True)
class Via:
    """The rule holds on a parent row reached by a relation (an étape through its action), or on one at
    least of several (an offer through the communes that it serves)."""

    relation: str
    condition: Condition

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        parent = getattr(modele, self.relation).property.mapper.class_
        return self.condition.possible(parent, acteur)

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        attribut = getattr(modele, self.relation)
        reached = attribut.any if attribut.property.uselist else attribut.has
        return reached(self.condition.sql(attribut.property.mapper.class_, acteur))  # type: ignore[no-any-return]

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        found = getattr(objet, self.relation)
        parents = found if isinstance(found, list) else [found]
        return any(p is not None and self.condition.holds(p, acteur) for p in parents)


@dataclass(frozen=True, slots=True)
class Et:
    """Both rules."""

    gauche: Condition
    droite: Condition

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        return self.gauche.possible(modele, acteur) and self.droite.possible(modele, acteur)

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        return and_(self.gauche.sql(modele, acteur), self.droite.sql(modele, acteur))

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        return self.gauche.holds(objet, acteur) and self.droite.holds(objet, acteur)


@dataclass(frozen=True, slots=True)
class Ou:
    """Either rule."""

    gauche: Condition
    droite: Condition

    def possible(self, modele: type[Any], acteur: Acteur) -> bool:
        return self.gauche.possible(modele, acteur) or self.droite.possible(modele, acteur)

    def sql(self, modele: type[Any], acteur: Acteur) -> ColumnElement[bool]:
        return or_(self.gauche.sql(modele, acteur), self.droite.sql(modele, acteur))

    def holds(self, objet: Any, acteur: Acteur) -> bool:
        return self.gauche.holds(objet, acteur) or self.droite.holds(objet, acteur)


Regles = Mapping[Role, Condition]


@dataclass(frozen=True, slots=True, kw_only=True)
class Droits:
    """Who may read, write and delete the rows of a class. A role that is absent may not.

    ``sensible``: roles that read the columns marked ``info={"sensible": True}`` (a structure's costs);
    ``sensible_ecrire``: roles that write them. ``petits_effectifs``: roles that read the small numbers of
    people of these columns (``info={"effectif": True}``), that the others see masked (metier.md section 6);
    of a row where it does not hold, nothing of the columns ``info={"secret_de_ligne": True}`` is told.
    ``poids``: which validated years the rows weigh on, so that
    changing them asks for a reason (see core.indicateurs.definitif); none when they bear no figure.
    """

    lire: Regles
    ecrire: Regles = field(default_factory=lambda: MappingProxyType({}))
    supprimer: Regles = field(default_factory=lambda: MappingProxyType({}))
    sensible: Regles = field(default_factory=lambda: MappingProxyType({}))
    sensible_ecrire: Regles = field(default_factory=lambda: MappingProxyType({}))
    petits_effectifs: Regles = field(default_factory=lambda: MappingProxyType({}))
    poids: tuple[Poids, ...] = ()


def pour(condition: Condition, *roles: Role) -> dict[Role, Condition]:
    """The same condition for several roles."""
    return dict.fromkeys(roles, condition)


TOUJOURS = Toujours()
TOUS_LES_ROLES = tuple(Role)
PROFESSIONNELS = (Role.GOUVERNANCE, Role.EQUIPE, Role.PARTENAIRE_CAF)


def droits_cadre(*poids: Poids) -> Droits:
    """Convention, communes, calendar, directory: everybody reads, governance writes."""
    return Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire=pour(TOUJOURS, Role.GOUVERNANCE),
        supprimer=pour(TOUJOURS, Role.GOUVERNANCE),
        poids=poids,
    )


def droits_internes() -> Droits:
    """Rows that only the platform writes and that administrators and governance read."""
    return Droits(lire=pour(TOUJOURS, Role.ADMINISTRATEUR, Role.GOUVERNANCE))


def droits_structure_axe(*poids: Poids) -> Droits:
    """Facilities described by an axis: professionals and communes read, the axis' team writes.

    Élus read them aggregated only, that is through indicators and reports.

    ``poids``: the columns on which validated figures of the axis depend, and their years; several when
    they do not count in the same years.
    """
    equipe = AxeDeLacteur()
    return Droits(
        lire=pour(TOUJOURS, *PROFESSIONNELS, Role.COMMUNE, Role.COMITE),
        ecrire={Role.EQUIPE: equipe, Role.GOUVERNANCE: TOUJOURS},
        supprimer={Role.EQUIPE: equipe},
        poids=poids,
    )


def droits_chiffres_axe(
    *, annee: str = "annee", commune: Callable[[], Condition] | None = None
) -> Droits:
    """Yearly figures of structures: written by the axis' team, corrected by governance with a reason,
    read by the other teams once validated, by a commune for its own territory.

    ``commune`` gives the condition that ties a row to a commune (a column ``code_insee`` by default).
    """
    equipe = AxeDeLacteur()
    territoire = commune() if commune else CommuneDeLacteur()
    return Droits(
        lire={
            Role.GOUVERNANCE: TOUJOURS,
            Role.PARTENAIRE_CAF: TOUJOURS,
            Role.COMITE: TOUJOURS,
            Role.EQUIPE: Ou(equipe, AxeValide(annee)),
            Role.COMMUNE: territoire,
        },
        ecrire={Role.EQUIPE: equipe, Role.GOUVERNANCE: TOUJOURS},
        supprimer={Role.EQUIPE: equipe},
        sensible={
            Role.GOUVERNANCE: TOUJOURS,
            Role.PARTENAIRE_CAF: TOUJOURS,
            Role.EQUIPE: equipe,
            Role.COMMUNE: territoire,
        },
        sensible_ecrire={Role.EQUIPE: equipe},
        # Who enters them needs them as they are; a commune could name the family.
        petits_effectifs={
            Role.GOUVERNANCE: TOUJOURS,
            Role.PARTENAIRE_CAF: TOUJOURS,
            Role.EQUIPE: equipe,
        },
        poids=(Poids(annee=annee),),
    )
