"""Checks of funding; what the CAF pays in a commune."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from core.bornes import check_annee, check_ordre
from core.comptes.models import Personne
from core.financements.models import (
    AppelAFinancement,
    Candidature,
    EquipementSoutenu,
    MontantEquipement,
    TempsCooperation,
)
from core.financements.rules import check_candidature, check_etp
from core.security.acteur import Acteur
from core.security.policy import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Versement:
    """What the CAF pays for the facilities of a commune, or of them all, in a year. None: no amount is
    known, which is not zero; ``repondu`` of ``attendu`` facilities have a line for the year."""

    annee: int
    bonus: Decimal | None
    autres: Decimal | None
    repondu: int
    attendu: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Appels:
    """The applications to the funding calls of an exercice, whoever funds them. None: no amount is known."""

    nombre: int
    demande: Decimal | None
    accorde: Decimal | None
    verse: Decimal | None


def validate_appel(session: Session, acteur: Acteur, appel: AppelAFinancement) -> None:
    """Check of a call after the flush. Raises ErreurMetier (field named)."""
    check_annee("exercice", appel.exercice)


def validate_candidature(session: Session, acteur: Acteur, candidature: Candidature) -> None:
    """Check of an application after the flush. Raises ErreurMetier (field named)."""
    check_candidature(candidature.etat, candidature.demande, candidature.accorde, candidature.verse)


def validate_equipement(session: Session, acteur: Acteur, equipement: EquipementSoutenu) -> None:
    """Check of a facility after the flush. Raises ErreurMetier (field named)."""
    check_ordre("cof_fin", equipement.cof_debut, equipement.cof_fin)


def validate_temps(session: Session, acteur: Acteur, temps: TempsCooperation) -> None:
    """Check of a time after the flush: nobody has more than one full time. Raises ErreurMetier."""
    # Two themes of a person saved at once: the second waits, and counts the first.
    session.execute(select(Personne.id).where(Personne.id == temps.personne_id).with_for_update())
    parts = session.scalars(
        select(TempsCooperation.etp).where(
            TempsCooperation.personne_id == temps.personne_id,
            TempsCooperation.annee == temps.annee,
        )
    )
    check_etp(parts, temps.annee)


def list_versements(
    session: Session, acteur: Acteur, code_insee: str | None = None
) -> Sequence[Versement]:
    """What the CAF pays in a commune, or for them all, the latest year first; one statement."""
    supported = visible(acteur, EquipementSoutenu)
    if code_insee is not None:
        supported = and_(supported, EquipementSoutenu.code_insee == code_insee)
    attendu = (
        # Counted apart: not the only row that the sum stands on.
        select(func.count(EquipementSoutenu.id)).where(supported).correlate(None).scalar_subquery()
    )
    rows = session.execute(
        select(
            MontantEquipement.annee,
            func.sum(MontantEquipement.bonus),
            func.sum(MontantEquipement.autres),
            func.count(),
            attendu,
        )
        .join(MontantEquipement.equipement)
        .where(supported, visible(acteur, MontantEquipement))
        .group_by(MontantEquipement.annee)
        .order_by(MontantEquipement.annee.desc())
    )
    return [
        Versement(annee=annee, bonus=bonus, autres=autres, repondu=repondu, attendu=expected)
        for annee, bonus, autres, repondu, expected in rows
    ]


def sum_candidatures(session: Session, acteur: Acteur, exercice: int) -> Appels:
    """What was asked, granted and paid on the calls of an exercice; one statement."""
    nombre, demande, accorde, verse = session.execute(
        select(
            func.count(Candidature.id),
            func.sum(Candidature.demande),
            func.sum(Candidature.accorde),
            func.sum(Candidature.verse),
        )
        .join(Candidature.appel)
        .where(AppelAFinancement.exercice == exercice, visible(acteur, Candidature))
    ).one()
    return Appels(nombre=nombre, demande=demande, accorde=accorde, verse=verse)
