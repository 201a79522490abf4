"""``ctg axe``: which axes are installed, active or blocked; the switch, from a terminal."""

from __future__ import annotations

import click

from core.axes.service import list_axes, set_active
from core.cli.contexte import ouvrir
from core.db.transaction import unit_of_work
from core.journal.service import set_context
from core.security.acteur import SYSTEME


@click.group("axe")
def axe() -> None:
    """Axes de la convention : liste, activation, désactivation."""


@axe.command("lister")
def lister() -> None:
    """Montre chaque axe : actif ou non, avec ou sans module, bloqué."""
    with ouvrir() as socle, socle.sessions() as session:
        found = list_axes(session)
        installed = {axe_installe.slug for axe_installe in socle.registry.axes}
        blocked = socle.settings.plugins_blocked
    for row in found:
        state = "bloqué" if row.slug in blocked else "actif" if row.actif else "désactivé"
        module = "module installé" if row.slug in installed else "sans module"
        click.echo(f"{row.numero}  {row.slug:<20} {state:<10} {module:<16} {row.titre}")
    if not found:
        click.echo("Aucun axe : lancez « ctg reference charger ».")


@axe.command("activer")
@click.argument("slug")
def activer(slug: str) -> None:
    """Remet un axe dans les menus, les saisies et les totaux."""
    _switch(slug, actif=True)


@axe.command("desactiver")
@click.argument("slug")
def desactiver(slug: str) -> None:
    """Retire un axe des menus, des saisies et des totaux de l'année ; ses données restent."""
    _switch(slug, actif=False)


def _switch(slug: str, *, actif: bool) -> None:
    with ouvrir() as socle, socle.sessions() as session, unit_of_work(session):
        set_context(session, SYSTEME, source="cli")
        changed = set_active(session, SYSTEME, slug, actif=actif)
        click.echo(f"{changed} : {'actif' if actif else 'désactivé, ses données restent'}.")
