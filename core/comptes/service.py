"""Turning an account into an actor; creating accounts by invitation."""

import secrets
from datetime import date

from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import now
from core.comptes.criteres import is_email_locked
from core.comptes.models import Compte, Connexion, HabilitationCompte, Personne
from core.comptes.rules import check_email, check_password
from core.errors import ErreurMetier
from core.security.acteur import Acteur, Habilitation, Role
from core.security.policy import Verbe, require

# The same algorithm as Flask-Security, which only knows how to hash inside a web application.
_HASHER = PasswordHasher()
_RESERVED = {Role.ADMINISTRATEUR, Role.GOUVERNANCE, Role.PARTENAIRE_CAF}


def build_acteur(compte: Compte, jour: date) -> Acteur:
    """The actor that an account is on that day: only roles in force count, a disabled account has none."""
    current = frozenset(
        Habilitation(role=h.role, axe_slug=h.axe_slug, code_insee=h.code_insee)
        for h in compte.habilitations
        if compte.active and h.debut <= jour and (h.fin is None or jour <= h.fin)
    )
    return Acteur(
        nom=str(compte.personne or compte.email),
        compte_id=compte.id,
        personne_id=compte.personne_id,
        habilitations=current,
    )


def create_compte(
    session: Session,
    acteur: Acteur,
    *,
    email: str,
    password: str,
    personne: Personne | None,
    habilitations: list[Habilitation],
    debut: date,
) -> Compte:
    """Create an account with its first roles, in force from ``debut``.

    Raises ErreurMetier (field named) when the address is taken or malformed, when the password is weak
    or when no role is given; Interdit when the actor may not give one of these roles.
    """
    check_email(email)
    check_password(password, email)
    if not habilitations:
        raise ErreurMetier("Donnez au moins un rôle au compte.", "habilitations")
    if session.scalar(select(Compte.id).where(func.lower(Compte.email) == email.lower())):
        raise ErreurMetier("Un compte existe déjà avec cette adresse.", "email")
    compte = Compte(
        email=email.strip(),
        password=_HASHER.hash(password),
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        personne=personne,
        invitable=not any(h.role in _RESERVED for h in habilitations),
    )
    require(acteur, Verbe.ECRIRE, compte)
    for given in habilitations:
        row = HabilitationCompte(
            role=given.role, axe_slug=given.axe_slug, code_insee=given.code_insee, debut=debut
        )
        require(acteur, Verbe.ECRIRE, row)
        compte.habilitations.append(row)
    session.add(compte)
    session.flush()
    return compte


def set_password(session: Session, acteur: Acteur, email: str, password: str) -> Compte:
    """Give an account a new password; its open sessions end. Raises ErreurMetier, Interdit."""
    compte = session.scalar(select(Compte).where(func.lower(Compte.email) == email.strip().lower()))
    if compte is None:
        raise ErreurMetier("Aucun compte n'a cette adresse.", "email")
    require(acteur, Verbe.ECRIRE, compte)
    check_password(password, compte.email)
    compte.password = _HASHER.hash(password)
    compte.fs_uniquifier = secrets.token_hex(32)
    session.flush()
    return compte


def is_locked(session: Session, email: str) -> bool:
    """True after too many failures in the last hour without a success, for an address that an account
    has or not: the answer must not tell which (qualite.md B4)."""
    return bool(session.scalar(select(is_email_locked(email.lower()))))


def record_connexion(session: Session, *, email: str, adresse: str, reussie: bool) -> None:
    """Leave the trace of an attempt to log in."""
    session.add(Connexion(at=now(), email=email, adresse=adresse, reussie=reussie))
    session.flush()


def validate_compte(session: Session, acteur: Acteur, compte: Compte) -> None:
    """Check of an account after the flush, before the commit: a sound address, and who may manage it
    from its roles. Raises ErreurMetier."""
    check_email(compte.email)
    compte.invitable = not any(h.role in _RESERVED for h in compte.habilitations)
    session.flush()
