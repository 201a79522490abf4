"""Computing indicators: one SQL statement each for all communes and years, then sums and ratios."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.clock import today
from core.communes.models import Bassin, Commune
from core.errors import ErreurMetier
from core.indicateurs.masque import hide, is_secret_mesure
from core.indicateurs.models import ReglageIndicateur, ValeurOfficielle, ValidationAxe
from core.indicateurs.rules import Mesure, aggregate, compute_value
from core.indicateurs.verrou import lock_validations
from core.parametres.service import get_seuil_secret
from core.plugin.types import Axe, Indicateur
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

AGGLOMERATION = "agglomeration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Valeur:
    """A figure: its parts, its value, and "n of m answered". ``masque``: too few people, nothing is told."""

    mesure: Mesure
    valeur: Decimal | None
    masque: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Officielle:
    """A published value as it may be told. ``masque``: too few people, the value is not."""

    annee: int
    valeur: Decimal | None
    source: str
    millesime: str
    masque: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultatIndicateur:
    """An indicator computed for several years.

    ``communes[(code_insee, annee)]``, ``bassins[(nom, annee)]``, ``agglomeration[annee]``;
    ``definitif`` holds the years that governance validated for the axis.
    """

    axe: Axe
    definition: Indicateur
    annees: tuple[int, ...]
    communes: dict[tuple[str, int], Valeur] = field(default_factory=dict)
    bassins: dict[tuple[str, int], Valeur] = field(default_factory=dict)
    agglomeration: dict[int, Valeur] = field(default_factory=dict)
    officielles: dict[tuple[str | None, int], Officielle] = field(default_factory=dict)
    definitif: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reperes:
    """What every indicator is computed against for some years: the communes, with the id of their bassin,
    the names of the bassins, the published values, the years validated by axis."""

    communes: dict[str, int | None]
    bassins: dict[int, str]
    officielles: Sequence[ValeurOfficielle]
    valides: dict[str, set[int]]


def read_reperes(session: Session, annees: Sequence[int]) -> Reperes:
    """Read them once, however many axes are computed."""
    communes = session.execute(
        select(Commune.code_insee, Commune.bassin_id).order_by(Commune.code_insee)
    )
    bassins = session.execute(select(Bassin.id, Bassin.nom).order_by(Bassin.nom))
    return Reperes(
        communes={code: bassin_id for code, bassin_id in communes},
        bassins={bassin_id: nom for bassin_id, nom in bassins},
        officielles=session.scalars(
            select(ValeurOfficielle).where(ValeurOfficielle.annee.in_(annees))
        ).all(),
        valides=list_validated(session),
    )


def compute_indicateurs(
    session: Session,
    definitions: Iterable[tuple[Axe, Indicateur]],
    annees: Sequence[int],
    reperes: Reperes | None = None,
) -> list[ResultatIndicateur]:
    """Compute each indicator at the three levels for ``annees``; one statement per indicator, a second
    for one whose bassins are not the sum of their communes. Small numbers of people are masked.
    ``reperes`` are those of ``annees``, read here when they are not given."""
    declared = list(definitions)
    years = tuple(annees)
    reperes = reperes or read_reperes(session, years)
    communes, bassins = reperes.communes, reperes.bassins
    codes = tuple(communes)
    official = _list_official(reperes.officielles, declared)
    sensible = any(definition.sensible for _, definition in declared)
    # Under zero nothing is masked: the threshold is read for those that need it.
    seuil = get_seuil_secret(session) if sensible else Decimal(0)
    jour = today()
    results = []
    for axe, definition in declared:
        found = read_mesures(session, _write(definition.compute, jour, codes, years))
        own = definition.compute_bassins
        wholes = None if own is None else read_mesures(session, _write(own, jour, years))
        result = ResultatIndicateur(
            axe=axe,
            definition=definition,
            annees=years,
            officielles=official.get(definition.code, {}),
            definitif=frozenset(reperes.valides.get(axe.slug, ())),
        )
        for year in years:
            whole = found.pop((None, year), None)
            local = {code: found[code, year] for code in codes if (code, year) in found}
            for code, mesure in local.items():
                result.communes[code, year] = _value(definition, mesure, seuil, (), [mesure])
            members_of = {
                bassin_id: [m for code, m in local.items() if communes[code] == bassin_id]
                for bassin_id in bassins
            }
            apart = [m for code, m in local.items() if communes[code] is None]
            for bassin_id, members in members_of.items():
                total = aggregate(members, ratio=definition.denominateur) if members else None
                if wholes is not None:
                    total = wholes.get((bassin_id, year))
                if total is not None:
                    result.bassins[bassins[bassin_id], year] = _value(
                        definition, total, seuil, (), members or [total]
                    )
            summed = whole or aggregate(local.values(), ratio=definition.denominateur)
            result.agglomeration[year] = _value(
                definition,
                summed,
                seuil,
                list(members_of.values()),
                apart if local else [summed],
            )
        results.append(result)
    return results


@lru_cache(maxsize=512)
def _write(compute: Callable[..., Select[Any]], jour: date, *arguments: Any) -> Select[Any]:
    """The statement of an indicator, written once a day: it depends on the years, the communes and ``jour``
    only, and writing it takes longer than running it."""
    return compute(*arguments)


def read_mesures(session: Session, statement: Select[Any]) -> dict[tuple[Any, int], Mesure]:
    """Parts by territory and year: the first column of an indicator's rows, then the others."""
    return {
        (territoire, year): Mesure(
            numerateur=_decimal(numerateur),
            denominateur=_decimal(denominateur),
            repondu=int(repondu),
            attendu=int(attendu),
        )
        for territoire, year, numerateur, denominateur, repondu, attendu in session.execute(
            statement
        )
    }


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _value(
    definition: Indicateur,
    mesure: Mesure,
    seuil: Decimal,
    bassins: Sequence[Sequence[Mesure]],
    communes: Sequence[Mesure],
) -> Valeur:
    """The figure of a measure that sums those of ``bassins`` and of ``communes`` out of any."""
    ratio = definition.denominateur
    if definition.sensible and is_secret_mesure(bassins, communes, ratio=ratio, seuil=seuil):
        return Valeur(mesure=hide(mesure), valeur=None, masque=True)
    return build_valeur(definition, mesure)


