"""Expectations on the tables of each axis, and the rows of the world that they speak of."""

from tests.permissions.axes import acces_droits, petite_enfance

AXES = (petite_enfance, acces_droits)
