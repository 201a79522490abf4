"""Commands of ``ctg`` typed in the process, and the words of a PDF."""

from pathlib import Path

import pypdfium2
from click.testing import CliRunner

from core.cli import main


def run(*arguments: str) -> str:
    """What a command said; fails with it when it failed."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, f"ctg {' '.join(arguments)} : {result.output} {result.exception}"
    return " ".join(result.output.split())


def read_pdf(path: Path) -> str:
    """Its words, in the order of its pages."""
    document = pypdfium2.PdfDocument(path)
    pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    return " ".join(" ".join(pages).split())
