"""Members of the instances, kit of a session, partners, money and time of the cooperation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0008"
down_revision = "core_0007"
branch_labels = None
depends_on = None


_GENRES_AVANT = ("copil", "cotech", "groupe", "reseau", "concertation", "rencontre")
_GENRES_APRES = (*_GENRES_AVANT, "information")
_RAPPORTS_APRES = ("annuel", "convocation", "emargement", "releve")
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
        "appel_financement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column("financeur", sa.Text(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("date_limite", sa.Date(), nullable=True),
        sa.Column("axe_slug", sa.Text(), nullable=True),
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
            ["axe_slug"], ["axe.slug"], name=op.f("fk_appel_financement_axe_slug")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appel_financement")),
        sa.UniqueConstraint("nom", "exercice", name=op.f("uq_appel_financement_nom_exercice")),
    )
    op.create_table(
        "temps_cooperation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("personne_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "pilotage",
                "petite_enfance",
                "enfance_jeunesse",
                "parentalite",
                "vie_sociale",
                "acces_droits",
                name="themecooperation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("etp", sa.Numeric(precision=5, scale=2), nullable=False),
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
        sa.CheckConstraint("annee BETWEEN 2000 AND 2100", name=op.f("ck_temps_cooperation_annee")),
        sa.CheckConstraint("etp BETWEEN 0 AND 500", name=op.f("ck_temps_cooperation_etp")),
        sa.ForeignKeyConstraint(
            ["personne_id"], ["personne.id"], name=op.f("fk_temps_cooperation_personne_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temps_cooperation")),
        sa.UniqueConstraint(
            "personne_id",
            "theme",
            "annee",
            name=op.f("uq_temps_cooperation_personne_id_theme_annee"),
        ),
    )
    op.create_index(
        op.f("ix_temps_cooperation_annee"), "temps_cooperation", ["annee"], unique=False
    )
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
    op.create_table(
        "partenaire",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "collectivite",
                "etat",
                "caisse",
                "association",
                "etablissement",
                "entreprise",
                "collectif",
                name="typepartenaire",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code_insee", sa.Text(), nullable=True),
        sa.Column("territoire", sa.Text(), server_default="", nullable=False),
        sa.Column("axes", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("courriel", sa.Text(), server_default="", nullable=False),
        sa.Column("telephone", sa.Text(), server_default="", nullable=False),
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
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_partenaire_code_insee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partenaire")),
        sa.UniqueConstraint("nom", name=op.f("uq_partenaire_nom")),
    )
    op.create_table(
        "sollicitation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column("axe_slug", sa.Text(), nullable=True),
        sa.Column("objet", sa.Text(), nullable=False),
        sa.Column("demande", sa.Text(), server_default="", nullable=False),
        sa.Column("recue_le", sa.Date(), nullable=False),
        sa.Column("repondant_id", sa.BigInteger(), nullable=True),
        sa.Column("repondue_le", sa.Date(), nullable=True),
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
        sa.CheckConstraint("repondue_le >= recue_le", name=op.f("ck_sollicitation_dates")),
        sa.ForeignKeyConstraint(["axe_slug"], ["axe.slug"], name=op.f("fk_sollicitation_axe_slug")),
        sa.ForeignKeyConstraint(
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_sollicitation_code_insee")
        ),
        sa.ForeignKeyConstraint(
            ["repondant_id"], ["personne.id"], name=op.f("fk_sollicitation_repondant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sollicitation")),
    )
    op.create_index(
        op.f("ix_sollicitation_code_insee"), "sollicitation", ["code_insee"], unique=False
    )
    op.create_table(
        "candidature",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("appel_id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column("projet", sa.Text(), server_default="", nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "etat",
            sa.Enum(
                "preparation",
                "deposee",
                "accordee",
                "refusee",
                "soldee",
                name="etatcandidature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("demande", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("accorde", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("verse", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("justificatif_du", sa.Date(), nullable=True),
        sa.Column("justificatif_remis", sa.Date(), nullable=True),
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
        sa.CheckConstraint("accorde BETWEEN 0 AND 100000000", name=op.f("ck_candidature_accorde")),
        sa.CheckConstraint("demande BETWEEN 0 AND 100000000", name=op.f("ck_candidature_demande")),
        sa.CheckConstraint("verse BETWEEN 0 AND 100000000", name=op.f("ck_candidature_verse")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_candidature_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["appel_id"], ["appel_financement.id"], name=op.f("fk_candidature_appel_id")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_candidature_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidature")),
    )
    op.create_index(op.f("ix_candidature_appel_id"), "candidature", ["appel_id"], unique=False)
    op.create_index(
        op.f("ix_candidature_structure_id"), "candidature", ["structure_id"], unique=False
    )
    op.create_table(
        "equipement_soutenu",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("structure_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "eaje",
                "rpe",
                "laep",
                "alsh",
                "ludotheque",
                "coordination",
                "autre",
                name="typeequipement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code_insee", sa.Text(), nullable=False),
        sa.Column("bonus_territoire", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("cof_reference", sa.Text(), server_default="", nullable=False),
        sa.Column("cof_debut", sa.Date(), nullable=True),
        sa.Column("cof_fin", sa.Date(), nullable=True),
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
            "cof_fin IS NULL OR cof_debut IS NULL OR cof_fin >= cof_debut",
            name=op.f("ck_equipement_soutenu_dates"),
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_equipement_soutenu_code_insee")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_equipement_soutenu_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipement_soutenu")),
        sa.UniqueConstraint(
            "structure_id", "type", name=op.f("uq_equipement_soutenu_structure_id_type")
        ),
    )
    op.create_index(
        op.f("ix_equipement_soutenu_code_insee"), "equipement_soutenu", ["code_insee"], unique=False
    )
    op.create_table(
        "partenaire_contact",
        sa.Column("partenaire_id", sa.BigInteger(), nullable=False),
        sa.Column("personne_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partenaire_id"],
            ["partenaire.id"],
            name=op.f("fk_partenaire_contact_partenaire_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["personne_id"], ["personne.id"], name=op.f("fk_partenaire_contact_personne_id")
        ),
        sa.PrimaryKeyConstraint("partenaire_id", "personne_id", name=op.f("pk_partenaire_contact")),
    )
    op.create_index(
        op.f("ix_partenaire_contact_personne_id"),
        "partenaire_contact",
        ["personne_id"],
        unique=False,
    )
    op.create_table(
        "participation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("seance_id", sa.BigInteger(), nullable=False),
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
        sa.Column("nombre", sa.Integer(), nullable=False),
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
        sa.CheckConstraint("nombre BETWEEN 0 AND 5000", name=op.f("ck_participation_nombre")),
        sa.ForeignKeyConstraint(
            ["seance_id"],
            ["seance.id"],
            name=op.f("fk_participation_seance_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint(
            "seance_id", "college", name=op.f("uq_participation_seance_id_college")
        ),
    )
    op.create_index(
        op.f("ix_participation_seance_id"), "participation", ["seance_id"], unique=False
    )
    op.create_table(
        "point_propose",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("instance_id", sa.BigInteger(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("motif", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("axe_slug", sa.Text(), nullable=True),
        sa.Column("action_id", sa.BigInteger(), nullable=True),
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
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_point_propose_minutes")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_point_propose_action_id")
        ),
        sa.ForeignKeyConstraint(["axe_slug"], ["axe.slug"], name=op.f("fk_point_propose_axe_slug")),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_point_propose_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_propose")),
    )
    op.create_index(
        op.f("ix_point_propose_instance_id"), "point_propose", ["instance_id"], unique=False
    )
    op.create_table(
        "presence",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("seance_id", sa.BigInteger(), nullable=False),
        sa.Column("code_insee", sa.Text(), nullable=True),
        sa.Column("personne_id", sa.BigInteger(), nullable=True),
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
        sa.Column(
            "etat",
            sa.Enum(
                "titulaire",
                "suppleant",
                "excuse",
                "absent",
                name="etatpresence",
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
            "code_insee IS NOT NULL OR personne_id IS NOT NULL", name=op.f("ck_presence_siege")
        ),
        sa.ForeignKeyConstraint(
            ["code_insee"], ["commune.code_insee"], name=op.f("fk_presence_code_insee")
        ),
        sa.ForeignKeyConstraint(
            ["personne_id"], ["personne.id"], name=op.f("fk_presence_personne_id")
        ),
        sa.ForeignKeyConstraint(
            ["seance_id"], ["seance.id"], name=op.f("fk_presence_seance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
    )
    op.create_index(
        "uq_presence_commune",
        "presence",
        ["seance_id", "code_insee"],
        unique=True,
        postgresql_where="code_insee IS NOT NULL",
    )
    op.create_index(
        "uq_presence_personne",
        "presence",
        ["seance_id", "personne_id"],
        unique=True,
        postgresql_where="code_insee IS NULL",
    )
    op.create_table(
        "releve",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("seance_id", sa.BigInteger(), nullable=False),
        sa.Column("texte", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "projet",
                "relu",
                "valide",
                "diffuse",
                name="etatreleve",
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
        sa.ForeignKeyConstraint(
            ["seance_id"], ["seance.id"], name=op.f("fk_releve_seance_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releve")),
        sa.UniqueConstraint("seance_id", name=op.f("uq_releve_seance_id")),
    )
    op.create_table(
        "montant_equipement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("equipement_id", sa.BigInteger(), nullable=False),
        sa.Column("bonus", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("autres", sa.Numeric(precision=12, scale=2), nullable=True),
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
        sa.CheckConstraint("annee BETWEEN 2000 AND 2100", name=op.f("ck_montant_equipement_annee")),
        sa.CheckConstraint(
            "autres BETWEEN 0 AND 100000000", name=op.f("ck_montant_equipement_autres")
        ),
        sa.CheckConstraint(
            "bonus BETWEEN 0 AND 100000000", name=op.f("ck_montant_equipement_bonus")
        ),
        sa.ForeignKeyConstraint(
            ["equipement_id"],
            ["equipement_soutenu.id"],
            name=op.f("fk_montant_equipement_equipement_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_montant_equipement")),
        sa.UniqueConstraint(
            "equipement_id", "annee", name=op.f("uq_montant_equipement_equipement_id_annee")
        ),
    )
    op.create_index(
        op.f("ix_montant_equipement_annee"), "montant_equipement", ["annee"], unique=False
    )
    op.create_table(
        "point_ordre_du_jour",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("seance_id", sa.BigInteger(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("axe_slug", sa.Text(), nullable=True),
        sa.Column("action_id", sa.BigInteger(), nullable=True),
        sa.Column("trame", sa.Text(), nullable=True),
        sa.Column("frein_id", sa.BigInteger(), nullable=True),
        sa.Column("decision_id", sa.BigInteger(), nullable=True),
        sa.Column("propose_id", sa.BigInteger(), nullable=True),
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
            "minutes BETWEEN 1 AND 480", name=op.f("ck_point_ordre_du_jour_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_point_ordre_du_jour_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["axe_slug"], ["axe.slug"], name=op.f("fk_point_ordre_du_jour_axe_slug")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_point_ordre_du_jour_decision_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["frein_id"],
            ["frein.id"],
            name=op.f("fk_point_ordre_du_jour_frein_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["propose_id"],
            ["point_propose.id"],
            name=op.f("fk_point_ordre_du_jour_propose_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["seance_id"],
            ["seance.id"],
            name=op.f("fk_point_ordre_du_jour_seance_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_ordre_du_jour")),
        sa.UniqueConstraint("propose_id", name=op.f("uq_point_ordre_du_jour_propose_id")),
        sa.UniqueConstraint(
            "seance_id", "decision_id", name=op.f("uq_point_ordre_du_jour_seance_id_decision_id")
        ),
        sa.UniqueConstraint(
            "seance_id", "frein_id", name=op.f("uq_point_ordre_du_jour_seance_id_frein_id")
        ),
        sa.UniqueConstraint(
            "seance_id", "trame", name=op.f("uq_point_ordre_du_jour_seance_id_trame")
        ),
    )
    op.create_index(
        op.f("ix_point_ordre_du_jour_seance_id"), "point_ordre_du_jour", ["seance_id"], unique=False
    )
    op.add_column("decision", sa.Column("porteur_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_decision_porteur_id"), "decision", ["porteur_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_decision_porteur_id"), "decision", "personne", ["porteur_id"], ["id"]
    )
    op.add_column(
        "rapport",
        sa.Column(
            "format",
            sa.Enum(
                "pdf",
                "docx",
                name="formatrapport",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="pdf",
            nullable=False,
        ),
    )
    op.add_column("rapport", sa.Column("seance_id", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_rapport_seance_id"), "rapport", ["seance_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_rapport_seance_id"), "rapport", "seance", ["seance_id"], ["id"], ondelete="CASCADE"
    )
    op.add_column(
        "seance",
        sa.Column(
            "etat",
            sa.Enum(
                "prevue",
                "convoquee",
                "tenue",
                "annulee",
                name="etatseance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default="prevue",
            nullable=False,
        ),
    )
    op.add_column("seance", sa.Column("heure_debut", sa.Time(), nullable=True))
    op.add_column("seance", sa.Column("heure_fin", sa.Time(), nullable=True))
    op.execute("UPDATE seance SET etat = 'tenue' WHERE jour < current_date")
    op.execute(_INSTANCE)
    op.execute(_MOVE)
    op.drop_column("mandat", "qualite")
    _set_codes("instance", "genre", "genreinstance", _GENRES_APRES)
    _set_codes("rapport", "genre", "genrerapport", _RAPPORTS_APRES)
    _set_codes("rapport", "audience", "audience", ("comite", "seance"))


def downgrade() -> None:
    op.execute("DELETE FROM rapport WHERE genre <> 'annuel'")
    _set_codes("instance", "genre", "genreinstance", _GENRES_AVANT)
    _set_codes("rapport", "genre", "genrerapport", ("annuel",))
    _set_codes("rapport", "audience", "audience", ("comite",))
    op.drop_column("seance", "heure_fin")
    op.drop_column("seance", "heure_debut")
    op.drop_column("seance", "etat")
    op.drop_constraint(op.f("fk_rapport_seance_id"), "rapport", type_="foreignkey")
    op.drop_index(op.f("ix_rapport_seance_id"), table_name="rapport")
    op.drop_column("rapport", "seance_id")
    op.drop_column("rapport", "format")
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
    op.drop_index(op.f("ix_point_ordre_du_jour_seance_id"), table_name="point_ordre_du_jour")
    op.drop_table("point_ordre_du_jour")
    op.drop_index(op.f("ix_montant_equipement_annee"), table_name="montant_equipement")
    op.drop_table("montant_equipement")
    op.drop_table("releve")
    op.drop_index(
        "uq_presence_personne", table_name="presence", postgresql_where="code_insee IS NULL"
    )
    op.drop_index(
        "uq_presence_commune", table_name="presence", postgresql_where="code_insee IS NOT NULL"
    )
    op.drop_table("presence")
    op.drop_index(op.f("ix_point_propose_instance_id"), table_name="point_propose")
    op.drop_table("point_propose")
    op.drop_index(op.f("ix_participation_seance_id"), table_name="participation")
    op.drop_table("participation")
    op.drop_index(op.f("ix_partenaire_contact_personne_id"), table_name="partenaire_contact")
    op.drop_table("partenaire_contact")
    op.drop_index(op.f("ix_equipement_soutenu_code_insee"), table_name="equipement_soutenu")
    op.drop_table("equipement_soutenu")
    op.drop_index(op.f("ix_candidature_structure_id"), table_name="candidature")
    op.drop_index(op.f("ix_candidature_appel_id"), table_name="candidature")
    op.drop_table("candidature")
    op.drop_index(op.f("ix_sollicitation_code_insee"), table_name="sollicitation")
    op.drop_table("sollicitation")
    op.drop_table("partenaire")
    op.drop_index("ix_membre_siege", table_name="membre")
    op.drop_index(op.f("ix_membre_personne_id"), table_name="membre")
    op.drop_table("membre")
    op.drop_index(op.f("ix_temps_cooperation_annee"), table_name="temps_cooperation")
    op.drop_table("temps_cooperation")
    op.drop_table("appel_financement")


def _set_codes(table: str, column: str, code: str, values: tuple[str, ...]) -> None:
    """Allow these values of a code list only."""
    name = op.f(f"ck_{table}_{code}")
    op.drop_constraint(name, table, type_="check")
    listed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(name, table, f"{column} IN ({listed})")
