"""Documents that state facts of the code are compared with the code."""

import inspect
import re
from pathlib import Path

from core.cycles.rules import (
    ETAPES_OUVERTES,
    TRANSITIONS,
    TRANSITIONS_SOUMISSION,
    EtapeCycle,
)
from core.plugin import hookspecs
from core.security.acteur import Role

DOCS = Path(__file__).resolve().parents[2] / "docs"


def _signature(hook: object) -> str:
    text = str(inspect.signature(hook))  # type: ignore[arg-type]
    return re.sub(r"(?:\w+\.)+(\w+)", r"\1", text)


def test_each_hook_is_documented_with_its_exact_signature() -> None:
    documented = set(re.findall(r"^### `(\w+\(.*\) -> .*)`$", _read("hooks.md"), re.MULTILINE))
    declared = {
        name + _signature(hook)
        for name, hook in inspect.getmembers(hookspecs, inspect.isfunction)
        if name.startswith("ctg_")
    }
    # Vue and Bloc are unions: their names are what people read.
    unions = {
        "ctg_admin_views() -> Sequence[VueTable | PageAxe]": "ctg_admin_views() -> Sequence[Vue]",
    }
    declared = {unions.get(signature, _name_blocs(signature)) for signature in declared}
    assert documented == declared


def _name_blocs(signature: str) -> str:
    if signature.startswith("ctg_rapport_sections"):
        return re.sub(r"Sequence\[.*\]$", "Sequence[Bloc]", signature)
    return signature


def test_the_written_table_of_the_cycle_is_the_code() -> None:
    rows = re.findall(
        r"^\| (\w+) \| (\w+) \| (.+?) \| gouvernance \| (oui|non) \| ?(.*?) ?\|$",
        _read("cycle.md"),
        re.MULTILINE,
    )
    assert rows == [
        (t.de.value, t.vers.value, t.libelle, "oui" if t.motif else "non", t.garde)
        for t in TRANSITIONS
    ]


def test_the_written_table_of_submissions_is_the_code() -> None:
    rows = re.findall(
        r"^\| (\w+) \| (\w+) \| (.+?) \| ((?:équipe, )?gouvernance) \| (oui|non) \|$",
        _read("cycle.md"),
        re.MULTILINE,
    )
    assert rows == [
        (
            t.de.value,
            t.vers.value,
            t.libelle,
            "équipe, gouvernance" if t.equipe else "gouvernance",
            "oui" if t.motif else "non",
        )
        for t in TRANSITIONS_SOUMISSION
    ]


def test_the_written_steps_are_the_code() -> None:
    text = _read("cycle.md")
    steps = re.findall(r"^\| ([a-z]+) \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE)
    assert steps == [etape.value for etape in EtapeCycle]
    *first, last = [etape.value for etape in ETAPES_OUVERTES]
    assert f"pendant les étapes {', '.join(first)} et {last}" in " ".join(text.split())
    assert {role for t in TRANSITIONS for role in t.roles} == {Role.GOUVERNANCE}


def _read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")
