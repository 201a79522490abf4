"""Means of an action: who takes part, what it costs each year, who pays, what time it takes.

Amounts are in euros, times in full-time equivalents (ETP). An empty one is not known: never a zero.
They weigh on no validated figure: the team completes them all year (metier.md section 2).
"""

from decimal import Decimal

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import enum_type
from core.db.quantites import annee, etp, euros
from core.plan.codes import Financeur, RolePartenaire
from core.plan.models_action import LigneAction


class PartenaireAction(LigneAction):
    """A body that takes part in an action, by its name, with what it does there."""

    __tablename__ = "partenaire_action"
    __retour__ = "partenaires"
    __table_args__ = (CheckConstraint("btrim(nom) <> ''", name="nom"),)

    nom: Mapped[str]
    role: Mapped[RolePartenaire] = mapped_column(
        enum_type(RolePartenaire), default=RolePartenaire.ASSOCIE
    )

    def __str__(self) -> str:
        return f"{self.nom} ({self.role.libelle.lower()})"


class LigneBudget(LigneAction):
    """What an action costs in a year, on one item ("poste"): planned and spent."""

    __tablename__ = "ligne_budget"
    __retour__ = "budget"

    exercice: Mapped[int] = annee()
    poste: Mapped[str] = mapped_column(default="", server_default="")
    prevu: Mapped[Decimal | None] = euros(sensible=False)
    realise: Mapped[Decimal | None] = euros(sensible=False)

    def __str__(self) -> str:
        return f"Budget {self.exercice}{f', {self.poste}' if self.poste else ''}"


class Financement(LigneAction):
    """What a funder gives to an action in a year. It pays for the action, not for one item: a grant
    rarely follows the lines of a budget."""

    __tablename__ = "financement"
    __retour__ = "financements"

    exercice: Mapped[int] = annee()
    financeur: Mapped[Financeur] = mapped_column(enum_type(Financeur))
    precision: Mapped[str] = mapped_column(default="", server_default="")
    demande: Mapped[Decimal | None] = euros(sensible=False)
    accorde: Mapped[Decimal | None] = euros(sensible=False)
    verse: Mapped[Decimal | None] = euros(sensible=False)

    def __str__(self) -> str:
        who = f"{self.financeur.libelle}{f' ({self.precision})' if self.precision else ''}"
        return f"Financement {self.exercice}, {who}"


class EtpAction(LigneAction):
    """Working time that an action takes in a year."""

    __tablename__ = "etp_action"
    __retour__ = "etps"

    exercice: Mapped[int] = annee()
    fonction: Mapped[str] = mapped_column(default="", server_default="")
    etp: Mapped[Decimal] = etp(requis=True)

    def __str__(self) -> str:
        return f"ETP {self.exercice}{f', {self.fonction}' if self.fonction else ''}"
