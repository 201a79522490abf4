"""`ctg reference`: the real reference data, and the fictitious ones of a demonstration."""

import click

from core.cli.contexte import ouvrir
from core.clock import today
from core.db.plateforme import is_demonstration, mark
from core.db.transaction import unit_of_work
from core.demonstration.generer import load_demonstration
from core.journal.service import set_context
from core.reference.charger import load_reference
from core.security.acteur import SYSTEME


@click.group("reference")
def reference() -> None:
    """Données de référence (convention, communes) et de démonstration."""


@reference.command("charger")
def charger() -> None:
    """Charge les données de référence ; ce qui existe déjà n'est jamais modifié."""
    with ouvrir() as socle, socle.sessions() as session:
        set_context(session, SYSTEME, source="reference")
        with unit_of_work(session):
            # Said once, at the first loading: an instance never changes its kind afterwards.
            mark(session, demonstration=socle.settings.environnement == "demonstration")
            lines = load_reference(session, socle.registry, today())
        for line in lines:
            click.echo(line)
        if is_demonstration(session):
            click.echo("Instance de démonstration.")


@reference.command("demonstration")
def demonstration() -> None:
    """Charge les données fictives ; refusé si l'instance n'est pas une démonstration."""
    with ouvrir() as socle, socle.sessions() as session:
        set_context(session, SYSTEME, source="reference")
        with unit_of_work(session):
            lines = load_demonstration(session, socle.registry, today())
        for line in lines:
            click.echo(line)
