"""Vie sociale: nobody of the walk is of its team, so that governance alone writes; no year is validated."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Commune
from core.structures.models import StatutStructure, Structure
from plugins.vie_sociale.models import (
    ActiviteSociale,
    Agrement,
    BilanPacte,
    EquipementSocial,
    PacteCooperation,
    ProjetPartage,
)
from plugins.vie_sociale.rules import EtatPacte, NatureAgrement, StatutAgrement
from tests.permissions.formes import Planteur, Table, chiffres, equipement

TABLES: dict[str, Table] = {
    "vs_equipement": equipement(""),
    "vs_agrement": equipement(""),
    "vs_pacte": equipement(""),
    "vs_activite": chiffres(""),
    "vs_projet": chiffres(""),
}

MARQUEURS: dict[str, str] = {
    "social_begrolles_2025": "GCPM",
    "social_begrolles_2024": "GCPM",
    "social_cholet_2025": "GKP",
    "social_cholet_2024": "GKP",
    "social_charges_begrolles_2025": "GCPM",
    "social_charges_begrolles_2024": "GCPM",
    "social_charges_cholet_2025": "GKP",
    "social_charges_cholet_2024": "GKP",
    "projet_begrolles_2025": "GCPM",
    "projet_begrolles_2024": "GCPM",
    "projet_cholet_2025": "GKP",
    "projet_cholet_2024": "GKP",
    "projet_cout_begrolles_2025": "GCPM",
    "projet_cout_begrolles_2024": "GCPM",
    "projet_cout_cholet_2025": "GKP",
    "projet_cout_cholet_2024": "GKP",
}


def plant(session: Session, monde: Planteur) -> None:
    """An equipment with an agrément, a pacte, and the figures and projects of two years in each commune."""
    for lieu, code in monde.communes.items():
        structures = [
            Structure(
                nom=f"{kind} {lieu}",
                code_insee=code,
                statut=StatutStructure.ASSOCIATIF,
                axes=["vie_sociale"],
            )
            for kind in ("Centre social", "Association")
        ]
        session.add_all(structures)
        session.flush()
        commune = session.scalars(select(Commune).where(Commune.code_insee == code)).one()
        social = EquipementSocial(structure=structures[0], communes=[commune])
        monde.add(session, f"vs_equipement/{lieu}", social)
        agrement = Agrement(
            equipement=social,
            nature=NatureAgrement.ANIMATION_GLOBALE,
            statut=StatutAgrement.ACCORDE,
            date_debut=date(2024, 1, 1),
            date_fin=date(2027, 12, 31),
        )
        monde.add(session, f"vs_agrement/{lieu}", agrement)
        pacte = PacteCooperation(
            intitule=f"Pacte {lieu}",
            etat=EtatPacte.EN_NEGOCIATION,
            signataires=structures,
            bilans=[BilanPacte(annee=2024, bilan="Deux rencontres.")],
        )
        monde.add(session, f"vs_pacte/{lieu}", pacte)
        for annee in (2024, 2025):
            name = f"{lieu}_{annee}"
            activite = ActiviteSociale(
                equipement=social,
                annee=annee,
                heures_benevolat=monde.number(f"social_{name}"),
                charges=monde.number(f"social_charges_{name}"),
            )
            monde.add(session, f"vs_activite/{name}", activite)
            projet = ProjetPartage(
                titre=monde.text(f"projet_{name}"),
                annee=annee,
                porteur=structures[0],
                partenaires=[structures[1]],
                communes=[commune],
                pacte=pacte,
                cout=monde.number(f"projet_cout_{name}"),
            )
            monde.add(session, f"vs_projet/{name}", projet)
