"""Screen of the dated parameters: prices, ratios, thresholds."""

from core.parametres.models import Parametre
from core.plugin.vues import Champ, Colonne, Format, VueTable

PARAMETRES = VueTable(
    modele=Parametre,
    endpoint="parametre",
    nom="Paramètres",
    singulier="valeur de paramètre",
    rubrique="Réglages",
    description=(
        "Une valeur vaut de sa date jusqu'à la suivante du même code : ajoutez-en une, sans effacer "
        "l'ancienne."
    ),
    colonnes=(
        Colonne(attribut="libelle", libelle="Paramètre"),
        Colonne(attribut="code", libelle="Code"),
        Colonne(attribut="valeur", libelle="Valeur", format=Format.DECIMAL),
        Colonne(attribut="unite", libelle="Unité"),
        Colonne(attribut="debut", libelle="À partir du", format=Format.DATE),
        Colonne(attribut="source", libelle="Source"),
    ),
    champs=(
        Champ(attribut="code", libelle="Code"),
        Champ(attribut="libelle", libelle="Libellé"),
        Champ(attribut="valeur", libelle="Valeur"),
        Champ(attribut="unite", libelle="Unité"),
        Champ(attribut="debut", libelle="À partir du"),
        Champ(attribut="source", libelle="Source"),
    ),
    recherche=("code", "libelle"),
    tri="code",
)

VUES: tuple[VueTable, ...] = (PARAMETRES,)
