"""Screens of the plan: the teams' actions, and the words of the convention they answer."""

from core.plan.criteres import ACTIVITE, ALERTES
from core.plan.models import ActionMajeure, Cadre, Enjeu, ResultatAttendu
from core.plan.models_action import Action
from core.plan.service import validate_action
from core.plugin.vues import ActionGroupee, Champ, Colonne, Critere, Format, LignesLiees, VueTable

RUBRIQUE = "Plan d'actions"

_ETAPES = LignesLiees(
    relation="etapes",
    titre="Étapes",
    singulier="étape",
    champs=(
        Champ(attribut="intitule", libelle="Étape"),
        Champ(attribut="echeance", libelle="Échéance"),
        Champ(attribut="realisee_le", libelle="Réalisée le"),
    ),
)
_NOTES = LignesLiees(
    relation="notes",
    titre="Notes",
    singulier="note",
    champs=(
        Champ(attribut="texte", libelle="Texte", texte_long=True),
        Champ(attribut="jour", libelle="Date"),
        Champ(attribut="exercice", libelle="Exercice", aide="L'année dont parle la note."),
        Champ(attribut="genre", libelle="Nature"),
        Champ(attribut="diffusion", libelle="Diffusion", aide="Qui pourra la lire."),
    ),
)
_FREINS = LignesLiees(
    relation="freins",
    titre="Freins",
    singulier="frein",
    champs=(
        Champ(attribut="description", libelle="Ce qui bloque", texte_long=True),
        Champ(attribut="leve_par", libelle="Qui peut le lever"),
        Champ(attribut="depuis", libelle="Depuis le"),
        Champ(attribut="leve_le", libelle="Levé le"),
        Champ(attribut="diffusion", libelle="Diffusion", aide="Qui pourra le lire."),
    ),
)


ACTIONS = VueTable(
    modele=Action,
    endpoint="action",
    nom="Actions",
    singulier="action",
    rubrique=RUBRIQUE,
    description=(
        "Les actions menées par les équipes. Une action ne se supprime pas : elle se réalise, se suspend "
        "ou s'abandonne."
    ),
    colonnes=(
        Colonne(attribut="intitule", libelle="Intitulé"),
        Colonne(attribut="code", libelle="Code"),
        Colonne(attribut="axe.numero", libelle="Axe"),
        Colonne(attribut="statut", libelle="Statut"),
        Colonne(attribut="date_fin", libelle="Échéance", format=Format.DATE),
        Colonne(attribut="en_retard", libelle="En retard", format=Format.OUI_NON, tri=False),
        Colonne(attribut="bloquee", libelle="Bloquée", format=Format.OUI_NON, tri=False),
        Colonne(attribut="pilote", libelle="Pilote"),
    ),
    champs=(
        Champ(attribut="code", libelle="Code", aide="Unique dans toute la convention."),
        Champ(attribut="intitule", libelle="Intitulé"),
        Champ(attribut="axe", libelle="Axe"),
        Champ(attribut="pilote", libelle="Pilote", aide="Qui en rend compte."),
        Champ(attribut="statut", libelle="Statut"),
        Champ(
            attribut="nature", libelle="Nature", aide="Récurrente : elle se refait chaque année."
        ),
        Champ(attribut="date_debut", libelle="Début"),
        Champ(
            attribut="date_fin",
            libelle="Fin prévue",
            aide="Obligatoire si l'action est ponctuelle.",
        ),
        Champ(attribut="portee", libelle="Portée"),
        Champ(
            attribut="communes",
            libelle="Communes désignées",
            aide="À cocher quand l'action ne porte pas sur tout le territoire.",
        ),
        Champ(
            attribut="brouillon",
            libelle="Brouillon",
            aide="Seule l'équipe de l'axe lit une action en brouillon.",
        ),
        Champ(attribut="enjeu", libelle="Enjeu", groupe="Lien avec la convention"),
        Champ(attribut="resultats", libelle="Résultats attendus", groupe="Lien avec la convention"),
        Champ(
            attribut="action_majeure", libelle="Action majeure", groupe="Lien avec la convention"
        ),
        Champ(
            attribut="cadres",
            libelle="Cadres",
            aide="Feuilles directrices et autres cadres que cette action sert, plusieurs s'il y a lieu.",
            groupe="Lien avec la convention",
        ),
        Champ(attribut="objectif", libelle="Objectif", texte_long=True, groupe="Compléments"),
        Champ(attribut="source", libelle="Source", groupe="Compléments"),
    ),
    lignes=(_NOTES, _ETAPES, _FREINS),
    recherche=("code", "intitule", "objectif"),
    filtres=(
        Colonne(attribut="axe_slug", libelle="Axe"),
        Colonne(attribut="statut", libelle="Statut"),
        Critere(nom="alerte", libelle="À traiter", options=ALERTES),
        Colonne(attribut="bloquee", libelle="Bloquée"),
        Colonne(attribut="pilote_id", libelle="Pilote"),
        Colonne(attribut="communes", libelle="Commune désignée"),
        Colonne(attribut="portee", libelle="Portée"),
        Colonne(attribut="cadres", libelle="Cadre"),
        Colonne(attribut="resultats", libelle="Résultat attendu"),
        Critere(nom="activite", libelle="Activité", options=ACTIVITE),
    ),
    tri="code",
    controle=validate_action,
    en_tableau=("statut", "date_debut", "date_fin"),
    actions=(
        ActionGroupee(
            nom="pilote",
            libelle="Changer de pilote",
            question="Qui pilotera désormais ces actions ?",
            champs=(Champ(attribut="pilote", libelle="Nouveau pilote"),),
        ),
        ActionGroupee(
            nom="statut",
            libelle="Changer le statut",
            question="Où en sont désormais ces actions ?",
            champs=(Champ(attribut="statut", libelle="Nouveau statut"),),
        ),
        ActionGroupee(
            nom="publier",
            libelle="Publier",
            question="Ces actions pourront être lues par toutes les personnes qui ont un compte.",
            valeurs={"brouillon": False},
        ),
        ActionGroupee(
            nom="brouillon",
            libelle="Remettre en brouillon",
            question="Ces actions ne pourront plus être lues que par l'équipe de leur axe et la gouvernance.",
            valeurs={"brouillon": True},
        ),
    ),
    suppression=False,
    vide="Aucune action pour le moment. Créez la première, avec son pilote et ses dates.",
)

