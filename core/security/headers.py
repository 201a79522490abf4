"""Security headers on every answer. Nothing inline, nothing from another host (qualite.md, B)."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

_CSP = "; ".join(
    (
        "default-src 'none'",
        # A module hands its nonce down to what it imports: no host, not even ours, is trusted as such.
        "script-src 'nonce-{nonce}'",
        "style-src 'nonce-{nonce}'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HSTS = "max-age=31536000"
_PUBLIC_CACHE = ("static", "securite.police")


def get_nonce() -> str:
    """The nonce of the answer being made: what our own tags carry and nobody can guess."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def install_headers(app: Flask) -> None:
    """Add the headers to each answer of ``app``, errors included."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", _CSP.format(nonce=get_nonce()))
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", _HSTS)
    if request.endpoint not in _PUBLIC_CACHE:
        # A page holds names and figures: the next user of the computer may not go back to it.
        response.headers.setdefault("Cache-Control", "no-store")
    if requete_id := g.get("requete_id"):
        response.headers["X-Request-ID"] = requete_id
    return response
