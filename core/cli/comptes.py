"""`ctg compte`: the first account, then those of everyone; a new password when one is lost."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from core.axes.service import list_axes
from core.cli.contexte import ouvrir
from core.cli.francais import UsageFrancais
from core.clock import today
from core.communes.service import list_communes
from core.comptes.service import create_compte, set_password
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier
from core.journal.service import set_context
from core.security.acteur import LIBELLES_ROLES, SYSTEME, Habilitation, Role

_PHRASE = click.option(
    "--mot-de-passe",
    prompt="Mot de passe (12 caractères au moins)",
    hide_input=True,
    confirmation_prompt="Le même, une seconde fois",
    help="Demandé au clavier quand il n'est pas donné.",
)


@click.group("compte")
def compte() -> None:
    """Comptes : en ouvrir un, lui donner un nouveau mot de passe."""


@compte.command("creer-administrateur")
@click.argument("email")
@_PHRASE
def creer_administrateur(email: str, mot_de_passe: str) -> None:
    """Ouvre le compte d'un administrateur, qui gère ensuite les comptes des autres."""
    _create(email, mot_de_passe, Habilitation(role=Role.ADMINISTRATEUR))


@compte.command("creer")
@click.argument("email")
@click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in LIBELLES_ROLES]),
    help="Rôle du compte à partir d'aujourd'hui.",
)
@click.option("--axe", help="Nom court de l'axe, pour le rôle « equipe ».")
@click.option("--commune", help="Code INSEE, pour le rôle « commune ».")
@_PHRASE
def creer(email: str, role: str, axe: str | None, commune: str | None, mot_de_passe: str) -> None:
    """Ouvre un compte avec un premier rôle ; les autres se donnent dans l'administration."""
    chosen = Role(role)
    if (chosen is Role.EQUIPE) != (axe is not None):
        raise UsageFrancais("--axe accompagne le rôle « equipe », et lui seul.")
    if (chosen is Role.COMMUNE) != (commune is not None):
        raise UsageFrancais("--commune accompagne le rôle « commune », et lui seul.")
    _create(email, mot_de_passe, Habilitation(role=chosen, axe_slug=axe, code_insee=commune))


@compte.command("mot-de-passe")
@click.argument("email")
@_PHRASE
def mot_de_passe(email: str, mot_de_passe: str) -> None:
    """Donne un nouveau mot de passe à un compte et ferme ses sessions ouvertes."""
    with ouvrir() as socle, socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="cli")
        found = set_password(session, SYSTEME, email, mot_de_passe)
        click.echo(f"Nouveau mot de passe enregistré pour {found.email}.")


def _create(email: str, password: str, habilitation: Habilitation) -> None:
    with ouvrir() as socle, socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="cli")
        _check_reference(session, habilitation)
        created = create_compte(
            session,
            SYSTEME,
            email=email,
            password=password,
            personne=None,
            habilitations=[habilitation],
            debut=today(),
        )
        click.echo(f"Compte ouvert : {created.email}, {LIBELLES_ROLES[habilitation.role]}.")


def _check_reference(session: Session, habilitation: Habilitation) -> None:
    """Raise ErreurMetier when the axis or the commune of a role does not exist."""
    axes = {axe.slug for axe in list_axes(session)}
    if habilitation.axe_slug is not None and habilitation.axe_slug not in axes:
        raise ErreurMetier(
            f"Aucun axe « {habilitation.axe_slug} ». Axes : {', '.join(sorted(axes))}."
        )
    codes = {commune.code_insee for commune in list_communes(session)}
    if habilitation.code_insee is not None and habilitation.code_insee not in codes:
        raise ErreurMetier(f"Aucune commune de code INSEE « {habilitation.code_insee} ».")
