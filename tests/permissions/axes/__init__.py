"""Expectations on the tables of each axis, and the rows of the world that they speak of."""

from tests.permissions.axes import petite_enfance, vie_sociale

AXES = (vie_sociale, petite_enfance)
