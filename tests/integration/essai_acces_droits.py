"""Rows of the axis accès aux droits, as its tests add them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Commune
from core.db.base import Entite
from core.security.acteur import Acteur
from core.structures.models import StatutStructure, Structure
from plugins.acces_droits.models import (
    ActiviteAccueil,
    Domiciliation,
    EngagementNumerique,
    LieuAccueil,
    MediateurNumerique,
    OffreLogement,
    OffreMobilite,
    Permanence,
)
from plugins.acces_droits.rules import (
    ObjetPermanence,
    TypeLieu,
    TypeMediateur,
    TypeOffreLogement,
    TypeOffreMobilite,
)
from plugins.acces_droits.service import (
    validate_activite,
    validate_domiciliation,
    validate_engagement,
    validate_lieu,
    validate_logement,
    validate_mediateur,
    validate_mobilite,
    validate_permanence,
)
from tests.integration.essai_axe import (
    CHOLET,
    JOUR,
)

AXE = "acces_droits"
Controle = Callable[[Session, Acteur, Any], None]
CONTROLES: dict[type[Entite], Controle] = {
    LieuAccueil: validate_lieu,
    Permanence: validate_permanence,
    ActiviteAccueil: validate_activite,
    MediateurNumerique: validate_mediateur,
    EngagementNumerique: validate_engagement,
    OffreMobilite: validate_mobilite,
    OffreLogement: validate_logement,
    Domiciliation: validate_domiciliation,
}
ANNUELLES: tuple[type[Any], ...] = (
    ActiviteAccueil,
    MediateurNumerique,
    OffreMobilite,
    OffreLogement,
    Domiciliation,
)


def add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def add_structure(session: Session, nom: str, code: str = CHOLET) -> Structure:
    structure = Structure(nom=nom, code_insee=code, statut=StatutStructure.PUBLIC)
    add(session, structure)
    return structure


def add_lieu(
    session: Session, nom: str = "Lieu d'essai", code: str = CHOLET, **values: Any
) -> LieuAccueil:
    lieu = LieuAccueil(
        **{
            "structure": add_structure(session, nom, code),
            "type": TypeLieu.FRANCE_SERVICES,
            "verifie_le": JOUR,
        }
        | values
    )
    add(session, lieu)
    return lieu


def add_permanence(
    session: Session, lieu: LieuAccueil, nom: str = "Organisme", **values: Any
) -> Permanence:
    permanence = Permanence(
        **{
            "lieu": lieu,
            "organisme": add_structure(session, nom),
            "objet": ObjetPermanence.LOGEMENT,
            "verifie_le": JOUR,
        }
        | values
    )
    add(session, permanence)
    return permanence


def get_commune(session: Session, code: str) -> Commune:
    return session.scalars(select(Commune).where(Commune.code_insee == code)).one()


def build_row(session: Session, modele: type[Any], code: str = CHOLET, **values: Any) -> Any:
    """A row that its check accepts, unless ``values`` say otherwise."""
    nom = f"Structure {code}"
    known: dict[type[Any], Callable[[], dict[str, Any]]] = {
        LieuAccueil: lambda: {
            "structure": add_structure(session, nom, code),
            "type": TypeLieu.MDS,
            "verifie_le": JOUR,
        },
        Permanence: lambda: {
            "lieu": add_lieu(session, code=code),
            "organisme": add_structure(session, nom),
            "objet": ObjetPermanence.SANTE,
            "verifie_le": JOUR,
        },
        ActiviteAccueil: lambda: {"lieu": add_lieu(session, nom, code), "annee": 2024},
        MediateurNumerique: lambda: {
            "structure": add_structure(session, nom, code),
            "type": TypeMediateur.AIDANT,
            "annee": 2024,
        },
        EngagementNumerique: lambda: {
            "structure": add_structure(session, nom, code),
            "identifiee_le": date(2024, 1, 1),
        },
        OffreMobilite: lambda: {
            "type": TypeOffreMobilite.TAD,
            "operateur": nom,
            "communes": [get_commune(session, code)],
            "annee": 2024,
        },
        OffreLogement: lambda: {
            "structure": add_structure(session, nom, code),
            "type": TypeOffreLogement.FJT,
            "annee": 2024,
        },
        Domiciliation: lambda: {"structure": add_structure(session, nom, code), "annee": 2024},
    }
    return modele(**known[modele]() | values)
