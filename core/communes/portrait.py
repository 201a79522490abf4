"""Context figures of a commune beside those of its bassin and of the agglomération."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Commune, DonneeContexte
from core.communes.rules import (
    CODES_CONTEXTE,
    CODES_SENSIBLES,
    DENOMINATEURS,
    is_secret_whole,
)
from core.security.acteur import Acteur
from core.security.policy import visible

Chiffres = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiffreTerritoire:
    """A figure of a territory: ``valeur``, and what it is read against; None is not known.

    ``denominateur`` sums the communes that gave both parts. ``repondu`` of ``attendu`` communes answered.
    ``masque``: too few people, nothing may be told.
    """

    valeur: Decimal | None
    denominateur: Decimal | None
    repondu: int
    attendu: int
    masque: bool

    @property
    def part(self) -> Decimal | None:
        """Value over denominator, in %; None when a part is unknown."""
        if self.valeur is None or not self.denominateur:
            return None
        return self.valeur / self.denominateur * 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePortrait:
    """A context figure of the latest year known, at three levels; ``bassin`` None without a bassin."""

    code: str
    libelle: str
    annee: int | None
    sources: tuple[str, ...]
    commune: ChiffreTerritoire
    bassin: ChiffreTerritoire | None
    agglomeration: ChiffreTerritoire

    @property
    def reference(self) -> str | None:
        """Words of what it is read against; None when it is not."""
        code = DENOMINATEURS.get(self.code)
        return "Population municipale" if code == "" else CODES_CONTEXTE.get(code or "")


def read_portrait(
    session: Session,
    acteur: Acteur,
    commune: Commune,
    communes: Sequence[Commune],
    populations: Mapping[str, int],
    exercice: int,
    seuil: Decimal,
) -> list[LignePortrait]:
    """Each context figure up to ``exercice``, in one statement. ``populations`` by INSEE code; ``seuil``
    is the count under which a sensible figure is masked."""
    rows = session.scalars(
        select(DonneeContexte).where(
            DonneeContexte.annee <= exercice,
            DonneeContexte.code.in_(CODES_CONTEXTE),
            DonneeContexte.valeur.is_not(None),
            visible(acteur, DonneeContexte),
        )
    ).all()
    years: dict[str, int] = {}
    for row in rows:
        years[row.code] = max(row.annee, years.get(row.code, 0))
    bassins: dict[int | None, list[str]] = {}
    for one in communes:
        bassins.setdefault(one.bassin_id, []).append(one.code_insee)
    around = bassins[commune.bassin_id]
    apart = bassins.pop(None, [])
    portrait = []
    for code, libelle in CODES_CONTEXTE.items():
        annee = years.get(code)
        known = {
            (r.code, r.code_insee): r.valeur
            for r in rows
            if r.annee == annee and r.valeur is not None
        }
        known |= {("", code_insee): Decimal(n) for code_insee, n in populations.items()}
        portrait.append(
            LignePortrait(
                code=code,
                libelle=libelle,
                annee=annee,
                sources=tuple(
                    sorted({r.source for r in rows if (r.code, r.annee) == (code, annee)})
                ),
                commune=_sum(code, [], [commune.code_insee], known, seuil),
                bassin=_sum(code, [], around, known, seuil) if commune.bassin_id else None,
                agglomeration=_sum(code, list(bassins.values()), apart, known, seuil),
            )
        )
    return portrait


def _sum(
    code: str,
    bassins: Sequence[Sequence[str]],
    apart: Sequence[str],
    known: Chiffres,
    seuil: Decimal,
) -> ChiffreTerritoire:
    """A figure over communes: those of each bassin, and those ``apart`` from any."""
    groupes = [[known[code, c] for c in bassin if (code, c) in known] for bassin in bassins]
    codes = [*chain.from_iterable(bassins), *apart]
    answered = [code_insee for code_insee in codes if (code, code_insee) in known]
    parts = [known[code, code_insee] for code_insee in answered]
    autres = [known[code, c] for c in apart if (code, c) in known]
    secret = code in CODES_SENSIBLES and is_secret_whole(groupes, autres, seuil)
    reference = DENOMINATEURS.get(code)
    both = [c for c in answered if reference is not None and (reference, c) in known]
    # A rate keeps its two parts of the same communes: one whose population is unknown enters neither.
    whole = len(both) == len(answered) and bool(both)
    return ChiffreTerritoire(
        valeur=sum(parts, Decimal(0)) if parts and not secret else None,
        denominateur=sum((known[reference or "", c] for c in both), Decimal(0)) if whole else None,
        repondu=len(answered),
        attendu=len(codes),
        masque=secret,
    )
