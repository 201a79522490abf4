"""Code lists of a load: where it stands, what a column of the plan may hold."""

from core.codes import Code


class EtatChargement(Code):
    """Life of a load. ``ANALYSE``: its columns were said, so that its rows can be previewed."""

    DEPOSE = "depose", "Déposé"
    ANALYSE = "analyse", "Prêt à relire"
    CHARGE = "charge", "Chargé"
    ANNULE = "annule", "Annulé"


class ChampPlan(Code):
    """What is read of a row of the plan, in the order of a sheet of action."""

    CODE = "code", "Code"
    INTITULE = "intitule", "Intitulé"
    AXE = "axe", "Axe"
    PILOTE = "pilote", "Pilote"
    STATUT = "statut", "Statut"
    NATURE = "nature", "Nature"
    PORTEE = "portee", "Portée"
    COMMUNES = "communes", "Communes"
    DEBUT = "debut", "Début"
    FIN = "fin", "Fin"
    OBJECTIF = "objectif", "Objectif"
    ENJEU = "enjeu", "Enjeu"
    RESULTATS = "resultats", "Résultats attendus"
    NOTE = "note", "Première note"
    BUDGET = "budget", "Budget prévu"
    FINANCEUR = "financeur", "Financeur"
    ACCORDE = "accorde", "Financement accordé"
