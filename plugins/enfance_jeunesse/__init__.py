"""Axis 5 of the convention: enfance jeunesse (accueils de loisirs, 3 to 17)."""
