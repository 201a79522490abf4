"""Base classes of an axis' tables, the shared objects they point to, and rights."""

from core.codes import Code
from core.communes.models import Bassin, Commune, DonneeContexte, Population
from core.db.base import Entite, enum_type
from core.db.quantites import Annuel, Scolaire, amplitude, etp, euros, heures, jours, nombre
from core.plan.models import Cadre
from core.plan.models_action import Action
from core.security.acteur import Acteur, Role
from core.security.droits import (
    TOUJOURS,
    AxeDeLacteur,
    CommuneDeLacteur,
    Droits,
    Et,
    Ou,
    Vaut,
    Via,
    droits_chiffres_axe,
    droits_structure_axe,
    pour,
)
from core.security.poids import Poids
from core.structures.models import StatutStructure, Structure

__all__ = [
    "TOUJOURS",
    "Acteur",
    "Action",
    "Annuel",
    "AxeDeLacteur",
    "Bassin",
    "Cadre",
    "Code",
    "Commune",
    "CommuneDeLacteur",
    "DonneeContexte",
    "Droits",
    "Entite",
    "Et",
    "Ou",
    "Poids",
    "Population",
    "Role",
    "Scolaire",
    "StatutStructure",
    "Structure",
    "Vaut",
    "Via",
    "amplitude",
    "droits_chiffres_axe",
    "droits_structure_axe",
    "enum_type",
    "etp",
    "euros",
    "heures",
    "jours",
    "nombre",
    "pour",
]
