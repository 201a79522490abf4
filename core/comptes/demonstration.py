"""The accounts of the demonstration: one per role, the same password for all, shown at the start."""

from dataclasses import dataclass

from core.security.acteur import Habilitation, Role

PASSWORD = "Guinguette-Bocage-84"  # noqa: S105 - shown to everybody, on fictitious data only


@dataclass(frozen=True, slots=True, kw_only=True)
class CompteDemonstration:
    """An account that ``ctg demo`` announces, and the fictitious person who holds it."""

    role_libelle: str
    email: str
    prenom: str
    nom: str
    fonction: str
    habilitation: Habilitation
    password: str = PASSWORD


COMPTES: tuple[CompteDemonstration, ...] = (
    CompteDemonstration(
        role_libelle="Administrateur",
        email="administrateur@demonstration.example",
        prenom="Armel",
        nom="Tessier",
        fonction="Responsable des systèmes d'information",
        habilitation=Habilitation(role=Role.ADMINISTRATEUR),
    ),
    CompteDemonstration(
        role_libelle="Gouvernance",
        email="gouvernance@demonstration.example",
        prenom="Maëlle",
        nom="Audouin",
        fonction="Coordinatrice de la convention",
        habilitation=Habilitation(role=Role.GOUVERNANCE),
    ),
    CompteDemonstration(
        role_libelle="Équipe Vie sociale",
        email="vie.sociale@demonstration.example",
        prenom="Nolwenn",
        nom="Rochard",
        fonction="Coordinatrice de la vie sociale",
        habilitation=Habilitation(role=Role.EQUIPE, axe_slug="vie_sociale"),
    ),
    CompteDemonstration(
        role_libelle="Équipe Petite enfance",
        email="petite.enfance@demonstration.example",
        prenom="Solène",
        nom="Brochard",
        fonction="Coordinatrice petite enfance",
        habilitation=Habilitation(role=Role.EQUIPE, axe_slug="petite_enfance"),
    ),
    CompteDemonstration(
        role_libelle="Équipe Parentalité",
        email="parentalite@demonstration.example",
        prenom="Yannick",
        nom="Guérif",
        fonction="Coordinateur parentalité",
        habilitation=Habilitation(role=Role.EQUIPE, axe_slug="parentalite"),
    ),
    CompteDemonstration(
        role_libelle="Équipe Enfance jeunesse",
        email="enfance.jeunesse@demonstration.example",
        prenom="Gaël",
        nom="Tessier",
        fonction="Coordinateur enfance jeunesse",
        habilitation=Habilitation(role=Role.EQUIPE, axe_slug="enfance_jeunesse"),
    ),
    CompteDemonstration(
        role_libelle="Équipe Accès aux droits",
        email="acces.droits@demonstration.example",
        prenom="Inès",
        nom="Vrignaud",
        fonction="Coordinatrice de l'accès aux droits",
        habilitation=Habilitation(role=Role.EQUIPE, axe_slug="acces_droits"),
    ),
    CompteDemonstration(
        role_libelle="Commune de Bégrolles-en-Mauges",
        email="begrolles@demonstration.example",
        prenom="Lucie",
        nom="Chauvat",
        fonction="Secrétaire générale de mairie",
        habilitation=Habilitation(role=Role.COMMUNE, code_insee="49027"),
    ),
    CompteDemonstration(
        role_libelle="Partenaire CAF",
        email="caf@demonstration.example",
        prenom="Bruno",
        nom="Lefèbvre",
        fonction="Conseiller technique territorial",
        habilitation=Habilitation(role=Role.PARTENAIRE_CAF),
    ),
    CompteDemonstration(
        role_libelle="Lecteur (élu)",
        email="lecteur@demonstration.example",
        prenom="Hélène",
        nom="Marsault",
        fonction="Vice-présidente, famille et cohésion sociale",
        habilitation=Habilitation(role=Role.LECTEUR),
    ),
)
