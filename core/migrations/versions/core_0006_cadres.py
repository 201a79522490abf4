"""Frames of the actions: an action may serve several, whatever its axis."""

import sqlalchemy as sa
from alembic import op

revision = "core_0006"
down_revision = "core_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cadre",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadre")),
        sa.UniqueConstraint("nom", name=op.f("uq_cadre_nom")),
    )
    op.create_table(
        "action_cadre",
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("cadre_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_action_cadre_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_action_cadre_cadre_id")),
        sa.PrimaryKeyConstraint("action_id", "cadre_id", name=op.f("pk_action_cadre")),
    )
    op.create_index(op.f("ix_action_cadre_cadre_id"), "action_cadre", ["cadre_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_action_cadre_cadre_id"), table_name="action_cadre")
    op.drop_table("action_cadre")
    op.drop_table("cadre")
