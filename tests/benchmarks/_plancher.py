"""The floor: the same rows and columns by one bare statement and one bare template."""

from __future__ import annotations

import csv
import io

import jinja2
import psycopg
from psycopg.rows import tuple_row

COLONNES = ("Intitulé", "Code", "Axe", "Statut", "Échéance", "En retard", "Bloquée", "Pilote")
_SELECT = """
SELECT a.id, a.intitule, a.code, x.numero, a.statut, to_char(a.date_fin, 'DD/MM/YYYY'),
       a.statut IN ('a_engager', 'en_cours', 'suspendue') AND a.date_fin < current_date,
       EXISTS (SELECT FROM frein f WHERE f.action_id = a.id AND f.leve_le IS NULL),
       p.prenom || ' ' || p.nom
FROM action a JOIN axe x ON x.slug = a.axe_slug LEFT JOIN personne p ON p.id = a.pilote_id
"""
_LISTE = """<!doctype html><html lang="fr"><title>Actions</title><table><thead><tr>
{% for nom in colonnes %}<th>{{ nom }}</th>{% endfor %}</tr></thead><tbody>
{% for ligne in lignes %}<tr><td><a href="/admin/action/details/?id={{ ligne[0] }}">{{ ligne[1] }}</a></td>
{% for valeur in ligne[2:] %}<td>{{ valeur }}</td>{% endfor %}
<td><a href="/admin/action/edit/?id={{ ligne[0] }}">Modifier</a></td></tr>{% endfor %}</tbody></table></html>
"""
_FICHE = """<!doctype html><html lang="fr"><title>Action</title><form method="post">
{% for nom, valeur in champs %}<label>{{ nom }}<input name="{{ nom }}" value="{{ valeur or "" }}"></label>
{% endfor %}<button>Enregistrer</button></form></html>
"""
_RECHERCHE = "ctg_recherche(VARIADIC ARRAY[a.code, a.intitule, a.objectif]) LIKE ctg_normalise(%s)"


class Plancher:
    """Pages made of nothing but their rows."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True, row_factory=tuple_row)
        environment = jinja2.Environment(autoescape=True)
        self.liste = environment.from_string(_LISTE)
        self.fiche = environment.from_string(_FICHE)

    def show_list(self, taille: int, where: str = "true", *values: object) -> bytes:
        """A page of the list by code."""
        statement = f"{_SELECT} WHERE {where} ORDER BY ctg_normalise(a.code), a.id LIMIT {taille}"
        lignes = self.connection.execute(statement, values).fetchall()  # type: ignore[call-overload]
        return self.liste.render(colonnes=COLONNES, lignes=lignes).encode()

    def search(self, mot: str) -> bytes:
        """The first page of the rows that hold ``mot``."""
        return self.show_list(50, _RECHERCHE, f"%{mot}%")

    def edit(self, number: int | None) -> bytes:
        """A form of a row (an empty one without ``number``), its relations as plain texts."""
        cursor = self.connection.execute("SELECT * FROM action WHERE id = %s", (number or 0,))
        names = [column.name for column in cursor.description or ()]
        row = cursor.fetchone() or ("",) * len(names)
        return self.fiche.render(champs=list(zip(names, row, strict=True))).encode()

    def export(self) -> bytes:
        """Every row as CSV."""
        output = io.StringIO()
        writer = csv.writer(output, delimiter=";")
        writer.writerow(COLONNES)
        with self.connection.transaction(), self.connection.cursor("export") as cursor:
            cursor.itersize = 2_000
            cursor.execute(f"{_SELECT} ORDER BY ctg_normalise(a.code), a.id")  # type: ignore[arg-type]
            for row in cursor:
                writer.writerow(row[1:])
        return output.getvalue().encode()
