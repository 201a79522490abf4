"""Mobilité, logement, accès aux droits: nobody of the walk is of its team, and no year is validated."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Commune
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
from tests.permissions.formes import Planteur, Table, chiffres, equipement

_ANNUELLES = ("ad_activite", "ad_mediateur", "ad_mobilite", "ad_logement", "ad_domiciliation")

TABLES: dict[str, Table] = {
    "ad_lieu": equipement(""),
    "ad_permanence": equipement(""),
    "ad_engagement": equipement(""),
    **{name: chiffres("") for name in _ANNUELLES},
}

MARQUEURS: dict[str, str] = {
    f"{name}_{lieu}_{annee}": f"GP{commune}"
    for name in _ANNUELLES
    for lieu, commune in (("begrolles", "CM"), ("cholet", "K"))
    for annee in (2024, 2025)
}


def plant(session: Session, monde: Planteur) -> None:
    """A place, a permanence, a commitment, and every yearly figure of two years in each commune."""
    for lieu, code in monde.communes.items():
        commune = session.scalars(select(Commune).where(Commune.code_insee == code)).one()
        structure, organisme = (
            Structure(
                nom=f"{kind} {lieu}",
                code_insee=code,
                statut=StatutStructure.PUBLIC,
                axes=["acces_droits"],
            )
            for kind in ("Accueil", "Organisme")
        )
        session.add_all([structure, organisme])
        session.flush()
        verifie = date(2025, 6, 1)
        accueil = LieuAccueil(structure=structure, type=TypeLieu.CCAS_CIAS, verifie_le=verifie)
        monde.add(session, f"ad_lieu/{lieu}", accueil)
        permanence = Permanence(
            lieu=accueil,
            organisme=organisme,
            objet=ObjetPermanence.LOGEMENT,
            verifie_le=verifie,
        )
        monde.add(session, f"ad_permanence/{lieu}", permanence)
        engagement = EngagementNumerique(structure=structure, identifiee_le=date(2024, 1, 1))
        monde.add(session, f"ad_engagement/{lieu}", engagement)
        for annee in (2024, 2025):
            name = f"{lieu}_{annee}"
            rows = {
                "ad_activite": ActiviteAccueil(lieu=accueil),
                "ad_mediateur": MediateurNumerique(structure=structure, type=TypeMediateur.AIDANT),
                "ad_mobilite": OffreMobilite(
                    type=TypeOffreMobilite.TAD, operateur=f"Essai {lieu}", communes=[commune]
                ),
                "ad_logement": OffreLogement(structure=structure, type=TypeOffreLogement.FJT),
                "ad_domiciliation": Domiciliation(structure=structure),
            }
            for screen, row in rows.items():
                row.annee = annee
                row.source = monde.text(f"{screen}_{name}")
                monde.add(session, f"{screen}/{name}", row)
