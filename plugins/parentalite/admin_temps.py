"""Screen of the temps parents: one row for each time held."""

from core.api.admin import (
    AIDE_MONTANT,
    CHAMP_SOURCE,
    COLONNE_ANNEE,
    DESCRIPTION_ANNEES,
    RUBRIQUE_ANNEES,
    Champ,
    Colonne,
    Critere,
    Format,
    VueTable,
)
from plugins.parentalite.models import TempsParent
from plugins.parentalite.rules import THEMATIQUES
from plugins.parentalite.service import validate_temps

ENDPOINT_TEMPS = "par_temps"

VUE_TEMPS = VueTable(
    modele=TempsParent,
    endpoint=ENDPOINT_TEMPS,
    nom="Temps parents",
    singulier="Temps parent",
    rubrique=RUBRIQUE_ANNEES,
    description=f"Une ligne par temps qui a eu lieu. {DESCRIPTION_ANNEES}",
    vide="Aucun temps parent : saisissez ceux de l'exercice observé, avec leurs participants.",
    colonnes=(
        Colonne(attribut="jour", libelle="Jour", format=Format.DATE),
        Colonne(attribut="titre", libelle="Titre"),
        Colonne(attribut="type", libelle="Type"),
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="structure.nom", libelle="Porteur"),
        Colonne(
            attribut="thematiques",
            libelle="Thématiques",
            valeur=lambda temps: temps.thematiques_en_mots,
            tri=False,
        ),
        Colonne(attribut="parents", libelle="Parents", format=Format.ENTIER),
        Colonne(attribut="en_reseau", libelle="À plusieurs", format=Format.OUI_NON, tri=False),
    ),
    champs=(
        Champ(attribut="titre", libelle="Titre"),
        Champ(attribut="jour", libelle="Jour", aide="Le temps compte dans l'année de ce jour."),
        Champ(attribut="type", libelle="Type"),
        Champ(
            attribut="thematiques",
            libelle="Thématiques",
            aide="Une ou plusieurs.",
            choix=THEMATIQUES,
        ),
        Champ(attribut="commune", libelle="Commune", aide="Celle où le temps a eu lieu."),
        Champ(attribut="structure", libelle="Porteur", aide="La structure qui l'organise."),
        Champ(
            attribut="structures_associees",
            libelle="Structures associées",
            aide="Celles qui l'ont mené avec le porteur : dès la première, il compte « à plusieurs ».",
        ),
        Champ(
            attribut="parents",
            libelle="Parents",
            aide="Participations de parents ; vide si elles n'ont pas été comptées.",
            groupe="Participants",
        ),
        Champ(
            attribut="enfants",
            libelle="Enfants",
            aide="Participations d'enfants.",
            groupe="Participants",
        ),
        Champ(attribut="cout", libelle="Coût", aide=AIDE_MONTANT, groupe="Comptes"),
        Champ(
            attribut="financement_fnp",
            libelle="Financement FNP",
            aide=f"Part du fonds national parentalité de la CAF. {AIDE_MONTANT}",
            groupe="Comptes",
        ),
        CHAMP_SOURCE,
    ),
    recherche=("titre", "structure.nom", "commune.nom"),
    filtres=(
        COLONNE_ANNEE,
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="type", libelle="Type"),
        Critere(
            nom="reseau",
            libelle="À plusieurs structures",
            options={
                "oui": ("Oui", lambda jour: TempsParent.structures_associees.any()),
                "non": ("Non", lambda jour: ~TempsParent.structures_associees.any()),
            },
        ),
    ),
    en_tableau=("parents", "enfants", "cout", "financement_fnp", "source"),
    tri="jour",
    tri_descendant=True,
    charger=("structure", "structures_associees", "commune"),
    controle=validate_temps,
)
