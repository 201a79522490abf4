"""The fictitious mid-term evaluation, being prepared, and the results that indicators measure."""

from random import Random
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.evaluation.codes import CritereEvaluation, Jugement, Moment
from core.evaluation.models import JugementResultat, QuestionEvaluation
from core.evaluation.service import get_evaluation, list_resultats
from core.indicateurs.models import ReglageIndicateur

# By axis, rank of the enjeu and rank of the result; some results are measured by nothing, as in real life.
_MESURES = MappingProxyType(
    {
        ("vie_sociale", 1, 1): ("AVS5",),
        ("vie_sociale", 1, 2): ("AVS1", "AVS2"),
        ("vie_sociale", 1, 3): ("AVS3", "AVS6"),
        ("parentalite", 1, 1): ("PAR8",),
        ("parentalite", 1, 3): ("PAR1", "PAR2"),
        ("petite_enfance", 1, 3): ("PE1", "PE2"),
        ("petite_enfance", 1, 4): ("PE4",),
        ("enfance_jeunesse", 1, 1): ("EJ1a", "EJ1b"),
        ("enfance_jeunesse", 1, 2): ("EJ7",),
        ("enfance_jeunesse", 1, 3): ("EJ6",),
        ("enfance_jeunesse", 2, 1): ("EJ10",),
        ("enfance_jeunesse", 2, 2): ("EJ9",),
        ("acces_droits", 1, 1): ("MLD2", "MLD10"),
        ("acces_droits", 1, 2): ("MLD6",),
    }
)
_PREUVES = MappingProxyType(
    {
        Jugement.ATTEINT: "Les réunions de réseau et les retours des structures le montrent.",
        Jugement.EN_PARTIE: "Constaté à Cholet et dans sa couronne, pas encore dans tous les bassins.",
        Jugement.NON_ATTEINT: "L'action prévue n'a pas démarré faute de porteur.",
        Jugement.NON_EVALUABLE: "Aucune donnée n'est recueillie sur ce point depuis 2024.",
    }
)
_QUESTIONS = (
    (
        CritereEvaluation.PERTINENCE,
        "Les enjeux de la convention répondent-ils encore aux besoins ?",
        "Oui pour l'essentiel ; le logement des jeunes est à renforcer.",
    ),
    (
        CritereEvaluation.COHERENCE,
        "Les axes travaillent-ils ensemble plutôt que côte à côte ?",
        "Deux cadres communs sont nés, la feuille directrice numérique et la charte des réseaux.",
    ),
    (
        CritereEvaluation.EFFICACITE,
        "Les communes sans structure sont-elles mieux desservies qu'en 2023 ?",
        "En partie : l'itinérance a progressé, quatre communes restent à l'écart.",
    ),
    (
        CritereEvaluation.EFFICIENCE,
        "Les moyens de coordination sont-ils à la mesure des actions ?",
        "",
    ),
    (CritereEvaluation.DURABILITE, "Que deviendraient les actions sans la convention ?", ""),
)


# What the governance of the demonstration follows besides the indicators phares; GOU7 waits for budgets.
_ALLUMES = ("GOU1", "GOU3", "GOU4a", "GOU4b", "GOU6", "GOU8")


def create_evaluation(session: Session, rng: Random) -> None:
    """Judge most of the results at mid-term, ask five questions, tie indicators to results,
    switch on those that governance follows."""
    evaluation = get_evaluation(session, Moment.MI_PARCOURS.value)
    resultats = list_resultats(session)
    kinds = (Jugement.ATTEINT, *(Jugement.EN_PARTIE,) * 3, Jugement.NON_ATTEINT)
    for resultat in resultats[:-3]:
        jugement = rng.choice((*kinds, Jugement.NON_EVALUABLE))
        preuves = f"{_PREUVES[jugement]} (Démonstration.)"
        session.add(
            JugementResultat(
                evaluation=evaluation, resultat=resultat, jugement=jugement, preuves=preuves
            )
        )
    for rang, (critere, question, reponse) in enumerate(_QUESTIONS, 1):
        session.add(
            QuestionEvaluation(
                evaluation=evaluation,
                rang=rang,
                critere=critere,
                question=question,
                reponse=reponse,
            )
        )
    reglages = {reglage.code: reglage for reglage in session.scalars(select(ReglageIndicateur))}
    for resultat in resultats:
        enjeu = resultat.enjeu
        for code in _MESURES.get((enjeu.axe_slug, enjeu.rang, resultat.rang), ()):
            if code in reglages:
                reglages[code].resultats.append(resultat)
    for code in _ALLUMES:
        if code in reglages:
            reglages[code].actif = True
    session.flush()
