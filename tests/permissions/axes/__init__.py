"""Expectations on the tables of each axis, and the rows of the world that they speak of."""

from tests.permissions.axes import enfance_jeunesse, petite_enfance

AXES = (petite_enfance, enfance_jeunesse)
