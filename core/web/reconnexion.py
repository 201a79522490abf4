"""A form sent by somebody whose session ended is neither refused nor lost.

The page that answers asks for the password in place and carries what was typed; the same request is then
sent again, by a person whose rights are all checked anew.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import (
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_security.utils import login_user
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response

from core.security.acteur import ANONYME
from core.security.session import get_acteur

_PREFIXE = "reconnexion-"
_JETON = "csrf_token"
_AUTEUR = "_auteur"
# These views show the form again by themselves when ``g.a_verifier`` is set, and write nothing.
_RELECTURES = (".create_view", ".edit_view")
# More fields than any form of ours: carrying them would cost more than sending them.
CHAMPS_MAX = 10_000
ROUVRIR = "Cette page était ouverte depuis trop longtemps, rien n'a été fait : recommencez ici."


def sign_author() -> str:
    """Who a form is shown to, signed: it travels with the form."""
    return str(_signer().dumps(get_acteur().compte_id))


def check_post() -> Response | None:
    """Let a form of a living session through; else answer with what was typed, or refuse.

    Runs before every POST on a page that asks for an account.
    """
    if sum(len(values) for values in request.form.listvalues()) > CHAMPS_MAX:
        abort(413)
    credentials = _take_credentials()
    valid = _has_valid_token()
    acteur = get_acteur()
    if acteur is not ANONYME and valid:
        return None
    if request.blueprint == "security":
        # A password is not carried from page to page.
        return _reopen()
    if _is_foreign():
        abort(400)
    if acteur is not ANONYME:
        return _ask_review()
    return _ask_password(credentials if valid else None)


def check_public_post() -> Response | None:
    """The same for the log-in page: left open overnight, it opens again."""
    return None if _has_valid_token() else _reopen()


def _take_credentials() -> ImmutableMultiDict[str, str] | None:
    """What the page of this module asks, taken out of the form: no view and no other page sees it."""
    pairs = list(request.form.items(multi=True))
    credentials = [(name, value) for name, value in pairs if name.startswith(_PREFIXE)]
    if not credentials:
        return None
    rest = [(name, value) for name, value in pairs if not name.startswith(_PREFIXE)]
    request.form = ImmutableMultiDict(rest)
    return ImmutableMultiDict(credentials)


def _has_valid_token() -> bool:
    try:
        current_app.extensions["csrf"].protect()
    except CSRFError:
        return False
    return True


def _is_foreign() -> bool:
    """True when another site sent the form: what it typed must not be carried on."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    return site != "same-origin" or (origin is not None and urlsplit(origin).netloc != request.host)


def _reopen() -> Response:
    flash(ROUVRIR, "error")
    if request.endpoint == "security.change_password":
        return redirect(url_for("security.change_password"))
    return redirect(url_for("security.login", next=request.args.get("next") or None))


def _ask_password(credentials: ImmutableMultiDict[str, str] | None) -> Response | None:
    """The page that asks who is there; None when the answer is right and the request may go on."""
    form_class = current_app.extensions["security"].forms["login_form"].cls
    form = form_class(credentials, prefix=_PREFIXE, meta={"csrf": False})
    if credentials and form.validate():
        login_user(form.user, authn_via=["password"])
        # Nothing that was known of the anonymous session goes on with the person's.
        for name in (_JETON, "acteur", "coquille"):
            g.pop(name, None)
        session.pop(_JETON, None)
        # Somebody else at the same desk does not send, unread, what another one typed.
        return None if is_author() else _ask_review()
    if credentials and not form.form_errors:
        # Which of the two is wrong stays untold, as on the log-in page.
        form.email.errors = form.password.errors = ()
        form.form_errors.append("Adresse ou mot de passe incorrect : votre saisie est toujours là.")
    page = render_template("security/reconnexion.html", form=form, champs=_carried())
    return make_response(page, 401)


def is_author() -> bool:
    """True when the form sent was shown to the very person who is there."""
    try:
        author = _signer().loads(request.form.get(_AUTEUR, ""))
    except BadSignature:
        return False
    return bool(author == get_acteur().compte_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="auteur")


def _ask_review() -> Response | None:
    """The session changed under a form: whoever is there now reads it again before it counts."""
    if (request.endpoint or "").endswith(_RELECTURES):
        g.a_verifier = True
        return None
    page = render_template("security/confirmer.html", champs=_carried())
    return make_response(page, 400)


def _carried() -> list[tuple[str, str]]:
    return [(n, v) for n, v in request.form.items(multi=True) if n != _JETON]
