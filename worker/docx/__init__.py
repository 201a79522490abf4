"""The editable renderer: a neutral document in, a .docx out, for what is always rewritten by hand."""

from worker.docx.rendu import VERSION_DOCX, render_docx

__all__ = ["VERSION_DOCX", "render_docx"]
