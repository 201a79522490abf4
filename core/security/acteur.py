"""Who acts: the value that services, lists, reports and jobs receive."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of metier.md section 4. ``COMITE`` is the audience of the committee's file: it is never
    given to an account."""

    ADMINISTRATEUR = "administrateur"
    GOUVERNANCE = "gouvernance"
    EQUIPE = "equipe"
    COMMUNE = "commune"
    PARTENAIRE_CAF = "partenaire_caf"
    LECTEUR = "lecteur"
    COMITE = "comite"


LIBELLES_ROLES: dict[Role, str] = {
    Role.ADMINISTRATEUR: "Administrateur",
    Role.GOUVERNANCE: "Gouvernance",
    Role.EQUIPE: "Équipe d'axe",
    Role.COMMUNE: "Commune",
    Role.PARTENAIRE_CAF: "Partenaire CAF",
    Role.LECTEUR: "Lecteur (élu)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Habilitation:
    """One role, on one axis (équipe) or one commune (commune) when the role asks for it."""

    role: Role
    axe_slug: str | None = None
    code_insee: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acteur:
    """A person with the roles in force today, or the platform itself (``systeme``)."""

    nom: str
    compte_id: int | None = None
    personne_id: int | None = None
    habilitations: frozenset[Habilitation] = frozenset()
    systeme: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(h.role for h in self.habilitations)

    @property
    def axes(self) -> frozenset[str]:
        """Slugs of the axes in whose team the person is."""
        return frozenset(
            h.axe_slug for h in self.habilitations if h.role is Role.EQUIPE and h.axe_slug
        )

    @property
    def communes(self) -> frozenset[str]:
        """INSEE codes of the communes for which the person answers."""
        return frozenset(
            h.code_insee for h in self.habilitations if h.role is Role.COMMUNE and h.code_insee
        )

    def has_role(self, *roles: Role) -> bool:
        """True when at least one of ``roles`` is held."""
        return bool(self.roles & set(roles))


ANONYME = Acteur(nom="Personne non connectée")
SYSTEME = Acteur(nom="Plateforme", systeme=True)


def audience(roles: Iterable[Role], nom: str) -> Acteur:
    """An actor that stands for the readers of a report, whoever asked for it."""
    return Acteur(nom=nom, habilitations=frozenset(Habilitation(role=role) for role in roles))
