"""Which indicators count people so few that their published values are masked when small."""

import sqlalchemy as sa
from alembic import op

revision = "core_0017"
down_revision = "core_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # All of them until the axes have said so: loading the reference follows each migration.
    op.add_column(
        "reglage_indicateur",
        sa.Column("sensible", sa.Boolean(), server_default="true", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("reglage_indicateur", "sensible")
