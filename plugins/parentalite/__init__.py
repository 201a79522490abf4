"""Axis 3 of the convention: parentalité (support for parents)."""
