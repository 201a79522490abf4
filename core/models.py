"""Every mapped class of core, imported once so that metadata and relations are complete."""

from core.axes.models import Axe
from core.communes.models import Bassin, Commune, DonneeContexte, Population
from core.comptes.models import Compte, Connexion, HabilitationCompte, Mandat, Personne
from core.convention.models import Convention, EtapeConvention, Signataire
from core.cycles.models import CycleAnnuel, Gel, MouvementCycle
from core.db.plateforme import Plateforme
from core.db.soumission import Soumission
from core.evaluation.models import (
    EtudeDiagnostic,
    Evaluation,
    JugementResultat,
    QuestionEvaluation,
)
from core.fichiers import Fichier, MorceauFichier
from core.gouvernance.models import Decision, Instance, Seance
from core.indicateurs.models import ReglageIndicateur, ValeurOfficielle, ValidationAxe
from core.jobs.models import Battement, Tache
from core.journal.models import Evenement
from core.parametres.models import Parametre
from core.plan.models import ActionMajeure, Cadre, Enjeu, ResultatAttendu
from core.plan.models_action import Action, Etape, Frein, Note
from core.rappels.models import PeriodeFaite, RappelEmis
from core.rapports.models import Rapport
from core.structures.models import Structure

MODELS: tuple[type, ...] = (
    Action,
    ActionMajeure,
    Axe,
    Bassin,
    Battement,
    Cadre,
    Commune,
    Compte,
    Connexion,
    Convention,
    CycleAnnuel,
    Decision,
    DonneeContexte,
    Enjeu,
    Etape,
    EtapeConvention,
    EtudeDiagnostic,
    Evaluation,
    Evenement,
    Fichier,
    Frein,
    Gel,
    HabilitationCompte,
    Instance,
    JugementResultat,
    Mandat,
    MorceauFichier,
    MouvementCycle,
    Note,
    Parametre,
    PeriodeFaite,
    Personne,
    Plateforme,
    Population,
    QuestionEvaluation,
    RappelEmis,
    Rapport,
    ReglageIndicateur,
    ResultatAttendu,
    Seance,
    Signataire,
    Soumission,
    Structure,
    Tache,
    ValeurOfficielle,
    ValidationAxe,
)
