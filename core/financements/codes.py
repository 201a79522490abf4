"""Code lists of funding."""

from core.codes import Code


class EtatCandidature(Code):
    """Where an application to a funding call stands."""

    PREPARATION = "preparation", "En préparation"
    DEPOSEE = "deposee", "Déposée"
    ACCORDEE = "accordee", "Accordée"
    REFUSEE = "refusee", "Refusée"
    SOLDEE = "soldee", "Soldée"


class TypeEquipement(Code):
    """Kinds of facilities that the bonus territoire supports (domaine.md section 2.3)."""

    EAJE = "eaje", "Établissement d'accueil du jeune enfant"
    RPE = "rpe", "Relais petite enfance"
    LAEP = "laep", "Lieu d'accueil enfants-parents"
    ALSH = "alsh", "Accueil de loisirs"
    LUDOTHEQUE = "ludotheque", "Ludothèque"
    COORDINATION = "coordination", "Coordination"
    AUTRE = "autre", "Autre équipement"


class ThemeCooperation(Code):
    """What the time of coopération is spent on, as the CAF asks for it."""

    PILOTAGE = "pilotage", "Pilotage de la convention"
    PETITE_ENFANCE = "petite_enfance", "Petite enfance"
    ENFANCE_JEUNESSE = "enfance_jeunesse", "Enfance et jeunesse"
    PARENTALITE = "parentalite", "Parentalité"
    VIE_SOCIALE = "vie_sociale", "Animation de la vie sociale"
    ACCES_DROITS = "acces_droits", "Accès aux droits, numérique, logement"
