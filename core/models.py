"""Every mapped class of core, imported once so that metadata and relations are complete."""

from core.agenda.models import FluxAgenda
from core.axes.models import Axe
from core.chargement.models import Chargement, ContenuChargement, FicheChargee
from core.communes.models import Bassin, Commune, DonneeContexte, Population
from core.comptes.models import Compte, Connexion, HabilitationCompte, Mandat, Personne
from core.convention.models import Avenant, Convention, EtapeConvention, Signataire
from core.cycles.models import (
    CycleAnnuel,
    Gel,
    MouvementCycle,
    MouvementSoumission,
    SoumissionAxe,
)
from core.db.plateforme import Plateforme
from core.db.soumission import Soumission
from core.evaluation.models import (
    EtudeDiagnostic,
    Evaluation,
    JugementResultat,
    QuestionEvaluation,
)
from core.fichiers import Fichier, MorceauFichier
from core.financements.models import (
    AppelAFinancement,
    Candidature,
    EquipementSoutenu,
    MontantEquipement,
    TempsCooperation,
)
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_membre import Membre
from core.gouvernance.models_priorite import PrioriteAction
from core.gouvernance.models_revision import RevisionPlan
from core.gouvernance.models_seance import (
    Participation,
    PointOrdreDuJour,
    PointPropose,
    Presence,
    Releve,
)
from core.indicateurs.models import ReglageIndicateur, ValeurOfficielle, ValidationAxe
from core.jobs.models import Battement, Tache
from core.journal.models import Evenement
from core.parametres.models import Parametre
from core.partenaires.models import Partenaire, Sollicitation
from core.plan.models import ActionMajeure, Cadre, Enjeu, ResultatAttendu
from core.plan.models_action import Action, Etape, Frein, Note
from core.plan.models_echanges import Commentaire, PieceAction
from core.plan.models_filiation import FiliationAction
from core.plan.models_moyens import EtpAction, Financement, LigneBudget, PartenaireAction
from core.plan.models_referent import ReferentAxe
from core.plan.models_suivi import BilanAction, Meteo
from core.rappels.models import PeriodeFaite, RappelEmis
from core.rapports.models import Rapport
from core.structures.models import Structure

MODELS: tuple[type, ...] = (
    Action,
    ActionMajeure,
    AppelAFinancement,
    Avenant,
    Axe,
    Bassin,
    Battement,
    BilanAction,
    Cadre,
    Candidature,
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
    EquipementSoutenu,
    Etape,
    EtapeConvention,
    EtpAction,
    EtudeDiagnostic,
    Evaluation,
    Evenement,
    FicheChargee,
    Fichier,
    FluxAgenda,
    FiliationAction,
    Financement,
    Frein,
    Gel,
    HabilitationCompte,
    Instance,
    JugementResultat,
    LigneBudget,
    Mandat,
    Membre,
    MontantEquipement,
    Meteo,
    MorceauFichier,
    MouvementCycle,
    MouvementSoumission,
    Note,
    Parametre,
    Partenaire,
    Participation,
    PartenaireAction,
    PeriodeFaite,
    PrioriteAction,
    RevisionPlan,
    Personne,
    PieceAction,
    Plateforme,
    PointOrdreDuJour,
    PointPropose,
    Population,
    Presence,
    QuestionEvaluation,
    RappelEmis,
    Rapport,
    ReferentAxe,
    ReglageIndicateur,
    Releve,
    ResultatAttendu,
    Seance,
    Signataire,
    Sollicitation,
    Soumission,
    SoumissionAxe,
    Structure,
    Tache,
    TempsCooperation,
    ValeurOfficielle,
    ValidationAxe,
)
