"""Tables of the axis enfance jeunesse: PEdT, accueils, capacities, yearly figures, inclusion, passerelles."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "enfance_jeunesse_0001"
down_revision = None
branch_labels = ("enfance_jeunesse",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "enfance_jeunesse_pedt",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("debut", sa.Date(), nullable=False),
        sa.Column("fin", sa.Date(), nullable=False),
        sa.Column("plan_mercredi", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("signataires", sa.Text(), server_default="", nullable=False),
        sa.Column("comites_tenus", sa.Integer(), nullable=True),
        sa.Column("evaluation_le", sa.Date(), nullable=True),
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
            "comites_tenus BETWEEN 0 AND 100", name=op.f("ck_enfance_jeunesse_pedt_comites_tenus")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enfance_jeunesse_pedt")),
        sa.UniqueConstraint("nom", name=op.f("uq_enfance_jeunesse_pedt_nom")),
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_pedt_fin"), "enfance_jeunesse_pedt", ["fin"], unique=False
    )
    op.create_table(
        "enfance_jeunesse_temps_inclusion",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "sensibilisation_pros",
                "sensibilisation_enfants",
                "renfort",
                "materiel",
                "pole_ressources",
                name="natureinclusion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("pros", sa.Integer(), nullable=True),
        sa.Column("enfants", sa.Integer(), nullable=True),
        sa.Column(
            "partenaire",
            sa.Enum(
                "prh",
                "imes",
                "sessad",
                "association",
                name="partenaireinclusion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
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
            "enfants BETWEEN 0 AND 100000", name=op.f("ck_enfance_jeunesse_temps_inclusion_enfants")
        ),
        sa.CheckConstraint(
            "pros BETWEEN 0 AND 100000", name=op.f("ck_enfance_jeunesse_temps_inclusion_pros")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enfance_jeunesse_temps_inclusion")),
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_temps_inclusion_jour"),
        "enfance_jeunesse_temps_inclusion",
        ["jour"],
        unique=False,
    )
    op.create_table(
        "enfance_jeunesse_pedt_commune",
        sa.Column("pedt_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_enfance_jeunesse_pedt_commune_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["pedt_id"],
            ["enfance_jeunesse_pedt.id"],
            name=op.f("fk_enfance_jeunesse_pedt_commune_pedt_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "pedt_id", "code_insee", name=op.f("pk_enfance_jeunesse_pedt_commune")
        ),
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_pedt_commune_code_insee"),
        "enfance_jeunesse_pedt_commune",
        ["code_insee"],
        unique=False,
    )
    op.create_table(
        "enfance_jeunesse_accueil_loisirs",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "categorie",
            sa.Enum(
                "periscolaire",
                "extrascolaire",
                "accueil_de_jeunes",
                "sejour",
                name="categorie",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("tranches", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("declare", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("numero_declaration", sa.Text(), server_default="", nullable=False),
        sa.Column("ouvert_le", sa.Date(), nullable=True),
        sa.Column("ferme_le", sa.Date(), nullable=True),
        sa.Column("plan_mercredi", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("tarification_qf", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("pedt_id", sa.BigInteger(), nullable=True),
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
            "tranches <@ ARRAY['3_5', '6_11', '12_17']",
            name=op.f("ck_enfance_jeunesse_accueil_loisirs_tranches"),
        ),
        sa.ForeignKeyConstraint(
            ["pedt_id"],
            ["enfance_jeunesse_pedt.id"],
            name=op.f("fk_enfance_jeunesse_accueil_loisirs_pedt_id"),
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_enfance_jeunesse_accueil_loisirs_structure_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enfance_jeunesse_accueil_loisirs")),
        sa.UniqueConstraint(
            "structure_id",
            "categorie",
            name=op.f("uq_enfance_jeunesse_accueil_loisirs_structure_id_categorie"),
        ),
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_accueil_loisirs_pedt_id"),
        "enfance_jeunesse_accueil_loisirs",
        ["pedt_id"],
        unique=False,
    )
    op.create_table(
        "enfance_jeunesse_inclusion_structure",
        sa.Column("temps_id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_enfance_jeunesse_inclusion_structure_structure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["temps_id"],
            ["enfance_jeunesse_temps_inclusion.id"],
            name=op.f("fk_enfance_jeunesse_inclusion_structure_temps_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "temps_id", "structure_id", name=op.f("pk_enfance_jeunesse_inclusion_structure")
        ),
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_inclusion_structure_structure_id"),
        "enfance_jeunesse_inclusion_structure",
        ["structure_id"],
        unique=False,
    )
    op.create_table(
        "enfance_jeunesse_passerelle",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("origine_id", sa.BigInteger(), nullable=False),
        sa.Column("arrivee_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "eaje_ecole",
                "eaje_alsh",
                "alsh_ados",
                "alsh_espace_jeunes",
                "cm2_college",
                name="naturepasserelle",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("visee_depuis", sa.Date(), nullable=True),
        sa.Column("debut", sa.Date(), nullable=True),
        sa.Column("fin", sa.Date(), nullable=True),
        sa.Column("enfants", sa.Integer(), nullable=True),
        sa.Column("familles", sa.Integer(), nullable=True),
        sa.Column("bilan", sa.Text(), server_default="", nullable=False),
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
            "enfants BETWEEN 0 AND 100000", name=op.f("ck_enfance_jeunesse_passerelle_enfants")
        ),
        sa.CheckConstraint(
            "familles BETWEEN 0 AND 100000", name=op.f("ck_enfance_jeunesse_passerelle_familles")
        ),
        sa.CheckConstraint(
            "fin IS NULL OR fin >= debut", name=op.f("ck_enfance_jeunesse_passerelle_dates")
        ),
        sa.CheckConstraint(
            "origine_id <> arrivee_id", name=op.f("ck_enfance_jeunesse_passerelle_couple")
        ),
        sa.ForeignKeyConstraint(
            ["arrivee_id"], ["structure.id"], name=op.f("fk_enfance_jeunesse_passerelle_arrivee_id")
        ),
        sa.ForeignKeyConstraint(
            ["origine_id"], ["structure.id"], name=op.f("fk_enfance_jeunesse_passerelle_origine_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enfance_jeunesse_passerelle")),
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_passerelle_arrivee_id"),
        "enfance_jeunesse_passerelle",
        ["arrivee_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_passerelle_debut"),
        "enfance_jeunesse_passerelle",
        ["debut"],
        unique=False,
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_passerelle_origine_id"),
        "enfance_jeunesse_passerelle",
        ["origine_id"],
        unique=False,
    )
    op.create_table(
        "enfance_jeunesse_accueil_commune",
        sa.Column("accueil_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accueil_id"],
            ["enfance_jeunesse_accueil_loisirs.id"],
            name=op.f("fk_enfance_jeunesse_accueil_commune_accueil_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_enfance_jeunesse_accueil_commune_code_insee"),
        ),
        sa.PrimaryKeyConstraint(
            "accueil_id", "code_insee", name=op.f("pk_enfance_jeunesse_accueil_commune")
        ),
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_accueil_commune_code_insee"),
        "enfance_jeunesse_accueil_commune",
        ["code_insee"],
        unique=False,
    )
    op.create_table(
        "enfance_jeunesse_activite_alsh",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("accueil_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "periode",
            sa.Enum(
                "matin",
                "midi",
                "soir",
                "mercredi",
                "petites_vacances",
                "ete",
                name="periode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("jours", sa.Integer(), nullable=True),
        sa.Column("amplitude_h", sa.Numeric(precision=4, scale=2), nullable=True),
        sa.Column("heures_realisees", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("heures_facturees", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("enfants_differents", sa.Integer(), nullable=True),
        sa.Column("enfants_hors_commune", sa.Integer(), nullable=True),
        sa.Column("enfants_aeeh", sa.Integer(), nullable=True),
        sa.Column("heures_aeeh", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("refus_faute_place", sa.Integer(), nullable=True),
        sa.Column("charges", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("ps_caf", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("bonus_territoire", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("complement_inclusif", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("participation_familles", sa.Numeric(precision=12, scale=2), nullable=True),
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
            "amplitude_h BETWEEN 0 AND 24",
            name=op.f("ck_enfance_jeunesse_activite_alsh_amplitude_h"),
        ),
        sa.CheckConstraint(
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_enfance_jeunesse_activite_alsh_annee")
        ),
        sa.CheckConstraint(
            "bonus_territoire BETWEEN 0 AND 100000000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_bonus_territoire"),
        ),
        sa.CheckConstraint(
            "charges BETWEEN 0 AND 100000000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_charges"),
        ),
        sa.CheckConstraint(
            "complement_inclusif BETWEEN 0 AND 100000000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_complement_inclusif"),
        ),
        sa.CheckConstraint(
            "enfants_aeeh BETWEEN 0 AND 100000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_enfants_aeeh"),
        ),
        sa.CheckConstraint(
            "enfants_differents BETWEEN 0 AND 100000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_enfants_differents"),
        ),
        sa.CheckConstraint(
            "enfants_hors_commune BETWEEN 0 AND 100000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_enfants_hors_commune"),
        ),
        sa.CheckConstraint(
            "heures_aeeh BETWEEN 0 AND 10000000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_heures_aeeh"),
        ),
        sa.CheckConstraint(
            "heures_facturees BETWEEN 0 AND 10000000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_heures_facturees"),
        ),
        sa.CheckConstraint(
            "heures_realisees BETWEEN 0 AND 10000000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_heures_realisees"),
        ),
        sa.CheckConstraint(
            "jours BETWEEN 0 AND 366", name=op.f("ck_enfance_jeunesse_activite_alsh_jours")
        ),
        sa.CheckConstraint(
            "participation_familles BETWEEN 0 AND 100000000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_participation_familles"),
        ),
        sa.CheckConstraint(
            "ps_caf BETWEEN 0 AND 100000000", name=op.f("ck_enfance_jeunesse_activite_alsh_ps_caf")
        ),
        sa.CheckConstraint(
            "refus_faute_place BETWEEN 0 AND 100000",
            name=op.f("ck_enfance_jeunesse_activite_alsh_refus_faute_place"),
        ),
        sa.ForeignKeyConstraint(
            ["accueil_id"],
            ["enfance_jeunesse_accueil_loisirs.id"],
            name=op.f("fk_enfance_jeunesse_activite_alsh_accueil_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enfance_jeunesse_activite_alsh")),
        sa.UniqueConstraint(
            "accueil_id",
            "annee",
            "periode",
            name=op.f("uq_enfance_jeunesse_activite_alsh_accueil_id_annee_periode"),
        ),
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_activite_alsh_annee"),
        "enfance_jeunesse_activite_alsh",
        ["annee"],
        unique=False,
    )
    op.create_table(
        "enfance_jeunesse_capacite_alsh",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("accueil_id", sa.BigInteger(), nullable=False),
        sa.Column("date_effet", sa.Date(), nullable=False),
        sa.Column(
            "periode",
            sa.Enum(
                "matin",
                "midi",
                "soir",
                "mercredi",
                "petites_vacances",
                "ete",
                name="periode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("capacite_moins_6", sa.Integer(), nullable=False),
        sa.Column("capacite_plus_6", sa.Integer(), nullable=False),
        sa.Column("capacite_ados", sa.Integer(), nullable=False),
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
            "capacite_ados BETWEEN 0 AND 2000",
            name=op.f("ck_enfance_jeunesse_capacite_alsh_capacite_ados"),
        ),
        sa.CheckConstraint(
            "capacite_moins_6 BETWEEN 0 AND 2000",
            name=op.f("ck_enfance_jeunesse_capacite_alsh_capacite_moins_6"),
        ),
        sa.CheckConstraint(
            "capacite_plus_6 BETWEEN 0 AND 2000",
            name=op.f("ck_enfance_jeunesse_capacite_alsh_capacite_plus_6"),
        ),
        sa.ForeignKeyConstraint(
            ["accueil_id"],
            ["enfance_jeunesse_accueil_loisirs.id"],
            name=op.f("fk_enfance_jeunesse_capacite_alsh_accueil_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enfance_jeunesse_capacite_alsh")),
        sa.UniqueConstraint(
            "accueil_id",
            "periode",
            "date_effet",
            name=op.f("uq_enfance_jeunesse_capacite_alsh_accueil_id_periode_date_effet"),
        ),
    )
    op.create_table(
        "enfance_jeunesse_equipe_animation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("accueil_id", sa.BigInteger(), nullable=False),
        sa.Column("postes", sa.Integer(), nullable=True),
        sa.Column("postes_pourvus", sa.Integer(), nullable=True),
        sa.Column("bafa", sa.Integer(), nullable=True),
        sa.Column("bafd", sa.Integer(), nullable=True),
        sa.Column("equivalents", sa.Integer(), nullable=True),
        sa.Column("stagiaires", sa.Integer(), nullable=True),
        sa.Column("sans_diplome", sa.Integer(), nullable=True),
        sa.Column("jours_formation", sa.Integer(), nullable=True),
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
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_enfance_jeunesse_equipe_animation_annee")
        ),
        sa.CheckConstraint(
            "bafa BETWEEN 0 AND 2000", name=op.f("ck_enfance_jeunesse_equipe_animation_bafa")
        ),
        sa.CheckConstraint(
            "bafd BETWEEN 0 AND 2000", name=op.f("ck_enfance_jeunesse_equipe_animation_bafd")
        ),
        sa.CheckConstraint(
            "equivalents BETWEEN 0 AND 2000",
            name=op.f("ck_enfance_jeunesse_equipe_animation_equivalents"),
        ),
        sa.CheckConstraint(
            "jours_formation BETWEEN 0 AND 100000",
            name=op.f("ck_enfance_jeunesse_equipe_animation_jours_formation"),
        ),
        sa.CheckConstraint(
            "postes BETWEEN 0 AND 2000", name=op.f("ck_enfance_jeunesse_equipe_animation_postes")
        ),
        sa.CheckConstraint(
            "postes_pourvus BETWEEN 0 AND 2000",
            name=op.f("ck_enfance_jeunesse_equipe_animation_postes_pourvus"),
        ),
        sa.CheckConstraint(
            "sans_diplome BETWEEN 0 AND 2000",
            name=op.f("ck_enfance_jeunesse_equipe_animation_sans_diplome"),
        ),
        sa.CheckConstraint(
            "stagiaires BETWEEN 0 AND 2000",
            name=op.f("ck_enfance_jeunesse_equipe_animation_stagiaires"),
        ),
        sa.ForeignKeyConstraint(
            ["accueil_id"],
            ["enfance_jeunesse_accueil_loisirs.id"],
            name=op.f("fk_enfance_jeunesse_equipe_animation_accueil_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enfance_jeunesse_equipe_animation")),
        sa.UniqueConstraint(
            "accueil_id",
            "annee",
            name=op.f("uq_enfance_jeunesse_equipe_animation_accueil_id_annee"),
        ),
    )
    op.create_index(
        op.f("ix_enfance_jeunesse_equipe_animation_annee"),
        "enfance_jeunesse_equipe_animation",
        ["annee"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_enfance_jeunesse_equipe_animation_annee"),
        table_name="enfance_jeunesse_equipe_animation",
    )
    op.drop_table("enfance_jeunesse_equipe_animation")
    op.drop_table("enfance_jeunesse_capacite_alsh")
    op.drop_index(
        op.f("ix_enfance_jeunesse_activite_alsh_annee"), table_name="enfance_jeunesse_activite_alsh"
    )
    op.drop_table("enfance_jeunesse_activite_alsh")
    op.drop_index(
        op.f("ix_enfance_jeunesse_accueil_commune_code_insee"),
        table_name="enfance_jeunesse_accueil_commune",
    )
    op.drop_table("enfance_jeunesse_accueil_commune")
    op.drop_index(
        op.f("ix_enfance_jeunesse_passerelle_origine_id"), table_name="enfance_jeunesse_passerelle"
    )
    op.drop_index(
        op.f("ix_enfance_jeunesse_passerelle_debut"), table_name="enfance_jeunesse_passerelle"
    )
    op.drop_index(
        op.f("ix_enfance_jeunesse_passerelle_arrivee_id"), table_name="enfance_jeunesse_passerelle"
    )
    op.drop_table("enfance_jeunesse_passerelle")
    op.drop_index(
        op.f("ix_enfance_jeunesse_inclusion_structure_structure_id"),
        table_name="enfance_jeunesse_inclusion_structure",
    )
    op.drop_table("enfance_jeunesse_inclusion_structure")
    op.drop_index(
        op.f("ix_enfance_jeunesse_accueil_loisirs_pedt_id"),
        table_name="enfance_jeunesse_accueil_loisirs",
    )
    op.drop_table("enfance_jeunesse_accueil_loisirs")
    op.drop_index(
        op.f("ix_enfance_jeunesse_pedt_commune_code_insee"),
        table_name="enfance_jeunesse_pedt_commune",
    )
    op.drop_table("enfance_jeunesse_pedt_commune")
    op.drop_index(
        op.f("ix_enfance_jeunesse_temps_inclusion_jour"),
        table_name="enfance_jeunesse_temps_inclusion",
    )
    op.drop_table("enfance_jeunesse_temps_inclusion")
    op.drop_index(op.f("ix_enfance_jeunesse_pedt_fin"), table_name="enfance_jeunesse_pedt")
    op.drop_table("enfance_jeunesse_pedt")
