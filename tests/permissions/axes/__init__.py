"""Expectations on the tables of each axis, and the rows of the world that they speak of."""

from tests.permissions.axes import parentalite, petite_enfance

AXES = (parentalite, petite_enfance)