def build_valeur(definition: Indicateur, mesure: Mesure) -> Valeur:
    """The figure that these parts make."""
    return Valeur(
        mesure=mesure,
        valeur=compute_value(mesure, ratio=definition.denominateur, facteur=definition.facteur),
    )


def _list_official(
    values: Iterable[ValeurOfficielle], declared: Iterable[tuple[Axe, Indicateur]]
) -> dict[str, dict[tuple[str | None, int], Officielle]]:
    sensibles = {definition.code for _, definition in declared if definition.sensible}
    found: dict[str, dict[tuple[str | None, int], Officielle]] = {}
    for value in values:
        masque = value.code in sensibles and value.secrete
        found.setdefault(value.code, {})[value.code_insee, value.annee] = Officielle(
            annee=value.annee,
            valeur=None if masque else value.valeur,
            source=value.source,
            millesime=value.millesime,
            masque=masque,
        )
    return found


def list_validated(session: Session) -> dict[str, set[int]]:
    """Years that governance validated, by axis."""
    found: dict[str, set[int]] = {}
    for slug, year in session.execute(select(ValidationAxe.axe_slug, ValidationAxe.exercice)):
        found.setdefault(slug, set()).add(year)
    return found


def validate_reglage(session: Session, acteur: Acteur, reglage: ReglageIndicateur) -> None:
    """Check the settings of an indicator after the flush. Raises ErreurMetier (field named)."""
    for resultat in reglage.resultats:
        if resultat.enjeu.axe_slug != reglage.axe_slug:
            raise ErreurMetier(
                f"Le résultat « {resultat.titre} » appartient à un autre axe que l'indicateur.",
                "resultats",
            )


def list_reglages(session: Session) -> dict[str, ReglageIndicateur]:
    """Staff's settings by indicator code."""
    return {reglage.code: reglage for reglage in session.scalars(select(ReglageIndicateur))}


def load_declared(session: Session, declared: Iterable[tuple[Axe, Indicateur]]) -> int:
    """Create a setting for each indicator that has none yet; returns how many were created.

    Those that are phare are shown from the start; staff switch the others on (metier.md section 6). What
    they decided is left alone; whether an indicator is sensible is for its axis to say.
    """
    known = list_reglages(session)
    created = 0
    for axe, definition in declared:
        if definition.code in known:
            known[definition.code].sensible = definition.sensible
        else:
            session.add(
                ReglageIndicateur(
                    code=definition.code,
                    axe_slug=axe.slug,
                    libelle=definition.libelle,
                    actif=definition.phare,
                    phare=definition.phare,
                    sensible=definition.sensible,
                )
            )
            created += 1
    session.flush()
    return created


def validate_axe(
    session: Session, acteur: Acteur, axe_slug: str, exercice: int, jour: date
) -> ValidationAxe:
    """Declare the figures of an axis for a year définitifs; core.annee calls it, with its submission.

    Waits for the figures being saved: none escapes the rule on définitifs by having been checked before
    and committed after. Raises ErreurMetier when already done.
    """
    lock_validations(session, shared=False)
    if is_validated(session, axe_slug, exercice):
        raise ErreurMetier(f"Les chiffres {exercice} de cet axe sont déjà validés.")
    validation = ValidationAxe(
        axe_slug=axe_slug, exercice=exercice, validee_le=jour, par=acteur.nom
    )
    require(acteur, Verbe.ECRIRE, validation)
    session.add(validation)
    session.flush()
    return validation


def cancel_validation(session: Session, acteur: Acteur, axe_slug: str, exercice: int) -> None:
    """The figures of an axis for a year are provisoires again."""
    lock_validations(session, shared=False)
    for validation in session.scalars(
        select(ValidationAxe).where(
            ValidationAxe.axe_slug == axe_slug, ValidationAxe.exercice == exercice
        )
    ):
        require(acteur, Verbe.SUPPRIMER, validation)
        session.delete(validation)
    session.flush()


def is_validated(session: Session, axe_slug: str, exercice: int) -> bool:
    """True once governance validated the axis for that year."""
    return (
        session.scalar(
            select(ValidationAxe.id).where(
                ValidationAxe.axe_slug == axe_slug, ValidationAxe.exercice == exercice
            )
        )
        is not None
    )
