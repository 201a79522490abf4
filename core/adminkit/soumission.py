"""The submission that the current request carries, whatever the form."""

from __future__ import annotations

import secrets

from flask import request

from core.db.soumission import build_key


def new_jeton() -> str:
    """Token of a form about to be shown."""
    return secrets.token_urlsafe(16)


def get_key() -> str:
    """Key of the present request, to :func:`core.db.soumission.claim` before its write."""
    return build_key(request.full_path, request.form.items(multi=True))
