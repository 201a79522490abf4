"""Screens of people at work and of accounts. An account is opened by the command ``ctg compte``."""

from core.comptes.criteres import ETATS_COMPTE, ETATS_CONNEXION, ETATS_MANDAT
from core.comptes.models import Compte, Connexion, Mandat, Personne
from core.comptes.service import validate_compte
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

PERSONNES = VueTable(
    modele=Personne,
    endpoint="personne",
    nom="Personnes",
    singulier="personne",
    rubrique="Gouvernance",
    description="Élus, pilotes, contacts : coordonnées professionnelles seulement.",
    colonnes=(
        Colonne(attribut="nom", libelle="Nom"),
        Colonne(attribut="prenom", libelle="Prénom"),
        Colonne(attribut="fonction", libelle="Fonction"),
        Colonne(attribut="organisme", libelle="Organisme"),
        Colonne(attribut="elu", libelle="Élu", format=Format.OUI_NON),
    ),
    champs=(
        Champ(attribut="nom", libelle="Nom"),
        Champ(attribut="prenom", libelle="Prénom"),
        Champ(attribut="fonction", libelle="Fonction"),
        Champ(attribut="organisme", libelle="Organisme"),
        Champ(attribut="courriel", libelle="Adresse électronique professionnelle"),
        Champ(attribut="telephone", libelle="Téléphone professionnel"),
        Champ(attribut="elu", libelle="Élu"),
        Champ(attribut="source", libelle="Source"),
    ),
    lignes=(
        LignesLiees(
            relation="mandats",
            titre="Mandats et fonctions",
            singulier="mandat",
            champs=(
                Champ(attribut="intitule", libelle="Mandat"),
                Champ(attribut="commune", libelle="Commune"),
                Champ(attribut="debut", libelle="Du"),
                Champ(attribut="fin", libelle="Au"),
            ),
        ),
    ),
    recherche=("nom", "prenom", "fonction", "organisme"),
    filtres=(Colonne(attribut="elu", libelle="Élu"),),
    en_tableau=("fonction", "organisme", "courriel", "telephone", "elu"),
    tri="nom",
    liens=(
        Lien(
            libelle="Confier ce qu'elle pilote…",
            adresse="/personnes/{id}/relais/",
            roles=(Role.GOUVERNANCE, Role.EQUIPE),
        ),
    ),
    suppression=False,
)

MANDATS = VueTable(
    modele=Mandat,
    endpoint="mandat",
    nom="Mandats",
    singulier="mandat",
    rubrique="Gouvernance",
    description=(
        "Mandats et fonctions, de quand à quand. Un mandat terminé n'est jamais effacé. La place dans une "
        "instance (titulaire, suppléant) se tient dans « Membres des instances »."
    ),
    colonnes=(
        Colonne(attribut="personne", libelle="Personne", tri=False),
        Colonne(attribut="intitule", libelle="Mandat"),
        Colonne(attribut="commune.nom", libelle="Commune"),
        Colonne(attribut="debut", libelle="Du", format=Format.DATE),
        Colonne(attribut="fin", libelle="Au", format=Format.DATE),
    ),
    champs=(
        Champ(attribut="personne", libelle="Personne"),
        Champ(attribut="intitule", libelle="Mandat"),
        Champ(attribut="commune", libelle="Commune"),
        Champ(attribut="debut", libelle="Du"),
        Champ(attribut="fin", libelle="Au"),
    ),
    recherche=("personne.nom", "personne.prenom", "intitule"),
    filtres=(
        Colonne(attribut="code_insee", libelle="Commune"),
        Critere(nom="etat", libelle="État", options=ETATS_MANDAT),
    ),
    tri="personne.nom",
    en_tableau=("intitule", "debut", "fin"),
    actions=(
        ActionGroupee(
            nom="terminer",
            libelle="Terminer à une date",
            question="Quel est le dernier jour de ces mandats ?",
            champs=(Champ(attribut="fin", libelle="Dernier jour"),),
        ),
    ),
)

COMPTES = VueTable(
    modele=Compte,
    endpoint="compte",
    nom="Comptes",
    singulier="compte",
    rubrique="Comptes et traces",
    description=(
        "Un compte s'ouvre avec la commande « ctg compte creer » ; ses rôles se tiennent ici, avec leurs "
        "dates."
    ),
    colonnes=(
        Colonne(attribut="email", libelle="Adresse électronique"),
        Colonne(attribut="personne", libelle="Personne"),
        Colonne(attribut="active", libelle="Actif", format=Format.OUI_NON),
    ),
    champs=(
        Champ(attribut="email", libelle="Adresse électronique"),
        Champ(attribut="personne", libelle="Personne"),
        Champ(attribut="active", libelle="Compte actif"),
    ),
    lignes=(
        LignesLiees(
            relation="habilitations",
            titre="Rôles",
            singulier="rôle",
            champs=(
                Champ(attribut="role", libelle="Rôle"),
                Champ(attribut="axe_slug", libelle="Axe", aide="Pour une équipe d'axe."),
                Champ(attribut="code_insee", libelle="Commune", aide="Pour une commune."),
                Champ(attribut="debut", libelle="Du"),
                Champ(attribut="fin", libelle="Au"),
            ),
        ),
    ),
    recherche=("email", "personne.nom", "personne.prenom"),
    filtres=(
        Critere(nom="etat", libelle="À regarder", options=ETATS_COMPTE),
        Colonne(attribut="active", libelle="Actif"),
    ),
    tri="email",
    controle=validate_compte,
    creation=False,
    suppression=False,
)

CONNEXIONS = VueTable(
    modele=Connexion,
    endpoint="connexion",
    nom="Connexions",
    singulier="connexion",
    rubrique="Comptes et traces",
    colonnes=(
        Colonne(attribut="at", libelle="Quand"),
        Colonne(attribut="email", libelle="Adresse électronique", tri=False),
        Colonne(attribut="adresse", libelle="Adresse réseau", tri=False),
        Colonne(attribut="reussie", libelle="Réussie", format=Format.OUI_NON, tri=False),
    ),
    recherche=("email",),
    filtres=(
        Critere(nom="etat", libelle="À regarder", options=ETATS_CONNEXION),
        Colonne(attribut="reussie", libelle="Réussie"),
    ),
    tri="at",
    tri_descendant=True,
    creation=False,
    modification=False,
    suppression=False,
)

VUES: tuple[VueTable, ...] = (PERSONNES, MANDATS, COMPTES, CONNEXIONS)
