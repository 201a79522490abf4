"""Axis 4 of the convention: petite enfance (children under 3)."""
