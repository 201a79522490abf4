"""The floor: the same rows and columns by one bare statement and one bare template."""

from __future__ import annotations

import csv
import io
from typing import Any

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
{% endfor %}
{% for nom in listes %}<label>{{ nom }}<select name="{{ nom }}"><option value="">Choisir</option>
{% for cle, libelle in options[nom] %}<option value="{{ cle }}">{{ libelle }}</option>{% endfor %}
</select></label>{% endfor %}
{% for nom in cases %}<fieldset><legend>{{ nom }}</legend>{% for cle, libelle in options[nom] %}
<label><input type="checkbox" name="{{ nom }}" value="{{ cle }}"{% if cle in coches %} checked{% endif %}>
{{ libelle }}</label>{% endfor %}</fieldset>{% endfor %}
{% for titre, lignes in blocs %}<h2>{{ titre }}</h2>{% for ligne in lignes %}{% for valeur in ligne %}
<input name="{{ titre }}" value="{{ valeur or "" }}">{% endfor %}{% endfor %}{% endfor %}
<button>Enregistrer</button></form></html>
"""
_OPTIONS = """
SELECT 'axe', id::text, 'Axe ' || numero || ' : ' || titre FROM axe WHERE actif
UNION ALL SELECT 'communes', id::text, nom FROM commune
UNION ALL SELECT 'enjeu', id::text, titre FROM enjeu
UNION ALL SELECT 'resultats', id::text, titre FROM resultat_attendu
UNION ALL SELECT 'action_majeure', id::text, titre FROM action_majeure
"""
_COCHES = """
SELECT c.id::text FROM action_commune a JOIN commune c USING (code_insee) WHERE a.action_id = %(id)s
UNION ALL SELECT resultat_id::text FROM action_resultat WHERE action_id = %(id)s
"""
_BLOCS = ("etape", "note", "frein")
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
        lignes = self.connection.execute(statement, values).fetchall()
        return self.liste.render(colonnes=COLONNES, lignes=lignes).encode()

    def search(self, mot: str) -> bytes:
        """The first page of the rows that hold ``mot``."""
        return self.show_list(50, _RECHERCHE, f"%{mot}%")

    def edit(self, number: int | None) -> bytes:
        """A form with the same fields, choices and child rows (an empty one without ``number``)."""
        execute = self.connection.execute
        cursor = execute(
            "SELECT a.*, p.prenom || ' ' || p.nom AS pilote FROM action a "
            "LEFT JOIN personne p ON p.id = a.pilote_id WHERE a.id = %s",
            (number or 0,),
        )
        names = [column.name for column in cursor.description or ()]
        row = cursor.fetchone() or ("",) * len(names)
        options: dict[str, list[tuple[str, str]]] = {}
        for nom, cle, libelle in execute(_OPTIONS):
            options.setdefault(nom, []).append((cle, libelle))
        coches: set[str] = set()
        blocs: list[tuple[str, list[Any]]] = [(bloc, []) for bloc in _BLOCS]
        if number is not None:
            coches = {cle for (cle,) in execute(_COCHES, {"id": number})}
            blocs = [
                (bloc, execute(f"SELECT * FROM {bloc} WHERE action_id = %s", (number,)).fetchall())
                for bloc in _BLOCS
            ]
        return self.fiche.render(
            champs=list(zip(names, row, strict=True)),
            options=options,
            listes=("axe", "enjeu", "action_majeure"),
            cases=("communes", "resultats"),
            coches=coches,
            blocs=blocs,
        ).encode()

    def export(self) -> bytes:
        """Every row as CSV."""
        output = io.StringIO()
        writer = csv.writer(output, delimiter=";")
        writer.writerow(COLONNES)
        with self.connection.transaction(), self.connection.cursor("export") as cursor:
            cursor.itersize = 2_000
            cursor.execute(f"{_SELECT} ORDER BY ctg_normalise(a.code), a.id")
            for row in cursor:
                writer.writerow(row[1:])
        return output.getvalue().encode()
