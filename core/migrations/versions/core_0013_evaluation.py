"""Evaluation of the convention, the results that an indicator measures, the studies attached."""

import sqlalchemy as sa
from alembic import op

revision = "core_0013"
down_revision = "core_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "moment",
            sa.Enum(
                "mi_parcours",
                "finale",
                name="moment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "preparation",
                "publiee",
                name="etatevaluation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("publiee_le", sa.Date(), nullable=True),
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
        sa.CheckConstraint(
            "(etat = 'publiee') = (publiee_le IS NOT NULL)", name=op.f("ck_evaluation_publication")
        ),
        sa.CheckConstraint("exercice BETWEEN 2020 AND 2100", name=op.f("ck_evaluation_exercice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("moment", name=op.f("uq_evaluation_moment")),
    )
    op.create_table(
        "etude_diagnostic",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("fichier_id", sa.BigInteger(), nullable=False),
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
            ["fichier_id"], ["fichier.id"], name=op.f("fk_etude_diagnostic_fichier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_etude_diagnostic")),
    )
    op.create_table(
        "question_evaluation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("evaluation_id", sa.BigInteger(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column(
            "critere",
            sa.Enum(
                "pertinence",
                "coherence",
                "efficacite",
                "efficience",
                "durabilite",
                name="critereevaluation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reponse", sa.Text(), server_default="", nullable=False),
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
        sa.CheckConstraint("btrim(question) <> ''", name=op.f("ck_question_evaluation_question")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_question_evaluation_evaluation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_evaluation")),
    )
    op.create_index(
        op.f("ix_question_evaluation_evaluation_id"),
        "question_evaluation",
        ["evaluation_id"],
        unique=False,
    )
    op.create_table(
        "jugement_resultat",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("evaluation_id", sa.BigInteger(), nullable=False),
        sa.Column("resultat_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "jugement",
            sa.Enum(
                "atteint",
                "en_partie",
                "non_atteint",
                "non_evaluable",
                name="jugement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("preuves", sa.Text(), nullable=False),
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
        sa.CheckConstraint("btrim(preuves) <> ''", name=op.f("ck_jugement_resultat_preuves")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_jugement_resultat_evaluation_id")
        ),
        sa.ForeignKeyConstraint(
            ["resultat_id"], ["resultat_attendu.id"], name=op.f("fk_jugement_resultat_resultat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jugement_resultat")),
        sa.UniqueConstraint(
            "resultat_id",
            "evaluation_id",
            name=op.f("uq_jugement_resultat_resultat_id_evaluation_id"),
        ),
    )
    op.create_index(
        op.f("ix_jugement_resultat_evaluation_id"),
        "jugement_resultat",
        ["evaluation_id"],
        unique=False,
    )
    op.create_table(
        "reglage_resultat",
        sa.Column("reglage_id", sa.BigInteger(), nullable=False),
        sa.Column("resultat_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reglage_id"],
            ["reglage_indicateur.id"],
            name=op.f("fk_reglage_resultat_reglage_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resultat_id"], ["resultat_attendu.id"], name=op.f("fk_reglage_resultat_resultat_id")
        ),
        sa.PrimaryKeyConstraint("reglage_id", "resultat_id", name=op.f("pk_reglage_resultat")),
    )
    op.create_index(
        op.f("ix_reglage_resultat_resultat_id"), "reglage_resultat", ["resultat_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_reglage_resultat_resultat_id"), table_name="reglage_resultat")
    op.drop_table("reglage_resultat")
    op.drop_index(op.f("ix_jugement_resultat_evaluation_id"), table_name="jugement_resultat")
    op.drop_table("jugement_resultat")
    op.drop_index(op.f("ix_question_evaluation_evaluation_id"), table_name="question_evaluation")
    op.drop_table("question_evaluation")
    op.drop_table("etude_diagnostic")
    op.drop_table("evaluation")
