"""Code lists of the plan (metier.md section 3)."""

from core.codes import Code


class StatutAction(Code):
    """Where an action stands. Blocked and late are computed, never stored."""

    A_ENGAGER = "a_engager", "À engager"
    EN_COURS = "en_cours", "En cours"
    SUSPENDUE = "suspendue", "Suspendue"
    REALISEE = "realisee", "Réalisée"
    ABANDONNEE = "abandonnee", "Abandonnée"


class NatureAction(Code):
    """Done once, or carried on year after year."""

    PONCTUELLE = "ponctuelle", "Ponctuelle"
    RECURRENTE = "recurrente", "Récurrente"


class Portee(Code):
    """Whole territory, or the communes named."""

    TERRITOIRE = "territoire", "Tout le territoire"
    COMMUNES = "communes", "Communes désignées"


class Diffusion(Code):
    """Who may read a note, a frein or a météo; the default is the narrowest."""

    EQUIPE = "equipe", "Équipe"
    PARTENAIRES = "partenaires", "Partenaires"
    COPIL = "copil", "Comité de pilotage"


class GenreNote(Code):
    """What a note tells."""

    AVANCEMENT = "avancement", "Avancement"
    RESULTAT = "resultat", "Résultat observé"
    A_VENIR = "a_venir", "À venir"
    VALORISER = "valoriser", "À valoriser"


class LevePar(Code):
    """Who can lift a frein."""

    EQUIPE = "equipe", "L'équipe"
    AGGLOMERATION = "agglomeration", "L'Agglomération"
    COMMUNE = "commune", "Une commune"
    CAF = "caf", "La CAF"
    ETAT = "etat", "L'État"
    AUTRE = "autre", "Un autre partenaire"
