"""Rights on instances and all that hangs on them: everybody reads, governance writes, a team writes its own
groups (conception.md section 7)."""

from core.gouvernance.codes import GenreInstance
from core.security.acteur import Role
from core.security.droits import (
    TOUJOURS,
    TOUS_LES_ROLES,
    AxeDeLacteur,
    Condition,
    Droits,
    Et,
    Vaut,
    Via,
    pour,
)

GENRES_D_EQUIPE = (
    GenreInstance.GROUPE,
    GenreInstance.RESEAU,
    GenreInstance.CONCERTATION,
    GenreInstance.RENCONTRE,
    GenreInstance.INFORMATION,
)
GROUPE_DE_LAXE = Et(AxeDeLacteur(), Vaut("genre", GENRES_D_EQUIPE))
VIA_INSTANCE = Via("instance", GROUPE_DE_LAXE)
VIA_SEANCE = Via("seance", VIA_INSTANCE)


def droits_instance(groupe: Condition) -> Droits:
    """``groupe`` ties a row to a group of the team."""
    ecrire = {Role.GOUVERNANCE: TOUJOURS, Role.EQUIPE: groupe}
    return Droits(lire=pour(TOUJOURS, *TOUS_LES_ROLES), ecrire=ecrire, supprimer=ecrire)
