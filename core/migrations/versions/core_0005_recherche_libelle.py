"""Looking up the rows of a large table by their label goes through an index."""

from alembic import op

revision = "core_0005"
down_revision = "core_0004"
branch_labels = None
depends_on = None

_LIBELLES = {
    "action": "code, intitule",
    "personne": "prenom, nom",
    "structure": "nom",
}


def upgrade() -> None:
    for table, columns in _LIBELLES.items():
        op.execute(
            f"CREATE INDEX ix_{table}_libelle ON {table} "
            f"USING gin (ctg_recherche(VARIADIC ARRAY[{columns}]) gin_trgm_ops)"
        )


def downgrade() -> None:
    for table in _LIBELLES:
        op.drop_index(f"ix_{table}_libelle", table_name=table)
