"""Screens of governance: bodies, who sits in them, their sessions, what they decided."""

from core.gouvernance.admin_priorite import PRIORITES
from core.gouvernance.admin_revision import REVISIONS
from core.gouvernance.criteres import ALERTES_DECISION, ALERTES_MEMBRE, ETATS_MEMBRE
from core.gouvernance.membres import validate_membre
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_membre import Membre
from core.gouvernance.models_seance import PointPropose, Releve
from core.gouvernance.seances import explain_ferme, validate_releve, validate_seance
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

RUBRIQUE = "Gouvernance"
QUI_ECRIT = (Role.GOUVERNANCE, Role.EQUIPE)

INSTANCES = VueTable(
    modele=Instance,
    endpoint="instance",
    nom="Instances",
    singulier="instance",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="nom", libelle="Instance"),
        Colonne(attribut="genre", libelle="Genre"),
    ),
    champs=(
        Champ(attribut="nom", libelle="Nom"),
        Champ(attribut="genre", libelle="Genre"),
        Champ(
            attribut="axe_slug",
            libelle="Axe",
            aide="Laissez vide si elle sert toute la convention.",
        ),
    ),
    filtres=(
        Colonne(attribut="genre", libelle="Genre"),
        Colonne(attribut="axe_slug", libelle="Axe"),
    ),
    tri="nom",
)

SEANCES = VueTable(
    modele=Seance,
    endpoint="seance",
    nom="Séances et décisions",
    singulier="séance",
    rubrique=RUBRIQUE,
    colonnes=(
        Colonne(attribut="jour", libelle="Date", format=Format.DATE),
        Colonne(attribut="instance.nom", libelle="Instance"),
        Colonne(attribut="exercice", libelle="Exercice"),
        Colonne(attribut="lieu", libelle="Lieu"),
        Colonne(attribut="etat", libelle="État"),
    ),
    champs=(
        Champ(attribut="instance", libelle="Instance"),
        Champ(attribut="jour", libelle="Date"),
        Champ(attribut="heure_debut", libelle="Début"),
        Champ(attribut="heure_fin", libelle="Fin"),
        Champ(attribut="lieu", libelle="Lieu"),
        Champ(attribut="exercice", libelle="Exercice", aide="L'année examinée."),
        Champ(attribut="etat", libelle="État"),
    ),
    lignes=(
        LignesLiees(
            relation="points",
            titre="Ordre du jour",
            singulier="point",
            champs=(
                Champ(attribut="rang", libelle="Rang"),
                Champ(attribut="titre", libelle="Point"),
                Champ(
                    attribut="minutes",
                    libelle="Minutes",
                    aide="Vide : il fait partie du point précédent.",
                ),
                Champ(attribut="axe_slug", libelle="Axe"),
                Champ(attribut="action", libelle="Action concernée"),
            ),
        ),
        LignesLiees(
            relation="decisions",
            titre="Décisions",
            singulier="décision",
            champs=(
                Champ(attribut="rang", libelle="Rang"),
                Champ(attribut="intitule", libelle="Décision", texte_long=True),
                Champ(attribut="action", libelle="Action concernée"),
                Champ(attribut="porteur", libelle="Porteur", aide="Une personne de l'annuaire."),
                Champ(
                    attribut="responsable",
                    libelle="Responsable",
                    aide="Si ce n'est pas une personne de l'annuaire : un service, une commune.",
                ),
                Champ(attribut="echeance", libelle="Échéance"),
                Champ(attribut="suite_requise", libelle="Suite requise"),
                Champ(attribut="reference", libelle="Référence de la délibération"),
                Champ(attribut="etat", libelle="Où en est-on"),
                Champ(
                    attribut="soldee_le",
                    libelle="Soldée le",
                    aide="Vide : le jour où l'état devient « Soldée ».",
                ),
                Champ(attribut="suivi", libelle="Ce qui a été fait", texte_long=True),
            ),
        ),
        LignesLiees(
            relation="participations",
            titre="Participants comptés par collège",
            singulier="collège",
            champs=(
                Champ(attribut="college", libelle="Collège"),
                Champ(
                    attribut="nombre",
                    libelle="Participants",
                    aide="Quand on compte sans nommer : réseau, rencontre, temps d'information.",
                ),
            ),
        ),
    ),
    filtres=(
        Colonne(attribut="instance_id", libelle="Instance"),
        Colonne(attribut="exercice", libelle="Exercice"),
        Colonne(attribut="etat", libelle="État"),
    ),
    tri="jour",
    tri_descendant=True,
    controle=validate_seance,
    liens=(Lien(libelle="Préparer et tenir la séance", adresse="/seances/{id}/"),),
)

