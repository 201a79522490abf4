"""Screens of the territory: communes, populations, context figures, bassins de vie."""

from core.communes.models import Bassin, Commune, DonneeContexte, Population
from core.communes.rules import CODES_CONTEXTE
from core.plugin.vues import Champ, Colonne, Format, VueTable

RUBRIQUE = "Territoire"

COMMUNES = VueTable(
    modele=Commune,
    endpoint="commune",
    nom="Communes membres",
    singulier="commune",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="nom", libelle="Commune"),
        Colonne(attribut="code_insee", libelle="Code INSEE"),
        Colonne(attribut="siren", libelle="SIREN"),
        Colonne(attribut="bassin.nom", libelle="Bassin de vie"),
    ),
    champs=(
        Champ(attribut="bassin", libelle="Bassin de vie"),
        Champ(attribut="latitude", libelle="Latitude du chef-lieu", aide="En degrés (WGS 84)."),
        Champ(attribut="longitude", libelle="Longitude du chef-lieu", aide="En degrés (WGS 84)."),
        Champ(attribut="source", libelle="Source"),
    ),
    recherche=("nom", "code_insee"),
    filtres=(Colonne(attribut="bassin_id", libelle="Bassin de vie"),),
    en_tableau=("bassin",),
    tri="nom",
    creation=False,
    suppression=False,
    description="Les communes de l'Agglomération, chargées des données de référence.",
)

POPULATIONS = VueTable(
    modele=Population,
    endpoint="population",
    nom="Populations légales",
    singulier="population légale",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="edition", libelle="En vigueur en"),
        Colonne(attribut="annee_reference", libelle="Année décrite"),
        Colonne(attribut="municipale", libelle="Municipale", format=Format.ENTIER),
        Colonne(attribut="totale", libelle="Totale", format=Format.ENTIER),
        Colonne(attribut="source", libelle="Source"),
    ),
    champs=(
        Champ(attribut="commune", libelle="Commune"),
        Champ(attribut="edition", libelle="En vigueur en"),
        Champ(attribut="annee_reference", libelle="Année décrite"),
        Champ(attribut="municipale", libelle="Population municipale", aide="Habitants."),
        Champ(attribut="totale", libelle="Population totale", aide="Habitants."),
        Champ(attribut="source", libelle="Source"),
    ),
    recherche=("commune.nom", "code_insee"),
    filtres=(
        Colonne(attribut="code_insee", libelle="Commune"),
        Colonne(attribut="edition", libelle="En vigueur en"),
    ),
    en_tableau=("municipale", "totale", "source"),
    tri="edition",
    tri_descendant=True,
)


def _label(donnee: DonneeContexte) -> str:
    return CODES_CONTEXTE.get(donnee.code, donnee.code)


CONTEXTE = VueTable(
    modele=DonneeContexte,
    endpoint="donnee-contexte",
    nom="Données de contexte",
    singulier="donnée de contexte",
    rubrique=RUBRIQUE,
    description="Ce à quoi les taux se rapportent. Une valeur absente est « non renseignée », jamais zéro.",
    colonnes=(
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="annee", libelle="Année"),
        Colonne(attribut="code", libelle="Donnée", valeur=_label),
        Colonne(attribut="valeur", libelle="Valeur", format=Format.DECIMAL),
        Colonne(attribut="source", libelle="Source"),
        Colonne(attribut="millesime", libelle="Millésime"),
    ),
    champs=(
        Champ(attribut="commune", libelle="Commune"),
        Champ(attribut="annee", libelle="Année"),
        Champ(attribut="code", libelle="Donnée", choix=CODES_CONTEXTE),
        Champ(attribut="valeur", libelle="Valeur", aide="Laissez vide si elle n'est pas connue."),
        Champ(attribut="source", libelle="Source"),
        Champ(attribut="millesime", libelle="Millésime"),
    ),
    recherche=("commune.nom", "source"),
    filtres=(
        Colonne(attribut="code_insee", libelle="Commune"),
        Colonne(attribut="annee", libelle="Année"),
        Colonne(attribut="code", libelle="Donnée"),
    ),
    en_tableau=("valeur", "source", "millesime"),
    tri="annee",
    tri_descendant=True,
)

BASSINS = VueTable(
    modele=Bassin,
    endpoint="bassin",
    nom="Bassins de vie",
    singulier="bassin de vie",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="nom", libelle="Bassin de vie"),
        Colonne(attribut="source", libelle="Source"),
    ),
    champs=(
        Champ(attribut="nom", libelle="Nom"),
        Champ(attribut="source", libelle="Source", aide="Qui a dessiné ce découpage, et quand."),
    ),
    tri="nom",
    vide="Aucun bassin de vie : l'équipe de gouvernance les dessine, puis y range les communes.",
)

VUES: tuple[VueTable, ...] = (COMMUNES, POPULATIONS, CONTEXTE, BASSINS)
