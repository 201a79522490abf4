"""Tables of the axis vie sociale: equipment, agréments, yearly activity, pactes, shared projects."""

import sqlalchemy as sa
from alembic import op

revision = "vie_sociale_0001"
down_revision = None
branch_labels = ("vie_sociale",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "vie_sociale_pacte",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("intitule", sa.Text(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "en_negociation",
                "signe",
                "en_cours",
                "a_renouveler",
                "clos",
                name="etatpacte",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("date_signature", sa.Date(), nullable=True),
        sa.Column("date_fin", sa.Date(), nullable=True),
        sa.Column("axes", sa.Text(), server_default="", nullable=False),
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
        sa.CheckConstraint("date_fin >= date_signature", name=op.f("ck_vie_sociale_pacte_dates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vie_sociale_pacte")),
    )
    op.create_index(
        op.f("ix_vie_sociale_pacte_date_fin"), "vie_sociale_pacte", ["date_fin"], unique=False
    )
    op.create_table(
        "vie_sociale_bilan_pacte",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("pacte_id", sa.BigInteger(), nullable=False),
        sa.Column("bilan", sa.Text(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
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
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_vie_sociale_bilan_pacte_annee")
        ),
        sa.ForeignKeyConstraint(
            ["pacte_id"],
            ["vie_sociale_pacte.id"],
            name=op.f("fk_vie_sociale_bilan_pacte_pacte_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vie_sociale_bilan_pacte")),
        sa.UniqueConstraint(
            "pacte_id", "annee", name=op.f("uq_vie_sociale_bilan_pacte_pacte_id_annee")
        ),
    )
    op.create_index(
        op.f("ix_vie_sociale_bilan_pacte_annee"), "vie_sociale_bilan_pacte", ["annee"], unique=False
    )
    op.create_table(
        "vie_sociale_equipement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "centre_social",
                "evs",
                "structure_associative",
                "itinerante",
                name="typeequipement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode_gestion",
            sa.Enum(
                "municipal",
                "intercommunal",
                "ccas_cias",
                "caf",
                name="modegestion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "geographie",
            sa.Enum(
                "qpv",
                "veille",
                "rural",
                "autre",
                name="geographie",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("premier_agrement", sa.Date(), nullable=True),
        sa.Column("federe", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("itinerant", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("multi_sites", sa.Boolean(), server_default="false", nullable=False),
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
            ["structure_id"], ["structure.id"], name=op.f("fk_vie_sociale_equipement_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vie_sociale_equipement")),
        sa.UniqueConstraint("structure_id", name=op.f("uq_vie_sociale_equipement_structure_id")),
    )
    op.create_table(
        "vie_sociale_projet",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("porteur_id", sa.BigInteger(), nullable=False),
        sa.Column("pacte_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "statut",
            sa.Enum(
                "prevu",
                "en_cours",
                "realise",
                "abandonne",
                name="statutprojet",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("habitants_co_porteurs", sa.Integer(), nullable=True),
        sa.Column("cout", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("annee", sa.Integer(), nullable=False),
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
        sa.CheckConstraint("annee BETWEEN 2000 AND 2100", name=op.f("ck_vie_sociale_projet_annee")),
        sa.CheckConstraint("cout BETWEEN 0 AND 100000000", name=op.f("ck_vie_sociale_projet_cout")),
        sa.CheckConstraint(
            "habitants_co_porteurs BETWEEN 0 AND 10000",
            name=op.f("ck_vie_sociale_projet_habitants_co_porteurs"),
        ),
        sa.CheckConstraint(
            "participants BETWEEN 0 AND 100000", name=op.f("ck_vie_sociale_projet_participants")
        ),
        sa.ForeignKeyConstraint(
            ["pacte_id"], ["vie_sociale_pacte.id"], name=op.f("fk_vie_sociale_projet_pacte_id")
        ),
        sa.ForeignKeyConstraint(
            ["porteur_id"], ["structure.id"], name=op.f("fk_vie_sociale_projet_porteur_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vie_sociale_projet")),
        sa.UniqueConstraint(
            "porteur_id",
            "annee",
            "titre",
            name=op.f("uq_vie_sociale_projet_porteur_id_annee_titre"),
        ),
    )
    op.create_index(
        op.f("ix_vie_sociale_projet_annee"), "vie_sociale_projet", ["annee"], unique=False
    )
    op.create_index(
        op.f("ix_vie_sociale_projet_pacte_id"), "vie_sociale_projet", ["pacte_id"], unique=False
    )
    op.create_table(
        "vie_sociale_signataire",
        sa.Column("pacte_id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pacte_id"],
            ["vie_sociale_pacte.id"],
            name=op.f("fk_vie_sociale_signataire_pacte_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_vie_sociale_signataire_structure_id")
        ),
        sa.PrimaryKeyConstraint("pacte_id", "structure_id", name=op.f("pk_vie_sociale_signataire")),
    )
    op.create_index(
        op.f("ix_vie_sociale_signataire_structure_id"),
        "vie_sociale_signataire",
        ["structure_id"],
        unique=False,
    )
    op.create_table(
        "vie_sociale_activite",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("equipement_id", sa.BigInteger(), nullable=False),
        sa.Column("participants_uniques", sa.Integer(), nullable=True),
        sa.Column("presences", sa.Integer(), nullable=True),
        sa.Column("adherents", sa.Integer(), nullable=True),
        sa.Column("benevoles", sa.Integer(), nullable=True),
        sa.Column("heures_benevolat", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("etp", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("salaries", sa.Integer(), nullable=True),
        sa.Column("actions_familles", sa.Integer(), nullable=True),
        sa.Column("premiers_departs_vacances", sa.Integer(), nullable=True),
        sa.Column("charges", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("financement_caf", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("financement_communes", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("financement_agglo", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("financement_autres_publics", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("annee", sa.Integer(), nullable=False),
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
            "actions_familles BETWEEN 0 AND 100000",
            name=op.f("ck_vie_sociale_activite_actions_familles"),
        ),
        sa.CheckConstraint(
            "adherents BETWEEN 0 AND 100000", name=op.f("ck_vie_sociale_activite_adherents")
        ),
        sa.CheckConstraint(
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_vie_sociale_activite_annee")
        ),
        sa.CheckConstraint(
            "benevoles BETWEEN 0 AND 100000", name=op.f("ck_vie_sociale_activite_benevoles")
        ),
        sa.CheckConstraint(
            "charges BETWEEN 0 AND 100000000", name=op.f("ck_vie_sociale_activite_charges")
        ),
        sa.CheckConstraint("etp BETWEEN 0 AND 500", name=op.f("ck_vie_sociale_activite_etp")),
        sa.CheckConstraint(
            "financement_agglo BETWEEN 0 AND 100000000",
            name=op.f("ck_vie_sociale_activite_financement_agglo"),
        ),
        sa.CheckConstraint(
            "financement_autres_publics BETWEEN 0 AND 100000000",
            name=op.f("ck_vie_sociale_activite_financement_autres_publics"),
        ),
        sa.CheckConstraint(
            "financement_caf BETWEEN 0 AND 100000000",
            name=op.f("ck_vie_sociale_activite_financement_caf"),
        ),
        sa.CheckConstraint(
            "financement_communes BETWEEN 0 AND 100000000",
            name=op.f("ck_vie_sociale_activite_financement_communes"),
        ),
        sa.CheckConstraint(
            "heures_benevolat BETWEEN 0 AND 10000000",
            name=op.f("ck_vie_sociale_activite_heures_benevolat"),
        ),
        sa.CheckConstraint(
            "participants_uniques BETWEEN 0 AND 100000",
            name=op.f("ck_vie_sociale_activite_participants_uniques"),
        ),
        sa.CheckConstraint(
            "premiers_departs_vacances BETWEEN 0 AND 100000",
            name=op.f("ck_vie_sociale_activite_premiers_departs_vacances"),
        ),
        sa.CheckConstraint(
            "presences BETWEEN 0 AND 10000000", name=op.f("ck_vie_sociale_activite_presences")
        ),
        sa.CheckConstraint(
            "salaries BETWEEN 0 AND 10000", name=op.f("ck_vie_sociale_activite_salaries")
        ),
        sa.ForeignKeyConstraint(
            ["equipement_id"],
            ["vie_sociale_equipement.id"],
            name=op.f("fk_vie_sociale_activite_equipement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vie_sociale_activite")),
        sa.UniqueConstraint(
            "equipement_id", "annee", name=op.f("uq_vie_sociale_activite_equipement_id_annee")
        ),
    )
    op.create_index(
        op.f("ix_vie_sociale_activite_annee"), "vie_sociale_activite", ["annee"], unique=False
    )
    op.create_table(
        "vie_sociale_agrement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("equipement_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "animation_globale",
                "animation_collective_familles",
                "animation_locale_evs",
                name="natureagrement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "statut",
            sa.Enum(
                "en_preparation",
                "depose",
                "accorde",
                "reserve",
                "refuse",
                name="statutagrement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("date_debut", sa.Date(), nullable=True),
        sa.Column("date_fin", sa.Date(), nullable=True),
        sa.Column("axes_projet", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
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
            "statut NOT IN ('accorde', 'reserve') OR (date_debut IS NOT NULL AND "
            "date_fin IS NOT NULL)",
            name=op.f("ck_vie_sociale_agrement_accord"),
        ),
        sa.CheckConstraint(
            "cardinality(axes_projet) <= 5", name=op.f("ck_vie_sociale_agrement_axes_projet")
        ),
        sa.CheckConstraint("date_fin >= date_debut", name=op.f("ck_vie_sociale_agrement_dates")),
        sa.ForeignKeyConstraint(
            ["equipement_id"],
            ["vie_sociale_equipement.id"],
            name=op.f("fk_vie_sociale_agrement_equipement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vie_sociale_agrement")),
    )
    op.create_index(
        op.f("ix_vie_sociale_agrement_date_fin"), "vie_sociale_agrement", ["date_fin"], unique=False
    )
    op.create_index(
        op.f("ix_vie_sociale_agrement_equipement_id"),
        "vie_sociale_agrement",
        ["equipement_id"],
        unique=False,
    )
    op.create_table(
        "vie_sociale_partenaire",
        sa.Column("projet_id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["projet_id"],
            ["vie_sociale_projet.id"],
            name=op.f("fk_vie_sociale_partenaire_projet_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_vie_sociale_partenaire_structure_id")
        ),
        sa.PrimaryKeyConstraint(
            "projet_id", "structure_id", name=op.f("pk_vie_sociale_partenaire")
        ),
    )
    op.create_index(
        op.f("ix_vie_sociale_partenaire_structure_id"),
        "vie_sociale_partenaire",
        ["structure_id"],
        unique=False,
    )
    op.create_table(
        "vie_sociale_projet_commune",
        sa.Column("projet_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_vie_sociale_projet_commune_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["projet_id"],
            ["vie_sociale_projet.id"],
            name=op.f("fk_vie_sociale_projet_commune_projet_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "projet_id", "code_insee", name=op.f("pk_vie_sociale_projet_commune")
        ),
    )
    op.create_index(
        op.f("ix_vie_sociale_projet_commune_code_insee"),
        "vie_sociale_projet_commune",
        ["code_insee"],
        unique=False,
    )
    op.create_table(
        "vie_sociale_zone",
        sa.Column("equipement_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_vie_sociale_zone_code_insee")
        ),
        sa.ForeignKeyConstraint(
            ["equipement_id"],
            ["vie_sociale_equipement.id"],
            name=op.f("fk_vie_sociale_zone_equipement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("equipement_id", "code_insee", name=op.f("pk_vie_sociale_zone")),
    )
    op.create_index(
        op.f("ix_vie_sociale_zone_code_insee"), "vie_sociale_zone", ["code_insee"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_vie_sociale_zone_code_insee"), table_name="vie_sociale_zone")
    op.drop_table("vie_sociale_zone")
    op.drop_index(
        op.f("ix_vie_sociale_projet_commune_code_insee"), table_name="vie_sociale_projet_commune"
    )
    op.drop_table("vie_sociale_projet_commune")
    op.drop_index(
        op.f("ix_vie_sociale_partenaire_structure_id"), table_name="vie_sociale_partenaire"
    )
    op.drop_table("vie_sociale_partenaire")
    op.drop_index(op.f("ix_vie_sociale_agrement_equipement_id"), table_name="vie_sociale_agrement")
    op.drop_index(op.f("ix_vie_sociale_agrement_date_fin"), table_name="vie_sociale_agrement")
    op.drop_table("vie_sociale_agrement")
    op.drop_index(op.f("ix_vie_sociale_activite_annee"), table_name="vie_sociale_activite")
    op.drop_table("vie_sociale_activite")
    op.drop_index(
        op.f("ix_vie_sociale_signataire_structure_id"), table_name="vie_sociale_signataire"
    )
    op.drop_table("vie_sociale_signataire")
    op.drop_index(op.f("ix_vie_sociale_projet_pacte_id"), table_name="vie_sociale_projet")
    op.drop_index(op.f("ix_vie_sociale_projet_annee"), table_name="vie_sociale_projet")
    op.drop_table("vie_sociale_projet")
    op.drop_table("vie_sociale_equipement")
    op.drop_index(op.f("ix_vie_sociale_bilan_pacte_annee"), table_name="vie_sociale_bilan_pacte")
    op.drop_table("vie_sociale_bilan_pacte")
    op.drop_index(op.f("ix_vie_sociale_pacte_date_fin"), table_name="vie_sociale_pacte")
    op.drop_table("vie_sociale_pacte")
