"""A frozen exercice as one reader may read it: pages of a past year are made of what was sent, only.

Rights are those of the live rows (core.security), asked on what was kept of them: a draft, an internal note
or a figure below its levels shows no more in the file of a year than in the lists of today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.orm import Session, defer

from core.cycles.models import CycleAnnuel, Gel
from core.errors import Introuvable
from core.gouvernance.codes import EtatDecision
from core.indicateurs.service import AGGLOMERATION
from core.plan.codes import Diffusion, GenreNote, LevePar, NatureAction, Portee, StatutAction
from core.plan.models_action import Action, Frein, Note
from core.rapports.dossier import VERSION
from core.security.acteur import Acteur, Role
from core.security.policy import can_read_kept


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FicheFigee:
    """What was kept of an action."""

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
    donnees: Mapping[str, Any]
    communes: Sequence[str]
    etapes: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFigee:
    """What was kept of a note."""

    action: FicheFigee
    diffusion: Diffusion
    genre: GenreNote
    jour: date
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreinFige:
    """What was kept of a frein that was open."""

    action: FicheFigee
    diffusion: Diffusion
    leve_par: LevePar
    depuis: date
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurFigee:
    """A value as it was sent; ``territoire`` is a commune's or a bassin's name, "" for the agglomération."""

    niveau: str
    territoire: str
    annee: int
    numerateur: Decimal | None
    denominateur: Decimal | None
    valeur: Decimal | None
    repondu: int
    attendu: int
    definitif: bool


class ExerciceFige:
    """The file of an exercice, under the rights of ``acteur``."""

    def __init__(self, gel: Gel, acteur: Acteur) -> None:
        self.gel = gel
        self._acteur = acteur
        donnees = gel.donnees
        self.exercice: int = donnees["exercice"]
        self.annees: list[int] = donnees["annees"]
        self.axes: list[dict[str, Any]] = donnees["axes"]
        self.pannes: list[str] = donnees["pannes"]
        fiches = {
            line["code"]: _read_fiche(line, donnees["communes"]) for line in donnees["actions"]
        }
        # The actions of an axis that was off were not sent, nor were their notes and freins.
        self._freins = [
            frein
            for line in donnees["freins"]
            if line["action"] in fiches
            and can_read_kept(acteur, Frein, frein := _read_frein(line, fiches[line["action"]]))
        ]
        self._notes = [
            note
            for line in donnees["notes"]
            if line["action"] in fiches
            and can_read_kept(acteur, Note, note := _read_note(line, fiches[line["action"]]))
        ]
        self.actions = [fiche for fiche in fiches.values() if can_read_kept(acteur, Action, fiche)]
        self.definitions: dict[str, dict[str, Any]] = {d["code"]: d for d in donnees["definitions"]}

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """Decisions and what had become of them; the action of one is named to those who read its sheet."""
        readable = {fiche.code for fiche in self.actions}
        return [
            {
                **line,
                "seance": date.fromisoformat(line["seance"]),
                "echeance": _read_date(line["echeance"]),
                "etat": EtatDecision(line["etat"]),
                "action": line["action"] if line["action"] in readable else None,
            }
            for line in self.gel.donnees["decisions"]
        ]

    def count_statuts(self) -> dict[StatutAction, int]:
        """Readable sheets by status."""
        return {
            statut: sum(fiche.statut is statut for fiche in self.actions) for statut in StatutAction
        }

    def get_action(self, code: str) -> FicheFigee | None:
        """One readable sheet."""
        return next((fiche for fiche in self.actions if fiche.code == code), None)

    def list_notes(self, fiche: FicheFigee) -> list[NoteFigee]:
        """Its notes of the year that the reader may read, the latest first."""
        found = [note for note in self._notes if note.action is fiche]
        return sorted(found, key=lambda note: note.jour, reverse=True)

    def list_freins(self, fiche: FicheFigee) -> list[FreinFige]:
        """Its freins that were open and that the reader may read."""
        return [frein for frein in self._freins if frein.action is fiche]

    def is_blocked(self, fiche: FicheFigee) -> bool:
        """A frein that the reader may read was open."""
        return any(frein.action is fiche for frein in self._freins)

    def list_valeurs(self, code: str, niveau: str) -> list[ValeurFigee]:
        """Values of an indicator at a level, those that the reader may read; none below its levels."""
        if niveau not in (AGGLOMERATION, *self.definitions[code]["niveaux"]):
            return []
        names = self.gel.donnees["communes"]
        return [
            ValeurFigee(
                niveau=niveau,
                territoire=names.get(line["territoire"], line["territoire"]) or "",
                annee=line["annee"],
                numerateur=_read_decimal(line["numerateur"]),
                denominateur=_read_decimal(line["denominateur"]),
                valeur=_read_decimal(line["valeur"]),
                repondu=line["repondu"],
                attendu=line["attendu"],
                definitif=line["definitif"],
            )
            for line in self.gel.donnees["indicateurs"]
            if line["code"] == code
            and line["niveau"] == niveau
            and can_read_figure(self._acteur, definitif=line["definitif"])
        ]

    def list_officielles(self, code: str) -> list[dict[str, Any]]:
        """Published values that stood beside, for the agglomération."""
        return [
            {**line, "valeur": _read_decimal(line["valeur"])}
            for line in self.gel.donnees["officielles"]
            if line["code"] == code and line["territoire"] is None
        ]


def can_read_figure(acteur: Acteur, *, definitif: bool) -> bool:
    """Élus read figures that were validated; the others all of them (conception, section 7)."""
    return bool(acteur.roles - {Role.LECTEUR}) or (bool(acteur.roles) and definitif)


def get_exercice_fige(
    session: Session, acteur: Acteur, exercice: int, numero: int | None = None
) -> ExerciceFige:
    """The file of an exercice, the last version or the one asked for. Raises Introuvable."""
    statement = (
        select(Gel)
        .join(CycleAnnuel)
        .where(CycleAnnuel.exercice == exercice, Gel.donnees["version"].as_integer() == VERSION)
        .order_by(Gel.numero.desc())
        .limit(1)
        .options(defer(Gel.document), defer(Gel.dossier), defer(Gel.projection))
    )
    if numero is not None:
        statement = statement.where(Gel.numero == numero)
    gel = session.scalar(statement)
    if gel is None:
        raise Introuvable(
            f"Aucun dossier de l'exercice {exercice} n'est figé sous cette version : les listes disent "
            "où il en est aujourd'hui."
        )
    return ExerciceFige(gel, acteur)


def list_versions(session: Session, exercice: int) -> list[tuple[int, Any, str]]:
    """Versions of the file of an exercice: number, instant, reason."""
    rows = session.execute(
        select(Gel.numero, Gel.fait_le, Gel.motif)
        .join(CycleAnnuel)
        .where(CycleAnnuel.exercice == exercice)
        .order_by(Gel.numero)
    )
    return [(numero, fait_le, motif) for numero, fait_le, motif in rows]


def get_valeur_figee(
    session: Session, exercice: int, code: str
) -> tuple[int, Decimal | None, bool] | None:
    """What the last file of an exercice says of an indicator for the agglomération that year: version,
    value, whether it was définitive; None when nothing was frozen."""
    path = (
        '$.indicateurs[*] ? (@.code == $code && @.niveau == "agglomeration" && @.annee == $annee)'
    )
    line: ColumnElement[dict[str, Any] | None] = func.jsonb_path_query_first(
        Gel.donnees,
        cast(path, JSONPATH),
        cast({"code": code, "annee": exercice}, JSONB),
        type_=JSONB,
    )
    row = session.execute(
        select(Gel.numero, line)
        .join(CycleAnnuel)
        .where(CycleAnnuel.exercice == exercice)
        .order_by(Gel.numero.desc())
        .limit(1)
    ).first()
    if row is None or row[1] is None:
        return None
    return row[0], _read_decimal(row[1]["valeur"]), row[1]["definitif"]


def _read_fiche(line: Mapping[str, Any], communes: Mapping[str, str]) -> FicheFigee:
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
        date_fin=_read_date(line["date_fin"]),
        donnees=line,
        communes=[communes.get(code, code) for code in line["communes"]],
        etapes=[
            {
                "intitule": etape["intitule"],
                "echeance": date.fromisoformat(etape["echeance"]),
                "realisee_le": _read_date(etape["realisee_le"]),
            }
            for etape in line["etapes"]
        ],
    )


def _read_note(line: Mapping[str, Any], fiche: FicheFigee) -> NoteFigee:
    return NoteFigee(
        action=fiche,
        diffusion=Diffusion(line["diffusion"]),
        genre=GenreNote(line["genre"]),
        jour=date.fromisoformat(line["jour"]),
        texte=line["texte"],
    )


def _read_frein(line: Mapping[str, Any], fiche: FicheFigee) -> FreinFige:
    return FreinFige(
        action=fiche,
        diffusion=Diffusion(line["diffusion"]),
        leve_par=LevePar(line["leve_par"]),
        depuis=date.fromisoformat(line["depuis"]),
        description=line["description"],
    )


def _read_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
