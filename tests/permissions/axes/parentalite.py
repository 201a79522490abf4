"""Parentalité: X, D and M are its team; no year of it is validated."""

from datetime import date

from sqlalchemy.orm import Session

from core.structures.models import StatutStructure, Structure
from plugins.parentalite.models import (
    ClasGroupe,
    DispositifParentalite,
    LaepActivite,
    MediationPermanence,
    SupportInformation,
    TempsParent,
)
from plugins.parentalite.rules import NiveauClas, TypeDispositif, TypeSupport, TypeTemps
from tests.permissions.formes import Planteur, Table, chiffres, equipement

TABLES: dict[str, Table] = {
    "par_dispositif": equipement("XDM"),
    "par_support": equipement("XDM"),
    "par_laep": chiffres("XDM"),
    "par_temps": chiffres("XDM"),
    "par_clas": chiffres("XDM"),
    "par_mediation": chiffres("XDM"),
}

MARQUEURS: dict[str, str] = {
    f"{genre}_{lieu}_{annee}": lecteurs
    for genre in ("laep", "temps", "cout_temps", "clas", "mediation")
    for lieu, lecteurs in (("begrolles", "GXCPDM"), ("cholet", "GXKPDM"))
    for annee in (2024, 2025)
}


def plant(session: Session, monde: Planteur) -> None:
    """A LAEP, a mediation service and their figures of two years in each commune; groups, temps."""
    for lieu, code in monde.communes.items():
        structure = Structure(
            nom=f"Maison des familles {lieu}",
            code_insee=code,
            statut=StatutStructure.PUBLIC,
            axes=["parentalite"],
        )
        laep, mediation = (
            DispositifParentalite(structure=structure, nom=f"{type_.name} {lieu}", type=type_)
            for type_ in (TypeDispositif.LAEP, TypeDispositif.MEDIATION_FAMILIALE)
        )
        session.add(mediation)
        monde.add(session, f"par_dispositif/{lieu}", laep)
        support = SupportInformation(type=TypeSupport.GUIDE, titre=f"Guide {lieu}")
        monde.add(session, f"par_support/{lieu}", support)
        for annee in (2024, 2025):
            name = f"{lieu}_{annee}"
            monde.add(
                session,
                f"par_laep/{name}",
                LaepActivite(
                    dispositif=laep, annee=annee, heures_ouverture=monde.number(f"laep_{name}")
                ),
            )
            temps = TempsParent(
                titre=monde.text(f"temps_{name}"),
                structure=structure,
                type=TypeTemps.ECHANGE,
                jour=date(annee, 5, 14),
                code_insee=code,
                cout=monde.number(f"cout_temps_{name}"),
            )
            monde.add(session, f"par_temps/{name}", temps)
            groupe = ClasGroupe(
                structure=structure,
                annee_scolaire=annee - 1,
                annee=annee,
                niveau=NiveauClas.COLLEGE,
                code_insee=code,
                source=monde.text(f"clas_{name}"),
            )
            monde.add(session, f"par_clas/{name}", groupe)
            permanence = MediationPermanence(
                dispositif=mediation,
                code_insee=code,
                annee=annee,
                source=monde.text(f"mediation_{name}"),
            )
            monde.add(session, f"par_mediation/{name}", permanence)
