"""Expectations on the tables of each axis, and the rows of the world that they speak of."""

from tests.permissions.axes import (
    acces_droits,
    enfance_jeunesse,
    parentalite,
    petite_enfance,
    vie_sociale,
)

AXES = (vie_sociale, parentalite, petite_enfance, enfance_jeunesse, acces_droits)
