"""Screen of the priorities: the ranked list of a session, amended by exception."""

from core.gouvernance.models_priorite import PrioriteAction
from core.gouvernance.priorite import validate_priorite
from core.plugin.vues import Champ, Colonne, Format, VueTable

PRIORITES = VueTable(
    modele=PrioriteAction,
    endpoint="priorite",
    nom="Priorités",
    singulier="priorité",
    rubrique="Gouvernance",
    description="Ce que le comité technique propose et ce que le comité de pilotage décide, par séance.",
    colonnes=(
        Colonne(attribut="action", libelle="Action"),
        Colonne(attribut="seance.jour", libelle="Séance", format=Format.DATE),
        Colonne(attribut="rang", libelle="Rang"),
        Colonne(attribut="priorite_proposee", libelle="Proposée"),
        Colonne(attribut="priorite_decidee", libelle="Décidée"),
        Colonne(attribut="confiance", libelle="Confiance"),
    ),
    champs=(
        Champ(attribut="seance", libelle="Séance"),
        Champ(attribut="action", libelle="Action"),
        Champ(attribut="rang", libelle="Rang", aide="Place dans la liste classée, à partir de 1."),
        Champ(attribut="priorite_proposee", libelle="Proposée", aide="Par le comité technique."),
        Champ(attribut="priorite_decidee", libelle="Décidée", aide="Par le comité de pilotage."),
        Champ(
            attribut="confiance",
            libelle="Confiance",
            aide="De 1 (faible) à 3 (forte) : l'action ira-t-elle au bout ?",
        ),
        Champ(
            attribut="arbitrage",
            libelle="À arbitrer en séance",
            aide="8 à 12 actions par séance ; les autres suivent la liste classée.",
        ),
        Champ(attribut="avis", libelle="Avis technique", texte_long=True),
        Champ(
            attribut="proposition",
            libelle="Il est proposé au comité de…",
            aide="Ce que le comité est invité à décider, tel qu'il se lira à l'écran.",
            texte_long=True,
        ),
    ),
    filtres=(
        Colonne(attribut="seance_id", libelle="Séance"),
        Colonne(attribut="action.axe_slug", libelle="Axe"),
        Colonne(attribut="priorite_proposee", libelle="Proposée"),
        Colonne(attribut="priorite_decidee", libelle="Décidée"),
        Colonne(attribut="arbitrage", libelle="À arbitrer en séance"),
    ),
    en_tableau=("rang", "priorite_proposee", "priorite_decidee", "confiance", "arbitrage"),
    tri="rang",
    controle=validate_priorite,
    vide=(
        "Aucune priorité : ouvrez la page d'un comité technique ou d'un comité de pilotage, et choisissez "
        "« Préparer le classement des actions »."
    ),
)
