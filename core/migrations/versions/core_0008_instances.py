"""Members of the instances, kit of a session, partners, money and time of the cooperation."""

import sqlalchemy as sa
from alembic import op

revision = "core_0008"
down_revision = "core_0006"
branch_labels = None
depends_on = None


_GENRES_AVANT = ("copil", "cotech", "groupe", "reseau", "concertation", "rencontre")
_GENRES_APRES = (*_GENRES_AVANT, "information")
# A mandate that said "titulaire" or "suppléant" was a seat at the comité de pilotage.
_INSTANCE = """
INSERT INTO instance (nom, genre)
SELECT 'Comité de pilotage de la CTG', 'copil'
WHERE EXISTS (SELECT 1 FROM mandat WHERE qualite IS NOT NULL AND code_insee IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM instance WHERE genre = 'copil')
"""
_MOVE = """
INSERT INTO membre (instance_id, personne_id, college, code_insee, qualite, debut, fin)
SELECT (SELECT min(id) FROM instance WHERE genre = 'copil'), personne_id, 'elus', code_insee, qualite,
       debut, fin
FROM mandat WHERE qualite IS NOT NULL AND code_insee IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "membre",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.BigInteger(), nullable=False),
        sa.Column("personne_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "college",
            sa.Enum(
                "elus",
                "caf",
                "techniciens",
                "partenaires",
                "habitants",
                name="college",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code_insee", sa.Text(), nullable=True),
        sa.Column(
            "qualite",
            sa.Enum(
                "titulaire",
                "suppleant",
                name="qualitemembre",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("debut", sa.Date(), nullable=False),
        sa.Column("fin", sa.Date(), nullable=True),
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
            "(code_insee IS NULL) = (qualite IS NULL)", name=op.f("ck_membre_siege")
        ),
        sa.CheckConstraint("fin IS NULL OR fin >= debut", name=op.f("ck_membre_dates")),
        sa.ForeignKeyConstraint(
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_membre_code_insee")
        ),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_membre_instance_id")
        ),
        sa.ForeignKeyConstraint(
            ["personne_id"], ["personne.id"], name=op.f("fk_membre_personne_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membre")),
    )
    op.create_index(op.f("ix_membre_personne_id"), "membre", ["personne_id"], unique=False)
    op.create_index(
        "ix_membre_siege", "membre", ["instance_id", "code_insee", "qualite"], unique=False
    )
    op.add_column("decision", sa.Column("porteur_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_decision_porteur_id"), "decision", ["porteur_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_decision_porteur_id"), "decision", "personne", ["porteur_id"], ["id"]
    )
    op.execute(_INSTANCE)
    op.execute(_MOVE)
    op.drop_column("mandat", "qualite")
    _set_genres(_GENRES_APRES)


def downgrade() -> None:
    _set_genres(_GENRES_AVANT)
    op.add_column(
        "mandat",
        sa.Column(
            "qualite",
            sa.Enum(
                "titulaire",
                "suppleant",
                name="qualitemandat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.drop_constraint(op.f("fk_decision_porteur_id"), "decision", type_="foreignkey")
    op.drop_index(op.f("ix_decision_porteur_id"), table_name="decision")
    op.drop_column("decision", "porteur_id")
    op.drop_index("ix_membre_siege", table_name="membre")
    op.drop_index(op.f("ix_membre_personne_id"), table_name="membre")
    op.drop_table("membre")


def _set_genres(genres: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_instance_genreinstance"), "instance", type_="check")
    listed = ", ".join(f"'{genre}'" for genre in genres)
    op.create_check_constraint(
        op.f("ck_instance_genreinstance"), "instance", f"genre IN ({listed})"
    )
