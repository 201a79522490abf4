"""What a browser would send of the form of a page, nothing typed."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict


class Formulaire(MultiDict[str, str]):
    """Names and values; ``choix`` are the names whose values are proposed and not typed."""

    def __init__(self) -> None:
        super().__init__()
        self.choix: set[str] = set()


class _Lecteur(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found = Formulaire()
        self.area = ""
        self.text = ""
        self.select = ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        name = got.get("name", "")
        if tag == "main":
            self.inside = True
        elif not self.inside:
            return
        elif tag == "input" and name:
            if got.get("type") in ("checkbox", "radio"):
                self.found.choix.add(name)
            if got.get("type") not in ("checkbox", "radio") or "checked" in got:
                self.found.add(name, got.get("value", ""))
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select, self.options = name, []
            self.found.choix.add(name)
        elif tag == "option":
            self.options.append((got.get("value", ""), "selected" in got))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = False
        elif tag == "textarea" and self.area:
            # The parser of a browser drops the first newline, and sends others as CR LF.
            text = self.text.removeprefix("\n")
            self.found.add(self.area, text.replace("\r\n", "\n").replace("\n", "\r\n"))
            self.area = ""
        elif tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected]
            for value in chosen or [value for value, _ in self.options[:1]]:
                self.found.add(self.select, value)
            self.select = ""


def read_form(page: str) -> Formulaire:
    """Fields of the forms of the page's main part, in their order."""
    reader = _Lecteur()
    reader.feed(page)
    return reader.found
