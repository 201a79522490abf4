"""The world of the walk, its year: sessions, evaluation, figures, cooperation, traces, reports, loads."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.chargement.codes import EtatChargement
from core.chargement.models import Chargement, ContenuChargement
from core.chargement.rules.feuille import Feuille
from core.cycles.models import CycleAnnuel, Gel
from core.cycles.rules import EtapeCycle, default_dates
from core.evaluation.codes import CritereEvaluation, EtatEvaluation, Jugement, Moment
from core.evaluation.models import EtudeDiagnostic, Evaluation, JugementResultat, QuestionEvaluation
from core.fichiers import create_fichier
from core.financements.codes import ThemeCooperation, TypeEquipement
from core.financements.models import (
    AppelAFinancement,
    Candidature,
    EquipementSoutenu,
    MontantEquipement,
    TempsCooperation,
)
from core.gouvernance.codes import College, EtatPresence, EtatReleve, GenreInstance
from core.gouvernance.models import Decision, Instance, Seance
from core.gouvernance.models_membre import Membre
from core.gouvernance.models_priorite import Priorite, PrioriteAction
from core.gouvernance.models_revision import RevisionPlan
from core.gouvernance.models_seance import PointOrdreDuJour, PointPropose, Presence, Releve
from core.indicateurs.models import ValidationAxe
from core.jobs.models import StatutTache, Tache
from core.journal.models import ActeJournal, Evenement
from core.partenaires.codes import TypePartenaire
from core.partenaires.models import Partenaire, Sollicitation
from core.plan.codes import (
    GenreFiliation,
)
from core.plan.models import ResultatAttendu
from core.plan.models_action import Action, Frein
from core.plan.models_filiation import FiliationAction
from core.plugin.registry import Registry
from core.rappels.models import RappelEmis
from core.rapports.document import Document, to_json
from core.rapports.dossier import build_donnees, compute_empreinte
from core.rapports.models import Audience, GenreRapport, Rapport
from core.structures.models import StatutStructure, Structure
from tests.permissions.axes import AXES
from tests.permissions.monde import COMMUNES, PAR, PE, Monde

RELEVES = {"copil": EtatReleve.DIFFUSE, "pe": EtatReleve.PROJET, "par": EtatReleve.RELU}


def plant_year(session: Session, registry: Registry, monde: Monde) -> None:
    """What a year leaves on the plan that :func:`planter_plan.plant_plan` wrote."""
    _governance(session, monde)
    _evaluation(session, monde)
    _figures(session, monde)
    _cooperation(session, monde)
    _traces(session, monde)
    _reports(session, monde)
    _frozen(session, registry)
    _loads(session, monde)


def _governance(session: Session, monde: Monde) -> None:
    copil = session.scalars(select(Instance).where(Instance.genre == GenreInstance.COPIL)).one()
    monde.ids["instance/copil"] = copil.id
    groupes = {
        court: monde.add(
            session,
            f"instance/{court}",
            Instance(nom=f"Groupe {court}", genre=GenreInstance.GROUPE, axe_slug=slug),
        )
        for court, slug in (("pe", PE), ("par", PAR))
    }
    for name, instance in {"copil": copil, **groupes}.items():
        seance = Seance(instance=instance, jour=date(2025, 11, 4), exercice=2024)
        # Decisions speak of every action, drafts included.
        for rang, action in enumerate(session.scalars(select(Action)), 1):
            seance.decisions.append(Decision(rang=rang, intitule="Poursuivre", action=action))
        monde.add(session, f"seance/{name}", seance)
        # So do agendas, and of every frein, whatever its diffusion.
        for rang, frein in enumerate(session.scalars(select(Frein)), 1):
            point = PointOrdreDuJour(
                rang=rang, titre="Un frein", minutes=5, frein=frein, action=frein.action
            )
            seance.points.append(point)
        session.add(
            Presence(
                seance=seance, code_insee="49027", college=College.ELUS, etat=EtatPresence.EXCUSE
            )
        )
        releve = Releve(seance=seance, texte=monde.text(f"releve_{name}"), etat=RELEVES[name])
        monde.add(session, f"releve/{name}", releve)
        if instance.axe_slug:
            propose = PointPropose(instance=copil, titre="Un point", axe_slug=instance.axe_slug)
            monde.add(session, f"point-propose/{name}", propose)
        membre = Membre(
            instance=instance,
            personne_id=monde.ids["personne/un"],
            college=College.TECHNICIENS,
            debut=date(2024, 1, 1),
        )
        monde.add(session, f"membre/{name}", membre)
        monde.ids["decision/un"] = seance.decisions[0].id
        if name == "copil":
            _rank(session, monde, seance)


def _rank(session: Session, monde: Monde, seance: Seance) -> None:
    """A priority of each action, proposed; decided for one; the plan revised; an action taken up."""
    for court in ("pe_publiee", "par_publiee", "pe_brouillon", "par_brouillon"):
        action = session.get_one(Action, monde.ids[f"action/{court}"])
        row = PrioriteAction(seance=seance, action=action, priorite_proposee=Priorite.PRIORITAIRE)
        monde.add(session, f"priorite/{court}", row)
        acte = FiliationAction(
            de=action,
            vers_id=monde.ids[
                "action/pe_publiee" if court != "pe_publiee" else "action/par_publiee"
            ],
            genre=GenreFiliation.REPRISE,
            jour=date(2025, 6, 1),
            motif=monde.text(f"filiation_{court}"),
        )
        session.add(acte)
    decided = session.get_one(PrioriteAction, monde.ids["priorite/pe_publiee"])
    decided.priorite_decidee = Priorite.PRIORITAIRE
    monde.add(session, "revision/un", RevisionPlan(exercice=2024, jour=seance.jour, seance=seance))


def _evaluation(session: Session, monde: Monde) -> None:
    fichier = create_fichier(
        session, nom="etude.pdf", type_mime="application/pdf", contenu=b"%PDF- essai"
    )
    etude = EtudeDiagnostic(titre="Diagnostic", annee=2023, fichier=fichier)
    monde.add(session, "etude-diagnostic/un", etude)
    for evaluation in session.scalars(select(Evaluation)):
        moment = evaluation.moment.value
        if evaluation.moment is Moment.FINALE:
            evaluation.etat, evaluation.publiee_le = EtatEvaluation.PUBLIEE, date(2028, 6, 1)
        for resultat in session.scalars(select(ResultatAttendu)):
            jugement = JugementResultat(
                evaluation=evaluation,
                resultat=resultat,
                jugement=Jugement.EN_PARTIE,
                preuves=monde.text(f"jugement_{moment}"),
            )
            session.add(jugement)
        question = QuestionEvaluation(
            evaluation=evaluation,
            rang=1,
            critere=CritereEvaluation.PERTINENCE,
            question=monde.text(f"question_{moment}"),
            reponse=monde.text(f"reponse_{moment}"),
        )
        monde.add(session, f"question-evaluation/{moment}", question)
        monde.ids["evaluation/un"] = evaluation.id


def _figures(session: Session, monde: Monde) -> None:
    for court, slug in (("pe", PE), ("par", PAR)):
        monde.add(
            session,
            f"structure/{court}",
            Structure(
                nom=f"Structure {court}",
                code_insee="49027",
                statut=StatutStructure.PUBLIC,
                axes=[slug],
            ),
        )
    for axe in AXES:
        axe.plant(session, monde)
    session.add(ValidationAxe(axe_slug=PE, exercice=2024, validee_le=date(2025, 9, 1), par="Essai"))


def _cooperation(session: Session, monde: Monde) -> None:
    for court, slug, lieu in (("pe", PE, "begrolles"), ("par", PAR, "cholet")):
        structure_id = monde.ids[f"structure/{court}"]
        partenaire = Partenaire(
            nom=f"Partenaire {court}",
            type=TypePartenaire.ASSOCIATION,
            territoire="Agglomération",
            axes=[slug],
        )
        monde.add(session, f"partenaire/{court}", partenaire)
        sollicitation = Sollicitation(
            code_insee=COMMUNES[lieu],
            axe_slug=slug,
            objet=monde.text(f"sollicitation_{court}"),
            recue_le=date(2025, 3, 1),
        )
        monde.add(session, f"sollicitation/{court}", sollicitation)
        appel = AppelAFinancement(
            nom=f"Appel {court}", financeur="CAF", exercice=2025, axe_slug=slug
        )
        monde.add(session, f"appel-financement/{court}", appel)
        candidature = Candidature(
            appel=appel,
            structure_id=structure_id,
            projet=monde.text(f"candidature_{court}"),
            # A call is read by all, and so is not the draft that an application speaks of.
            action_id=monde.ids[f"action/{court}_brouillon"],
        )
        monde.add(session, f"candidature/{court}", candidature)
    equipement = EquipementSoutenu(
        structure_id=monde.ids["structure/pe"], type=TypeEquipement.EAJE, code_insee="49027"
    )
    equipement.montants.append(MontantEquipement(annee=2024, bonus=Decimal(1000)))
    monde.add(session, "equipement-soutenu/un", equipement)
    temps = TempsCooperation(
        personne_id=monde.ids["personne/un"],
        theme=ThemeCooperation.PILOTAGE,
        annee=2025,
        etp=Decimal("0.5"),
        source=monde.text("temps"),
    )
    monde.add(session, "temps-cooperation/un", temps)


def _traces(session: Session, monde: Monde) -> None:
    for name, objet, slug in (
        ("pe", "action/pe_publiee", PE),
        ("par", "action/par_publiee", PAR),
        ("compte", "compte/E", None),
    ):
        trace = Evenement(
            acteur="Essai",
            acte=ActeJournal.MODIFICATION,
            objet_type=objet.split("/")[0],
            objet_id=str(monde.ids[objet]),
            objet_libelle=monde.text(f"trace_{name}"),
            axe_slug=slug,
            avant={"texte": monde.text(f"trace_{name}")},
            apres={"texte": monde.text(f"trace_{name}")},
        )
        monde.add(session, f"journal/{name}", trace)
    for court, slug in (("pe", PE), ("par", PAR)):
        rappel = RappelEmis(
            regle="essai",
            objet=court,
            periode="2026",
            axe_slug=slug,
            titre=monde.text(f"rappel_{court}"),
            quoi_faire="Essai",
        )
        monde.add(session, f"rappel/{court}", rappel)


def _reports(session: Session, monde: Monde) -> None:
    for name, lettre, fige in (("provisoire", "E", False), ("fige", "G", True)):
        secret = monde.text(f"rapport_{name}")
        tache = Tache(
            genre="rapport",
            cle=f"essai-{name}",
            demandeur_id=monde.ids[f"compte/{lettre}"],
            statut=StatutTache.TERMINEE,
        )
        monde.add(session, f"tache/{name}", tache)
        fichier = create_fichier(
            session,
            nom=f"{name}.pdf",
            type_mime="application/pdf",
            contenu=f"%PDF {secret}".encode(),
        )
        rapport = Rapport(
            genre=GenreRapport.ANNUEL,
            audience=Audience.COMITE,
            exercice=2025,
            titre=f"Rapport {secret}",
            fige=fige,
            tache=tache,
            fichier=fichier,
            document=to_json(Document(titre=f"Rapport {secret}", date="2026-11-03")),
        )
        monde.add(session, f"rapport/{name}", rapport)


def _frozen(session: Session, registry: Registry) -> None:
    """A closed year, whose file keeps the rows of the world: those of 2025, for their notes.

    Parentalité is never validated here, and a year is frozen once each axis is: its published sheet, that an
    élu could not read today, is left out.
    """
    cycle = CycleAnnuel(exercice=2024, etape=EtapeCycle.CLOTURE, **default_dates(2024))
    donnees = build_donnees(session, registry, 2025)
    donnees["actions"] = [a for a in donnees["actions"] if a["code"] != "ESSAI-par_publiee"]
    document = to_json(Document(titre="Dossier de l'exercice 2024", date="2025-10-20"))
    session.add(cycle)
    session.flush()
    cycle.gels.append(
        Gel(
            numero=1,
            fait_le=cycle.created_at,
            par="Essai",
            donnees=donnees,
            document=document,
            empreinte=compute_empreinte(donnees, document=document),
        )
    )


def _loads(session: Session, monde: Monde) -> None:
    """A plan ready to be loaded, for every axis and for each of the two."""
    for name, slug, lettre in (("tous", None, "G"), ("pe", PE, "E"), ("par", PAR, "X")):
        secret = monde.text(f"chargement_{name}")
        tache = Tache(
            genre="chargement",
            cle=f"essai-chargement-{name}",
            demandeur_id=monde.ids[f"compte/{lettre}"],
            statut=StatutTache.ECHOUEE,
        )
        monde.add(session, f"tache/chargement_{name}", tache)
        contenu = f"Action;Début\n{secret};2025\n".encode()
        chargement = Chargement(
            axe_slug=slug,
            etat=EtatChargement.ANALYSE,
            nom=f"{secret}.csv",
            auteur="Essai",
            fichier=create_fichier(
                session, nom=f"{secret}.csv", type_mime="text/csv", contenu=contenu
            ),
            feuilles=["CSV"],
            feuille="CSV",
            titres=1,
            colonnes={"intitule": 0, "debut": 1},
            exercice=2025,
            tache=tache,
        )
        monde.add(session, f"chargement/{name}", chargement)
        feuille = Feuille("CSV", lignes=[(1, ["Action", "Début"]), (2, [secret, "2025"])])
        session.add(ContenuChargement(chargement_id=chargement.id, feuille=feuille.to_json()))
    session.flush()
