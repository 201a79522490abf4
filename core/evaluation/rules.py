"""Rules of an evaluation (metier.md section 2). Values in, values out."""

import hashlib
from dataclasses import dataclass

from core.errors import ErreurMetier
from core.evaluation.codes import Jugement

QUESTIONS_MIN, QUESTIONS_MAX = 6, 10
PREUVES_MAX = 4000


@dataclass(frozen=True, slots=True)
class Avis:
    """What is said of one result: a judgement and what it rests on; both empty when nothing is."""

    jugement: Jugement | None = None
    preuves: str = ""

    @property
    def vide(self) -> bool:
        """True when nothing is said."""
        return self.jugement is None and not self.preuves

    @property
    def empreinte(self) -> str:
        """Short mark of the whole: what a page carries to tell what it showed."""
        text = f"{self.jugement.value if self.jugement else ''}\n{self.preuves}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def parse_avis(jugement: str, preuves: str) -> Avis:
    """What was typed of one result. Raises ErreurMetier when it is no complete judgement."""
    text = preuves.replace("\r\n", "\n").replace("\x00", "").strip()
    try:
        code = Jugement(jugement) if jugement else None
    except ValueError:
        raise ErreurMetier("Ce jugement n'existe pas : choisissez dans la liste.") from None
    if code is None and text:
        raise ErreurMetier("Choisissez le jugement que ce texte explique.")
    if code is Jugement.NON_EVALUABLE and not text:
        raise ErreurMetier("Dites pourquoi ce résultat n'est pas évaluable.")
    if code is not None and not text:
        raise ErreurMetier("Dites sur quoi repose ce jugement.")
    if len(text) > PREUVES_MAX:
        raise ErreurMetier(
            f"Ce texte a {len(text)} caractères : {PREUVES_MAX} au plus, le reste va dans les fiches."
        )
    return Avis(code, text)


def check_questions(nombre: int) -> None:
    """Raise ErreurMetier when a moment has more questions than anybody would answer."""
    if nombre > QUESTIONS_MAX:
        raise ErreurMetier(
            f"Une évaluation pose {QUESTIONS_MAX} questions au plus : supprimez-en une avant d'en "
            "ajouter.",
            "evaluation",
        )


def check_publication(sans_jugement: int, sans_reponse: int) -> None:
    """Raise ErreurMetier unless each result is judged and each question answered."""
    missing = [
        f"{number} {singular if number == 1 else plural}"
        for number, singular, plural in (
            (sans_jugement, "résultat à juger", "résultats à juger"),
            (sans_reponse, "question sans réponse", "questions sans réponse"),
        )
        if number
    ]
    if missing:
        raise ErreurMetier(f"Avant de publier, il reste {' et '.join(missing)}.")
