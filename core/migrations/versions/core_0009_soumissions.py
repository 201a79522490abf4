"""What each axis submits for a cycle, with every move; years of the stages of the convention."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0009"
down_revision = "core_0008"
branch_labels = None
depends_on = None

_ETATS = ("a_completer", "transmise", "renvoyee", "validee")


def _etat(column: str, name: str) -> sa.Column[str]:
    kind = sa.Enum(*_ETATS, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kind, nullable=False)


def _entite() -> tuple[sa.Column[object], ...]:
    now = sa.text("now()")
    instant = sa.DateTime(timezone=True)
    return (
        sa.Column("created_at", instant, server_default=now, nullable=False),
        sa.Column("updated_at", instant, server_default=now, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "soumission_axe",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=False),
        _etat("etat", "etatsoumission"),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("par", sa.Text(), nullable=False),
        sa.Column("motif", sa.Text(), server_default="", nullable=False),
        *_entite(),
        sa.ForeignKeyConstraint(
            ["axe_slug"], ["axe.slug"], name=op.f("fk_soumission_axe_axe_slug")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle_annuel.id"], name=op.f("fk_soumission_axe_cycle_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_soumission_axe")),
        sa.UniqueConstraint(
            "cycle_id", "axe_slug", name=op.f("uq_soumission_axe_cycle_id_axe_slug")
        ),
    )
    op.create_index(op.f("ix_soumission_axe_axe_slug"), "soumission_axe", ["axe_slug"])
    op.create_table(
        "mouvement_soumission",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("soumission_id", sa.BigInteger(), nullable=False),
        _etat("de", "de"),
        _etat("vers", "vers"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("par", sa.Text(), nullable=False),
        sa.Column("motif", sa.Text(), server_default="", nullable=False),
        sa.Column("manques", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        *_entite(),
        sa.ForeignKeyConstraint(
            ["soumission_id"],
            ["soumission_axe.id"],
            name=op.f("fk_mouvement_soumission_soumission_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mouvement_soumission")),
    )
    op.create_index(
        op.f("ix_mouvement_soumission_soumission_id"), "mouvement_soumission", ["soumission_id"]
    )
    # An axis validated before submissions existed has submitted: its state says the same thing.
    op.execute(
        "INSERT INTO soumission_axe (cycle_id, axe_slug, etat, at, par) "
        "SELECT c.id, v.axe_slug, 'validee', v.validee_le, v.par "
        "FROM validation_axe v JOIN cycle_annuel c USING (exercice)"
    )
    op.add_column("etape_convention", sa.Column("debut", sa.Integer(), nullable=True))
    op.add_column("etape_convention", sa.Column("fin", sa.Integer(), nullable=True))
    op.create_check_constraint(
        op.f("ck_etape_convention_annees"), "etape_convention", "fin >= debut"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_etape_convention_annees"), "etape_convention")
    op.drop_column("etape_convention", "fin")
    op.drop_column("etape_convention", "debut")
    op.drop_table("mouvement_soumission")
    op.drop_table("soumission_axe")
