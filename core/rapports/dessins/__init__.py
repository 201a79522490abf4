"""Drawings of the reports, made once and shown twice: vector in the PDF, SVG in the page."""
