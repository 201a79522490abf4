"""Alembic environment: the connection, the metadata and the filter come from core.db.migrate."""

from alembic import context

config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes["metadata"],
    include_object=config.attributes.get("include"),
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