DECISIONS = VueTable(
    modele=Decision,
    endpoint="decision",
    nom="Décisions",
    singulier="décision",
    rubrique=RUBRIQUE,
    description="Ce qui a été décidé et ce que c'est devenu. Une décision se modifie depuis sa séance.",
    colonnes=(
        Colonne(attribut="intitule", libelle="Décision"),
        Colonne(attribut="seance.instance.nom", libelle="Instance"),
        Colonne(attribut="seance.jour", libelle="Séance", format=Format.DATE),
        Colonne(attribut="etat", libelle="Où en est-on"),
        Colonne(attribut="echeance", libelle="Échéance", format=Format.DATE),
        Colonne(attribut="porteur", libelle="Porteur"),
        Colonne(attribut="responsable", libelle="Responsable"),
    ),
    details=(
        Colonne(attribut="intitule", libelle="Décision"),
        Colonne(attribut="seance.instance.nom", libelle="Instance"),
        Colonne(attribut="seance.jour", libelle="Séance", format=Format.DATE),
        Colonne(attribut="etat", libelle="Où en est-on"),
        Colonne(attribut="echeance", libelle="Échéance", format=Format.DATE),
        Colonne(attribut="porteur", libelle="Porteur"),
        Colonne(attribut="responsable", libelle="Responsable"),
        Colonne(attribut="suite_requise", libelle="Suite requise"),
        Colonne(attribut="reference", libelle="Référence de la délibération"),
        Colonne(attribut="soldee_le", libelle="Soldée le", format=Format.DATE),
        Colonne(attribut="suivi", libelle="Ce qui a été fait", format=Format.TEXTE_LONG),
    ),
    recherche=("intitule", "responsable"),
    filtres=(
        Colonne(attribut="etat", libelle="Où en est-on"),
        Critere(nom="alerte", libelle="À traiter", options=ALERTES_DECISION),
        Colonne(attribut="suite_requise", libelle="Suite requise"),
        Colonne(attribut="porteur_id", libelle="Porteur"),
    ),
    tri="seance.jour",
    tri_descendant=True,
    creation=False,
    modification=False,
    suppression=False,
    vide="Aucune décision n'est encore enregistrée.",
)

MEMBRES = VueTable(
    modele=Membre,
    endpoint="membre",
    nom="Membres des instances",
    singulier="membre",
    rubrique=RUBRIQUE,
    description=(
        "Qui siège où, de quand à quand. Une commune a un titulaire et un suppléant ; une place terminée "
        "n'est jamais effacée. Après une élection municipale, remplacez les sièges ensemble."
    ),
    colonnes=(
        Colonne(attribut="personne", libelle="Personne", tri=False),
        Colonne(attribut="instance.nom", libelle="Instance"),
        Colonne(attribut="college", libelle="Collège"),
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="qualite", libelle="Qualité"),
        Colonne(attribut="debut", libelle="Du", format=Format.DATE),
        Colonne(attribut="fin", libelle="Au", format=Format.DATE),
    ),
    champs=(
        Champ(attribut="instance", libelle="Instance"),
        Champ(attribut="personne", libelle="Personne"),
        Champ(attribut="college", libelle="Collège", aide="Au nom de qui la personne siège."),
        Champ(
            attribut="commune",
            libelle="Commune",
            aide="Seulement si la personne occupe le siège d'une commune.",
        ),
        Champ(attribut="qualite", libelle="Qualité", aide="Pour le siège d'une commune."),
        Champ(attribut="debut", libelle="Du"),
        Champ(attribut="fin", libelle="Au", aide="Dernier jour. Vide tant que la place est tenue."),
    ),
    recherche=("personne.nom", "personne.prenom"),
    filtres=(
        Colonne(attribut="instance_id", libelle="Instance"),
        Colonne(attribut="college", libelle="Collège"),
        Colonne(attribut="code_insee", libelle="Commune"),
        Colonne(attribut="qualite", libelle="Qualité"),
        Critere(nom="etat", libelle="État", options=ETATS_MEMBRE),
        Critere(nom="alerte", libelle="À traiter", options=ALERTES_MEMBRE),
    ),
    tri="instance.nom",
    controle=validate_membre,
    en_tableau=("debut", "fin"),
    actions=(
        ActionGroupee(
            nom="terminer",
            libelle="Terminer à une date",
            question="Quel est le dernier jour de ces places ?",
            champs=(Champ(attribut="fin", libelle="Dernier jour"),),
        ),
    ),
    liens=(Lien(libelle="Remplacer les sièges…", adresse="/sieges/", roles=QUI_ECRIT),),
    vide="Aucun membre n'est enregistré : ajoutez-en un, ou remplissez les sièges des communes ensemble.",
)

