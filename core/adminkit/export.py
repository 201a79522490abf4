"""A list as a file: its filters, search and order, its columns and the fields of its form."""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from flask import Response, current_app, request, send_file
from flask_admin import expose
from sqlalchemy import func, literal, select
from werkzeug.exceptions import BadRequest

from core.adminkit import fichier_csv, fichier_xlsx
from core.adminkit.ecran import Ecran
from core.adminkit.extraction import Extraction
from core.adminkit.formats import format_value
from core.adminkit.liste import Requete, parse_request
from core.clock import today
from core.communes.rules import sort_key
from core.db.plateforme import is_demonstration
from core.db.transaction import limit_statements, unit_of_work
from core.errors import ErreurMetier
from core.journal.service import record_export
from core.plugin.vues import Format
from core.security.policy import visible

MEMOIRE_MAX = 4 * 1024 * 1024
MIMETYPES = {"csv": fichier_csv.MIMETYPE, "xlsx": fichier_xlsx.MIMETYPE}


class VueExport:
    """The address ``/export/`` of a table's view."""

    @expose("/export/")  # type: ignore[untyped-decorator]
    def export_view(self: Ecran) -> Response:
        """The rows of the list as a CSV file or a workbook (``format``)."""
        args = request.args.to_dict()
        kind = args.pop("format", "")
        if kind not in MIMETYPES:
            raise BadRequest()
        demande = parse_request(self.vue, args)
        requete = Requete(self.vue, self.db_session, self.acteur, demande)
        # Written whole before anything is sent: half a file is never taken for the list.
        with ExitStack() as stack:
            output = cast(BinaryIO, stack.enter_context(SpooledTemporaryFile(max_size=MEMOIRE_MAX)))
            with unit_of_work(self.db_session) as session:
                limit_statements(session, current_app.extensions["ctg"].settings.export_timeout)
                total = _write(requete, kind, output)
                details = {"format": kind, "lignes": total, "recherche": demande.q}
                record_export(
                    session, self.vue.modele, self.vue.nom, {**details, **demande.filtres}
                )
                nom = _name_file(self.vue.nom, kind, demonstration=is_demonstration(session))
            size = output.tell()
            output.seek(0)
            body = output
            if size > MEMOIRE_MAX:
                # Closed by the answer, once sent.
                stack.pop_all()
            else:
                body = BytesIO(output.read())
        answer = send_file(body, mimetype=MIMETYPES[kind], as_attachment=True, download_name=nom)
        answer.content_length = size
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _write(requete: Requete, kind: str, output: BinaryIO) -> int:
    extraction = Extraction(requete)
    if kind == "csv":
        headings = [rubrique.libelle for rubrique in extraction.rubriques]
        return fichier_csv.write_csv(output, headings, extraction.chunks())
    if (number := _count(requete)) > fichier_xlsx.LIGNES_MAX:
        raise ErreurMetier(
            f"Cette liste compte {format_value(number, Format.ENTIER)} lignes ; une feuille XLSX en reçoit "
            f"{format_value(fichier_xlsx.LIGNES_MAX, Format.ENTIER)} au plus, car elle est longue à "
            "préparer. Réduisez la liste par un filtre ou une recherche, ou exportez-la en CSV, qui n'a pas "
            "de limite."
        )
    columns = [(rubrique.libelle, rubrique.format) for rubrique in extraction.rubriques]
    return fichier_xlsx.write_xlsx(output, columns, extraction.chunks())


def _count(requete: Requete) -> int:
    modele = requete.vue.modele
    rows = requete.restrict(
        select(literal(1)).select_from(modele).where(visible(requete.acteur, modele))
    )
    counted = select(func.count()).select_from(rows.order_by(None).subquery("lignes"))
    return requete.session.scalar(counted) or 0


def _name_file(nom: str, kind: str, *, demonstration: bool) -> str:
    suffix = "-demonstration" if demonstration else ""
    return f"{'-'.join(sort_key(nom).split())}-{today():%Y-%m-%d}{suffix}.{kind}"
