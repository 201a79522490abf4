"""What the committee discusses of an action, and what it is proposed to decide."""

import sqlalchemy as sa
from alembic import op

revision = "core_0012"
down_revision = "core_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "priorite_action",
        sa.Column("arbitrage", sa.Boolean(), server_default="false", nullable=False),
    )
    for name in ("avis", "proposition"):
        op.add_column(
            "priorite_action", sa.Column(name, sa.Text(), server_default="", nullable=False)
        )


def downgrade() -> None:
    for name in ("proposition", "avis", "arbitrage"):
        op.drop_column("priorite_action", name)
