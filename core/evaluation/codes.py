"""Code lists of the evaluation (metier.md section 2, domaine.md section 2.5)."""

from core.codes import Code


class Moment(Code):
    """When the convention is judged: twice in its life."""

    MI_PARCOURS = "mi_parcours", "À mi-parcours"
    FINALE = "finale", "Au terme de la convention"


class EtatEvaluation(Code):
    """Who reads an evaluation depends on it (see models)."""

    PREPARATION = "preparation", "En préparation"
    PUBLIEE = "publiee", "Publiée"


class Jugement(Code):
    """What is judged of an expected result."""

    ATTEINT = "atteint", "Atteint"
    EN_PARTIE = "en_partie", "En partie"
    NON_ATTEINT = "non_atteint", "Non atteint"
    NON_EVALUABLE = "non_evaluable", "Non évaluable"


class CritereEvaluation(Code):
    """What a question is about: the criteria of public evaluation that the CNAF takes up."""

    PERTINENCE = "pertinence", "Pertinence"
    COHERENCE = "coherence", "Cohérence"
    EFFICACITE = "efficacite", "Efficacité"
    EFFICIENCE = "efficience", "Efficience"
    DURABILITE = "durabilite", "Durabilité"
