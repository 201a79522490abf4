"""The ``ctg`` command: each module of this package gives commands, listed here once."""

from __future__ import annotations

from core.cli.db import db
from core.cli.demarrer import beat, demo, run, web, worker
from core.cli.francais import GroupeFrancais

COMMANDES = (demo, run, web, worker, beat, db)


main = GroupeFrancais(
    "ctg",
    help="Plateforme de la Convention territoriale globale.",
    commands={str(commande.name): commande for commande in COMMANDES},
)
