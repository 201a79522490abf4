"""The élu référent of an axis or of an action, the day a decision was settled."""

import sqlalchemy as sa
from alembic import op

revision = "core_0015"
down_revision = "core_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referent_axe",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=False),
        sa.Column("personne_id", sa.BigInteger(), nullable=False),
        sa.Column("debut", sa.Date(), nullable=False),
        sa.Column("fin", sa.Date(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("fin IS NULL OR fin >= debut", name=op.f("ck_referent_axe_dates")),
        sa.ForeignKeyConstraint(["axe_slug"], ["axe.slug"], name=op.f("fk_referent_axe_axe_slug")),
        sa.ForeignKeyConstraint(
            ["personne_id"], ["personne.id"], name=op.f("fk_referent_axe_personne_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referent_axe")),
    )
    op.create_index(op.f("ix_referent_axe_axe_slug"), "referent_axe", ["axe_slug"])
    op.create_index(op.f("ix_referent_axe_personne_id"), "referent_axe", ["personne_id"])
    op.add_column("action", sa.Column("elu_referent_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_action_elu_referent_id"), "action", "personne", ["elu_referent_id"], ["id"]
    )
    op.create_index(op.f("ix_action_elu_referent_id"), "action", ["elu_referent_id"])
    op.add_column("decision", sa.Column("soldee_le", sa.Date(), nullable=True))
    # The journal knows the day on which each was settled; one loaded as settled has none.
    op.execute(
        "UPDATE decision SET soldee_le = ("
        "SELECT max(at)::date FROM journal WHERE objet_type = 'decision' AND acte = 'modification' "
        "AND objet_id = decision.id::text AND apres ->> 'etat' = 'soldee') WHERE etat = 'soldee'"
    )


def downgrade() -> None:
    op.drop_column("decision", "soldee_le")
    op.drop_column("action", "elu_referent_id")
    op.drop_table("referent_axe")
