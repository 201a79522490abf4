"""Rows edited inside the form of an action: notes first, the rest folded."""

from core.plugin.vues import Champ, LignesLiees

_EXERCICE = Champ(attribut="exercice", libelle="Exercice", aide="L'année dont il s'agit.")
_EUROS = "En euros. Vide : pas encore connu."
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
CHAMPS_NOTE = (
    Champ(attribut="texte", libelle="Texte", texte_long=True),
    Champ(attribut="jour", libelle="Date"),
    Champ(attribut="exercice", libelle="Exercice", aide="L'année dont parle la note."),
    Champ(attribut="genre", libelle="Nature"),
    Champ(attribut="diffusion", libelle="Diffusion", aide="Qui pourra la lire."),
)
_NOTES = LignesLiees(relation="notes", titre="Notes", singulier="note", champs=CHAMPS_NOTE)
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
_METEOS = LignesLiees(
    relation="meteos",
    titre="Météo",
    singulier="météo",
    champs=(
        Champ(
            attribut="ciel",
            libelle="Météo",
            aide="Votre confiance dans l'action ; le statut n'en dépend pas.",
        ),
        Champ(attribut="jour", libelle="Date"),
        _EXERCICE,
        Champ(attribut="diffusion", libelle="Diffusion", aide="Qui pourra la lire."),
        Champ(attribut="commentaire", libelle="Commentaire", texte_long=True),
    ),
)
_BILANS = LignesLiees(
    relation="bilans",
    titre="Bilan de l'année",
    singulier="bilan",
    champs=(
        Champ(attribut="exercice", libelle="Exercice", aide="Un seul bilan par année."),
        Champ(attribut="resultat", libelle="Dans l'année, l'action a été"),
        Champ(attribut="texte", libelle="Bilan", texte_long=True),
    ),
)
_PARTENAIRES = LignesLiees(
    relation="partenaires",
    titre="Partenaires",
    singulier="partenaire",
    champs=(
        Champ(attribut="nom", libelle="Partenaire"),
        Champ(attribut="role", libelle="Rôle"),
    ),
)
_BUDGET = LignesLiees(
    relation="budget",
    titre="Budget",
    singulier="ligne de budget",
    champs=(
        _EXERCICE,
        Champ(attribut="poste", libelle="Poste", aide="Personnel, achats, prestations…"),
        Champ(attribut="prevu", libelle="Prévu", aide=_EUROS),
        Champ(attribut="realise", libelle="Réalisé", aide=_EUROS),
    ),
)
_FINANCEMENTS = LignesLiees(
    relation="financements",
    titre="Financements",
    singulier="financement",
    champs=(
        _EXERCICE,
        Champ(attribut="financeur", libelle="Financeur"),
        Champ(
            attribut="precision",
            libelle="Précision",
            aide="La commune, l'appel à projets, le fonds.",
        ),
        Champ(attribut="demande", libelle="Demandé", aide=_EUROS),
        Champ(attribut="accorde", libelle="Accordé", aide=_EUROS),
        Champ(attribut="verse", libelle="Versé", aide=_EUROS),
    ),
)
_ETPS = LignesLiees(
    relation="etps",
    titre="Temps de travail",
    singulier="temps de travail",
    champs=(
        _EXERCICE,
        Champ(attribut="fonction", libelle="Fonction", aide="Coordination, animation…"),
        Champ(attribut="etp", libelle="ETP", aide="Équivalents temps plein, sur l'année."),
    ),
)

LIGNES_ACTION: tuple[LignesLiees, ...] = (
    _NOTES,
    _ETAPES,
    _FREINS,
    _METEOS,
    _BILANS,
    _PARTENAIRES,
    _BUDGET,
    _FINANCEMENTS,
    _ETPS,
)
