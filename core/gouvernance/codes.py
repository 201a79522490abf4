"""Code lists of instances, their members and their sessions (metier.md sections 4 and 5)."""

from core.codes import Code


class GenreInstance(Code):
    """Kinds of bodies that meet: one model for all of them, with an axis tag."""

    COPIL = "copil", "Comité de pilotage"
    COTECH = "cotech", "Comité technique"
    GROUPE = "groupe", "Groupe de travail"
    RESEAU = "reseau", "Réseau d'acteurs"
    CONCERTATION = "concertation", "Espace de concertation"
    RENCONTRE = "rencontre", "Rencontre élus/professionnels"
    INFORMATION = "information", "Temps d'information"


class SuiteRequise(Code):
    """Who must decide after the committee, which only orients (metier.md section 5)."""

    AUCUNE = "aucune", "Aucune"
    DELIBERATION_AGGLO = "deliberation_agglo", "Délibération de l'Agglomération"
    DELIBERATION_COMMUNE = "deliberation_commune", "Délibération d'une commune"
    INSTANCE_CAF = "instance_caf", "Instance de la CAF"
    AVENANT = "avenant", "Avenant"


class EtatDecision(Code):
    """Where the follow-up of a decision stands."""

    A_LANCER = "a_lancer", "À lancer"
    EN_COURS = "en_cours", "En cours"
    SOLDEE = "soldee", "Soldée"


class College(Code):
    """Whom a member speaks for; participants are counted by college."""

    ELUS = "elus", "Élus"
    CAF = "caf", "CAF"
    TECHNICIENS = "techniciens", "Techniciens"
    PARTENAIRES = "partenaires", "Partenaires"
    HABITANTS = "habitants", "Habitants"


class QualiteMembre(Code):
    """Which of the two seats of a commune."""

    TITULAIRE = "titulaire", "Titulaire"
    SUPPLEANT = "suppleant", "Suppléant"


class EtatSeance(Code):
    """Life of a session."""

    PREVUE = "prevue", "Prévue"
    CONVOQUEE = "convoquee", "Convoquée"
    TENUE = "tenue", "Tenue"
    ANNULEE = "annulee", "Annulée"


class EtatPresence(Code):
    """Who came for a seat: the titulaire (a member in person), the suppléant, or nobody."""

    TITULAIRE = "titulaire", "Présent (titulaire)"
    SUPPLEANT = "suppleant", "Représenté (suppléant)"
    EXCUSE = "excuse", "Excusé"
    ABSENT = "absent", "Absent"


class EtatReleve(Code):
    """Where the minutes and the relevé of a session stand (metier.md section 5)."""

    PROJET = "projet", "Projet"
    RELU = "relu", "Relu"
    VALIDE = "valide", "Validé"
    DIFFUSE = "diffuse", "Diffusé"


class Trame(Code):
    """Parts of the two hours of a comité de pilotage (metier.md section 5)."""

    OUVERTURE = "ouverture", "Ouverture"
    DECISIONS = "decisions", "Ce que vous aviez décidé, ce qui a été fait"
    SYNTHESE = "synthese", "Synthèse de l'année"
    AXE = "axe", "Axe"
    ARBITRAGES = "arbitrages", "Arbitrages"
    SUITES = "suites", "Suites et calendrier"
