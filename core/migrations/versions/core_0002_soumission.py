"""Forms already saved."""

import sqlalchemy as sa
from alembic import op

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "soumission",
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("cle", name=op.f("pk_soumission")),
    )
    op.create_index(op.f("ix_soumission_at"), "soumission", ["at"])


def downgrade() -> None:
    op.drop_table("soumission")
