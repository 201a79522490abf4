"""The journal tells of exports."""

from alembic import op

revision = "core_0004"
down_revision = "core_0003"
branch_labels = None
depends_on = None

_AVANT = "'creation', 'modification', 'suppression'"


def upgrade() -> None:
    _allow(f"{_AVANT}, 'export'")


def downgrade() -> None:
    # Traces are never erased: those that the former rule refuses stay, unchecked.
    _allow(_AVANT, check=False)


def _allow(actes: str, *, check: bool = True) -> None:
    op.execute("ALTER TABLE journal DROP CONSTRAINT ck_journal_actejournal")
    op.execute(
        f"ALTER TABLE journal ADD CONSTRAINT ck_journal_actejournal CHECK (acte IN ({actes}))"
        + ("" if check else " NOT VALID")
    )
