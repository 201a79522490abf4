"""Organisations of the territory, entered once and shared by the axes."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.codes import Code
from core.communes.models import Commune
from core.db.base import Entite, enum_type
from core.db.index import index_label, index_search, index_sort
from core.security.acteur import Role
from core.security.droits import TOUJOURS, TOUS_LES_ROLES, AxesCommuns, Droits, pour
from core.security.poids import Poids


class StatutStructure(Code):
    """Who runs a structure (domaine.md 3.3)."""

    PUBLIC = "public", "Public"
    ASSOCIATIF = "associatif", "Associatif"
    MUTUALISTE = "mutualiste", "Mutualiste"
    ENTREPRISE = "entreprise", "Entreprise"


class Structure(Entite):
    """A centre social, a crèche, a relais... ``axes`` says which teams keep its sheet; an axis adds its
    own rows with a foreign key here and never copies these columns."""

    __tablename__ = "structure"
    __libelle__ = ("nom",)
    __grande__ = True
    __droits__ = Droits(
        lire=pour(TOUJOURS, *TOUS_LES_ROLES),
        ecrire={Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: AxesCommuns()},
        supprimer={Role.GOUVERNANCE: TOUJOURS},
        # Its commune is where the figures of its axes count, its dates in which years; a public one is a
        # collectivité.
        poids=(
            Poids(axes="axes", colonnes=("code_insee", "ouverte_le", "statut")),
            Poids(axes="axes", fin="fermee_le", decalage=1, colonnes=("fermee_le",)),
        ),
    )
    __table_args__ = (
        CheckConstraint("siret IS NULL OR siret ~ '^[0-9]{14}$'", name="siret"),
        CheckConstraint("fermee_le IS NULL OR fermee_le >= ouverte_le", name="dates"),
    )

    nom: Mapped[str]
    code_insee: Mapped[str] = mapped_column(ForeignKey("commune.code_insee"), index=True)
    statut: Mapped[StatutStructure] = mapped_column(enum_type(StatutStructure))
    gestionnaire: Mapped[str] = mapped_column(default="", server_default="")
    siret: Mapped[str | None]
    adresse: Mapped[str] = mapped_column(default="", server_default="")
    telephone: Mapped[str] = mapped_column(default="", server_default="")
    courriel: Mapped[str] = mapped_column(default="", server_default="")
    ouverte_le: Mapped[date | None]
    fermee_le: Mapped[date | None]
    axes: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    source: Mapped[str] = mapped_column(default="", server_default="")

    commune: Mapped[Commune] = relationship()

    def __str__(self) -> str:
        return self.nom


index_label(Structure)
index_search(Structure, "nom", "gestionnaire")
index_sort(Structure, "nom", "statut", "gestionnaire", "fermee_le")
