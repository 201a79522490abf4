"""A frozen exercice as one reader may read it: pages of a past year are made of what was sent, only.

Rights are those of the live rows (core.security), asked on what was kept of them: a draft, an internal note
or a figure below its levels shows no more in the file of a year than in the lists of today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.orm import Session, defer

from core.cycles.models import CycleAnnuel, Gel
from core.errors import Introuvable
from core.gouvernance.codes import EtatDecision
from core.gouvernance.models_priorite import PrioriteAction
from core.indicateurs.service import AGGLOMERATION
from core.plan.codes import StatutAction
from core.plan.models_action import Action, Frein, Note
from core.plan.models_filiation import FiliationAction
from core.plan.models_suivi import Meteo
from core.rapports.dossier import VERSIONS_LUES
from core.rapports.exercice_fiches import (
    FicheFigee,
    FiliationFigee,
    FreinFige,
    MeteoFigee,
    NoteFigee,
    PrioriteFigee,
    read_date,
    read_decimal,
    read_fiche,
    read_filiation,
    read_frein,
    read_meteo,
    read_note,
    read_priorite,
)
from core.rapports.exercice_secrets import Secrets, read_secrets
from core.security.acteur import Acteur, Role
from core.security.policy import can_read_kept

Ligne = TypeVar("Ligne")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurFigee:
    """A value as it was sent; ``territoire`` is a commune's or a bassin's name, "" for the agglomération."""

    niveau: str
    territoire: str
    annee: int
    numerateur: Decimal | None
    denominateur: Decimal | None
    valeur: Decimal | None
    masque: bool
    repondu: int
    attendu: int
    definitif: bool


class ExerciceFige:
    """The file of an exercice, under the rights of ``acteur``."""

    def __init__(self, gel: Gel, acteur: Acteur, secrets: Secrets) -> None:
        self.gel = gel
        self._acteur = acteur
        self._secrets = secrets
        donnees = gel.donnees
        self.exercice: int = donnees["exercice"]
        self.annees: list[int] = donnees["annees"]
        self.axes: list[dict[str, Any]] = donnees["axes"]
        self.pannes: list[str] = donnees["pannes"]
        # Files of version 2 kept neither the means of an action, nor its bilans, météos and priorities.
        self.complet: bool = donnees["version"] > VERSIONS_LUES[0]
        fiches = {
            line["code"]: read_fiche(line, donnees["communes"]) for line in donnees["actions"]
        }
        # The actions of an axis that was off were not sent, nor were their notes and freins.
        self._freins = self._keep(Frein, "freins", read_frein, fiches)
        self._notes = self._keep(Note, "notes", read_note, fiches)
        self._meteos = self._keep(Meteo, "meteos", read_meteo, fiches)
        self._priorites = self._keep(PrioriteAction, "priorites", read_priorite, fiches)
        self._filiations = [
            acte
            for line in donnees.get("filiations", ())
            if line["de"] in fiches
            and can_read_kept(
                acteur,
                FiliationAction,
                acte := read_filiation(line, fiches[line["de"]], fiches.get(line["vers"])),
            )
        ]
        self.actions = [fiche for fiche in fiches.values() if can_read_kept(acteur, Action, fiche)]
        self.definitions: dict[str, dict[str, Any]] = {d["code"]: d for d in donnees["definitions"]}

    def _keep(
        self,
        modele: type[Any],
        name: str,
        read: Callable[[Mapping[str, Any], FicheFigee], Ligne],
        fiches: Mapping[str, FicheFigee],
    ) -> list[Ligne]:
        """Rows of the sheets that the reader may read."""
        return [
            row
            for line in self.gel.donnees.get(name, ())
            if line["action"] in fiches
            and can_read_kept(self._acteur, modele, row := read(line, fiches[line["action"]]))
        ]

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """Decisions and what had become of them; the action of one is named to those who read its sheet."""
        readable = {fiche.code for fiche in self.actions}
        return [
            {
                **line,
                "seance": date.fromisoformat(line["seance"]),
                "echeance": read_date(line["echeance"]),
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

    def list_meteos(self, fiche: FicheFigee) -> list[MeteoFigee]:
        """Its météos of the year that the reader may read, the latest first."""
        found = [meteo for meteo in self._meteos if meteo.action is fiche]
        return sorted(found, key=lambda meteo: meteo.jour, reverse=True)

    def list_freins(self, fiche: FicheFigee) -> list[FreinFige]:
        """Its freins that were open and that the reader may read."""
        return [frein for frein in self._freins if frein.action is fiche]

    def list_priorites(self, fiche: FicheFigee) -> list[PrioriteFigee]:
        """What each session had proposed and decided of it, the latest first."""
        found = [priorite for priorite in self._priorites if priorite.action is fiche]
        return sorted(found, key=lambda priorite: priorite.jour, reverse=True)

    def list_suites(self, fiche: FicheFigee) -> list[tuple[FiliationFigee, FicheFigee | None]]:
        """The acts by which it had left the plan, with the sheet that goes on when it may be read."""
        return [
            (acte, acte.vers if acte.vers in self.actions else None)
            for acte in self._filiations
            if acte.de is fiche
        ]

    def list_origines(self, fiche: FicheFigee) -> list[FiliationFigee]:
        """The acts by which other actions had gone on in it."""
        return [acte for acte in self._filiations if acte.vers is fiche]

    def list_decisions(self, fiche: FicheFigee) -> list[dict[str, Any]]:
        """The decisions that name it, the latest first."""
        found = [line for line in self.decisions if line["action"] == fiche.code]
        return [
            {**line, "seance": f"{line['instance']} {line['seance']:%d/%m/%Y}"}
            for line in sorted(found, key=lambda line: line["seance"], reverse=True)
        ]

    def is_blocked(self, fiche: FicheFigee) -> bool:
        """A frein that the reader may read was open."""
        return any(frein.action is fiche for frein in self._freins)

    def list_valeurs(self, code: str, niveau: str) -> list[ValeurFigee]:
        """Values of an indicator at a level, those that the reader may read; none below its levels."""
        if niveau not in (AGGLOMERATION, *self.definitions[code]["niveaux"]):
            return []
        names = self.gel.donnees["communes"]
        lines = [line for line in self.gel.donnees["indicateurs"] if line["code"] == code]
        return [
            _read_valeur(line, names, self._secrets.hides(line, lines))
            for line in lines
            if line["niveau"] == niveau
            and can_read_figure(self._acteur, definitif=line["definitif"])
        ]

    def list_officielles(self, code: str) -> list[dict[str, Any]]:
        """Published values that stood beside, for the agglomération."""
        return [
            {
                **line,
                "valeur": read_decimal(line["valeur"]),
                "masque": self._secrets.hides_officielle(line),
            }
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
        .where(
            CycleAnnuel.exercice == exercice, Gel.donnees["version"].as_integer().in_(VERSIONS_LUES)
        )
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
    return ExerciceFige(gel, acteur, read_secrets(session))


def list_versions(session: Session, exercice: int) -> list[tuple[int, Any, str]]:
    """Versions of the file of an exercice: number, instant, reason."""
    rows = session.execute(
        select(Gel.numero, Gel.fait_le, Gel.motif)
        .join(CycleAnnuel)
        .where(CycleAnnuel.exercice == exercice)
        .order_by(Gel.numero)
    )
    return [(numero, fait_le, motif) for numero, fait_le, motif in rows]


def get_valeur_figee(session: Session, exercice: int, code: str) -> tuple[int, ValeurFigee] | None:
    """What the last file of an exercice says of an indicator for the agglomération that year: version and
    value; None when nothing was frozen."""
    path = "$.indicateurs[*] ? (@.code == $code && @.annee == $annee)"
    found: ColumnElement[list[dict[str, Any]]] = func.jsonb_path_query_array(
        Gel.donnees,
        cast(path, JSONPATH),
        cast({"code": code, "annee": exercice}, JSONB),
        type_=JSONB,
    )
    row = session.execute(
        select(Gel.numero, found)
        .join(CycleAnnuel)
        .where(CycleAnnuel.exercice == exercice)
        .order_by(Gel.numero.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    numero, lines = row
    line = next((one for one in lines if one["niveau"] == AGGLOMERATION), None)
    if line is None:
        return None
    return numero, _read_valeur(line, {}, read_secrets(session).hides(line, lines))


def _read_valeur(line: Mapping[str, Any], communes: Mapping[str, str], masque: bool) -> ValeurFigee:
    return ValeurFigee(
        niveau=line["niveau"],
        territoire=communes.get(line["territoire"], line["territoire"]) or "",
        annee=line["annee"],
        numerateur=None if masque else read_decimal(line["numerateur"]),
        denominateur=None if masque else read_decimal(line["denominateur"]),
        valeur=None if masque else read_decimal(line["valeur"]),
        masque=masque,
        repondu=line["repondu"],
        attendu=line["attendu"],
        definitif=line["definitif"],
    )
