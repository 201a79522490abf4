"""What every answer carries: security headers, and in a page only scripts and styles of ours, by nonce."""

import re
from html.parser import HTMLParser

from werkzeug.test import TestResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Balises(HTMLParser):
    """What a page loads, and what a strict policy would refuse in it."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.fautes: list[str] = []
        self.chargees = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        inline = [name for name in values if name == "style" or name.startswith("on")]
        self.fautes += [f"{tag} {name}" for name in inline]
        if tag == "style" or (values.get("href") or "").lower().startswith("javascript:"):
            self.fautes.append(tag)
        if tag == "script" or (tag == "link" and values.get("rel") == "stylesheet"):
            self.chargees += 1
            address = values.get("src") or values.get("href") or ""
            if values.get("nonce") != self.nonce or not address.startswith("/static/"):
                self.fautes.append(self.get_starttag_text() or tag)


def read_nonce(answer: TestResponse) -> str:
    """The one nonce of a policy that trusts nothing else for scripts and styles."""
    policy = dict(
        part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    found = re.fullmatch(r"'nonce-([\w-]{20,})'", policy["script-src"])
    assert found is not None
    assert policy["style-src"] == policy["script-src"]
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    return found.group(1)


def check_answer(address: str, answer: TestResponse) -> None:
    """Headers of any answer, and the tags of a page."""
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Permissions-Policy" in answer.headers
    assert answer.headers["X-Request-ID"]
    assert answer.status_code < 500, address
    nonce = read_nonce(answer)
    if answer.mimetype == "text/html" and answer.status_code != 302:
        page = Balises(nonce)
        page.feed(answer.text)
        assert (address, page.fautes) == (address, [])