ENJEUX = VueTable(
    modele=Enjeu,
    endpoint="enjeu",
    nom="Enjeux",
    singulier="enjeu",
    rubrique=RUBRIQUE,
    description="Les enjeux dans les mots de la convention signée.",
    colonnes=(
        Colonne(attribut="titre", libelle="Enjeu"),
        Colonne(attribut="axe.numero", libelle="Axe"),
        Colonne(attribut="rang", libelle="Rang"),
    ),
    champs=(
        Champ(attribut="titre", libelle="Enjeu", texte_long=True),
        Champ(attribut="axe", libelle="Axe"),
        Champ(attribut="rang", libelle="Rang"),
        Champ(attribut="source", libelle="Source"),
    ),
    lignes=(
        LignesLiees(
            relation="resultats",
            titre="Résultats attendus",
            singulier="résultat attendu",
            champs=(
                Champ(attribut="rang", libelle="Rang"),
                Champ(attribut="titre", libelle="Résultat", texte_long=True),
            ),
        ),
    ),
    recherche=("titre",),
    filtres=(Colonne(attribut="axe_slug", libelle="Axe"),),
    tri="axe.numero",
)

RESULTATS = VueTable(
    modele=ResultatAttendu,
    endpoint="resultat",
    nom="Résultats attendus",
    singulier="résultat attendu",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="titre", libelle="Résultat"),
        Colonne(attribut="enjeu.titre", libelle="Enjeu"),
        Colonne(attribut="enjeu.axe.numero", libelle="Axe"),
    ),
    recherche=("titre", "enjeu.titre"),
    tri="enjeu.axe.numero",
    creation=False,
    modification=False,
    suppression=False,
    description="Ils se modifient depuis l'enjeu dont ils dépendent.",
)

ACTIONS_MAJEURES = VueTable(
    modele=ActionMajeure,
    endpoint="action-majeure",
    nom="Actions majeures",
    singulier="action majeure",
    rubrique=RUBRIQUE,
    description="Celles de la plaquette de la convention ; les actions des équipes s'y rattachent.",
    colonnes=(
        Colonne(attribut="titre", libelle="Action majeure"),
        Colonne(attribut="axe.numero", libelle="Axe"),
        Colonne(attribut="rang", libelle="Rang"),
    ),
    champs=(
        Champ(attribut="titre", libelle="Action majeure", texte_long=True),
        Champ(attribut="axe", libelle="Axe"),
        Champ(attribut="rang", libelle="Rang"),
        Champ(attribut="source", libelle="Source"),
    ),
    recherche=("titre",),
    filtres=(Colonne(attribut="axe_slug", libelle="Axe"),),
    tri="axe.numero",
)

CADRES = VueTable(
    modele=Cadre,
    endpoint="cadre",
    nom="Cadres",
    singulier="cadre",
    rubrique=RUBRIQUE,
    description=(
        "Ce que des actions de plusieurs axes servent ensemble, comme une feuille directrice. Une action "
        "peut avoir plusieurs cadres : on les choisit dans sa fiche."
    ),
    colonnes=(
        Colonne(attribut="nom", libelle="Cadre"),
        Colonne(attribut="description", libelle="Description", format=Format.TEXTE_LONG),
    ),
    champs=(
        Champ(
            attribut="nom",
            libelle="Cadre",
            aide="Unique. Le rapport d'un axe retrouve ses actions par ce nom.",
        ),
        Champ(attribut="description", libelle="Description", texte_long=True),
        Champ(attribut="source", libelle="Source"),
    ),
    recherche=("nom",),
    tri="nom",
    vide="Aucun cadre : créez-en un, puis choisissez-le dans la fiche des actions qui le servent.",
)

VUES: tuple[VueTable, ...] = (ACTIONS, ENJEUX, RESULTATS, ACTIONS_MAJEURES, CADRES)
