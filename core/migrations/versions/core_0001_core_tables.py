"""Core tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0001"
down_revision = None
branch_labels = ("core",)
depends_on = None


_APPEND_ONLY = """
CREATE FUNCTION ctg_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'La table % ne se modifie pas : elle ne fait que grandir.', TG_TABLE_NAME;
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION ctg_refuse_rewrite();
CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION ctg_refuse_rewrite();
CREATE TRIGGER plateforme_immutable BEFORE UPDATE OR DELETE ON plateforme
    FOR EACH ROW EXECUTE FUNCTION ctg_refuse_rewrite();
CREATE TRIGGER gel_immutable BEFORE UPDATE OR DELETE ON gel
    FOR EACH ROW EXECUTE FUNCTION ctg_refuse_rewrite();
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "axe",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("couleur", sa.Text(), nullable=False),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_axe")),
        sa.UniqueConstraint("numero", name=op.f("uq_axe_numero")),
        sa.UniqueConstraint("slug", name=op.f("uq_axe_slug")),
    )
    op.create_table(
        "bassin",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bassin")),
        sa.UniqueConstraint("nom", name=op.f("uq_bassin_nom")),
    )
    op.create_table(
        "battement",
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_battement")),
    )
    op.create_table(
        "connexion",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("adresse", sa.Text(), nullable=False),
        sa.Column("reussie", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connexion")),
    )
    op.create_index(op.f("ix_connexion_at"), "connexion", ["at"], unique=False)
    op.create_table(
        "convention",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("sous_titre", sa.Text(), server_default="", nullable=False),
        sa.Column("debut", sa.Integer(), nullable=False),
        sa.Column("fin", sa.Integer(), nullable=False),
        sa.Column("cadre", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
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
        sa.CheckConstraint("fin >= debut", name=op.f("ck_convention_duree")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convention")),
        sa.UniqueConstraint("titre", name=op.f("uq_convention_titre")),
    )
    op.create_table(
        "cycle_annuel",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column(
            "etape",
            sa.Enum(
                "preparation",
                "collecte",
                "consolidation",
                "cotech",
                "copil",
                "suites",
                "cloture",
                name="etapecycle",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("debut_collecte", sa.Date(), nullable=False),
        sa.Column("fin_collecte", sa.Date(), nullable=False),
        sa.Column("date_cotech", sa.Date(), nullable=False),
        sa.Column("date_envoi", sa.Date(), nullable=False),
        sa.Column("date_copil", sa.Date(), nullable=False),
        sa.Column("date_cloture", sa.Date(), nullable=False),
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
        sa.CheckConstraint("exercice BETWEEN 2020 AND 2100", name=op.f("ck_cycle_annuel_exercice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_annuel")),
        sa.UniqueConstraint("exercice", name=op.f("uq_cycle_annuel_exercice")),
    )
    op.create_table(
        "fichier",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("type_mime", sa.Text(), nullable=False),
        sa.Column("taille", sa.BigInteger(), nullable=False),
        sa.Column("empreinte", sa.Text(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fichier")),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("compte_id", sa.BigInteger(), nullable=True),
        sa.Column("acteur", sa.Text(), nullable=False),
        sa.Column(
            "acte",
            sa.Enum(
                "creation",
                "modification",
                "suppression",
                name="actejournal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("objet_type", sa.Text(), nullable=False),
        sa.Column("objet_id", sa.Text(), nullable=False),
        sa.Column("objet_libelle", sa.Text(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=True),
        sa.Column("avant", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("apres", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("motif", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("requete_id", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_at"), "journal", ["at"], unique=False)
    op.create_index(op.f("ix_journal_axe_slug"), "journal", ["axe_slug"], unique=False)
    op.create_index("ix_journal_objet", "journal", ["objet_type", "objet_id"], unique=False)
    op.create_table(
        "parametre",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("libelle", sa.Text(), nullable=False),
        sa.Column("unite", sa.Text(), server_default="", nullable=False),
        sa.Column("valeur", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("debut", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
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
        sa.CheckConstraint("source <> ''", name=op.f("ck_parametre_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parametre")),
        sa.UniqueConstraint("code", "debut", name=op.f("uq_parametre_code_debut")),
    )
    op.create_table(
        "periode_faite",
        sa.Column("regle", sa.Text(), nullable=False),
        sa.Column("periode", sa.Text(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("regle", "periode", name=op.f("pk_periode_faite")),
    )
    op.create_table(
        "personne",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("prenom", sa.Text(), nullable=False),
        sa.Column("fonction", sa.Text(), server_default="", nullable=False),
        sa.Column("organisme", sa.Text(), server_default="", nullable=False),
        sa.Column("courriel", sa.Text(), server_default="", nullable=False),
        sa.Column("telephone", sa.Text(), server_default="", nullable=False),
        sa.Column("elu", sa.Boolean(), server_default="false", nullable=False),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personne")),
    )
    op.create_table(
        "plateforme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_plateforme_unique")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plateforme")),
    )
    op.create_table(
        "action_majeure",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["axe_slug"], ["axe.slug"], name=op.f("fk_action_majeure_axe_slug")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_majeure")),
        sa.UniqueConstraint("axe_slug", "rang", name=op.f("uq_action_majeure_axe_slug_rang")),
    )
    op.create_table(
        "commune",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("siren", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("bassin_id", sa.BigInteger(), nullable=True),
        sa.Column("contour", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
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
        sa.ForeignKeyConstraint(["bassin_id"], ["bassin.id"], name=op.f("fk_commune_bassin_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune")),
        sa.UniqueConstraint("code_insee", name=op.f("uq_commune_code_insee")),
    )
    op.create_index(op.f("ix_commune_bassin_id"), "commune", ["bassin_id"], unique=False)
    op.create_table(
        "compte",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("current_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_login_ip", sa.Text(), nullable=True),
        sa.Column("current_login_ip", sa.Text(), nullable=True),
        sa.Column("login_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tf_primary_method", sa.Text(), nullable=True),
        sa.Column("tf_totp_secret", sa.Text(), nullable=True),
        sa.Column("personne_id", sa.BigInteger(), nullable=True),
        sa.Column("invitable", sa.Boolean(), server_default="true", nullable=False),
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
            ["personne_id"], ["personne.id"], name=op.f("fk_compte_personne_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compte")),
        sa.UniqueConstraint("email", name=op.f("uq_compte_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_compte_fs_uniquifier")),
        sa.UniqueConstraint("personne_id", name=op.f("uq_compte_personne_id")),
    )
    op.create_index(
        "uq_compte_email_minuscules",
        "compte",
        [sa.literal_column("lower(email)")],
        unique=True,
    )
    op.create_table(
        "enjeu",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
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
        sa.ForeignKeyConstraint(["axe_slug"], ["axe.slug"], name=op.f("fk_enjeu_axe_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enjeu")),
        sa.UniqueConstraint("axe_slug", "rang", name=op.f("uq_enjeu_axe_slug_rang")),
    )
    op.create_table(
        "etape_convention",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("convention_id", sa.BigInteger(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
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
            ["convention_id"],
            ["convention.id"],
            name=op.f("fk_etape_convention_convention_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_etape_convention")),
    )
    op.create_index(
        op.f("ix_etape_convention_convention_id"),
        "etape_convention",
        ["convention_id"],
        unique=False,
    )
    op.create_table(
        "fichier_morceau",
        sa.Column("fichier_id", sa.BigInteger(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fichier_id"],
            ["fichier.id"],
            name=op.f("fk_fichier_morceau_fichier_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("fichier_id", "rang", name=op.f("pk_fichier_morceau")),
    )
    op.create_table(
        "gel",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("fait_le", sa.DateTime(timezone=True), nullable=False),
        sa.Column("par", sa.Text(), nullable=False),
        sa.Column("motif", sa.Text(), server_default="", nullable=False),
        sa.Column("donnees", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("empreinte", sa.LargeBinary(length=32), nullable=False),
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
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle_annuel.id"], name=op.f("fk_gel_cycle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gel")),
        sa.UniqueConstraint("cycle_id", "numero", name=op.f("uq_gel_cycle_id_numero")),
    )
    op.create_table(
        "instance",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column(
            "genre",
            sa.Enum(
                "copil",
                "cotech",
                "groupe",
                "reseau",
                "concertation",
                "rencontre",
                name="genreinstance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("axe_slug", sa.Text(), nullable=True),
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
        sa.ForeignKeyConstraint(["axe_slug"], ["axe.slug"], name=op.f("fk_instance_axe_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
        sa.UniqueConstraint("nom", name=op.f("uq_instance_nom")),
    )
    op.create_table(
        "mouvement_cycle",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("cycle_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "de",
            sa.Enum(
                "preparation",
                "collecte",
                "consolidation",
                "cotech",
                "copil",
                "suites",
                "cloture",
                name="de",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "vers",
            sa.Enum(
                "preparation",
                "collecte",
                "consolidation",
                "cotech",
                "copil",
                "suites",
                "cloture",
                name="vers",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("par", sa.Text(), nullable=False),
        sa.Column("motif", sa.Text(), server_default="", nullable=False),
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
            ["cycle_id"], ["cycle_annuel.id"], name=op.f("fk_mouvement_cycle_cycle_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mouvement_cycle")),
    )
    op.create_index(
        op.f("ix_mouvement_cycle_cycle_id"),
        "mouvement_cycle",
        ["cycle_id"],
        unique=False,
    )
    op.create_table(
        "rappel",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("regle", sa.Text(), nullable=False),
        sa.Column("objet", sa.Text(), nullable=False),
        sa.Column("periode", sa.Text(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("quoi_faire", sa.Text(), nullable=False),
        sa.Column("echeance", sa.Date(), nullable=True),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("clos_le", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["axe_slug"], ["axe.slug"], name=op.f("fk_rappel_axe_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rappel")),
        sa.UniqueConstraint(
            "regle", "objet", "periode", name=op.f("uq_rappel_regle_objet_periode")
        ),
    )
    op.create_index(op.f("ix_rappel_axe_slug"), "rappel", ["axe_slug"], unique=False)
    op.create_table(
        "reglage_indicateur",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=False),
        sa.Column("libelle", sa.Text(), nullable=False),
        sa.Column("actif", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("phare", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("valeur_initiale", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("annee_initiale", sa.Integer(), nullable=True),
        sa.Column("cible", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("annee_cible", sa.Integer(), nullable=True),
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
            ["axe_slug"], ["axe.slug"], name=op.f("fk_reglage_indicateur_axe_slug")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reglage_indicateur")),
        sa.UniqueConstraint("code", name=op.f("uq_reglage_indicateur_code")),
    )
    op.create_table(
        "validation_axe",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("validee_le", sa.Date(), nullable=False),
        sa.Column("par", sa.Text(), nullable=False),
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
            ["axe_slug"], ["axe.slug"], name=op.f("fk_validation_axe_axe_slug")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validation_axe")),
        sa.UniqueConstraint(
            "axe_slug", "exercice", name=op.f("uq_validation_axe_axe_slug_exercice")
        ),
    )
    op.create_table(
        "action",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("intitule", sa.Text(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=False),
        sa.Column("enjeu_id", sa.BigInteger(), nullable=True),
        sa.Column("action_majeure_id", sa.BigInteger(), nullable=True),
        sa.Column("pilote_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "statut",
            sa.Enum(
                "a_engager",
                "en_cours",
                "suspendue",
                "realisee",
                "abandonnee",
                name="statutaction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "nature",
            sa.Enum(
                "ponctuelle",
                "recurrente",
                name="natureaction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "portee",
            sa.Enum(
                "territoire",
                "communes",
                name="portee",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("date_debut", sa.Date(), nullable=False),
        sa.Column("date_fin", sa.Date(), nullable=True),
        sa.Column("objectif", sa.Text(), server_default="", nullable=False),
        sa.Column("brouillon", sa.Boolean(), server_default="false", nullable=False),
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
            "date_fin IS NULL OR date_fin >= date_debut", name=op.f("ck_action_dates")
        ),
        sa.ForeignKeyConstraint(
            ["action_majeure_id"],
            ["action_majeure.id"],
            name=op.f("fk_action_action_majeure_id"),
        ),
        sa.ForeignKeyConstraint(["axe_slug"], ["axe.slug"], name=op.f("fk_action_axe_slug")),
        sa.ForeignKeyConstraint(["enjeu_id"], ["enjeu.id"], name=op.f("fk_action_enjeu_id")),
        sa.ForeignKeyConstraint(["pilote_id"], ["personne.id"], name=op.f("fk_action_pilote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("code", name=op.f("uq_action_code")),
    )
    op.create_index(op.f("ix_action_axe_slug"), "action", ["axe_slug"], unique=False)
    op.create_index("ix_action_axe_statut", "action", ["axe_slug", "statut"], unique=False)
    op.create_index(op.f("ix_action_pilote_id"), "action", ["pilote_id"], unique=False)
    op.create_table(
        "donnee_contexte",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("valeur", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("millesime", sa.Text(), server_default="", nullable=False),
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
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_donnee_contexte_code_insee"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donnee_contexte")),
        sa.UniqueConstraint(
            "code_insee",
            "annee",
            "code",
            name=op.f("uq_donnee_contexte_code_insee_annee_code"),
        ),
    )
    op.create_table(
        "habilitation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrateur",
                "gouvernance",
                "equipe",
                "commune",
                "partenaire_caf",
                "lecteur",
                "comite",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("axe_slug", sa.Text(), nullable=True),
        sa.Column("code_insee", sa.Text(), nullable=True),
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
            "(role = 'commune') = (code_insee IS NOT NULL)",
            name=op.f("ck_habilitation_commune"),
        ),
        sa.CheckConstraint(
            "(role = 'equipe') = (axe_slug IS NOT NULL)",
            name=op.f("ck_habilitation_axe"),
        ),
        sa.CheckConstraint("role <> 'comite'", name=op.f("ck_habilitation_jamais_comite")),
        sa.CheckConstraint("fin IS NULL OR fin >= debut", name=op.f("ck_habilitation_dates")),
        sa.ForeignKeyConstraint(["axe_slug"], ["axe.slug"], name=op.f("fk_habilitation_axe_slug")),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_habilitation_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["compte_id"],
            ["compte.id"],
            name=op.f("fk_habilitation_compte_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_habilitation")),
    )
    op.create_index(op.f("ix_habilitation_compte_id"), "habilitation", ["compte_id"], unique=False)
    op.create_table(
        "mandat",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("personne_id", sa.BigInteger(), nullable=False),
        sa.Column("intitule", sa.Text(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=True),
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
        sa.CheckConstraint("fin IS NULL OR fin >= debut", name=op.f("ck_mandat_dates")),
        sa.ForeignKeyConstraint(
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_mandat_code_insee")
        ),
        sa.ForeignKeyConstraint(
            ["personne_id"], ["personne.id"], name=op.f("fk_mandat_personne_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandat")),
    )
    op.create_index(op.f("ix_mandat_personne_id"), "mandat", ["personne_id"], unique=False)
    op.create_table(
        "population",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("annee_reference", sa.Integer(), nullable=False),
        sa.Column("municipale", sa.Integer(), nullable=False),
        sa.Column("totale", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
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
            "municipale >= 0 AND totale >= municipale",
            name=op.f("ck_population_effectifs"),
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_population_code_insee"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population")),
        sa.UniqueConstraint("code_insee", "edition", name=op.f("uq_population_code_insee_edition")),
    )
    op.create_table(
        "resultat_attendu",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("enjeu_id", sa.BigInteger(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["enjeu_id"], ["enjeu.id"], name=op.f("fk_resultat_attendu_enjeu_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resultat_attendu")),
        sa.UniqueConstraint("enjeu_id", "rang", name=op.f("uq_resultat_attendu_enjeu_id_rang")),
    )
    op.create_table(
        "seance",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.BigInteger(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("lieu", sa.Text(), server_default="", nullable=False),
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
            ["instance_id"], ["instance.id"], name=op.f("fk_seance_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seance")),
    )
    op.create_index(op.f("ix_seance_exercice"), "seance", ["exercice"], unique=False)
    op.create_index(op.f("ix_seance_instance_id"), "seance", ["instance_id"], unique=False)
    op.create_table(
        "signataire",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("convention_id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=True),
        sa.Column("signe_le", sa.Date(), nullable=True),
        sa.Column("deliberation", sa.Text(), server_default="", nullable=False),
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
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_signataire_code_insee"),
        ),
        sa.ForeignKeyConstraint(
            ["convention_id"],
            ["convention.id"],
            name=op.f("fk_signataire_convention_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signataire")),
    )
    op.create_index(
        op.f("ix_signataire_convention_id"),
        "signataire",
        ["convention_id"],
        unique=False,
    )
    op.create_table(
        "structure",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column(
            "statut",
            sa.Enum(
                "public",
                "associatif",
                "mutualiste",
                "entreprise",
                name="statutstructure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("gestionnaire", sa.Text(), server_default="", nullable=False),
        sa.Column("siret", sa.Text(), nullable=True),
        sa.Column("adresse", sa.Text(), server_default="", nullable=False),
        sa.Column("telephone", sa.Text(), server_default="", nullable=False),
        sa.Column("courriel", sa.Text(), server_default="", nullable=False),
        sa.Column("ouverte_le", sa.Date(), nullable=True),
        sa.Column("fermee_le", sa.Date(), nullable=True),
        sa.Column("axes", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
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
            "siret IS NULL OR siret ~ '^[0-9]{14}$'", name=op.f("ck_structure_siret")
        ),
        sa.CheckConstraint(
            "fermee_le IS NULL OR fermee_le >= ouverte_le",
            name=op.f("ck_structure_dates"),
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_structure_code_insee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure")),
    )
    op.create_index(op.f("ix_structure_code_insee"), "structure", ["code_insee"], unique=False)
    op.create_table(
        "tache",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("parametres", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("cle", sa.Text(), nullable=False),
        sa.Column("demandeur_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "statut",
            sa.Enum(
                "demandee",
                "en_file",
                "en_cours",
                "terminee",
                "echouee",
                "interrompue",
                "annulee",
                name="statuttache",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fait", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("etape_libelle", sa.Text(), server_default="", nullable=False),
        sa.Column("tentatives", sa.Integer(), server_default="0", nullable=False),
        sa.Column("bail_a", sa.Text(), nullable=True),
        sa.Column("bail_jusqu_a", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erreur", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("envoyee_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("commencee_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("terminee_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["demandeur_id"], ["compte.id"], name=op.f("fk_tache_demandeur_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tache")),
        sa.UniqueConstraint("cle", name=op.f("uq_tache_cle")),
    )
    op.create_index(
        "ix_tache_a_reconcilier",
        "tache",
        ["statut", "bail_jusqu_a"],
        unique=False,
        postgresql_where=sa.text("statut IN ('demandee', 'en_file', 'en_cours')"),
    )
    op.create_index(op.f("ix_tache_demandeur_id"), "tache", ["demandeur_id"], unique=False)
    op.create_table(
        "valeur_officielle",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=True),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("valeur", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("numerateur", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("denominateur", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("millesime", sa.Text(), server_default="", nullable=False),
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
        sa.CheckConstraint("source <> ''", name=op.f("ck_valeur_officielle_source")),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_valeur_officielle_code_insee"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_valeur_officielle")),
        sa.UniqueConstraint(
            "code",
            "code_insee",
            "annee",
            name=op.f("uq_valeur_officielle_code_code_insee_annee"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "action_commune",
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_action_commune_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"],
            ["commune.code_insee"],
            name=op.f("fk_action_commune_code_insee"),
        ),
        sa.PrimaryKeyConstraint("action_id", "code_insee", name=op.f("pk_action_commune")),
    )
    op.create_index(
        op.f("ix_action_commune_code_insee"),
        "action_commune",
        ["code_insee"],
        unique=False,
    )
    op.create_table(
        "action_resultat",
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("resultat_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_action_resultat_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resultat_id"],
            ["resultat_attendu.id"],
            name=op.f("fk_action_resultat_resultat_id"),
        ),
        sa.PrimaryKeyConstraint("action_id", "resultat_id", name=op.f("pk_action_resultat")),
    )
    op.create_index(
        op.f("ix_action_resultat_resultat_id"),
        "action_resultat",
        ["resultat_id"],
        unique=False,
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("seance_id", sa.BigInteger(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("intitule", sa.Text(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=True),
        sa.Column("responsable", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "suite_requise",
            sa.Enum(
                "aucune",
                "deliberation_agglo",
                "deliberation_commune",
                "instance_caf",
                "avenant",
                name="suiterequise",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("echeance", sa.Date(), nullable=True),
        sa.Column(
            "etat",
            sa.Enum(
                "a_lancer",
                "en_cours",
                "soldee",
                name="etatdecision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("suivi", sa.Text(), server_default="", nullable=False),
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
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_decision_action_id")),
        sa.ForeignKeyConstraint(
            ["seance_id"],
            ["seance.id"],
            name=op.f("fk_decision_seance_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_action_id"), "decision", ["action_id"], unique=False)
    op.create_index(op.f("ix_decision_seance_id"), "decision", ["seance_id"], unique=False)
    op.create_table(
        "etape",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("intitule", sa.Text(), nullable=False),
        sa.Column("echeance", sa.Date(), nullable=False),
        sa.Column("realisee_le", sa.Date(), nullable=True),
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
            ["action_id"],
            ["action.id"],
            name=op.f("fk_etape_action_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_etape")),
    )
    op.create_index(op.f("ix_etape_action_id"), "etape", ["action_id"], unique=False)
    op.create_table(
        "frein",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "leve_par",
            sa.Enum(
                "equipe",
                "agglomeration",
                "commune",
                "caf",
                "etat",
                "autre",
                name="levepar",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("depuis", sa.Date(), nullable=False),
        sa.Column("leve_le", sa.Date(), nullable=True),
        sa.Column(
            "diffusion",
            sa.Enum(
                "equipe",
                "partenaires",
                "copil",
                name="diffusion",
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
        sa.CheckConstraint("leve_le IS NULL OR leve_le >= depuis", name=op.f("ck_frein_dates")),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_frein_action_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frein")),
    )
    op.create_index(op.f("ix_frein_action_id"), "frein", ["action_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column(
            "genre",
            sa.Enum(
                "avancement",
                "resultat",
                "a_venir",
                "valoriser",
                name="genrenote",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "diffusion",
            sa.Enum(
                "equipe",
                "partenaires",
                "copil",
                name="diffusion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("texte", sa.Text(), nullable=False),
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
        sa.CheckConstraint("btrim(texte) <> ''", name=op.f("ck_note_texte")),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_note_action_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_action_id"), "note", ["action_id"], unique=False)
    op.create_index(op.f("ix_note_exercice"), "note", ["exercice"], unique=False)
    op.create_table(
        "rapport",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column(
            "genre",
            sa.Enum(
                "annuel",
                name="genrerapport",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "comite",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("fige", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("gel_id", sa.BigInteger(), nullable=True),
        sa.Column("tache_id", sa.BigInteger(), nullable=False),
        sa.Column("fichier_id", sa.BigInteger(), nullable=True),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("version_rendu", sa.Text(), server_default="", nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["fichier_id"], ["fichier.id"], name=op.f("fk_rapport_fichier_id")),
        sa.ForeignKeyConstraint(["gel_id"], ["gel.id"], name=op.f("fk_rapport_gel_id")),
        sa.ForeignKeyConstraint(["tache_id"], ["tache.id"], name=op.f("fk_rapport_tache_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rapport")),
        sa.UniqueConstraint("tache_id", name=op.f("uq_rapport_tache_id")),
    )
    op.create_index(op.f("ix_rapport_created_at"), "rapport", ["created_at"], unique=False)
    op.execute(_APPEND_ONLY)


def downgrade() -> None:
    op.drop_index(op.f("ix_rapport_created_at"), table_name="rapport")
    op.drop_table("rapport")
    op.drop_index(op.f("ix_note_exercice"), table_name="note")
    op.drop_index(op.f("ix_note_action_id"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_frein_action_id"), table_name="frein")
    op.drop_table("frein")
    op.drop_index(op.f("ix_etape_action_id"), table_name="etape")
    op.drop_table("etape")
    op.drop_index(op.f("ix_decision_seance_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_action_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_action_resultat_resultat_id"), table_name="action_resultat")
    op.drop_table("action_resultat")
    op.drop_index(op.f("ix_action_commune_code_insee"), table_name="action_commune")
    op.drop_table("action_commune")
    op.drop_table("valeur_officielle")
    op.drop_index(op.f("ix_tache_demandeur_id"), table_name="tache")
    op.drop_index(
        "ix_tache_a_reconcilier",
        table_name="tache",
        postgresql_where=sa.text("statut IN ('demandee', 'en_file', 'en_cours')"),
    )
    op.drop_table("tache")
    op.drop_index(op.f("ix_structure_code_insee"), table_name="structure")
    op.drop_table("structure")
    op.drop_index(op.f("ix_signataire_convention_id"), table_name="signataire")
    op.drop_table("signataire")
    op.drop_index(op.f("ix_seance_instance_id"), table_name="seance")
    op.drop_index(op.f("ix_seance_exercice"), table_name="seance")
    op.drop_table("seance")
    op.drop_table("resultat_attendu")
    op.drop_table("population")
    op.drop_index(op.f("ix_mandat_personne_id"), table_name="mandat")
    op.drop_table("mandat")
    op.drop_index(op.f("ix_habilitation_compte_id"), table_name="habilitation")
    op.drop_table("habilitation")
    op.drop_table("donnee_contexte")
    op.drop_index(op.f("ix_action_pilote_id"), table_name="action")
    op.drop_index("ix_action_axe_statut", table_name="action")
    op.drop_index(op.f("ix_action_axe_slug"), table_name="action")
    op.drop_table("action")
    op.drop_table("validation_axe")
    op.drop_table("reglage_indicateur")
    op.drop_index(op.f("ix_rappel_axe_slug"), table_name="rappel")
    op.drop_table("rappel")
    op.drop_index(op.f("ix_mouvement_cycle_cycle_id"), table_name="mouvement_cycle")
    op.drop_table("mouvement_cycle")
    op.drop_table("instance")
    op.drop_table("gel")
    op.drop_table("fichier_morceau")
    op.drop_index(op.f("ix_etape_convention_convention_id"), table_name="etape_convention")
    op.drop_table("etape_convention")
    op.drop_table("enjeu")
    op.drop_index("uq_compte_email_minuscules", table_name="compte")
    op.drop_table("compte")
    op.drop_index(op.f("ix_commune_bassin_id"), table_name="commune")
    op.drop_table("commune")
    op.drop_table("action_majeure")
    op.drop_table("plateforme")
    op.drop_table("personne")
    op.drop_table("periode_faite")
    op.drop_table("parametre")
    op.drop_index("ix_journal_objet", table_name="journal")
    op.drop_index(op.f("ix_journal_axe_slug"), table_name="journal")
    op.drop_index(op.f("ix_journal_at"), table_name="journal")
    op.drop_table("journal")
    op.drop_table("fichier")
    op.drop_table("cycle_annuel")
    op.drop_table("convention")
    op.drop_index(op.f("ix_connexion_at"), table_name="connexion")
    op.drop_table("connexion")
    op.drop_table("battement")
    op.drop_table("bassin")
    op.drop_table("axe")
    op.execute("DROP FUNCTION ctg_refuse_rewrite()")
