"""Loads of the plan: the deposited workbook, what was read of it, the actions it made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0014"
down_revision = "core_0013"
branch_labels = None
depends_on = None


def _code(column: str, values: tuple[str, ...], name: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kind, nullable=False)


def upgrade() -> None:
    op.create_table(
        "chargement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=True),
        _code("etat", ("depose", "analyse", "charge", "annule"), "etatchargement"),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("auteur", sa.Text(), nullable=False),
        sa.Column("fichier_id", sa.BigInteger(), nullable=False),
        sa.Column("feuilles", postgresql.JSONB(), nullable=False),
        sa.Column("feuille", sa.Text(), nullable=False),
        sa.Column("titres", sa.Integer(), nullable=False),
        sa.Column("colonnes", postgresql.JSONB(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("debut", sa.Date(), nullable=True),
        sa.Column("brouillon", sa.Boolean(), server_default="false", nullable=False),
        _code("diffusion", ("equipe", "partenaires", "copil"), "diffusion"),
        sa.Column("compte_id", sa.BigInteger(), nullable=True),
        sa.Column("tache_id", sa.BigInteger(), nullable=True),
        sa.Column("charge_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annule_le", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lignes", sa.Integer(), nullable=True),
        sa.Column("repere", sa.BigInteger(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["axe_slug"], ["axe.slug"], name=op.f("fk_chargement_axe_slug")),
        sa.ForeignKeyConstraint(
            ["fichier_id"], ["fichier.id"], name=op.f("fk_chargement_fichier_id")
        ),
        sa.ForeignKeyConstraint(["tache_id"], ["tache.id"], name=op.f("fk_chargement_tache_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chargement")),
    )
    op.create_index(op.f("ix_chargement_axe_slug"), "chargement", ["axe_slug"])
    op.create_index(op.f("ix_chargement_tache_id"), "chargement", ["tache_id"])
    op.create_table(
        "chargement_contenu",
        sa.Column("chargement_id", sa.BigInteger(), nullable=False),
        sa.Column("feuille", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chargement_id"],
            ["chargement.id"],
            name=op.f("fk_chargement_contenu_chargement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chargement_id", name=op.f("pk_chargement_contenu")),
    )
    op.create_table(
        "chargement_fiche",
        sa.Column("chargement_id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("ligne", sa.Integer(), nullable=False),
        sa.Column("rangees", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_chargement_fiche_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["chargement_id"],
            ["chargement.id"],
            name=op.f("fk_chargement_fiche_chargement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chargement_id", "action_id", name=op.f("pk_chargement_fiche")),
    )
    op.create_index(op.f("ix_chargement_fiche_action_id"), "chargement_fiche", ["action_id"])


def downgrade() -> None:
    op.drop_table("chargement_fiche")
    op.drop_table("chargement_contenu")
    op.drop_table("chargement")
