"""Places where people are received, permanences, digital mediation, mobility, housing, domiciliation."""

import sqlalchemy as sa
from alembic import op

revision = "acces_droits_0001"
down_revision = None
branch_labels = ("acces_droits",)
depends_on = "core_0001"


def upgrade() -> None:
    op.create_table(
        "acces_droits_offre_mobilite",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "tad",
                "bus",
                "covoiturage",
                "mobilite_solidaire",
                "location_deux_roues",
                "garage_solidaire",
                "aide_permis",
                name="typeoffremobilite",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("operateur", sa.Text(), nullable=False),
        sa.Column("tarif", sa.Text(), server_default="", nullable=False),
        sa.Column("voyages", sa.Integer(), nullable=True),
        sa.Column("voyages_acces_droits", sa.Integer(), nullable=True),
        sa.Column("beneficiaires", sa.Integer(), nullable=True),
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
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_acces_droits_offre_mobilite_annee")
        ),
        sa.CheckConstraint(
            "beneficiaires BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_offre_mobilite_beneficiaires"),
        ),
        sa.CheckConstraint(
            "voyages BETWEEN 0 AND 10000000", name=op.f("ck_acces_droits_offre_mobilite_voyages")
        ),
        sa.CheckConstraint(
            "voyages_acces_droits BETWEEN 0 AND 10000000",
            name=op.f("ck_acces_droits_offre_mobilite_voyages_acces_droits"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acces_droits_offre_mobilite")),
        sa.UniqueConstraint(
            "type",
            "operateur",
            "annee",
            name=op.f("uq_acces_droits_offre_mobilite_type_operateur_annee"),
        ),
    )
    op.create_index(
        op.f("ix_acces_droits_offre_mobilite_annee"),
        "acces_droits_offre_mobilite",
        ["annee"],
        unique=False,
    )
    op.create_table(
        "acces_droits_mobilite_commune",
        sa.Column("mobilite_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_acces_droits_mobilite_commune_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["mobilite_id"],
            ["acces_droits_offre_mobilite.id"],
            name=op.f("fk_acces_droits_mobilite_commune_mobilite_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "mobilite_id", "code_insee", name=op.f("pk_acces_droits_mobilite_commune")
        ),
    )
    op.create_index(
        op.f("ix_acces_droits_mobilite_commune_code_insee"),
        "acces_droits_mobilite_commune",
        ["code_insee"],
        unique=False,
    )
    op.create_table(
        "acces_droits_domiciliation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column("valides_31_12", sa.Integer(), nullable=True),
        sa.Column("personnes", sa.Integer(), nullable=True),
        sa.Column("demandes", sa.Integer(), nullable=True),
        sa.Column("nouvelles", sa.Integer(), nullable=True),
        sa.Column("radiations", sa.Integer(), nullable=True),
        sa.Column("refus", sa.Integer(), nullable=True),
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
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_acces_droits_domiciliation_annee")
        ),
        sa.CheckConstraint(
            "demandes BETWEEN 0 AND 100000", name=op.f("ck_acces_droits_domiciliation_demandes")
        ),
        sa.CheckConstraint(
            "nouvelles BETWEEN 0 AND 100000", name=op.f("ck_acces_droits_domiciliation_nouvelles")
        ),
        sa.CheckConstraint(
            "personnes BETWEEN 0 AND 100000", name=op.f("ck_acces_droits_domiciliation_personnes")
        ),
        sa.CheckConstraint(
            "radiations BETWEEN 0 AND 100000", name=op.f("ck_acces_droits_domiciliation_radiations")
        ),
        sa.CheckConstraint(
            "refus BETWEEN 0 AND 100000", name=op.f("ck_acces_droits_domiciliation_refus")
        ),
        sa.CheckConstraint(
            "valides_31_12 BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_domiciliation_valides_31_12"),
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_acces_droits_domiciliation_structure_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acces_droits_domiciliation")),
        sa.UniqueConstraint(
            "structure_id", "annee", name=op.f("uq_acces_droits_domiciliation_structure_id_annee")
        ),
    )
    op.create_index(
        op.f("ix_acces_droits_domiciliation_annee"),
        "acces_droits_domiciliation",
        ["annee"],
        unique=False,
    )
    op.create_table(
        "acces_droits_engagement_numerique",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column("identifiee_le", sa.Date(), nullable=False),
        sa.Column("signee_le", sa.Date(), nullable=True),
        sa.Column("actif", sa.Boolean(), server_default="true", nullable=False),
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
            "signee_le >= identifiee_le", name=op.f("ck_acces_droits_engagement_numerique_dates")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_acces_droits_engagement_numerique_structure_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acces_droits_engagement_numerique")),
        sa.UniqueConstraint(
            "structure_id", name=op.f("uq_acces_droits_engagement_numerique_structure_id")
        ),
    )
    op.create_table(
        "acces_droits_lieu_accueil",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "france_services",
                "point_relais_caf",
                "point_numerique_caf",
                "ccas_cias",
                "mds",
                "mission_locale",
                "centre_social",
                "mediatheque",
                "pij",
                "bus_itinerant",
                name="typelieu",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("itinerant", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("heures_hebdo", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("horaires", sa.Text(), server_default="", nullable=False),
        sa.Column("label_debut", sa.Date(), nullable=True),
        sa.Column("label_fin", sa.Date(), nullable=True),
        sa.Column("operateurs", sa.Text(), server_default="", nullable=False),
        sa.Column("verifie_le", sa.Date(), nullable=False),
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
            "heures_hebdo BETWEEN 0 AND 168", name=op.f("ck_acces_droits_lieu_accueil_heures_hebdo")
        ),
        sa.CheckConstraint(
            "label_fin >= label_debut", name=op.f("ck_acces_droits_lieu_accueil_label")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_acces_droits_lieu_accueil_structure_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acces_droits_lieu_accueil")),
        sa.UniqueConstraint("structure_id", name=op.f("uq_acces_droits_lieu_accueil_structure_id")),
    )
    op.create_table(
        "acces_droits_mediateur_numerique",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "conseiller_numerique",
                "aidant",
                "benevole",
                name="typemediateur",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("etp", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("aidants_connect", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("ateliers", sa.Integer(), nullable=True),
        sa.Column("accompagnements_individuels", sa.Integer(), nullable=True),
        sa.Column("beneficiaires", sa.Integer(), nullable=True),
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
            "accompagnements_individuels BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_mediateur_numerique_accompagnements_individuels"),
        ),
        sa.CheckConstraint(
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_acces_droits_mediateur_numerique_annee")
        ),
        sa.CheckConstraint(
            "ateliers BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_mediateur_numerique_ateliers"),
        ),
        sa.CheckConstraint(
            "beneficiaires BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_mediateur_numerique_beneficiaires"),
        ),
        sa.CheckConstraint(
            "etp BETWEEN 0 AND 500", name=op.f("ck_acces_droits_mediateur_numerique_etp")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_acces_droits_mediateur_numerique_structure_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acces_droits_mediateur_numerique")),
        sa.UniqueConstraint(
            "structure_id",
            "type",
            "annee",
            name=op.f("uq_acces_droits_mediateur_numerique_structure_id_type_annee"),
        ),
    )
    op.create_index(
        op.f("ix_acces_droits_mediateur_numerique_annee"),
        "acces_droits_mediateur_numerique",
        ["annee"],
        unique=False,
    )
    op.create_table(
        "acces_droits_offre_logement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "fjt",
                "residence_jeunes",
                "logement_urgence",
                "habitat_inclusif",
                "sous_location",
                name="typeoffrelogement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("places_occupees", sa.Integer(), nullable=True),
        sa.Column("sorties", sa.Integer(), nullable=True),
        sa.Column("sorties_logement_autonome", sa.Integer(), nullable=True),
        sa.Column("duree_totale_mois", sa.Integer(), nullable=True),
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
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_acces_droits_offre_logement_annee")
        ),
        sa.CheckConstraint(
            "duree_totale_mois BETWEEN 0 AND 10000000",
            name=op.f("ck_acces_droits_offre_logement_duree_totale_mois"),
        ),
        sa.CheckConstraint(
            "places BETWEEN 0 AND 10000", name=op.f("ck_acces_droits_offre_logement_places")
        ),
        sa.CheckConstraint(
            "places_occupees BETWEEN 0 AND 10000",
            name=op.f("ck_acces_droits_offre_logement_places_occupees"),
        ),
        sa.CheckConstraint(
            "sorties BETWEEN 0 AND 100000", name=op.f("ck_acces_droits_offre_logement_sorties")
        ),
        sa.CheckConstraint(
            "sorties_logement_autonome BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_offre_logement_sorties_logement_autonome"),
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structure.id"],
            name=op.f("fk_acces_droits_offre_logement_structure_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acces_droits_offre_logement")),
        sa.UniqueConstraint(
            "structure_id",
            "type",
            "annee",
            name=op.f("uq_acces_droits_offre_logement_structure_id_type_annee"),
        ),
    )
    op.create_index(
        op.f("ix_acces_droits_offre_logement_annee"),
        "acces_droits_offre_logement",
        ["annee"],
        unique=False,
    )
    op.create_table(
        "acces_droits_activite_accueil",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("lieu_id", sa.BigInteger(), nullable=False),
        sa.Column("accompagnements", sa.Integer(), nullable=True),
        sa.Column("demandes_caf", sa.Integer(), nullable=True),
        sa.Column("usagers_hors_commune", sa.Integer(), nullable=True),
        sa.Column("rendez_vous", sa.Integer(), nullable=True),
        sa.Column("somme_delais_j", sa.Integer(), nullable=True),
        sa.Column("dossiers_suivis", sa.Integer(), nullable=True),
        sa.Column("droits_ouverts", sa.Integer(), nullable=True),
        sa.Column("orientations", sa.Integer(), nullable=True),
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
            "accompagnements BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_activite_accueil_accompagnements"),
        ),
        sa.CheckConstraint(
            "annee BETWEEN 2000 AND 2100", name=op.f("ck_acces_droits_activite_accueil_annee")
        ),
        sa.CheckConstraint(
            "demandes_caf BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_activite_accueil_demandes_caf"),
        ),
        sa.CheckConstraint(
            "dossiers_suivis BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_activite_accueil_dossiers_suivis"),
        ),
        sa.CheckConstraint(
            "droits_ouverts BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_activite_accueil_droits_ouverts"),
        ),
        sa.CheckConstraint(
            "orientations BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_activite_accueil_orientations"),
        ),
        sa.CheckConstraint(
            "rendez_vous BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_activite_accueil_rendez_vous"),
        ),
        sa.CheckConstraint(
            "somme_delais_j BETWEEN 0 AND 10000000",
            name=op.f("ck_acces_droits_activite_accueil_somme_delais_j"),
        ),
        sa.CheckConstraint(
            "usagers_hors_commune BETWEEN 0 AND 100000",
            name=op.f("ck_acces_droits_activite_accueil_usagers_hors_commune"),
        ),
        sa.ForeignKeyConstraint(
            ["lieu_id"],
            ["acces_droits_lieu_accueil.id"],
            name=op.f("fk_acces_droits_activite_accueil_lieu_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acces_droits_activite_accueil")),
        sa.UniqueConstraint(
            "lieu_id", "annee", name=op.f("uq_acces_droits_activite_accueil_lieu_id_annee")
        ),
    )
    op.create_index(
        op.f("ix_acces_droits_activite_accueil_annee"),
        "acces_droits_activite_accueil",
        ["annee"],
        unique=False,
    )
    op.create_table(
        "acces_droits_lieu_commune",
        sa.Column("lieu_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_acces_droits_lieu_commune_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["lieu_id"],
            ["acces_droits_lieu_accueil.id"],
            name=op.f("fk_acces_droits_lieu_commune_lieu_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("lieu_id", "code_insee", name=op.f("pk_acces_droits_lieu_commune")),
    )
    op.create_index(
        op.f("ix_acces_droits_lieu_commune_code_insee"),
        "acces_droits_lieu_commune",
        ["code_insee"],
        unique=False,
    )
    op.create_table(
        "acces_droits_mediateur_commune",
        sa.Column("mediateur_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_acces_droits_mediateur_commune_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["mediateur_id"],
            ["acces_droits_mediateur_numerique.id"],
            name=op.f("fk_acces_droits_mediateur_commune_mediateur_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "mediateur_id", "code_insee", name=op.f("pk_acces_droits_mediateur_commune")
        ),
    )
    op.create_index(
        op.f("ix_acces_droits_mediateur_commune_code_insee"),
        "acces_droits_mediateur_commune",
        ["code_insee"],
        unique=False,
    )
    op.create_table(
        "acces_droits_permanence",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("lieu_id", sa.BigInteger(), nullable=False),
        sa.Column("organisme_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "objet",
            sa.Enum(
                "droits_sociaux",
                "logement",
                "justice",
                "sante",
                "emploi",
                "numerique",
                "mobilite",
                name="objetpermanence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "frequence",
            sa.Enum(
                "hebdo",
                "bimensuelle",
                "mensuelle",
                name="frequencepermanence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("creneaux_h", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("rdv", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("valide_jusqu_au", sa.Date(), nullable=True),
        sa.Column("verifie_le", sa.Date(), nullable=False),
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
            "creneaux_h BETWEEN 0 AND 24", name=op.f("ck_acces_droits_permanence_creneaux_h")
        ),
        sa.ForeignKeyConstraint(
            ["lieu_id"],
            ["acces_droits_lieu_accueil.id"],
            name=op.f("fk_acces_droits_permanence_lieu_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisme_id"], ["structure.id"], name=op.f("fk_acces_droits_permanence_organisme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acces_droits_permanence")),
    )
    op.create_index(
        op.f("ix_acces_droits_permanence_lieu_id"),
        "acces_droits_permanence",
        ["lieu_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_acces_droits_permanence_organisme_id"),
        "acces_droits_permanence",
        ["organisme_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_acces_droits_permanence_organisme_id"), table_name="acces_droits_permanence"
    )
    op.drop_index(op.f("ix_acces_droits_permanence_lieu_id"), table_name="acces_droits_permanence")
    op.drop_table("acces_droits_permanence")
    op.drop_index(
        op.f("ix_acces_droits_mediateur_commune_code_insee"),
        table_name="acces_droits_mediateur_commune",
    )
    op.drop_table("acces_droits_mediateur_commune")
    op.drop_index(
        op.f("ix_acces_droits_lieu_commune_code_insee"), table_name="acces_droits_lieu_commune"
    )
    op.drop_table("acces_droits_lieu_commune")
    op.drop_index(
        op.f("ix_acces_droits_activite_accueil_annee"), table_name="acces_droits_activite_accueil"
    )
    op.drop_table("acces_droits_activite_accueil")
    op.drop_index(
        op.f("ix_acces_droits_offre_logement_annee"), table_name="acces_droits_offre_logement"
    )
    op.drop_table("acces_droits_offre_logement")
    op.drop_index(
        op.f("ix_acces_droits_mediateur_numerique_annee"),
        table_name="acces_droits_mediateur_numerique",
    )
    op.drop_table("acces_droits_mediateur_numerique")
    op.drop_table("acces_droits_lieu_accueil")
    op.drop_table("acces_droits_engagement_numerique")
    op.drop_index(
        op.f("ix_acces_droits_domiciliation_annee"), table_name="acces_droits_domiciliation"
    )
    op.drop_table("acces_droits_domiciliation")
    op.drop_index(
        op.f("ix_acces_droits_mobilite_commune_code_insee"),
        table_name="acces_droits_mobilite_commune",
    )
    op.drop_table("acces_droits_mobilite_commune")
    op.drop_index(
        op.f("ix_acces_droits_offre_mobilite_annee"), table_name="acces_droits_offre_mobilite"
    )
    op.drop_table("acces_droits_offre_mobilite")
