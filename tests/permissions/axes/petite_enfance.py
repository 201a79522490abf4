"""Petite enfance: E and D are its team; 2024 is validated, 2025 is not."""

from decimal import Decimal

from sqlalchemy.orm import Session

from core.structures.models import StatutStructure, Structure
from plugins.petite_enfance.models import AccueilIndividuel, ActiviteEaje, Eaje, Rpe
from tests.permissions.formes import Planteur, Table, chiffres, equipement

TABLES: dict[str, Table] = {
    "pe_eaje": equipement("ED"),
    "pe_rpe": equipement("ED"),
    "pe_activite": chiffres("ED", valide=True),
    "pe_accueil": chiffres("ED", valide=True),
}

MARQUEURS: dict[str, str] = {
    "chiffre_begrolles_2025": "GECPDM",
    "chiffre_begrolles_2024": "GEXCPDM",
    "chiffre_cholet_2025": "GEKPD",
    "chiffre_cholet_2024": "GEXKPDM",
    "sensible_begrolles_2025": "GECPDM",
    "sensible_begrolles_2024": "GECPDM",
    "sensible_cholet_2025": "GEKPD",
    "sensible_cholet_2024": "GEKPD",
    "accueil_begrolles_2025": "GECPDM",
    "accueil_begrolles_2024": "GEXCPDM",
    "accueil_cholet_2025": "GEKPD",
    "accueil_cholet_2024": "GEXKPDM",
}


def plant(session: Session, monde: Planteur) -> None:
    """An EAJE, a relay and their figures of two years in each commune."""
    for lieu, code in monde.communes.items():
        structures = [
            Structure(
                nom=f"{kind} {lieu}",
                code_insee=code,
                statut=StatutStructure.PUBLIC,
                axes=["petite_enfance"],
            )
            for kind in ("Crèche", "Relais")
        ]
        session.add_all(structures)
        session.flush()
        eaje = Eaje(structure=structures[0])
        monde.add(session, f"pe_eaje/{lieu}", eaje)
        monde.add(session, f"pe_rpe/{lieu}", Rpe(structure=structures[1], etp=Decimal("1.5")))
        for annee in (2024, 2025):
            name = f"{lieu}_{annee}"
            activite = ActiviteEaje(
                eaje=eaje,
                annee=annee,
                heures_facturees=monde.number(f"chiffre_{name}"),
                charges=monde.number(f"sensible_{name}"),
            )
            monde.add(session, f"pe_activite/{name}", activite)
            accueil = AccueilIndividuel(
                code_insee=code, annee=annee, source=monde.text(f"accueil_{name}")
            )
            monde.add(session, f"pe_accueil/{name}", accueil)
