"""The address ``/admin/``: it has nothing of its own to say and leads to the home page."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask_admin import AdminIndexView, expose
from flask_admin.base import Admin
from werkzeug.wrappers import Response


class AccueilAdmin(AdminIndexView):  # type: ignore[misc]
    """Index that Flask-Admin asks for. Its own scripts and styles, old and unused here, are not served."""

    def create_blueprint(self, admin: Admin) -> Blueprint:
        blueprint: Blueprint = super().create_blueprint(admin)
        blueprint.static_folder = None
        return blueprint

    @expose("/")  # type: ignore[untyped-decorator]
    def index(self) -> Response:
        """Redirect to the home of the platform, whose menu holds every table."""
        return redirect(request.script_root + "/")
