"""Composition root: settings, axes, sessions, pages, administration. Nothing here queries the database."""

import gc

from flask import Flask
from sqlalchemy import make_url

from core.admin.site import mount_admin
from core.config import Settings, load_settings
from core.db.extension import db
from core.logs import configure_logs
from core.socle import build_socle
from core.web.site import mount_web


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; ``app.extensions["ctg"]`` is its :class:`core.socle.Socle`.

    Raises ErreurReglage when a setting or an axis is refused.
    """
    settings = settings or load_settings()
    configure_logs(settings)
    socle = build_socle(settings)
    app = Flask("core", template_folder="web/templates", static_folder="web/static")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": True,
            "connect_args": {"options": _connection_options(settings)},
        },
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
    )
    db.init_app(app)
    app.extensions["ctg"] = socle
    mount_web(app)
    mount_admin(app)
    # What was loaded lives as long as the process: cycles are not looked for there.
    gc.freeze()
    return app


def _connection_options(settings: Settings) -> str:
    """What PostgreSQL is told of a connection that serves pages, with what the address itself says."""
    own = make_url(str(settings.database_url)).query.get("options", ())
    return " ".join(
        [
            *([own] if isinstance(own, str) else own),
            f"-c statement_timeout={settings.statement_timeout}s",
        ]
    )
