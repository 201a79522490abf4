"""Rights on an action and on the rows of its sheet (conception.md section 7), declared by their tables."""

from core.plan.codes import Diffusion
from core.security.acteur import Role
from core.security.droits import (
    TOUJOURS,
    AxeDeLacteur,
    AxeValide,
    Droits,
    Et,
    Ou,
    Regles,
    Vaut,
    Via,
    pour,
)

_EQUIPE = AxeDeLacteur()
_PUBLIEE = Vaut("brouillon", (False,))
DROITS_ACTION = Droits(
    lire={
        Role.GOUVERNANCE: TOUJOURS,
        Role.EQUIPE: Ou(_EQUIPE, _PUBLIEE),
        **pour(_PUBLIEE, Role.ADMINISTRATEUR, Role.PARTENAIRE_CAF, Role.COMMUNE, Role.COMITE),
        Role.LECTEUR: Et(_PUBLIEE, AxeValide()),
    },
    ecrire={Role.GOUVERNANCE: _PUBLIEE, Role.EQUIPE: _EQUIPE},
)

VIA_EQUIPE = Via("action", _EQUIPE)
VIA_PUBLIEE = Via("action", _PUBLIEE)
_ECRIRE_LIGNE: Regles = {Role.GOUVERNANCE: VIA_PUBLIEE, Role.EQUIPE: VIA_EQUIPE}
# What is read and written as the action itself: its steps, its means, its yearly bilan.
DROITS_LIGNE = Droits(
    lire={role: Via("action", condition) for role, condition in DROITS_ACTION.lire.items()},
    ecrire=_ECRIRE_LIGNE,
    supprimer=_ECRIRE_LIGNE,
)

_PARTENAIRES = Vaut("diffusion", (Diffusion.PARTENAIRES, Diffusion.COPIL))
_COPIL = Vaut("diffusion", (Diffusion.COPIL,))
_PUBLIES = Et(_PARTENAIRES, VIA_PUBLIEE)
# What a team writes for itself, governance reads and does not rewrite.
_ECRIRE_DIFFUSE: Regles = {Role.GOUVERNANCE: _PUBLIES, Role.EQUIPE: VIA_EQUIPE}
# What says how far it may be read: notes, freins, météo, attachments.
DROITS_DIFFUSES = Droits(
    lire={
        Role.GOUVERNANCE: TOUJOURS,
        Role.EQUIPE: Ou(VIA_EQUIPE, _PUBLIES),
        **pour(_PUBLIES, Role.ADMINISTRATEUR, Role.PARTENAIRE_CAF, Role.COMMUNE),
        Role.COMITE: Et(_COPIL, VIA_PUBLIEE),
        Role.LECTEUR: Et(_COPIL, Via("action", Et(_PUBLIEE, AxeValide()))),
    },
    ecrire=_ECRIRE_DIFFUSE,
    supprimer=_ECRIRE_DIFFUSE,
)
