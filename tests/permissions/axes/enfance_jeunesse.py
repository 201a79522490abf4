"""Enfance jeunesse: nobody of the walk is of its team, so governance alone writes."""

from datetime import date

from sqlalchemy.orm import Session

from core.structures.models import StatutStructure, Structure
from plugins.enfance_jeunesse.models import (
    AccueilLoisirs,
    ActiviteAlsh,
    EquipeAnimation,
    Pedt,
)
from plugins.enfance_jeunesse.models_projets import Passerelle, TempsInclusion
from plugins.enfance_jeunesse.rules import (
    Categorie,
    NatureInclusion,
    NaturePasserelle,
    Periode,
    Tranche,
)
from tests.permissions.formes import Planteur, Table, chiffres, equipement

TABLES: dict[str, Table] = {
    "ej_accueil": equipement(""),
    "ej_activite": chiffres(""),
    "ej_equipe": chiffres(""),
    "ej_pedt": equipement(""),
    "ej_inclusion": equipement(""),
    "ej_passerelle": equipement(""),
}

MARQUEURS: dict[str, str] = {
    f"{marqueur}_{lieu}_{annee}": f"GP{commune}"
    for marqueur in ("heures_ej", "charges_ej", "equipe_ej")
    for lieu, commune in (("begrolles", "CM"), ("cholet", "K"))
    for annee in (2024, 2025)
}


def plant(session: Session, monde: Planteur) -> None:
    """An accueil, its figures of two years, a PEdT, a time of inclusion, a passerelle in each commune."""
    for lieu, code in monde.communes.items():
        structures = [
            Structure(
                nom=f"{kind} {lieu}",
                code_insee=code,
                statut=StatutStructure.PUBLIC,
                axes=["enfance_jeunesse"],
            )
            for kind in ("Accueil de loisirs", "Espace jeunes")
        ]
        session.add_all(structures)
        session.flush()
        accueil = AccueilLoisirs(
            structure=structures[0],
            categorie=Categorie.PERISCOLAIRE,
            tranches=[Tranche.PLUS_6.value],
        )
        monde.add(session, f"ej_accueil/{lieu}", accueil)
        pedt = Pedt(nom=f"PEdT {lieu}", debut=date(2023, 9, 1), fin=date(2026, 8, 31))
        monde.add(session, f"ej_pedt/{lieu}", pedt)
        temps = TempsInclusion(
            titre=f"Temps {lieu}",
            nature=NatureInclusion.RENFORT,
            jour=date(2025, 3, 1),
            structures=structures[:1],
        )
        monde.add(session, f"ej_inclusion/{lieu}", temps)
        passerelle = Passerelle(
            origine=structures[0],
            arrivee=structures[1],
            nature=NaturePasserelle.ALSH_ESPACE_JEUNES,
            visee_depuis=date(2024, 1, 1),
        )
        monde.add(session, f"ej_passerelle/{lieu}", passerelle)
        for annee in (2024, 2025):
            name = f"{lieu}_{annee}"
            activite = ActiviteAlsh(
                accueil=accueil,
                annee=annee,
                periode=Periode.MERCREDI,
                heures_realisees=monde.number(f"heures_ej_{name}"),
                charges=monde.number(f"charges_ej_{name}"),
            )
            monde.add(session, f"ej_activite/{name}", activite)
            equipe = EquipeAnimation(
                accueil=accueil, annee=annee, source=monde.text(f"equipe_ej_{name}")
            )
            monde.add(session, f"ej_equipe/{name}", equipe)
