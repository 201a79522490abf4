"""The floor: the same rows, columns and fields by bare statements and bare templates."""

from __future__ import annotations

import csv
import io
from typing import Any

import jinja2
import psycopg
from psycopg.rows import dict_row, tuple_row

from core.codes import Code
from core.plan.codes import NatureAction, Portee, StatutAction
from tests.benchmarks._formulaire import BLOCS, CHAMPS, LISTES

COLONNES = ("Intitulé", "Code", "Axe", "Statut", "Échéance", "En retard", "Bloquée", "Pilote")
COLONNES_EXPORT = (
    *COLONNES,
    "Nature",
    "Début",
    "Portée",
    "Communes désignées",
    "Brouillon",
    "Enjeu",
    "Résultats attendus",
    "Action majeure",
    "Objectif",
    "Source",
)


def _words(column: str, codes: type[Code]) -> str:
    cases = " ".join(f"WHEN '{code.value}' THEN '{_quote(code.libelle)}'" for code in codes)
    return f"CASE {column} {cases} END"


def _quote(text: str) -> str:
    return text.replace("'", "''")


def _yes(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 'Oui' ELSE 'Non' END"


_TABLES = (
    "FROM action a JOIN axe x ON x.slug = a.axe_slug LEFT JOIN personne p ON p.id = a.pilote_id"
)


def _columns(jour: str) -> str:
    return f"""a.intitule, a.code, x.numero, {_words("a.statut", StatutAction)}, {jour},
       {_yes("a.statut IN ('a_engager', 'en_cours', 'suspendue') AND a.date_fin < current_date")},
       {_yes("EXISTS (SELECT FROM frein f WHERE f.action_id = a.id AND f.leve_le IS NULL)")},
       p.prenom || ' ' || p.nom"""


_JOUR = "to_char(a.date_fin, 'DD/MM/YYYY')"
_SELECT = f"SELECT a.id, {_columns(_JOUR)} {_TABLES}"
_EXPORT = f"""
SELECT {_columns("a.date_fin")}, {_words("a.nature", NatureAction)}, a.date_debut,
       {_words("a.portee", Portee)},
       (SELECT string_agg(c.nom, ', ' ORDER BY c.nom)
        FROM action_commune l JOIN commune c USING (code_insee) WHERE l.action_id = a.id),
       {_yes("a.brouillon")}, e.titre,
       (SELECT string_agg(r.titre, ', ' ORDER BY r.titre)
        FROM action_resultat l JOIN resultat_attendu r ON r.id = l.resultat_id WHERE l.action_id = a.id),
       m.titre, a.objectif, a.source
{_TABLES} LEFT JOIN enjeu e ON e.id = a.enjeu_id LEFT JOIN action_majeure m ON m.id = a.action_majeure_id
ORDER BY ctg_normalise(a.code), a.id
"""
_LISTE = """<!doctype html><html lang="fr"><title>Actions</title><table><thead><tr>
{% for nom in colonnes %}<th>{{ nom }}</th>{% endfor %}</tr></thead><tbody>
{% for ligne in lignes %}<tr><td><a href="/admin/action/details/?id={{ ligne[0] }}">{{ ligne[1] }}</a></td>
{% for valeur in ligne[2:] %}<td>{{ valeur }}</td>{% endfor %}
<td><a href="/admin/action/edit/?id={{ ligne[0] }}">Modifier</a></td></tr>{% endfor %}</tbody></table></html>
"""
_FICHE = """<!doctype html><html lang="fr"><title>Action</title>
{% macro champ(prefixe, nom, libelle, genre, ligne) %}
{% set valeur = ligne[nom] %}{% set id = prefixe ~ nom %}
{% if genre == "cases" %}<fieldset><legend>{{ libelle }}</legend>{% for cle, mots in options[nom] %}
<label><input type="checkbox" name="{{ id }}" value="{{ cle }}"{% if cle in coches %} checked{% endif %}>
{{ mots }}</label>{% endfor %}</fieldset>
{% else %}<label for="{{ id }}">{{ libelle }}</label>
{% if genre == "liste" %}<select id="{{ id }}" name="{{ id }}"><option value="">Choisir</option>
{% for cle, mots in options[nom] %}
<option value="{{ cle }}"{% if cle == valeur %} selected{% endif %}>{{ mots }}</option>{% endfor %}
</select>{% elif genre == "long" %}
<textarea id="{{ id }}" name="{{ id }}">{{ valeur or "" }}</textarea>
{% else %}<input id="{{ id }}" name="{{ id }}" type="{{ genre }}" value="{{ valeur or "" }}">
{% endif %}{% endif %}{% endmacro %}<form method="post">
{% for nom, libelle, genre in champs %}{{ champ("", nom, libelle, genre, action) }}{% endfor %}
{% for bloc, champs, lignes in blocs %}<h2>{{ bloc }}</h2>{% for ligne in lignes or [{}] %}<fieldset>
{% set prefixe = bloc ~ "-" ~ loop.index ~ "-" %}
{% for nom, libelle, genre in champs %}{{ champ(prefixe, nom, libelle, genre, ligne) }}{% endfor %}
</fieldset>{% endfor %}{% endfor %}<button>Enregistrer</button></form></html>
"""
_ACTION = """
SELECT a.*, a.enjeu_id::text AS enjeu, a.action_majeure_id::text AS action_majeure,
       p.prenom || ' ' || p.nom AS pilote, e.prenom || ' ' || e.nom AS elu_referent
FROM action a LEFT JOIN personne p ON p.id = a.pilote_id LEFT JOIN personne e ON e.id = a.elu_referent_id
WHERE a.id = %s
"""
_OPTIONS = """
SELECT 'axe_slug', slug, 'Axe ' || numero || ' : ' || titre FROM axe WHERE actif
UNION ALL SELECT 'communes', id::text, nom FROM commune
UNION ALL SELECT 'enjeu', id::text, titre FROM enjeu
UNION ALL SELECT 'resultats', id::text, titre FROM resultat_attendu
UNION ALL SELECT 'action_majeure', id::text, titre FROM action_majeure
UNION ALL SELECT 'cadres', id::text, nom FROM cadre
"""
_COCHES = """
SELECT c.id::text FROM action_commune a JOIN commune c USING (code_insee) WHERE a.action_id = %(id)s
UNION ALL SELECT resultat_id::text FROM action_resultat WHERE action_id = %(id)s
UNION ALL SELECT cadre_id::text FROM action_cadre WHERE action_id = %(id)s
"""
_RECHERCHE = "a.recherche LIKE ctg_normalise(%s)"


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
        options: dict[str, list[tuple[str, str]]] = {**LISTES}
        for nom, cle, libelle in self.connection.execute(_OPTIONS):
            options.setdefault(nom, []).append((cle, libelle))
        action: dict[str, Any] = {}
        coches: set[str] = set()
        lignes: dict[str, list[dict[str, Any]]] = {bloc: [] for bloc in BLOCS}
        if number is not None:
            rows = self.connection.cursor(row_factory=dict_row)
            action = rows.execute(_ACTION, (number,)).fetchone() or {}
            coches = {cle for (cle,) in self.connection.execute(_COCHES, {"id": number})}
            for bloc in BLOCS:
                statement = f"SELECT * FROM {bloc} WHERE action_id = %s"
                lignes[bloc] = rows.execute(statement, (number,)).fetchall()
        blocs = [(bloc, champs, lignes[bloc]) for bloc, champs in BLOCS.items()]
        page = self.fiche.render(
            champs=CHAMPS, action=action, options=options, coches=coches, blocs=blocs
        )
        return page.encode()

    def export(self) -> bytes:
        """Every row as CSV."""
        output = io.StringIO()
        writer = csv.writer(output, delimiter=";")
        writer.writerow(COLONNES_EXPORT)
        with self.connection.transaction(), self.connection.cursor("export") as cursor:
            cursor.itersize = 2_000
            cursor.execute(_EXPORT)
            writer.writerows(cursor)
        return output.getvalue().encode()
