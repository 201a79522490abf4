"""What an axis makes its fictitious data with."""

from core.structures.demonstration import SOURCE, draw, ensure_structure, tell_created, whole

__all__ = ["SOURCE", "draw", "ensure_structure", "tell_created", "whole"]
