"""What was kept of the sheets of the actions, read from the snapshot of an exercice.

A file frozen before a row was kept reads as a sheet without any: nothing of what was sent is written again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from core.gouvernance.models_priorite import Priorite
from core.plan.codes import (
    Ciel,
    Diffusion,
    Financeur,
    GenreFiliation,
    GenreNote,
    LevePar,
    NatureAction,
    Portee,
    ResultatBilan,
    RolePartenaire,
    StatutAction,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartenaireFige:
    """A body that took part in an action."""

    nom: str
    role: RolePartenaire


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFige:
    """A line of budget of a year, in euros; None was not known."""

    exercice: int
    poste: str
    prevu: Decimal | None
    realise: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancementFige:
    """What a funder was asked, granted and paid in a year, in euros; None was not known."""

    exercice: int
    financeur: Financeur
    precision: str
    demande: Decimal | None
    accorde: Decimal | None
    verse: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EtpFige:
    """Working time of a year, in ETP."""

    exercice: int
    fonction: str
    etp: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanFige:
    """What the action had become in a year."""

    exercice: int
    resultat: ResultatBilan
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FicheFigee:
    """What was kept of an action, with the rows that are read as it is."""

    __axe__: ClassVar[None] = None

    code: str
    intitule: str
    axe_slug: str
    brouillon: bool
    en_retard: bool
    statut: StatutAction
    nature: NatureAction
    portee: Portee
    date_debut: date
    date_fin: date | None
    evaluation: str
    donnees: Mapping[str, Any]
    communes: Sequence[str]
    etapes: Sequence[Mapping[str, Any]]
    partenaires: Sequence[PartenaireFige]
    budget: Sequence[BudgetFige]
    financements: Sequence[FinancementFige]
    etps: Sequence[EtpFige]
    bilans: Sequence[BilanFige]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFigee:
    """What was kept of a note."""

    action: FicheFigee
    diffusion: Diffusion
    genre: GenreNote
    jour: date
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeteoFigee:
    """What was kept of a météo."""

    action: FicheFigee
    diffusion: Diffusion
    ciel: Ciel
    jour: date
    commentaire: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreinFige:
    """What was kept of a frein that was open."""

    action: FicheFigee
    diffusion: Diffusion
    leve_par: LevePar
    depuis: date
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioriteFigee:
    """What was kept of the priority of an action at a session."""

    action: FicheFigee
    seance: str
    jour: date
    priorite_proposee: Priorite | None
    priorite_decidee: Priorite | None
    rang: int | None
    confiance: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiliationFigee:
    """What was kept of an act on the plan: ``de`` went on as ``vers``, None when it was abandoned or when
    the other was not sent."""

    de: FicheFigee
    vers: FicheFigee | None
    genre: GenreFiliation
    jour: date
    motif: str


def read_fiche(line: Mapping[str, Any], communes: Mapping[str, str]) -> FicheFigee:
    """A sheet; ``communes`` are names by INSEE code."""
    return FicheFigee(
        code=line["code"],
        intitule=line["intitule"],
        axe_slug=line["axe"],
        brouillon=line["brouillon"],
        en_retard=line["en_retard"],
        statut=StatutAction(line["statut"]),
        nature=NatureAction(line["nature"]),
        portee=Portee(line["portee"]),
        date_debut=date.fromisoformat(line["date_debut"]),
        date_fin=read_date(line["date_fin"]),
        evaluation=line.get("evaluation", ""),
        donnees=line,
        communes=[communes.get(code, code) for code in line["communes"]],
        etapes=[
            {
                "intitule": etape["intitule"],
                "echeance": date.fromisoformat(etape["echeance"]),
                "realisee_le": read_date(etape["realisee_le"]),
            }
            for etape in line["etapes"]
        ],
        partenaires=[
            PartenaireFige(nom=one["nom"], role=RolePartenaire(one["role"]))
            for one in line.get("partenaires", ())
        ],
        budget=[
            BudgetFige(
                exercice=one["exercice"],
                poste=one["poste"],
                prevu=read_decimal(one["prevu"]),
                realise=read_decimal(one["realise"]),
            )
            for one in line.get("budget", ())
        ],
        financements=[_read_financement(one) for one in line.get("financements", ())],
        etps=[
            EtpFige(exercice=one["exercice"], fonction=one["fonction"], etp=Decimal(one["etp"]))
            for one in line.get("etps", ())
        ],
        bilans=[
            BilanFige(
                exercice=one["exercice"],
                resultat=ResultatBilan(one["resultat"]),
                texte=one["texte"],
            )
            for one in line.get("bilans", ())
        ],
    )


def _read_financement(line: Mapping[str, Any]) -> FinancementFige:
    return FinancementFige(
        exercice=line["exercice"],
        financeur=Financeur(line["financeur"]),
        precision=line["precision"],
        demande=read_decimal(line["demande"]),
        accorde=read_decimal(line["accorde"]),
        verse=read_decimal(line["verse"]),
    )


def read_note(line: Mapping[str, Any], fiche: FicheFigee) -> NoteFigee:
    """A note of a sheet."""
    return NoteFigee(
        action=fiche,
        diffusion=Diffusion(line["diffusion"]),
        genre=GenreNote(line["genre"]),
        jour=date.fromisoformat(line["jour"]),
        texte=line["texte"],
    )


def read_meteo(line: Mapping[str, Any], fiche: FicheFigee) -> MeteoFigee:
    """A météo of a sheet."""
    return MeteoFigee(
        action=fiche,
        diffusion=Diffusion(line["diffusion"]),
        ciel=Ciel(line["ciel"]),
        jour=date.fromisoformat(line["jour"]),
        commentaire=line["commentaire"],
    )


def read_frein(line: Mapping[str, Any], fiche: FicheFigee) -> FreinFige:
    """A frein of a sheet."""
    return FreinFige(
        action=fiche,
        diffusion=Diffusion(line["diffusion"]),
        leve_par=LevePar(line["leve_par"]),
        depuis=date.fromisoformat(line["depuis"]),
        description=line["description"],
    )


def read_priorite(line: Mapping[str, Any], fiche: FicheFigee) -> PrioriteFigee:
    """The priority of a sheet at a session."""
    return PrioriteFigee(
        action=fiche,
        seance=line["seance"],
        jour=date.fromisoformat(line["jour"]),
        priorite_proposee=Priorite(line["proposee"]) if line["proposee"] else None,
        priorite_decidee=Priorite(line["decidee"]) if line["decidee"] else None,
        rang=line["rang"],
        confiance=line["confiance"],
    )


def read_filiation(
    line: Mapping[str, Any], de: FicheFigee, vers: FicheFigee | None
) -> FiliationFigee:
    """An act on the plan between two sheets."""
    return FiliationFigee(
        de=de,
        vers=vers,
        genre=GenreFiliation(line["genre"]),
        jour=date.fromisoformat(line["jour"]),
        motif=line["motif"],
    )


def read_date(text: str | None) -> date | None:
    """A date in ISO form, None when there was none."""
    return date.fromisoformat(text) if text else None


def read_decimal(text: str | None) -> Decimal | None:
    """A decimal kept as text, None when it was not known."""
    return None if text is None else Decimal(text)
