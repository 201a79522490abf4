"""Code lists of the plan (metier.md section 3)."""

from core.codes import Code


class StatutAction(Code):
    """Where an action stands. Blocked and late are computed, never stored."""

    A_ENGAGER = "a_engager", "À engager"
    EN_COURS = "en_cours", "En cours"
    SUSPENDUE = "suspendue", "Suspendue"
    REALISEE = "realisee", "Réalisée"
    ABANDONNEE = "abandonnee", "Abandonnée"
    # Merged or split: others go on from it. Only those acts give this status (see filiation).
    REMPLACEE = "remplacee", "Remplacée"


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


class RolePartenaire(Code):
    """What a partner does in an action; the pilot is a person, named on the action itself."""

    PILOTE_ASSOCIE = "pilote_associe", "Pilote associé"
    FINANCEUR = "financeur", "Financeur"
    OPERATEUR = "operateur", "Opérateur"
    ASSOCIE = "associe", "Associé"


class Financeur(Code):
    """Who pays for an action."""

    AGGLOMERATION = "agglomeration", "Agglomération"
    COMMUNE = "commune", "Commune"
    CAF = "caf", "CAF"
    DEPARTEMENT = "departement", "Département"
    ETAT = "etat", "État"
    MSA = "msa", "MSA"
    AUTRE = "autre", "Autre"


class Ciel(Code):
    """Confidence of the team, apart from the status (domaine.md 2.4, four levels): words, no icon."""

    SOLEIL = "soleil", "Soleil : tout va bien"
    ECLAIRCIES = "eclaircies", "Éclaircies : atteignable"
    NUAGES = "nuages", "Nuages : des appuis sont nécessaires"
    ORAGE = "orage", "Orage : compromis"


class ResultatBilan(Code):
    """What became of an action in a year (metier.md section 3)."""

    MENEE = "menee", "Menée"
    PARTIELLEMENT = "partiellement", "Menée en partie"
    NON_MENEE = "non_menee", "Non menée"


class GenreFiliation(Code):
    """How an action left the plan, or was taken up by another."""

    FUSION = "fusion", "Fusion"
    SCISSION = "scission", "Scission"
    REPRISE = "reprise", "Reprise"
    ABANDON = "abandon", "Abandon"
