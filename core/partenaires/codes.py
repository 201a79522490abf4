"""Code lists of the directory of partners."""

from core.codes import Code


class TypePartenaire(Code):
    """What a partner is."""

    COLLECTIVITE = "collectivite", "Collectivité"
    ETAT = "etat", "Service de l'État"
    CAISSE = "caisse", "Caf, MSA, autre caisse"
    ASSOCIATION = "association", "Association"
    ETABLISSEMENT = "etablissement", "Établissement scolaire ou de santé"
    ENTREPRISE = "entreprise", "Entreprise"
    COLLECTIF = "collectif", "Collectif d'habitants"
