"""Axis 6: mobility, housing, access to rights."""
