"""Home page: a few blocks by role, each number leading to the list that it counts."""

from core.web.pages.accueil.page import accueil

__all__ = ["accueil"]
