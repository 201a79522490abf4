"""Screens of the evaluation that are tables: its moments, its questions with their answers."""

from core.evaluation.models import Evaluation, QuestionEvaluation
from core.evaluation.service import validate_question
from core.plugin.vues import Champ, Colonne, Format, VueTable

RUBRIQUE = "Gouvernance"

EVALUATIONS = VueTable(
    modele=Evaluation,
    endpoint="evaluation",
    nom="Moments d'évaluation",
    singulier="moment d'évaluation",
    rubrique=RUBRIQUE,
    description="La convention se juge à mi-parcours et à son terme, dans la page « Évaluation ».",
    colonnes=(
        Colonne(attribut="nom", libelle="Moment"),
        Colonne(attribut="exercice", libelle="Exercice observé"),
        Colonne(attribut="etat", libelle="État"),
        Colonne(attribut="publiee_le", libelle="Publiée le", format=Format.DATE),
    ),
    champs=(
        Champ(
            attribut="exercice",
            libelle="Exercice observé",
            aide="La dernière année dont les chiffres servent à juger.",
        ),
    ),
    tri="exercice",
    creation=False,
    suppression=False,
    vide="Les deux moments viennent avec les données de référence.",
)

QUESTIONS = VueTable(
    modele=QuestionEvaluation,
    endpoint="question-evaluation",
    nom="Questions d'évaluation",
    singulier="question d'évaluation",
    rubrique=RUBRIQUE,
    description="Six à dix questions par moment, posées à l'ensemble de la convention.",
    colonnes=(
        Colonne(attribut="question", libelle="Question"),
        Colonne(attribut="evaluation.nom", libelle="Moment"),
        Colonne(attribut="rang", libelle="Ordre"),
        Colonne(attribut="critere", libelle="Critère"),
        Colonne(attribut="reponse", libelle="Réponse", format=Format.TEXTE_LONG),
    ),
    champs=(
        Champ(attribut="evaluation", libelle="Moment"),
        Champ(attribut="rang", libelle="Ordre", aide="1 pour la première."),
        Champ(attribut="critere", libelle="Critère"),
        Champ(attribut="question", libelle="Question", texte_long=True),
        Champ(
            attribut="reponse",
            libelle="Réponse",
            aide="Laissez vide tant qu'elle n'est pas connue.",
            texte_long=True,
        ),
    ),
    recherche=("question", "reponse"),
    filtres=(
        Colonne(attribut="evaluation_id", libelle="Moment"),
        Colonne(attribut="critere", libelle="Critère"),
    ),
    tri="rang",
    controle=validate_question,
    vide="Aucune question : posez-en six à dix pour chaque moment.",
)

VUES: tuple[VueTable, ...] = (EVALUATIONS, QUESTIONS)
