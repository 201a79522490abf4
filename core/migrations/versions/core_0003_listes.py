"""Lists at scale: search without accents or case, and an index for each order."""

from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None

# The dictionary is named and bodies are parsed here once: nothing depends on a search path, so that the
# functions may be declared immutable and indexed.
_FUNCTIONS = """
CREATE FUNCTION ctg_normalise(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(unaccent('unaccent'::regdictionary, $1));
CREATE FUNCTION ctg_recherche(VARIADIC text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(unaccent('unaccent'::regdictionary, array_to_string($1, ' ')));
CREATE FUNCTION ctg_rang(varchar, text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN array_position(string_to_array($2, ','), $1::text);
"""

_RECHERCHES = {
    "action": "code, intitule, objectif",
    "personne": "nom, prenom, fonction, organisme",
    "structure": "nom, gestionnaire",
    "journal": "objet_libelle, acteur",
    "connexion": "email",
}
# Table, column, expression, whether the column may be empty.
_TRIS = (
    ("action", "code", "ctg_normalise(code)", False),
    ("action", "intitule", "ctg_normalise(intitule)", False),
    (
        "action",
        "statut",
        "ctg_rang(statut, 'a_engager,en_cours,suspendue,realisee,abandonnee')",
        False,
    ),
    ("action", "date_fin", "date_fin", True),
    ("personne", "nom", "ctg_normalise(nom)", False),
    ("personne", "prenom", "ctg_normalise(prenom)", False),
    ("personne", "fonction", "ctg_normalise(fonction)", False),
    ("personne", "organisme", "ctg_normalise(organisme)", False),
    ("personne", "elu", "elu", False),
    ("structure", "nom", "ctg_normalise(nom)", False),
    ("structure", "statut", "ctg_rang(statut, 'public,associatif,mutualiste,entreprise')", False),
    ("structure", "gestionnaire", "ctg_normalise(gestionnaire)", False),
    ("structure", "fermee_le", "fermee_le", True),
    ("journal", "at", "at", False),
    ("connexion", "at", "at", False),
)


def upgrade() -> None:
    op.execute(_FUNCTIONS)
    for table, columns in _RECHERCHES.items():
        op.execute(
            f"CREATE INDEX ix_{table}_recherche ON {table} "
            f"USING gin (ctg_recherche(VARIADIC ARRAY[{columns}]) gin_trgm_ops)"
        )
    for table, column, expression, empty in _TRIS:
        op.execute(f"CREATE INDEX ix_{table}_{column}_tri ON {table} ({expression}, id)")
        if empty:
            op.execute(
                f"CREATE INDEX ix_{table}_{column}_tri_desc ON {table} "
                f"({expression} DESC NULLS LAST, id DESC)"
            )
    # The pair (at, id) serves whatever the day alone did.
    op.drop_index("ix_journal_at", table_name="journal")
    op.drop_index("ix_connexion_at", table_name="connexion")


def downgrade() -> None:
    op.create_index("ix_journal_at", "journal", ["at"])
    op.create_index("ix_connexion_at", "connexion", ["at"])
    for table, column, _, empty in _TRIS:
        op.drop_index(f"ix_{table}_{column}_tri", table_name=table)
        if empty:
            op.drop_index(f"ix_{table}_{column}_tri_desc", table_name=table)
    for table in _RECHERCHES:
        op.drop_index(f"ix_{table}_recherche", table_name=table)
    op.execute("DROP FUNCTION ctg_rang(varchar, text)")
    op.execute("DROP FUNCTION ctg_recherche(VARIADIC text[])")
    op.execute("DROP FUNCTION ctg_normalise(text)")
