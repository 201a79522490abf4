"""Screens of the plan: the teams' actions, and the words of the convention they answer."""

from core.plan.admin_lignes import CHAMPS_NOTE, LIGNES_ACTION
from core.plan.criteres import ACTIVITE, ALERTES
from core.plan.filiation import abandon, merge, take_up
from core.plan.models import ActionMajeure, Cadre, Enjeu, ResultatAttendu
from core.plan.models_action import Action, Note
from core.plan.models_filiation import FiliationAction
from core.plan.models_referent import ReferentAxe
from core.plan.remplacees import explain, explain_ligne
from core.plan.service import validate_action, validate_note, validate_referent
from core.plugin.vues import (
    ActionGroupee,
    Champ,
    Colonne,
    Critere,
    Format,
    Lien,
    LignesLiees,
    VueTable,
)
from core.security.acteur import Role

RUBRIQUE = "Plan d'actions"

CHAMP_VERS = Champ(attribut="vers", libelle="Action qui continue")
CHAMP_MOTIF = Champ(attribut="motif", libelle="Motif", texte_long=True)

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
        Champ(
            attribut="elu_referent",
            libelle="Élu référent",
            aide="Vide : celui de l'axe.",
            groupe="Compléments",
        ),
        Champ(attribut="objectif", libelle="Objectif", texte_long=True, groupe="Compléments"),
        Champ(attribut="source", libelle="Source", groupe="Compléments"),
        Champ(
            attribut="evaluation",
            libelle="Évaluation",
            aide="Ce que l'action a changé, ce qu'on en retient.",
            texte_long=True,
            groupe="Compléments",
        ),
    ),
    lignes=LIGNES_ACTION,
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
    ferme=explain,
    liens=(
        Lien(libelle="Page de l'action", adresse="/fiches/{id}/"),
        Lien(
            libelle="Charger un plan depuis un classeur",
            adresse="/plan/chargements/",
            roles=(Role.GOUVERNANCE, Role.EQUIPE),
        ),
    ),
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
            nom="fusionner",
            libelle="Fusionner dans une autre action",
            question=(
                "Dans quelle action continuent-elles ? Ce que vous avez choisi se lira encore, avec un lien "
                "vers cette action, et ne s'écrira plus ; rien n'est déplacé."
            ),
            champs=(CHAMP_VERS, CHAMP_MOTIF),
            modele=FiliationAction,
            appliquer=merge,
        ),
        ActionGroupee(
            nom="abandonner",
            libelle="Abandonner",
            question="Pourquoi abandonner ? Le motif se lit sur la fiche et dans la révision du plan.",
            champs=(CHAMP_MOTIF,),
            modele=FiliationAction,
            appliquer=abandon,
        ),
        ActionGroupee(
            nom="reprendre",
            libelle="Dire qu'une autre action la reprend",
            question="Quelle action reprend ce qui avait été commencé, réalisé ou abandonné ?",
            champs=(CHAMP_VERS, CHAMP_MOTIF),
            modele=FiliationAction,
            appliquer=take_up,
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

NOTES = VueTable(
    modele=Note,
    endpoint="note",
    nom="Notes",
    singulier="note",
    rubrique=RUBRIQUE,
    description="Ce que les équipes notent de leurs actions, au fil de l'année.",
    colonnes=(
        Colonne(attribut="texte", libelle="Note", format=Format.TEXTE_LONG, tri=False),
        Colonne(attribut="action.code", libelle="Action"),
        Colonne(attribut="jour", libelle="Date", format=Format.DATE),
        Colonne(attribut="exercice", libelle="Exercice"),
        Colonne(attribut="genre", libelle="Nature"),
        Colonne(attribut="diffusion", libelle="Diffusion"),
    ),
    champs=(Champ(attribut="action", libelle="Action"), *CHAMPS_NOTE),
    recherche=("texte",),
    filtres=(
        Colonne(attribut="action.axe_slug", libelle="Axe"),
        Colonne(attribut="exercice", libelle="Exercice"),
        Colonne(attribut="genre", libelle="Nature"),
        Colonne(attribut="diffusion", libelle="Diffusion"),
    ),
    tri="jour",
    tri_descendant=True,
    controle=validate_note,
    ferme=explain_ligne,
    vide="Aucune note pour le moment. Écrivez la première : ce qui a avancé, ce qu'on a observé.",
)

REFERENTS = VueTable(
    modele=ReferentAxe,
    endpoint="referent-axe",
    nom="Élus référents",
    singulier="élu référent",
    rubrique="Gouvernance",
    description=(
        "L'élu qui suit chaque axe, de quand à quand : il suit aussi ses actions, sauf celles qui nomment le "
        "leur. Une période terminée n'est jamais effacée."
    ),
    colonnes=(
        Colonne(attribut="personne", libelle="Élu", tri=False),
        Colonne(attribut="axe.numero", libelle="Axe"),
        Colonne(attribut="debut", libelle="Du", format=Format.DATE),
        Colonne(attribut="fin", libelle="Au", format=Format.DATE),
    ),
    champs=(
        Champ(attribut="axe", libelle="Axe"),
        Champ(attribut="personne", libelle="Élu"),
        Champ(attribut="debut", libelle="Du"),
        Champ(attribut="fin", libelle="Au", aide="Dernier jour. Vide tant qu'il suit l'axe."),
    ),
    recherche=("personne.nom", "personne.prenom"),
    filtres=(Colonne(attribut="axe_slug", libelle="Axe"),),
    tri="axe.numero",
    controle=validate_referent,
    vide="Aucun élu référent : désignez celui de chaque axe.",
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

VUES: tuple[VueTable, ...] = (
    ACTIONS,
    NOTES,
    REFERENTS,
    ENJEUX,
    RESULTATS,
    ACTIONS_MAJEURES,
    CADRES,
)
