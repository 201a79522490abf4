"""Log-in (Flask-Security), CSRF, the guard of every route, error pages: what surrounds each page."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import cache
from typing import Any

import font_source_sans_pro
import structlog
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    request,
    send_file,
    url_for,
)
from flask_security import (
    LoginForm,
    PasswordUtil,
    RoleMixin,
    Security,
    SQLAlchemyUserDatastore,
    current_user,
)
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as BaseResponse

from core.clock import today
from core.comptes.criteres import LOCK_OUT
from core.comptes.models import Compte, HabilitationCompte, Personne
from core.comptes.rules import PASSWORD_MIN, check_password
from core.comptes.service import build_acteur, is_locked, record_connexion
from core.db.extension import db
from core.errors import ErreurMetier
from core.journal.service import CHAMP_MOTIF, set_context
from core.security.acteur import ANONYME, Acteur
from core.security.headers import install_headers
from core.security.session import get_acteur, register_loader
from core.web.coquille import shell_context
from core.web.erreurs import install_error_pages
from core.web.reconnexion import check_post, check_public_post

_MOTIF_MAX = 500
SESSION_DUREE = timedelta(hours=12)
_POLICES = ("SourceSansPro", "SourceSansProSemibold", "SourceSansProBold", "SourceSansProIt")
_PUBLIC_ENDPOINTS = {"static", "security.login"}
# Pages about the platform itself (legal notice, health) and the fonts.
_PUBLIC_BLUEPRINTS = {"infos", "securite"}

blueprint = Blueprint("securite", __name__)


class SansRole(RoleMixin):
    """Flask-Security asks for a role class; our roles are dated rows (``HabilitationCompte``)."""

    name = ""
    permissions: list[str] | None = None


class Annuaire(SQLAlchemyUserDatastore):
    """Accounts as Flask-Security looks them up: with person and roles, in one statement."""

    def find_user(self, case_insensitive: bool = False, **criterion: Any) -> Compte | None:
        """The account whose single attribute has this value, None when there is none."""
        ((name, value),) = criterion.items()
        statement = _select_compte(name, case_insensitive)
        return db.session.scalars(statement, {"value": value}).unique().one_or_none()


@cache
def _select_compte(name: str, case_insensitive: bool) -> Select[Compte]:
    """The statement that finds an account, written once: each request runs it."""
    column = getattr(Compte, name)
    value: BindParameter[str] = bindparam("value")
    statement = select(Compte).options(
        joinedload(Compte.personne).load_only(Personne.prenom, Personne.nom),
        joinedload(Compte.habilitations).load_only(
            HabilitationCompte.role,
            HabilitationCompte.axe_slug,
            HabilitationCompte.code_insee,
            HabilitationCompte.debut,
            HabilitationCompte.fin,
        ),
    )
    if case_insensitive:
        return statement.where(func.lower(column) == func.lower(value))
    return statement.where(column == value)


class MotsDePasse(PasswordUtil):
    """Our rules on passwords, asked when somebody changes theirs."""

    def validate(
        self, password: str, is_register: bool, **kwargs: Any
    ) -> tuple[list[str] | None, str]:
        """Messages in French (None when the password is fit), and the password normalised."""
        normalised = self.normalize(password)
        try:
            check_password(normalised, current_user.email)
        except ErreurMetier as error:
            return [error.message], normalised
        return None, normalised


class FormulaireConnexion(LoginForm):
    """Log-in that counts the failures of an address, known or not, and stops after too many."""

    def validate(self, **kwargs: Any) -> bool:
        """True when the account may enter; each attempt leaves a row."""
        email = (self.email.data or "").replace("\x00", "").strip()[:254]
        try:
            # Counted as the account is looked up: another spelling of an address is the same address.
            email = current_app.extensions["security"].mail_util.normalize(email)
        except ValueError:
            email = email.casefold()
        if is_locked(db.session(), email):
            g.connexion_verrouillee = True
            self.form_errors.append(
                "Trop d'essais sans succès pour cette adresse : réessayez dans une heure, ou demandez "
                "un nouveau mot de passe à la personne qui gère les comptes."
            )
            return False
        reussie: bool = super().validate(**kwargs)
        record_connexion(
            db.session(), email=email, adresse=request.remote_addr or "", reussie=reussie
        )
        db.session.commit()
        return reussie


def mount_securite(app: Flask) -> None:
    """Mount log-in, CSRF, headers, guard, error pages and the context of the shell on ``app``."""
    app.config.update(_settings(app.extensions["ctg"].settings.environnement))
    CSRFProtect(app)
    Security(
        app,
        Annuaire(db, Compte, SansRole),
        login_form=FormulaireConnexion,
        password_util_cls=MotsDePasse,
    )
    register_loader(app.extensions, _load_acteur)
    app.register_blueprint(blueprint)
    app.before_request(_open_request)
    app.before_request(_guard)
    app.after_request(_tell_lock_out)
    app.context_processor(shell_context)
    install_headers(app)
    install_error_pages(app)


def _settings(environnement: str) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "ctg_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": environnement == "production",
        "PERMANENT_SESSION_LIFETIME": SESSION_DUREE,
        # A form left open over lunch must still be accepted: the token lives as long as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        # Asked by the guard, which knows what to do with a form whose session ended.
        "WTF_CSRF_CHECK_DEFAULT": False,
        "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "SECURITY_PASSWORD_HASH": "argon2",
        # argon2 carries its own salt: a second one, kept in a setting, could only be lost.
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_PASSWORD_LENGTH_MIN": PASSWORD_MIN,
        "SECURITY_LOGIN_URL": "/connexion",
        "SECURITY_LOGOUT_URL": "/deconnexion",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_URL": "/mot-de-passe",
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_POST_CHANGE_VIEW": "/",
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/connexion",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        # No page that asks for the password again before some acts: nothing here needs it.
        "SECURITY_FRESHNESS": timedelta(-1),
        "SECURITY_FLASH_MESSAGES": False,
        # Nor its own scripts and styles: our pages use none.
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    }


def _load_acteur() -> Acteur:
    if not current_user.is_authenticated:
        return ANONYME
    return build_acteur(current_user, today())


def _open_request() -> None:
    g.requete_id = uuid.uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(requete_id=g.requete_id)


def _guard() -> BaseResponse | None:
    """Everything asks for an account unless it is public; then the journal knows who acts."""
    if request.endpoint is None:
        return None
    writes = request.method not in ("GET", "HEAD", "OPTIONS")
    if request.endpoint in _PUBLIC_ENDPOINTS or request.blueprint in _PUBLIC_BLUEPRINTS:
        return check_public_post() if writes else None
    if writes and (answer := check_post()) is not None:
        return answer
    acteur = get_acteur()
    if acteur is ANONYME:
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    motif = request.form.get(CHAMP_MOTIF, "").replace("\x00", "").strip()[:_MOTIF_MAX]
    set_context(db.session(), acteur, source="web", motif=motif, requete_id=g.requete_id)
    return None


def _tell_lock_out(response: Response) -> Response:
    """The log-in page of a locked address says 429: Flask-Security always answers 200."""
    if g.get("connexion_verrouillee"):
        response.status_code = 429
        response.headers["Retry-After"] = str(int(LOCK_OUT.total_seconds()))
    return response


@blueprint.get("/polices/<nom>.ttf")
def police(nom: str) -> Response:
    """A face of the one family of the platform, from its package."""
    if nom not in _POLICES:
        abort(404)
    return send_file(
        font_source_sans_pro.font_files_ttf[nom], mimetype="font/ttf", max_age=365 * 24 * 3600
    )
