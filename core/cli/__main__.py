"""``python -m core.cli``: the same as ``ctg``."""

from core.cli import main

main(prog_name="ctg")
