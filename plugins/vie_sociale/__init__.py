"""Axis 2 of the convention: animation de la vie sociale (centres sociaux, espaces de vie sociale)."""
