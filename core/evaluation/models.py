"""What is judged of the convention, at mid-term and at its end: results, and questions with their answers."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db.base import Entite, enum_type
from core.evaluation.codes import CritereEvaluation, EtatEvaluation, Jugement, Moment
from core.fichiers import Fichier
from core.plan.models import ResultatAttendu
from core.security.acteur import Role
from core.security.droits import (
    TOUJOURS,
    TOUS_LES_ROLES,
    Droits,
    Vaut,
    Via,
    droits_cadre,
    pour,
)

_PUBLIEE = Via("evaluation", Vaut("etat", (EtatEvaluation.PUBLIEE,)))
# The teams and the CAF prepare it with governance; the others read what is published.
_DROITS_CONTENU = Droits(
    lire={
        **pour(TOUJOURS, Role.GOUVERNANCE, Role.EQUIPE, Role.PARTENAIRE_CAF),
        **pour(_PUBLIEE, Role.ADMINISTRATEUR, Role.COMMUNE, Role.LECTEUR, Role.COMITE),
    },
    ecrire=pour(TOUJOURS, Role.GOUVERNANCE),
    supprimer=pour(TOUJOURS, Role.GOUVERNANCE),
)


class Evaluation(Entite):
    """The evaluation of one moment, on what was observed up to ``exercice``; in preparation until
    governance publishes it."""

    __tablename__ = "evaluation"
    __libelle__ = ("nom",)
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES), ecrire=pour(TOUJOURS, Role.GOUVERNANCE)
    )
    __table_args__ = (
        CheckConstraint("exercice BETWEEN 2020 AND 2100", name="exercice"),
        CheckConstraint("(etat = 'publiee') = (publiee_le IS NOT NULL)", name="publication"),
    )

    moment: Mapped[Moment] = mapped_column(enum_type(Moment), unique=True)
    # The words of the moment, for the lists that choose one.
    nom: Mapped[str]
    exercice: Mapped[int]
    etat: Mapped[EtatEvaluation] = mapped_column(
        enum_type(EtatEvaluation), default=EtatEvaluation.PREPARATION
    )
    publiee_le: Mapped[date | None]

    @property
    def publiee(self) -> bool:
        """True once everybody reads it."""
        return self.etat is EtatEvaluation.PUBLIEE

    def __str__(self) -> str:
        return self.nom


class JugementResultat(Entite):
    """What is judged of an expected result at a moment. ``preuves`` is what the judgement rests on, or the
    reason why the result cannot be judged."""

    __tablename__ = "jugement_resultat"
    __droits__ = _DROITS_CONTENU
    __table_args__ = (
        UniqueConstraint("resultat_id", "evaluation_id"),
        CheckConstraint("btrim(preuves) <> ''", name="preuves"),
    )

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"), index=True)
    resultat_id: Mapped[int] = mapped_column(ForeignKey("resultat_attendu.id"))
    jugement: Mapped[Jugement] = mapped_column(enum_type(Jugement))
    preuves: Mapped[str]

    evaluation: Mapped[Evaluation] = relationship()
    resultat: Mapped[ResultatAttendu] = relationship()

    @property
    def axe_slug(self) -> str:
        """Axis of the result: the journal shows the trace to its team."""
        return self.resultat.enjeu.axe_slug

    def __str__(self) -> str:
        return f"{self.evaluation.nom}, {self.jugement} : {self.resultat}"


class QuestionEvaluation(Entite):
    """A question that the evaluation asks of the whole convention, and its answer, empty until given."""

    __tablename__ = "question_evaluation"
    __droits__ = _DROITS_CONTENU
    __table_args__ = (CheckConstraint("btrim(question) <> ''", name="question"),)

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"), index=True)
    rang: Mapped[int]
    critere: Mapped[CritereEvaluation] = mapped_column(enum_type(CritereEvaluation))
    question: Mapped[str]
    reponse: Mapped[str] = mapped_column(default="", server_default="")

    evaluation: Mapped[Evaluation] = relationship()

    def __str__(self) -> str:
        return self.question


class EtudeDiagnostic(Entite):
    """A study of the territory's needs, as its authors delivered it: a file that everybody may read."""

    __tablename__ = "etude_diagnostic"
    __droits__ = droits_cadre()

    titre: Mapped[str]
    annee: Mapped[int]
    fichier_id: Mapped[int] = mapped_column(ForeignKey("fichier.id"))

    fichier: Mapped[Fichier] = relationship()

    def __str__(self) -> str:
        return f"{self.titre} ({self.annee})"
