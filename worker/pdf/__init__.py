"""The PDF renderer: a neutral document in, a tagged and reproducible PDF out."""

from worker.pdf.finition import count_pages
from worker.pdf.rendu import VERSION_RENDU, render

__all__ = ["VERSION_RENDU", "count_pages", "render"]
