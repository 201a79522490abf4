"""`ctg communes`: replacing the schematic map by real outlines."""

import json
from pathlib import Path

import click

from core.cli.contexte import ouvrir
from core.communes.service import import_contours
from core.db.transaction import unit_of_work
from core.errors import ErreurMetier
from core.journal.service import set_context
from core.security.acteur import SYSTEME


@click.group("communes")
def communes() -> None:
    """Communes du territoire."""


@communes.command("contours")
@click.argument("fichier", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def contours(fichier: Path) -> None:
    """Importe les contours réels (GeoJSON, propriété « code » = code INSEE) à la place du schéma."""
    try:
        content = json.loads(fichier.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ErreurMetier(f"Le fichier {fichier} n'est pas du JSON lisible : {error}.") from error
    if not isinstance(content, dict):
        raise ErreurMetier(
            f"Le fichier {fichier} n'est pas une collection GeoJSON (FeatureCollection)."
        )
    with ouvrir() as socle, socle.sessions() as session:
        set_context(session, SYSTEME, source="cli")
        with unit_of_work(session):
            changed = import_contours(session, SYSTEME, content)
    click.echo(f"Contours importés : {changed} communes.")
