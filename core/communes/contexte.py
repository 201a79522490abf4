"""Context figures of a year typed together: every commune, one column per figure, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from core.communes.collage import parse_valeur
from core.communes.models import Commune, DonneeContexte
from core.communes.rules import CODES_CONTEXTE, is_secret
from core.communes.service import list_communes
from core.errors import ErreurMetier
from core.security.acteur import Acteur
from core.security.policy import Verbe, can, require, visible

SOURCE_MAX = 500
MILLESIME_MAX = 50
# Of this page among the advisory locks of the database.
_VERROU = 26_049
Cle = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class Grille:
    """The figures of a year as stored. ``actuels`` by (code, code_insee); a missing key is not known.
    ``derniers``: the latest known one before the year."""

    annee: int
    communes: list[Commune]
    actuels: dict[Cle, DonneeContexte]
    derniers: dict[Cle, DonneeContexte]

    @property
    def sources(self) -> dict[str, tuple[str, str]]:
        """Source and vintage of each column, when the rows of the year agree on them."""
        found: dict[str, set[tuple[str, str]]] = {}
        for (code, _), donnee in self.actuels.items():
            found.setdefault(code, set()).add((donnee.source, donnee.millesime))
        return {code: one.copy().pop() for code, one in found.items() if len(one) == 1}


@dataclass(slots=True)
class Refus:
    """Why nothing was written: a message by cell (code, code_insee), by column (code)."""

    cellules: dict[Cle, str] = field(default_factory=dict)
    colonnes: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.cellules or self.colonnes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envoi:
    """What a page sends: texts by cell, the texts that it showed, and source and vintage by column."""

    valeurs: Mapping[Cle, str]
    vus: Mapping[Cle, str]
    sources: Mapping[str, tuple[str, str]]


def read_grille(session: Session, acteur: Acteur, annee: int) -> Grille:
    """The figures of ``annee`` and the latest ones before, in two statements and that of the communes."""
    current = select(DonneeContexte).where(
        DonneeContexte.annee == annee,
        DonneeContexte.code.in_(CODES_CONTEXTE),
        visible(acteur, DonneeContexte),
    )
    previous = (
        select(
            DonneeContexte.id,
            func.row_number()
            .over(
                partition_by=(DonneeContexte.code, DonneeContexte.code_insee),
                order_by=DonneeContexte.annee.desc(),
            )
            .label("rang"),
        )
        .where(
            DonneeContexte.annee < annee,
            DonneeContexte.valeur.is_not(None),
            visible(acteur, DonneeContexte),
        )
        .subquery()
    )
    return Grille(
        annee=annee,
        communes=list_communes(session),
        actuels={(row.code, row.code_insee): row for row in session.scalars(current)},
        derniers={
            (row.code, row.code_insee): row
            for row in session.scalars(
                select(DonneeContexte).join(
                    previous, and_(previous.c.id == DonneeContexte.id, previous.c.rang == 1)
                )
            )
        },
    )


def is_masked(acteur: Acteur, donnee: DonneeContexte | None, seuil: Decimal) -> bool:
    """Too few people for ``acteur`` to be told how many; ``seuil`` is the number under which they are."""
    return (
        donnee is not None
        and is_secret(donnee.valeur, seuil)
        and not can(acteur, Verbe.PETITS_EFFECTIFS, donnee)
    )


def save_grille(session: Session, acteur: Acteur, annee: int, envoi: Envoi) -> int | Refus:
    """Write the cells that were changed, and the sources; return the number of rows, or the refusal and
    then nothing.

    A cell that somebody else changed since the page was shown is refused with the value stored: sent
    again, it is written knowingly. A changed column must say its source. Raises Interdit, MotifRequis.
    """
    require(acteur, Verbe.ECRIRE, DonneeContexte)
    # Rows that do not exist yet cannot be locked: two people who fill an empty year are taken in turn.
    session.execute(select(func.pg_advisory_xact_lock(_VERROU, annee)))
    grille = read_grille(session, acteur, annee)
    refus = Refus()
    changes: dict[Cle, Decimal | None] = {}
    for commune in grille.communes:
        for code in CODES_CONTEXTE:
            cle = (code, commune.code_insee)
            if cle in envoi.valeurs:
                _read_cell(grille, envoi, cle, changes, refus)
    corrected = _list_corrected(grille, envoi)
    for code in {code for code, _ in changes} | corrected:
        if not envoi.sources.get(code, ("", ""))[0]:
            refus.colonnes[code] = "Dites d'où viennent les chiffres de cette colonne."
    if refus:
        return refus
    for cle, donnee in grille.actuels.items():
        if cle[0] in corrected:
            changes.setdefault(cle, donnee.valeur)
    for cle, valeur in changes.items():
        _write(session, acteur, grille, cle, valeur, envoi.sources[cle[0]])
    session.flush()
    return len(changes)


def _list_corrected(grille: Grille, envoi: Envoi) -> set[str]:
    """Columns whose source or vintage was typed over what the page showed: it is that of all their rows."""
    shown = grille.sources
    return {
        code
        for code in {code for code, _ in grille.actuels}
        if code in envoi.sources and envoi.sources[code] != shown.get(code, ("", ""))
    }


def _read_cell(
    grille: Grille,
    envoi: Envoi,
    cle: Cle,
    changes: dict[Cle, Decimal | None],
    refus: Refus,
) -> None:
    try:
        typed = parse_valeur(envoi.valeurs[cle])
        seen = parse_valeur(envoi.vus.get(cle, ""))
    except ErreurMetier as error:
        refus.cellules[cle] = error.message
        return
    if typed == seen:
        return
    stored = grille.actuels[cle].valeur if cle in grille.actuels else None
    if stored not in (seen, typed):
        refus.cellules[cle] = (
            f"Quelqu'un a enregistré {_tell(stored)} entre-temps. Enregistrez à nouveau pour garder votre "
            "valeur, ou reprenez la sienne."
        )
    elif stored != typed:
        changes[cle] = typed


def _write(
    session: Session,
    acteur: Acteur,
    grille: Grille,
    cle: Cle,
    valeur: Decimal | None,
    source: tuple[str, str],
) -> None:
    code, code_insee = cle
    donnee = grille.actuels.get(cle)
    if donnee is None:
        commune = next(c for c in grille.communes if c.code_insee == code_insee)
        donnee = DonneeContexte(commune=commune, annee=grille.annee, code=code)
        session.add(donnee)
    donnee.valeur = valeur
    donnee.source, donnee.millesime = source
    require(acteur, Verbe.ECRIRE, donnee)


def _tell(valeur: Decimal | None) -> str:
    return "« non renseigné »" if valeur is None else f"{valeur.normalize():f}".replace(".", ",")
