"""Every mapped class of core, imported once so that metadata and relations are complete."""

from core.axes.models import Axe
from core.chargement.models import Chargement, ContenuChargement, FicheChargee
from core.communes.models import Bassin, Commune, DonneeContexte, Population
from core.comptes.models import Compte, Connexion, HabilitationCompte, Mandat, Personne
from core.convention.models import Avenant, Convention, EtapeConvention, Signataire
from core.cycles.models import CycleAnnuel, Gel, MouvementCycle
from core.db.plateforme import Plateforme
from core.db.soumission import Soumission
from core.fichiers import Fichier, MorceauFichier
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_priorite import PrioriteAction
from core.gouvernance.models_revision import RevisionPlan
from core.indicateurs.models import ReglageIndicateur, ValeurOfficielle, ValidationAxe
from core.jobs.models import Battement, Tache
from core.journal.models import Evenement
from core.parametres.models import Parametre
from core.plan.models import ActionMajeure, Cadre, Enjeu, ResultatAttendu
from core.plan.models_action import Action, Etape, Frein, Note
from core.plan.models_echanges import Commentaire, PieceAction
from core.plan.models_filiation import FiliationAction
from core.plan.models_moyens import EtpAction, Financement, LigneBudget, PartenaireAction
from core.plan.models_suivi import BilanAction, Meteo
from core.rappels.models import PeriodeFaite, RappelEmis
from core.rapports.models import Rapport
from core.structures.models import Structure

MODELS: tuple[type, ...] = (
    Action,
    ActionMajeure,
    Avenant,
    Axe,
    Bassin,
    Battement,
    BilanAction,
    Cadre,
    Chargement,
    Commentaire,
    Commune,
    Compte,
    Connexion,
    ContenuChargement,
    Convention,
    CycleAnnuel,
    Decision,
    DonneeContexte,
    Enjeu,
    Etape,
    EtapeConvention,
    EtpAction,
    Evenement,
    FicheChargee,
    Fichier,
    FiliationAction,
    Financement,
    Frein,
    Gel,
    HabilitationCompte,
    Instance,
    LigneBudget,
    Mandat,
    Meteo,
    MorceauFichier,
    MouvementCycle,
    Note,
    Parametre,
    PartenaireAction,
    PeriodeFaite,
    PrioriteAction,
    RevisionPlan,
    Personne,
    PieceAction,
    Plateforme,
    Population,
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
