"""The walk is worth what it sees: each guard taken away must turn cells red."""

import os

from tests.permissions.mutants import run
from tests.permissions.parcours import Parcours


def test_each_guard_taken_away_is_seen(parcours: Parcours) -> None:
    found = run(parcours, premier=os.environ.get("CTG_MUTANTS") != "complet")
    for nom, bilan in found.items():
        print(f"{len(bilan.fautes):5} rouges sur {bilan.cellules:4} : {nom}")
    unseen = [nom for nom, bilan in found.items() if not bilan.fautes]
    assert not unseen, unseen
