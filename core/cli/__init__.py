"""The ``ctg`` command: each module of this package gives commands, listed here once."""

from __future__ import annotations

from core.cli.axes import axe
from core.cli.communes import communes
from core.cli.comptes import compte
from core.cli.db import db
from core.cli.demarrer import beat, demo, run, web, worker
from core.cli.francais import GroupeFrancais
from core.cli.rapports import rapport
from core.cli.reference import reference
from core.cli.taches import taches
from core.cli.verifier import verifier

COMMANDES = (
    demo,
    run,
    web,
    worker,
    beat,
    db,
    reference,
    communes,
    compte,
    rapport,
    axe,
    taches,
    verifier,
)


main = GroupeFrancais(
    "ctg",
    help="Plateforme de la Convention territoriale globale.",
    commands={str(commande.name): commande for commande in COMMANDES},
)
