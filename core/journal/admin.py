"""Screen of the journal: read only, for everyone."""

from core.journal.models import Evenement
from core.plugin.vues import Colonne, VueTable

# What writes: the pages, the commands of the operator, the data that the platform comes with.
_SOURCES = {
    "web": "Pages",
    "cli": "Commande",
    "reference": "Chargement de données",
    "chargement": "Chargement d'un plan",
}


def _tell_source(trace: Evenement) -> str:
    return _SOURCES.get(trace.source, trace.source)


JOURNAL = VueTable(
    modele=Evenement,
    endpoint="journal",
    nom="Journal",
    singulier="trace",
    rubrique="Comptes et traces",
    description="Chaque changement laisse une trace, que personne ne peut modifier.",
    colonnes=(
        Colonne(attribut="objet_libelle", libelle="Objet", tri=False),
        Colonne(attribut="at", libelle="Quand"),
        Colonne(attribut="acteur", libelle="Qui", tri=False),
        Colonne(attribut="acte", libelle="Acte", tri=False),
        Colonne(attribut="objet_type", libelle="Table", tri=False),
        Colonne(attribut="source", libelle="Depuis", valeur=_tell_source, tri=False),
    ),
    details=(
        Colonne(attribut="at", libelle="Quand"),
        Colonne(attribut="acteur", libelle="Qui"),
        Colonne(attribut="acte", libelle="Acte"),
        Colonne(attribut="objet_type", libelle="Table"),
        Colonne(attribut="objet_libelle", libelle="Objet"),
        Colonne(attribut="avant", libelle="Avant"),
        Colonne(attribut="apres", libelle="Après"),
        Colonne(attribut="motif", libelle="Motif"),
        Colonne(attribut="source", libelle="Depuis", valeur=_tell_source),
    ),
    recherche=("objet_libelle", "acteur"),
    filtres=(
        Colonne(attribut="acte", libelle="Acte"),
        Colonne(attribut="objet_type", libelle="Table"),
    ),
    tri="at",
    tri_descendant=True,
    creation=False,
    modification=False,
    suppression=False,
)

VUES: tuple[VueTable, ...] = (JOURNAL,)
