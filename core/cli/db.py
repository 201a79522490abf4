"""`ctg db`: the schema, branch by branch."""

import click

from core.cli.contexte import ouvrir
from core.socle import build_migrations


@click.group("db")
def db() -> None:
    """Schéma de la base : mise à jour, retour en arrière d'un axe, vérification."""


@db.command("upgrade")
def upgrade() -> None:
    """Met la base au niveau de la plateforme et des axes installés."""
    with ouvrir() as socle:
        migrations = build_migrations(socle.settings, socle.registry)
        migrations.upgrade()
        current, _ = migrations.list_current()
        click.echo(f"Base à jour : {', '.join(sorted(current))}.")


@db.command("downgrade")
@click.argument("axe")
@click.option(
    "--vers", default="base", help="Révision visée ; « base » retire les tables de l'axe."
)
@click.option("--oui", is_flag=True, help="Ne pas demander de confirmation.")
def downgrade(axe: str, vers: str, oui: bool) -> None:
    """Fait redescendre le schéma d'un axe seul ; ses données sont perdues."""
    if not oui:
        click.confirm(f"Les données de l'axe « {axe} » seront perdues. Continuer ?", abort=True)
    with ouvrir() as socle:
        build_migrations(socle.settings, socle.registry).downgrade(axe, vers)
        click.echo(f"Axe « {axe} » : schéma ramené à « {vers} ».")


@db.command("check")
def check() -> None:
    """Compare la base aux modèles ; sort en erreur, différences à l'appui, s'ils divergent."""
    with ouvrir() as socle:
        migrations = build_migrations(socle.settings, socle.registry)
        current, heads = migrations.list_current()
        drift = migrations.list_drift()
    if current != heads:
        click.echo(f"Base : {sorted(current)} ; code : {sorted(heads)}. Lancez « ctg db upgrade ».")
    for difference in drift:
        click.echo(difference)
    if current != heads or drift:
        raise SystemExit(1)
    click.echo(f"Aucun écart : {', '.join(sorted(current))}.")


@db.command("revise")
@click.argument("proprietaire")
@click.argument("message")
def revise(proprietaire: str, message: str) -> None:
    """Écrit la migration suivante d'un axe, ou de « core », d'après ses modèles."""
    with ouvrir() as socle:
        build_migrations(socle.settings, socle.registry).revise(proprietaire, message)
