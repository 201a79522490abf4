"""Tables of the axis parentalité: dispositifs, LAEP, temps parents, CLAS groups, mediation, supports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "parentalite_0001"
down_revision = None
branch_labels = ("parentalite",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "parentalite_support",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "guide",
                "site",
                "agenda",
                "affiche",
                name="typesupport",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("date_maj", sa.Date(), nullable=True),
        sa.Column("diffusion", sa.Integer(), nullable=True),
        sa.Column("consultations", sa.Integer(), nullable=True),
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
            "consultations BETWEEN 0 AND 10000000",
            name=op.f("ck_parentalite_support_consultations"),
        ),
        sa.CheckConstraint(
            "diffusion BETWEEN 0 AND 10000000", name=op.f("ck_parentalite_support_diffusion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parentalite_support")),
    )
    op.create_table(
        "parentalite_clas_groupe",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "niveau",
            sa.Enum(
                "elementaire",
                "college",
                "lycee",
                name="niveauclas",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column("enfants", sa.Integer(), nullable=True),
        sa.Column("seances", sa.Integer(), nullable=True),
        sa.Column("intervenants_pro", sa.Integer(), nullable=True),
        sa.Column("intervenants_benevoles", sa.Integer(), nullable=True),
        sa.Column("parents_impliques", sa.Integer(), nullable=True),
        sa.Column("actions_parents", sa.Integer(), nullable=True),
        sa.Column("annee_scolaire", sa.Integer(), nullable=False),
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
            "actions_parents BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_clas_groupe_actions_parents"),
        ),
        sa.CheckConstraint(
            "annee - annee_scolaire BETWEEN 0 AND 1",
            name=op.f("ck_parentalite_clas_groupe_scolaire"),
        ),
        sa.CheckConstraint(
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_parentalite_clas_groupe_annee")
        ),
        sa.CheckConstraint(
            "annee_scolaire BETWEEN 2000 AND 2100",
            name=op.f("ck_parentalite_clas_groupe_annee_scolaire"),
        ),
        sa.CheckConstraint(
            "enfants BETWEEN 0 AND 100000", name=op.f("ck_parentalite_clas_groupe_enfants")
        ),
        sa.CheckConstraint(
            "intervenants_benevoles BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_clas_groupe_intervenants_benevoles"),
        ),
        sa.CheckConstraint(
            "intervenants_pro BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_clas_groupe_intervenants_pro"),
        ),
        sa.CheckConstraint(
            "parents_impliques BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_clas_groupe_parents_impliques"),
        ),
        sa.CheckConstraint(
            "seances BETWEEN 0 AND 100000", name=op.f("ck_parentalite_clas_groupe_seances")
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_parentalite_clas_groupe_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_parentalite_clas_groupe_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parentalite_clas_groupe")),
    )
    op.create_index(
        op.f("ix_parentalite_clas_groupe_annee"), "parentalite_clas_groupe", ["annee"], unique=False
    )
    op.create_index(
        op.f("ix_parentalite_clas_groupe_code_insee"),
        "parentalite_clas_groupe",
        ["code_insee"],
        unique=False,
    )
    op.create_index(
        op.f("ix_parentalite_clas_groupe_structure_id"),
        "parentalite_clas_groupe",
        ["structure_id"],
        unique=False,
    )
    op.create_table(
        "parentalite_dispositif",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "laep",
                "reaap_action",
                "clas",
                "mediation_familiale",
                "espace_rencontre",
                "lieu_ressource",
                "cafe_parents",
                "ludotheque",
                "pif",
                name="typedispositif",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "statut",
            sa.Enum(
                "actif",
                "projet",
                "suspendu",
                "ferme",
                name="statutdispositif",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("debut", sa.Date(), nullable=True),
        sa.Column("fin", sa.Date(), nullable=True),
        sa.Column("itinerant", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("gratuit", sa.Boolean(), server_default="true", nullable=False),
        sa.Column(
            "age_cible",
            sa.Enum(
                "0_3",
                "0_6",
                "6_11",
                "11_17",
                "tous",
                name="agecible",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
            "fin IS NULL OR fin >= debut", name=op.f("ck_parentalite_dispositif_dates")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_parentalite_dispositif_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parentalite_dispositif")),
    )
    op.create_index(
        op.f("ix_parentalite_dispositif_structure_id"),
        "parentalite_dispositif",
        ["structure_id"],
        unique=False,
    )
    op.create_table(
        "parentalite_temps",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "echange_entre_parents",
                "activite_partagee",
                "conference",
                "formation",
                "atelier",
                name="typetemps",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("thematiques", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column("parents", sa.Integer(), nullable=True),
        sa.Column("enfants", sa.Integer(), nullable=True),
        sa.Column("cout", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("financement_fnp", sa.Numeric(precision=12, scale=2), nullable=True),
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
            "thematiques <@ ARRAY['devenir_parent', 'sommeil', 'alimentation', 'emotions', 'ecrans', "
            "'scolarite', 'adolescence', 'separation', 'handicap', 'autre']::text[]",
            name=op.f("ck_parentalite_temps_thematiques"),
        ),
        sa.CheckConstraint(
            "annee = EXTRACT(YEAR FROM jour)", name=op.f("ck_parentalite_temps_jour")
        ),
        sa.CheckConstraint("annee BETWEEN 2000 AND 2100", name=op.f("ck_parentalite_temps_annee")),
        sa.CheckConstraint("cout BETWEEN 0 AND 100000000", name=op.f("ck_parentalite_temps_cout")),
        sa.CheckConstraint(
            "enfants BETWEEN 0 AND 100000", name=op.f("ck_parentalite_temps_enfants")
        ),
        sa.CheckConstraint(
            "financement_fnp BETWEEN 0 AND 100000000",
            name=op.f("ck_parentalite_temps_financement_fnp"),
        ),
        sa.CheckConstraint(
            "parents BETWEEN 0 AND 100000", name=op.f("ck_parentalite_temps_parents")
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_parentalite_temps_code_insee")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_parentalite_temps_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parentalite_temps")),
    )
    op.create_index(
        op.f("ix_parentalite_temps_annee"), "parentalite_temps", ["annee"], unique=False
    )
    op.create_index(
        op.f("ix_parentalite_temps_code_insee"), "parentalite_temps", ["code_insee"], unique=False
    )
    op.create_index(
        op.f("ix_parentalite_temps_structure_id"),
        "parentalite_temps",
        ["structure_id"],
        unique=False,
    )
    op.create_table(
        "parentalite_dispositif_commune",
        sa.Column("dispositif_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_parentalite_dispositif_commune_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["dispositif_id"],
            ["parentalite_dispositif.id"],
            name=op.f("fk_parentalite_dispositif_commune_dispositif_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "dispositif_id", "code_insee", name=op.f("pk_parentalite_dispositif_commune")
        ),
    )
    op.create_index(
        op.f("ix_parentalite_dispositif_commune_code_insee"),
        "parentalite_dispositif_commune",
        ["code_insee"],
        unique=False,
    )
    op.create_table(
        "parentalite_laep_activite",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("dispositif_id", sa.BigInteger(), nullable=False),
        sa.Column("seances", sa.Integer(), nullable=True),
        sa.Column("heures_ouverture", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("heures_organisation", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("adultes_differents", sa.Integer(), nullable=True),
        sa.Column("enfants_differents", sa.Integer(), nullable=True),
        sa.Column("frequentations", sa.Integer(), nullable=True),
        sa.Column("accueillants", sa.Integer(), nullable=True),
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
            "accueillants BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_laep_activite_accueillants"),
        ),
        sa.CheckConstraint(
            "adultes_differents BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_laep_activite_adultes_differents"),
        ),
        sa.CheckConstraint(
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_parentalite_laep_activite_annee")
        ),
        sa.CheckConstraint(
            "enfants_differents BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_laep_activite_enfants_differents"),
        ),
        sa.CheckConstraint(
            "frequentations BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_laep_activite_frequentations"),
        ),
        sa.CheckConstraint(
            "heures_organisation BETWEEN 0 AND 10000000",
            name=op.f("ck_parentalite_laep_activite_heures_organisation"),
        ),
        sa.CheckConstraint(
            "heures_ouverture BETWEEN 0 AND 10000000",
            name=op.f("ck_parentalite_laep_activite_heures_ouverture"),
        ),
        sa.CheckConstraint(
            "seances BETWEEN 0 AND 100000", name=op.f("ck_parentalite_laep_activite_seances")
        ),
        sa.ForeignKeyConstraint(
            ["dispositif_id"],
            ["parentalite_dispositif.id"],
            name=op.f("fk_parentalite_laep_activite_dispositif_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parentalite_laep_activite")),
        sa.UniqueConstraint(
            "dispositif_id", "annee", name=op.f("uq_parentalite_laep_activite_dispositif_id_annee")
        ),
    )
    op.create_index(
        op.f("ix_parentalite_laep_activite_annee"),
        "parentalite_laep_activite",
        ["annee"],
        unique=False,
    )
    op.create_table(
        "parentalite_mediation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("dispositif_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column("jours", sa.Integer(), nullable=True),
        sa.Column("entretiens_information", sa.Integer(), nullable=True),
        sa.Column("mesures_conventionnelles", sa.Integer(), nullable=True),
        sa.Column("mesures_judiciaires", sa.Integer(), nullable=True),
        sa.Column("accords", sa.Integer(), nullable=True),
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
            "accords BETWEEN 0 AND 100000", name=op.f("ck_parentalite_mediation_accords")
        ),
        sa.CheckConstraint(
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_parentalite_mediation_annee")
        ),
        sa.CheckConstraint(
            "entretiens_information BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_mediation_entretiens_information"),
        ),
        sa.CheckConstraint("jours BETWEEN 0 AND 366", name=op.f("ck_parentalite_mediation_jours")),
        sa.CheckConstraint(
            "mesures_conventionnelles BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_mediation_mesures_conventionnelles"),
        ),
        sa.CheckConstraint(
            "mesures_judiciaires BETWEEN 0 AND 100000",
            name=op.f("ck_parentalite_mediation_mesures_judiciaires"),
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_parentalite_mediation_code_insee")
        ),
        sa.ForeignKeyConstraint(
            ["dispositif_id"],
            ["parentalite_dispositif.id"],
            name=op.f("fk_parentalite_mediation_dispositif_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parentalite_mediation")),
        sa.UniqueConstraint(
            "dispositif_id",
            "code_insee",
            "annee",
            name=op.f("uq_parentalite_mediation_dispositif_id_code_insee_annee"),
        ),
    )
    op.create_index(
        op.f("ix_parentalite_mediation_annee"), "parentalite_mediation", ["annee"], unique=False
    )
    op.create_index(
        op.f("ix_parentalite_mediation_code_insee"),
        "parentalite_mediation",
        ["code_insee"],
        unique=False,
    )
    op.create_table(
        "parentalite_temps_structure",
        sa.Column("temps_id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_parentalite_temps_structure_structure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["temps_id"],
            ["parentalite_temps.id"],
            name=op.f("fk_parentalite_temps_structure_temps_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "temps_id", "structure_id", name=op.f("pk_parentalite_temps_structure")
        ),
    )
    op.create_index(
        op.f("ix_parentalite_temps_structure_structure_id"),
        "parentalite_temps_structure",
        ["structure_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_parentalite_temps_structure_structure_id"),
        table_name="parentalite_temps_structure",
    )
    op.drop_table("parentalite_temps_structure")
    op.drop_index(op.f("ix_parentalite_mediation_code_insee"), table_name="parentalite_mediation")
    op.drop_index(op.f("ix_parentalite_mediation_annee"), table_name="parentalite_mediation")
    op.drop_table("parentalite_mediation")
    op.drop_index(
        op.f("ix_parentalite_laep_activite_annee"), table_name="parentalite_laep_activite"
    )
    op.drop_table("parentalite_laep_activite")
    op.drop_index(
        op.f("ix_parentalite_dispositif_commune_code_insee"),
        table_name="parentalite_dispositif_commune",
    )
    op.drop_table("parentalite_dispositif_commune")
    op.drop_index(op.f("ix_parentalite_temps_structure_id"), table_name="parentalite_temps")
    op.drop_index(op.f("ix_parentalite_temps_code_insee"), table_name="parentalite_temps")
    op.drop_index(op.f("ix_parentalite_temps_annee"), table_name="parentalite_temps")
    op.drop_table("parentalite_temps")
    op.drop_index(
        op.f("ix_parentalite_dispositif_structure_id"), table_name="parentalite_dispositif"
    )
    op.drop_table("parentalite_dispositif")
    op.drop_index(
        op.f("ix_parentalite_clas_groupe_structure_id"), table_name="parentalite_clas_groupe"
    )
    op.drop_index(
        op.f("ix_parentalite_clas_groupe_code_insee"), table_name="parentalite_clas_groupe"
    )
    op.drop_index(op.f("ix_parentalite_clas_groupe_annee"), table_name="parentalite_clas_groupe")
    op.drop_table("parentalite_clas_groupe")
    op.drop_table("parentalite_support")
