"""Screens of indicators: what staff decide about them, and the published values beside ours."""

from core.indicateurs.models import ReglageIndicateur, ValeurOfficielle
from core.indicateurs.service import validate_reglage
from core.plugin.vues import Champ, Colonne, Format, VueTable

RUBRIQUE = "Réglages"

REGLAGES = VueTable(
    modele=ReglageIndicateur,
    endpoint="reglage-indicateur",
    nom="Réglages des indicateurs",
    singulier="réglage",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="libelle", libelle="Indicateur"),
        Colonne(attribut="code", libelle="Code"),
        Colonne(attribut="actif", libelle="Affiché", format=Format.OUI_NON),
        Colonne(attribut="phare", libelle="Phare", format=Format.OUI_NON),
        Colonne(attribut="cible", libelle="Cible", format=Format.DECIMAL),
        Colonne(attribut="annee_cible", libelle="Année de la cible"),
    ),
    champs=(
        Champ(attribut="actif", libelle="Affiché dans les pages et les rapports"),
        Champ(attribut="phare", libelle="Indicateur phare"),
        Champ(attribut="valeur_initiale", libelle="Valeur de départ"),
        Champ(attribut="annee_initiale", libelle="Année de départ"),
        Champ(attribut="cible", libelle="Cible"),
        Champ(attribut="annee_cible", libelle="Année de la cible"),
        Champ(
            attribut="resultats",
            libelle="Résultats attendus mesurés",
            aide="Ceux de l'axe que cet indicateur dit atteints ou non.",
        ),
    ),
    controle=validate_reglage,
    recherche=("code", "libelle"),
    filtres=(
        Colonne(attribut="axe_slug", libelle="Axe"),
        Colonne(attribut="actif", libelle="Affiché"),
    ),
    en_tableau=("actif", "phare", "cible", "annee_cible"),
    tri="code",
    creation=False,
    suppression=False,
)

OFFICIELLES = VueTable(
    modele=ValeurOfficielle,
    endpoint="valeur-officielle",
    nom="Valeurs officielles",
    singulier="valeur officielle",
    rubrique=RUBRIQUE,
    description="Publiées par la CNAF ou l'INSEE, montrées à côté des nôtres et jamais mêlées.",
    colonnes=(
        Colonne(attribut="code", libelle="Indicateur"),
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="annee", libelle="Année"),
        Colonne(attribut="valeur", libelle="Valeur", format=Format.DECIMAL),
        Colonne(attribut="source", libelle="Source"),
    ),
    champs=(
        Champ(attribut="code", libelle="Code de l'indicateur", aide="Par exemple PE1."),
        Champ(
            attribut="commune",
            libelle="Commune",
            aide="Laissez vide pour l'Agglomération entière.",
        ),
        Champ(attribut="annee", libelle="Année"),
        Champ(attribut="valeur", libelle="Valeur"),
        Champ(
            attribut="numerateur",
            libelle="Numérateur",
            aide="D'un indicateur sensible, la valeur est masquée tant qu'il manque ou qu'il est petit.",
        ),
        Champ(attribut="denominateur", libelle="Dénominateur"),
        Champ(attribut="source", libelle="Source"),
        Champ(attribut="millesime", libelle="Millésime"),
    ),
    recherche=("code", "commune.nom", "source"),
    filtres=(
        Colonne(attribut="code", libelle="Indicateur"),
        Colonne(attribut="annee", libelle="Année"),
    ),
    en_tableau=("valeur", "numerateur", "denominateur", "source", "millesime"),
    tri="annee",
    tri_descendant=True,
)

VUES: tuple[VueTable, ...] = (REGLAGES, OFFICIELLES)
