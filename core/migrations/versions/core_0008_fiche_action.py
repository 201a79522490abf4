"""The action sheet: means, météo, bilans, filiation, attachments, comments, priorities, revisions, avenants.

An action abandoned before has its act of abandon, whose reason nobody was asked.
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0008"
down_revision = "core_0007"
branch_labels = None
depends_on = None


_STATUTS = ("a_engager", "en_cours", "suspendue", "realisee", "abandonnee")


def _check_statut(statuts: tuple[str, ...]) -> None:
    """The list of statuses is a CHECK (core.db.base.enum_type), which autogenerate does not see."""
    name = op.f("ck_action_statutaction")
    op.drop_constraint(name, "action", type_="check")
    op.create_check_constraint(name, "action", sa.column("statut").in_(statuts))


def upgrade() -> None:
    _check_statut((*_STATUTS, "remplacee"))
    op.create_table(
        "avenant",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("convention_id", sa.BigInteger(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("objet", sa.Text(), nullable=False),
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
        sa.CheckConstraint("numero >= 1", name=op.f("ck_avenant_numero")),
        sa.ForeignKeyConstraint(
            ["convention_id"], ["convention.id"], name=op.f("fk_avenant_convention_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_avenant")),
        sa.UniqueConstraint(
            "convention_id", "numero", name=op.f("uq_avenant_convention_id_numero")
        ),
    )
    op.create_index(op.f("ix_avenant_convention_id"), "avenant", ["convention_id"], unique=False)
    op.create_table(
        "bilan_action",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column(
            "resultat",
            sa.Enum(
                "menee",
                "partiellement",
                "non_menee",
                name="resultatbilan",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("texte", sa.Text(), server_default="", nullable=False),
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
        sa.CheckConstraint("exercice BETWEEN 2000 AND 2100", name=op.f("ck_bilan_action_exercice")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_bilan_action_action_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bilan_action")),
        sa.UniqueConstraint(
            "action_id", "exercice", name=op.f("uq_bilan_action_action_id_exercice")
        ),
    )
    op.create_index(op.f("ix_bilan_action_action_id"), "bilan_action", ["action_id"], unique=False)
    op.create_index(op.f("ix_bilan_action_exercice"), "bilan_action", ["exercice"], unique=False)
    op.create_table(
        "commentaire",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("compte_id", sa.BigInteger(), nullable=True),
        sa.Column("auteur", sa.Text(), nullable=False),
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
        sa.CheckConstraint("btrim(texte) <> ''", name=op.f("ck_commentaire_texte")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_commentaire_action_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commentaire")),
    )
    op.create_index(op.f("ix_commentaire_action_id"), "commentaire", ["action_id"], unique=False)
    op.create_table(
        "etp_action",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("fonction", sa.Text(), server_default="", nullable=False),
        sa.Column("etp", sa.Numeric(precision=5, scale=2), nullable=False),
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
        sa.CheckConstraint("etp BETWEEN 0 AND 500", name=op.f("ck_etp_action_etp")),
        sa.CheckConstraint("exercice BETWEEN 2000 AND 2100", name=op.f("ck_etp_action_exercice")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_etp_action_action_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_etp_action")),
    )
    op.create_index(op.f("ix_etp_action_action_id"), "etp_action", ["action_id"], unique=False)
    op.create_table(
        "filiation_action",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("de_id", sa.BigInteger(), nullable=False),
        sa.Column("vers_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "genre",
            sa.Enum(
                "fusion",
                "scission",
                "reprise",
                "abandon",
                name="genrefiliation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
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
            "(vers_id IS NULL) = (genre = 'abandon')", name=op.f("ck_filiation_action_suite")
        ),
        sa.CheckConstraint("btrim(motif) <> ''", name=op.f("ck_filiation_action_motif")),
        sa.CheckConstraint("vers_id <> de_id", name=op.f("ck_filiation_action_autre")),
        sa.ForeignKeyConstraint(
            ["de_id"], ["action.id"], name=op.f("fk_filiation_action_de_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vers_id"], ["action.id"], name=op.f("fk_filiation_action_vers_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filiation_action")),
    )
    op.create_index(op.f("ix_filiation_action_de_id"), "filiation_action", ["de_id"], unique=False)
    op.create_index(op.f("ix_filiation_action_jour"), "filiation_action", ["jour"], unique=False)
    op.create_index(
        op.f("ix_filiation_action_vers_id"), "filiation_action", ["vers_id"], unique=False
    )
    op.create_index(
        "uq_filiation_action_abandon",
        "filiation_action",
        ["de_id"],
        unique=True,
        postgresql_where=sa.text("genre = 'abandon'"),
    )
    op.create_table(
        "financement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column(
            "financeur",
            sa.Enum(
                "agglomeration",
                "commune",
                "caf",
                "departement",
                "etat",
                "msa",
                "autre",
                name="financeur",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("precision", sa.Text(), server_default="", nullable=False),
        sa.Column("demande", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("accorde", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("verse", sa.Numeric(precision=12, scale=2), nullable=True),
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
        sa.CheckConstraint("accorde BETWEEN 0 AND 100000000", name=op.f("ck_financement_accorde")),
        sa.CheckConstraint("demande BETWEEN 0 AND 100000000", name=op.f("ck_financement_demande")),
        sa.CheckConstraint("exercice BETWEEN 2000 AND 2100", name=op.f("ck_financement_exercice")),
        sa.CheckConstraint("verse BETWEEN 0 AND 100000000", name=op.f("ck_financement_verse")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_financement_action_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financement")),
    )
    op.create_index(op.f("ix_financement_action_id"), "financement", ["action_id"], unique=False)
    op.create_table(
        "ligne_budget",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("poste", sa.Text(), server_default="", nullable=False),
        sa.Column("prevu", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("realise", sa.Numeric(precision=12, scale=2), nullable=True),
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
        sa.CheckConstraint("exercice BETWEEN 2000 AND 2100", name=op.f("ck_ligne_budget_exercice")),
        sa.CheckConstraint("prevu BETWEEN 0 AND 100000000", name=op.f("ck_ligne_budget_prevu")),
        sa.CheckConstraint("realise BETWEEN 0 AND 100000000", name=op.f("ck_ligne_budget_realise")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_ligne_budget_action_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ligne_budget")),
    )
    op.create_index(op.f("ix_ligne_budget_action_id"), "ligne_budget", ["action_id"], unique=False)
    op.create_table(
        "meteo",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column(
            "ciel",
            sa.Enum(
                "soleil",
                "eclaircies",
                "nuages",
                "orage",
                name="ciel",
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
        sa.Column("commentaire", sa.Text(), server_default="", nullable=False),
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
        sa.CheckConstraint("exercice BETWEEN 2000 AND 2100", name=op.f("ck_meteo_exercice")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_meteo_action_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meteo")),
    )
    op.create_index(op.f("ix_meteo_action_id"), "meteo", ["action_id"], unique=False)
    op.create_index(op.f("ix_meteo_exercice"), "meteo", ["exercice"], unique=False)
    op.create_table(
        "partenaire_action",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("nom", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "pilote_associe",
                "financeur",
                "operateur",
                "associe",
                name="rolepartenaire",
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
        sa.CheckConstraint("btrim(nom) <> ''", name=op.f("ck_partenaire_action_nom")),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_partenaire_action_action_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partenaire_action")),
    )
    op.create_index(
        op.f("ix_partenaire_action_action_id"), "partenaire_action", ["action_id"], unique=False
    )
    op.create_table(
        "piece_action",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("fichier_id", sa.BigInteger(), nullable=False),
        sa.Column("titre", sa.Text(), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_piece_action_action_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["fichier_id"], ["fichier.id"], name=op.f("fk_piece_action_fichier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_action")),
    )
    op.create_index(op.f("ix_piece_action_action_id"), "piece_action", ["action_id"], unique=False)
    op.create_index(
        op.f("ix_piece_action_fichier_id"), "piece_action", ["fichier_id"], unique=False
    )
    op.create_table(
        "priorite_action",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("seance_id", sa.BigInteger(), nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "priorite_proposee",
            sa.Enum(
                "prioritaire",
                "a_poursuivre",
                "a_suspendre",
                "a_abandonner",
                "a_reporter",
                name="priorite_proposee",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "priorite_decidee",
            sa.Enum(
                "prioritaire",
                "a_poursuivre",
                "a_suspendre",
                "a_abandonner",
                "a_reporter",
                name="priorite_decidee",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("confiance", sa.Integer(), nullable=True),
        sa.Column("rang", sa.Integer(), nullable=True),
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
        sa.CheckConstraint("confiance BETWEEN 1 AND 3", name=op.f("ck_priorite_action_confiance")),
        sa.CheckConstraint("rang BETWEEN 1 AND 999", name=op.f("ck_priorite_action_rang")),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_priorite_action_action_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seance_id"],
            ["seance.id"],
            name=op.f("fk_priorite_action_seance_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priorite_action")),
        sa.UniqueConstraint(
            "seance_id", "action_id", name=op.f("uq_priorite_action_seance_id_action_id")
        ),
    )
    op.create_index(
        op.f("ix_priorite_action_action_id"), "priorite_action", ["action_id"], unique=False
    )
    op.create_index(
        op.f("ix_priorite_action_seance_id"), "priorite_action", ["seance_id"], unique=False
    )
    op.create_table(
        "revision_plan",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("exercice", sa.Integer(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("seance_id", sa.BigInteger(), nullable=True),
        sa.Column("texte", sa.Text(), server_default="", nullable=False),
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
            "exercice BETWEEN 2000 AND 2100", name=op.f("ck_revision_plan_exercice")
        ),
        sa.ForeignKeyConstraint(
            ["seance_id"], ["seance.id"], name=op.f("fk_revision_plan_seance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_plan")),
        sa.UniqueConstraint("jour", name=op.f("uq_revision_plan_jour")),
    )
    op.create_index(op.f("ix_revision_plan_exercice"), "revision_plan", ["exercice"], unique=False)
    op.create_index(
        op.f("ix_revision_plan_seance_id"), "revision_plan", ["seance_id"], unique=False
    )
    op.add_column("action", sa.Column("evaluation", sa.Text(), server_default="", nullable=False))
    op.drop_index(op.f("ix_action_statut_tri"), table_name="action")
    op.create_index(
        "ix_action_statut_tri",
        "action",
        [
            sa.literal_column(
                "ctg_rang(statut, 'a_engager,en_cours,suspendue,realisee,abandonnee,remplacee')"
            ),
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_journal_action",
        "journal",
        [sa.literal_column("(coalesce(apres, avant) ->> 'action_id')")],
        unique=False,
        postgresql_where=sa.text("acte IN ('creation', 'suppression')"),
    )
    op.execute(
        "INSERT INTO filiation_action (de_id, genre, jour, motif) "
        "SELECT id, 'abandon', updated_at::date, 'Motif non demandé à l''époque' "
        "FROM action WHERE statut = 'abandonnee'"
    )


def downgrade() -> None:
    op.execute("UPDATE action SET statut = 'abandonnee' WHERE statut = 'remplacee'")
    _check_statut(_STATUTS)
    op.drop_index(
        "ix_journal_action",
        table_name="journal",
        postgresql_where=sa.text("acte IN ('creation', 'suppression')"),
    )
    op.drop_index("ix_action_statut_tri", table_name="action")
    op.create_index(
        op.f("ix_action_statut_tri"),
        "action",
        [
            sa.literal_column(
                "ctg_rang(statut, 'a_engager,en_cours,suspendue,realisee,abandonnee'::text)"
            ),
            "id",
        ],
        unique=False,
    )
    op.drop_column("action", "evaluation")
    op.drop_index(op.f("ix_revision_plan_seance_id"), table_name="revision_plan")
    op.drop_index(op.f("ix_revision_plan_exercice"), table_name="revision_plan")
    op.drop_table("revision_plan")
    op.drop_index(op.f("ix_priorite_action_seance_id"), table_name="priorite_action")
    op.drop_index(op.f("ix_priorite_action_action_id"), table_name="priorite_action")
    op.drop_table("priorite_action")
    op.drop_index(op.f("ix_piece_action_fichier_id"), table_name="piece_action")
    op.drop_index(op.f("ix_piece_action_action_id"), table_name="piece_action")
    op.drop_table("piece_action")
    op.drop_index(op.f("ix_partenaire_action_action_id"), table_name="partenaire_action")
    op.drop_table("partenaire_action")
    op.drop_index(op.f("ix_meteo_exercice"), table_name="meteo")
    op.drop_index(op.f("ix_meteo_action_id"), table_name="meteo")
    op.drop_table("meteo")
    op.drop_index(op.f("ix_ligne_budget_action_id"), table_name="ligne_budget")
    op.drop_table("ligne_budget")
    op.drop_index(op.f("ix_financement_action_id"), table_name="financement")
    op.drop_table("financement")
    op.drop_index(
        "uq_filiation_action_abandon",
        table_name="filiation_action",
        postgresql_where=sa.text("genre = 'abandon'"),
    )
    op.drop_index(op.f("ix_filiation_action_vers_id"), table_name="filiation_action")
    op.drop_index(op.f("ix_filiation_action_jour"), table_name="filiation_action")
    op.drop_index(op.f("ix_filiation_action_de_id"), table_name="filiation_action")
    op.drop_table("filiation_action")
    op.drop_index(op.f("ix_etp_action_action_id"), table_name="etp_action")
    op.drop_table("etp_action")
    op.drop_index(op.f("ix_commentaire_action_id"), table_name="commentaire")
    op.drop_table("commentaire")
    op.drop_index(op.f("ix_bilan_action_exercice"), table_name="bilan_action")
    op.drop_index(op.f("ix_bilan_action_action_id"), table_name="bilan_action")
    op.drop_table("bilan_action")
    op.drop_index(op.f("ix_avenant_convention_id"), table_name="avenant")
    op.drop_table("avenant")
