"""The address ``/admin/``: it has nothing of its own to say and leads to the home page."""

from __future__ import annotations

from flask import redirect, request
from flask_admin import AdminIndexView, expose
from werkzeug.wrappers import Response


class AccueilAdmin(AdminIndexView):  # type: ignore[misc]
    """Index that Flask-Admin asks for."""

    @expose("/")  # type: ignore[untyped-decorator]
    def index(self) -> Response:
        """Redirect to the home of the platform, whose menu holds every table."""
        return redirect(request.script_root + "/")
