"""What a long list searches is kept beside its rows: a search reads it, instead of writing it again."""

from alembic import op

revision = "core_0007"
down_revision = "core_0006"
branch_labels = None
depends_on = None

_RECHERCHES = {
    "action": "code, intitule, objectif",
    "personne": "nom, prenom, fonction, organisme",
    "structure": "nom, gestionnaire",
    "journal": "objet_libelle, acteur",
    "connexion": "email",
}


def upgrade() -> None:
    for table, columns in _RECHERCHES.items():
        op.drop_index(f"ix_{table}_recherche", table_name=table)
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN recherche text "
            f"GENERATED ALWAYS AS (ctg_recherche(VARIADIC ARRAY[{columns}])) STORED"
        )
        op.execute(
            f"CREATE INDEX ix_{table}_recherche ON {table} USING gin (recherche gin_trgm_ops)"
        )


def downgrade() -> None:
    for table, columns in _RECHERCHES.items():
        # Its index goes with it.
        op.drop_column(table, "recherche")
        op.execute(
            f"CREATE INDEX ix_{table}_recherche ON {table} "
            f"USING gin (ctg_recherche(VARIADIC ARRAY[{columns}]) gin_trgm_ops)"
        )
