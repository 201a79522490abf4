"""The committee's file and its slides beside the annual report; the day a session was convoked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0016"
down_revision = "core_0015"
branch_labels = None
depends_on = None

_AVANT = ("annuel", "convocation", "emargement", "releve")
_APRES = ("annuel", "dossier", "projection", "convocation", "emargement", "releve")


def upgrade() -> None:
    op.add_column("gel", sa.Column("dossier", postgresql.JSONB(), nullable=True))
    op.add_column("gel", sa.Column("projection", postgresql.JSONB(), nullable=True))
    op.add_column("seance", sa.Column("convoquee_le", sa.Date(), nullable=True))
    _set_genres(_APRES)


def downgrade() -> None:
    op.execute("DELETE FROM rapport WHERE genre IN ('dossier', 'projection')")
    _set_genres(_AVANT)
    op.drop_column("seance", "convoquee_le")
    op.drop_column("gel", "projection")
    op.drop_column("gel", "dossier")


def _set_genres(codes: tuple[str, ...]) -> None:
    name = op.f("ck_rapport_genrerapport")
    op.drop_constraint(name, "rapport", type_="check")
    listed = ", ".join(f"'{code}'" for code in codes)
    op.create_check_constraint(name, "rapport", f"genre IN ({listed})")
