"""Secret addresses of calendar feeds."""

import sqlalchemy as sa
from alembic import op

revision = "core_0010"
down_revision = "core_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flux_agenda",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(length=32), nullable=False),
        sa.Column("cree_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id"],
            ["compte.id"],
            name=op.f("fk_flux_agenda_compte_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flux_agenda")),
        sa.UniqueConstraint("compte_id", name=op.f("uq_flux_agenda_compte_id")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_flux_agenda_empreinte")),
    )


def downgrade() -> None:
    op.drop_table("flux_agenda")
