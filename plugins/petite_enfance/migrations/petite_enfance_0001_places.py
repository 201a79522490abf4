"""Tables of the axis petite enfance: EAJE, ledger, yearly figures, individual care, relays."""

import sqlalchemy as sa
from alembic import op

revision = "petite_enfance_0001"
down_revision = None
branch_labels = ("petite_enfance",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "petite_enfance_accueil_individuel",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("am_agreees", sa.Integer(), nullable=True),
        sa.Column("am_actives", sa.Integer(), nullable=True),
        sa.Column("places_agreees", sa.Integer(), nullable=True),
        sa.Column("places_am_actives", sa.Integer(), nullable=True),
        sa.Column("am_55_plus", sa.Integer(), nullable=True),
        sa.Column("places_am_55_plus", sa.Integer(), nullable=True),
        sa.Column("entrees", sa.Integer(), nullable=True),
        sa.Column("sorties", sa.Integer(), nullable=True),
        sa.Column("gardes_domicile", sa.Integer(), nullable=True),
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
        sa.CheckConstraint(
            "am_agreees >= 0 AND am_actives >= 0 AND places_agreees >= 0 AND places_am_actives >= 0 AND "
            "am_55_plus >= 0 AND places_am_55_plus >= 0 AND entrees >= 0 AND sorties >= 0 AND "
            "gardes_domicile >= 0",
            name=op.f("ck_petite_enfance_accueil_individuel_effectifs"),
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_petite_enfance_accueil_individuel_code_insee"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petite_enfance_accueil_individuel")),
        sa.UniqueConstraint(
            "code_insee",
            "annee",
            name=op.f("uq_petite_enfance_accueil_individuel_code_insee_annee"),
        ),
    )
    op.create_index(
        op.f("ix_petite_enfance_accueil_individuel_annee"),
        "petite_enfance_accueil_individuel",
        ["annee"],
        unique=False,
    )
    op.create_table(
        "petite_enfance_eaje",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "creche_collective",
                "jardin_enfants",
                "creche_familiale",
                name="natureeaje",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("gestion_parentale", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("multi_accueil", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("halte_garderie", sa.Boolean(), server_default="false", nullable=False),
        sa.Column(
            "financement",
            sa.Enum(
                "psu",
                "paje",
                "autre",
                name="financement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("horaires", sa.Text(), server_default="", nullable=False),
        sa.Column("horaires_atypiques", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("avip", sa.Boolean(), server_default="false", nullable=False),
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
            ["structure_id"], ["structure.id"], name=op.f("fk_petite_enfance_eaje_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petite_enfance_eaje")),
        sa.UniqueConstraint("structure_id", name=op.f("uq_petite_enfance_eaje_structure_id")),
    )
    op.create_table(
        "petite_enfance_rpe",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column("etp", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("guichet_unique", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("analyse_pratique", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("promotion_metier", sa.Boolean(), server_default="false", nullable=False),
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
        sa.CheckConstraint("etp > 0", name=op.f("ck_petite_enfance_rpe_etp")),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_petite_enfance_rpe_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petite_enfance_rpe")),
        sa.UniqueConstraint("structure_id", name=op.f("uq_petite_enfance_rpe_structure_id")),
    )
    op.create_table(
        "petite_enfance_activite_eaje",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("eaje_id", sa.BigInteger(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("jours_ouverture", sa.Integer(), nullable=True),
        sa.Column("amplitude_h", sa.Numeric(precision=4, scale=2), nullable=True),
        sa.Column("heures_facturees", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("heures_realisees", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("heures_theoriques_saisies", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("commentaire", sa.Text(), server_default="", nullable=False),
        sa.Column("enfants_differents", sa.Integer(), nullable=True),
        sa.Column("enfants_aeeh", sa.Integer(), nullable=True),
        sa.Column("places_fermees_personnel", sa.Integer(), nullable=True),
        sa.Column("charges", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("produits_familles", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("psu", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("bonus_territoire", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("bonus_inclusion", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("bonus_mixite", sa.Numeric(precision=12, scale=2), nullable=True),
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
        sa.CheckConstraint(
            "amplitude_h BETWEEN 0 AND 24", name=op.f("ck_petite_enfance_activite_eaje_amplitude")
        ),
        sa.CheckConstraint(
            "heures_facturees >= 0 AND heures_realisees >= 0 AND heures_theoriques_saisies >= 0",
            name=op.f("ck_petite_enfance_activite_eaje_heures"),
        ),
        sa.CheckConstraint(
            "jours_ouverture BETWEEN 0 AND 366", name=op.f("ck_petite_enfance_activite_eaje_jours")
        ),
        sa.ForeignKeyConstraint(
            ["eaje_id"],
            ["petite_enfance_eaje.id"],
            name=op.f("fk_petite_enfance_activite_eaje_eaje_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petite_enfance_activite_eaje")),
        sa.UniqueConstraint(
            "eaje_id", "annee", name=op.f("uq_petite_enfance_activite_eaje_eaje_id_annee")
        ),
    )
    op.create_index(
        op.f("ix_petite_enfance_activite_eaje_annee"),
        "petite_enfance_activite_eaje",
        ["annee"],
        unique=False,
    )
    op.create_table(
        "petite_enfance_autorisation_places",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("eaje_id", sa.BigInteger(), nullable=False),
        sa.Column("date_effet", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column(
            "motif",
            sa.Enum(
                "ouverture",
                "extension",
                "reduction",
                "fermeture",
                "transformation",
                name="motifplaces",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("acte_ref", sa.Text(), server_default="", nullable=False),
        sa.Column("modulation", sa.Text(), server_default="", nullable=False),
        sa.Column("places_subventionnees_bonus", sa.Integer(), nullable=True),
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
            "places BETWEEN -1000 AND 1000",
            name=op.f("ck_petite_enfance_autorisation_places_places"),
        ),
        sa.CheckConstraint(
            "places_subventionnees_bonus >= 0",
            name=op.f("ck_petite_enfance_autorisation_places_bonus"),
        ),
        sa.ForeignKeyConstraint(
            ["eaje_id"],
            ["petite_enfance_eaje.id"],
            name=op.f("fk_petite_enfance_autorisation_places_eaje_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petite_enfance_autorisation_places")),
    )
    op.create_index(
        op.f("ix_petite_enfance_autorisation_places_eaje_id"),
        "petite_enfance_autorisation_places",
        ["eaje_id"],
        unique=False,
    )
    op.create_table(
        "petite_enfance_rpe_commune",
        sa.Column("rpe_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_petite_enfance_rpe_commune_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["rpe_id"],
            ["petite_enfance_rpe.id"],
            name=op.f("fk_petite_enfance_rpe_commune_rpe_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("rpe_id", "code_insee", name=op.f("pk_petite_enfance_rpe_commune")),
    )
    op.create_index(
        op.f("ix_petite_enfance_rpe_commune_code_insee"),
        "petite_enfance_rpe_commune",
        ["code_insee"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_petite_enfance_rpe_commune_code_insee"), table_name="petite_enfance_rpe_commune"
    )
    op.drop_table("petite_enfance_rpe_commune")
    op.drop_index(
        op.f("ix_petite_enfance_autorisation_places_eaje_id"),
        table_name="petite_enfance_autorisation_places",
    )
    op.drop_table("petite_enfance_autorisation_places")
    op.drop_index(
        op.f("ix_petite_enfance_activite_eaje_annee"), table_name="petite_enfance_activite_eaje"
    )
    op.drop_table("petite_enfance_activite_eaje")
    op.drop_table("petite_enfance_rpe")
    op.drop_table("petite_enfance_eaje")
    op.drop_index(
        op.f("ix_petite_enfance_accueil_individuel_annee"),
        table_name="petite_enfance_accueil_individuel",
    )
    op.drop_table("petite_enfance_accueil_individuel")
