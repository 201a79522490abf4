"""Screen of the calendar of each yearly cycle; its steps move on the page of the cycle."""

from core.cycles.models import CycleAnnuel
from core.cycles.service import validate_cycle
from core.plugin.vues import Champ, Colonne, Format, VueTable

CYCLES = VueTable(
    modele=CycleAnnuel,
    endpoint="cycle",
    nom="Calendrier des cycles",
    singulier="cycle",
    rubrique="Gouvernance",
    description="Les dates de chaque exercice. Le cycle avance d'étape depuis la page « Cycle de l'année ».",
    colonnes=(
        Colonne(attribut="exercice", libelle="Exercice"),
        Colonne(attribut="etape", libelle="Étape"),
        Colonne(attribut="fin_collecte", libelle="Fin de collecte", format=Format.DATE),
        Colonne(attribut="date_envoi", libelle="Envoi du dossier", format=Format.DATE),
        Colonne(attribut="date_copil", libelle="Comité de pilotage", format=Format.DATE),
    ),
    champs=(
        Champ(attribut="debut_collecte", libelle="Début de la collecte"),
        Champ(attribut="fin_collecte", libelle="Fin de la collecte"),
        Champ(attribut="date_cotech", libelle="Comité technique"),
        Champ(attribut="date_envoi", libelle="Envoi du dossier"),
        Champ(attribut="date_copil", libelle="Comité de pilotage"),
        Champ(attribut="date_cloture", libelle="Clôture"),
    ),
    tri="exercice",
    tri_descendant=True,
    controle=validate_cycle,
    creation=False,
    suppression=False,
)

VUES: tuple[VueTable, ...] = (CYCLES,)
