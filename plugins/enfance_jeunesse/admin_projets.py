"""Screens of the PEdT, of the times of inclusion and of the passerelles."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement

from core.api.admin import Champ, Colonne, Critere, Format, VueTable
from plugins.enfance_jeunesse.controles import (
    validate_inclusion,
    validate_passerelle,
    validate_pedt,
)
from plugins.enfance_jeunesse.models import Pedt
from plugins.enfance_jeunesse.models_projets import Passerelle, TempsInclusion

ENDPOINT_PEDT = "ej_pedt"
_PROJETS = "Projets"


def is_a_venir(jour: date) -> ColumnElement[bool]:
    """Not begun yet."""
    return Pedt.debut > jour


def is_en_cours(jour: date) -> ColumnElement[bool]:
    """In force."""
    return (Pedt.debut <= jour) & (Pedt.fin >= jour)


def is_expire(jour: date) -> ColumnElement[bool]:
    """Ended."""
    return Pedt.fin < jour


_ETATS: Mapping[str, tuple[str, Callable[[date], ColumnElement[bool]]]] = MappingProxyType(
    {
        "a_venir": ("À venir", is_a_venir),
        "en_cours": ("En cours", is_en_cours),
        "expires": ("Expirés", is_expire),
    }
)

VUE_PEDT = VueTable(
    modele=Pedt,
    endpoint=ENDPOINT_PEDT,
    nom="Projets éducatifs territoriaux (PEdT)",
    singulier="PEdT",
    rubrique=_PROJETS,
    description=(
        "Conventions de trois années scolaires, de septembre à septembre. L'état se déduit des dates ; un "
        "rappel part quelques mois avant la fin."
    ),
    vide="Aucun PEdT : saisissez ceux qui sont signés, avec les communes couvertes et leurs dates.",
    colonnes=(
        Colonne(attribut="nom", libelle="PEdT"),
        Colonne(attribut="nombre_communes", libelle="Communes", format=Format.ENTIER, tri=False),
        Colonne(attribut="debut", libelle="Début", format=Format.DATE),
        Colonne(attribut="fin", libelle="Fin", format=Format.DATE),
        Colonne(attribut="etat", libelle="État", tri=False),
        Colonne(attribut="plan_mercredi", libelle="Plan mercredi", format=Format.OUI_NON),
    ),
    champs=(
        Champ(attribut="nom", libelle="Nom", aide="Unique, avec la période (exemple : 2024-2027)."),
        Champ(attribut="communes", libelle="Communes couvertes"),
        Champ(attribut="debut", libelle="Début", aide="Premier jour, en général le 1er septembre."),
        Champ(attribut="fin", libelle="Fin", aide="Dernier jour, en général trois ans plus tard."),
        Champ(
            attribut="plan_mercredi",
            libelle="Plan mercredi",
            aide="Le PEdT comprend un plan mercredi.",
        ),
        Champ(
            attribut="signataires",
            libelle="Signataires",
            aide="Collectivités, préfet, académie, CAF, MSA, Département...",
            texte_long=True,
            groupe="Vie du projet",
        ),
        Champ(
            attribut="comites_tenus",
            libelle="Comités tenus",
            aide="Nombre de réunions du comité de pilotage depuis le début.",
            groupe="Vie du projet",
        ),
        Champ(
            attribut="evaluation_le",
            libelle="Évalué le",
            aide="Date du bilan ; vide s'il n'est pas fait.",
            groupe="Vie du projet",
        ),
    ),
    recherche=("nom", "signataires"),
    filtres=(
        Critere(nom="etat", libelle="État", options=_ETATS),
        Colonne(attribut="plan_mercredi", libelle="Plan mercredi"),
    ),
    tri="fin",
    tri_descendant=True,
    charger=("communes",),
    controle=validate_pedt,
)

VUE_INCLUSION = VueTable(
    modele=TempsInclusion,
    endpoint="ej_inclusion",
    nom="Temps d'inclusion",
    singulier="Temps d'inclusion",
    rubrique=_PROJETS,
    description=(
        "Ce qui aide les accueils à recevoir tous les enfants : sensibilisation, renfort, matériel, appui."
    ),
    vide="Aucun temps d'inclusion : saisissez ceux de l'exercice observé.",
    colonnes=(
        Colonne(attribut="titre", libelle="Titre"),
        Colonne(attribut="nature", libelle="Nature"),
        Colonne(attribut="jour", libelle="Date", format=Format.DATE),
        Colonne(attribut="pros", libelle="Professionnels", format=Format.ENTIER),
        Colonne(attribut="enfants", libelle="Enfants", format=Format.ENTIER),
        Colonne(attribut="partenaire", libelle="Partenaire"),
    ),
    champs=(
        Champ(attribut="titre", libelle="Titre"),
        Champ(attribut="nature", libelle="Nature"),
        Champ(attribut="jour", libelle="Date", aide="Premier jour s'il y en a plusieurs."),
        Champ(attribut="structures", libelle="Structures concernées"),
        Champ(
            attribut="pros",
            libelle="Professionnels",
            aide="Nombre de personnes ; vide si inconnu.",
        ),
        Champ(
            attribut="enfants",
            libelle="Enfants",
            aide="Nombre d'enfants ; vide si inconnu.",
        ),
        Champ(attribut="partenaire", libelle="Partenaire", aide="Qui apporte son appui."),
    ),
    recherche=("titre",),
    filtres=(
        Colonne(attribut="nature", libelle="Nature"),
        Colonne(attribut="partenaire", libelle="Partenaire"),
    ),
    tri="jour",
    tri_descendant=True,
    controle=validate_inclusion,
)

VUE_PASSERELLE = VueTable(
    modele=Passerelle,
    endpoint="ej_passerelle",
    nom="Passerelles",
    singulier="Passerelle",
    rubrique=_PROJETS,
    description=(
        "Ce qui accompagne les enfants d'une structure à l'autre. Un couple de structures visé se "
        "saisit avant même que rien n'ait eu lieu."
    ),
    vide="Aucune passerelle : saisissez les couples de structures visés, puis ce qui a eu lieu.",
    colonnes=(
        Colonne(attribut="origine.nom", libelle="De"),
        Colonne(attribut="arrivee.nom", libelle="Vers"),
        Colonne(attribut="nature", libelle="Nature"),
        Colonne(attribut="visee_depuis", libelle="Visée depuis", format=Format.DATE),
        Colonne(attribut="debut", libelle="Début", format=Format.DATE),
        Colonne(attribut="enfants", libelle="Enfants", format=Format.ENTIER),
    ),
    champs=(
        Champ(attribut="origine", libelle="Structure d'origine", aide="D'où viennent les enfants."),
        Champ(attribut="arrivee", libelle="Structure d'arrivée", aide="Où ils vont."),
        Champ(attribut="nature", libelle="Nature"),
        Champ(
            attribut="visee_depuis",
            libelle="Visée depuis",
            aide="Depuis quand l'équipe veut une passerelle entre elles ; vide si elle n'était pas visée.",
        ),
        Champ(
            attribut="debut",
            libelle="Début",
            aide="Premier jour ; vide tant que rien n'a eu lieu.",
        ),
        Champ(attribut="fin", libelle="Fin", aide="Vide si elle a duré un jour."),
        Champ(attribut="enfants", libelle="Enfants", aide="Nombre d'enfants.", groupe="Bilan"),
        Champ(attribut="familles", libelle="Familles", aide="Nombre de familles.", groupe="Bilan"),
        Champ(
            attribut="bilan",
            libelle="Bilan",
            aide="Ce qui s'est fait, ce qu'on en retient ; aucun nom de personne.",
            texte_long=True,
            groupe="Bilan",
        ),
    ),
    recherche=("origine.nom", "arrivee.nom"),
    filtres=(Colonne(attribut="nature", libelle="Nature"),),
    tri="debut",
    tri_descendant=True,
    charger=("origine", "arrivee"),
    controle=validate_passerelle,
)