POINTS_PROPOSES = VueTable(
    modele=PointPropose,
    endpoint="point-propose",
    nom="Points proposés",
    singulier="point proposé",
    rubrique=RUBRIQUE,
    description=(
        "Ce qu'une équipe ou la gouvernance souhaite voir à l'ordre du jour d'une prochaine séance. La page "
        "de la séance le reprend par « Proposer l'ordre du jour »."
    ),
    colonnes=(
        Colonne(attribut="titre", libelle="Point"),
        Colonne(attribut="instance.nom", libelle="Instance"),
        Colonne(attribut="axe_slug", libelle="Axe"),
        Colonne(attribut="minutes", libelle="Minutes"),
    ),
    champs=(
        Champ(attribut="instance", libelle="Instance"),
        Champ(attribut="titre", libelle="Point", aide="Tel qu'il paraîtra à l'ordre du jour."),
        Champ(attribut="motif", libelle="Pourquoi", texte_long=True),
        Champ(attribut="minutes", libelle="Minutes"),
        Champ(attribut="axe_slug", libelle="Axe"),
        Champ(attribut="action", libelle="Action concernée"),
    ),
    recherche=("titre",),
    filtres=(
        Colonne(attribut="instance_id", libelle="Instance"),
        Colonne(attribut="axe_slug", libelle="Axe"),
    ),
    tri="titre",
    vide="Aucun point n'est proposé.",
)

RELEVES = VueTable(
    modele=Releve,
    endpoint="releve",
    nom="Comptes rendus et relevés",
    singulier="compte rendu",
    rubrique=RUBRIQUE,
    description="Un compte rendu s'ouvre depuis la page de sa séance, où le relevé change d'état.",
    colonnes=(
        Colonne(attribut="seance.jour", libelle="Séance", format=Format.DATE),
        Colonne(attribut="seance.instance.nom", libelle="Instance"),
        Colonne(attribut="etat", libelle="État"),
    ),
    details=(
        Colonne(attribut="seance.instance.nom", libelle="Instance"),
        Colonne(attribut="seance.jour", libelle="Séance", format=Format.DATE),
        Colonne(attribut="etat", libelle="État"),
        Colonne(attribut="texte", libelle="Compte rendu", format=Format.TEXTE_LONG),
    ),
    champs=(
        Champ(
            attribut="texte",
            libelle="Compte rendu",
            aide="Une ligne vide sépare deux paragraphes. Les décisions se tiennent dans la séance.",
            texte_long=True,
        ),
    ),
    filtres=(Colonne(attribut="etat", libelle="État"),),
    tri="seance.jour",
    tri_descendant=True,
    controle=validate_releve,
    ferme=explain_ferme,
    creation=False,
    suppression=False,
    vide="Aucun compte rendu n'est commencé.",
)

VUES: tuple[VueTable, ...] = (
    INSTANCES,
    MEMBRES,
    SEANCES,
    POINTS_PROPOSES,
    RELEVES,
    DECISIONS,
    PRIORITES,
    REVISIONS,
)
