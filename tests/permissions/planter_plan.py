"""The world of the walk, what lasts: accounts, the plan with its sheets, the frame and the territory."""

from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.agenda.models import FluxAgenda
from core.clock import now
from core.communes.models import Bassin, Commune, DonneeContexte, Population
from core.comptes.models import Compte, Connexion, HabilitationCompte, Mandat, Personne
from core.convention.models import Convention
from core.cycles.models import CycleAnnuel, Gel
from core.cycles.rules import EtapeCycle
from core.db.base import Entite
from core.fichiers import create_fichier
from core.indicateurs.models import ReglageIndicateur, ValeurOfficielle
from core.parametres.models import Parametre
from core.plan.codes import (
    Ciel,
    Diffusion,
    Financeur,
    LevePar,
    NatureAction,
    ResultatBilan,
)
from core.plan.models import ActionMajeure, Cadre, Enjeu, ResultatAttendu
from core.plan.models_action import Action, Etape, Frein, Note
from core.plan.models_echanges import Commentaire, PieceAction
from core.plan.models_moyens import EtpAction, Financement, LigneBudget, PartenaireAction
from core.plan.models_referent import ReferentAxe
from core.plan.models_suivi import BilanAction, Meteo
from core.security.acteur import Role
from tests.permissions.formes import ACTEURS
from tests.permissions.monde import COMMUNES, FLUX, PAR, PE, Monde

HABILITATIONS: dict[str, tuple[dict[str, Any], ...]] = {
    "A": ({"role": Role.ADMINISTRATEUR},),
    "G": ({"role": Role.GOUVERNANCE},),
    "E": ({"role": Role.EQUIPE, "axe_slug": PE},),
    "X": ({"role": Role.EQUIPE, "axe_slug": PAR},),
    "C": ({"role": Role.COMMUNE, "code_insee": COMMUNES["begrolles"]},),
    "K": ({"role": Role.COMMUNE, "code_insee": COMMUNES["cholet"]},),
    "P": ({"role": Role.PARTENAIRE_CAF},),
    "L": ({"role": Role.LECTEUR},),
    "D": ({"role": Role.EQUIPE, "axe_slug": PE}, {"role": Role.EQUIPE, "axe_slug": PAR}),
    "M": (
        {"role": Role.COMMUNE, "code_insee": COMMUNES["begrolles"]},
        {"role": Role.EQUIPE, "axe_slug": PAR},
    ),
    "i": ({"role": Role.GOUVERNANCE},),
    "f": ({"role": Role.GOUVERNANCE, "fin": date(2025, 1, 1)},),
    "n": (),
}
_RESERVES = {Role.ADMINISTRATEUR, Role.GOUVERNANCE, Role.PARTENAIRE_CAF}


def plant_plan(session: Session, monde: Monde) -> None:
    """Accounts, actions and what the axes plan their year on."""
    _accounts(session, monde)
    _plan(session, monde)
    _cadre(session, monde)


def _accounts(session: Session, monde: Monde) -> None:
    for lettre in ACTEURS:
        if lettre == "0":
            continue
        given = HABILITATIONS[lettre]
        name = monde.text(f"adresse_{lettre}")
        personne = Personne(nom=f"Personne {ord(lettre)}", prenom="Essai")
        compte = Compte(
            email=f"{name}@essai.example",
            password=monde.text("mot_de_passe"),
            tf_totp_secret=monde.text("second_facteur"),
            fs_uniquifier=f"jeton-{ord(lettre)}".ljust(40, "x"),
            active=lettre != "i",
            personne=personne,
            invitable=not any(h["role"] in _RESERVES for h in given),
            habilitations=[HabilitationCompte(debut=date(2024, 1, 1), **h) for h in given],
        )
        monde.add(session, f"compte/{lettre}", compte)
        if lettre == "L":
            empreinte = sha256(FLUX.encode()).digest()
            session.add(FluxAgenda(compte=compte, empreinte=empreinte, cree_le=now()))
        monde.jetons[lettre] = compte.fs_uniquifier
    session.add(Connexion(email=monde.text("connexion"), adresse="192.0.2.1", reussie=False))
    session.flush()
    monde.ids["connexion/un"] = session.scalars(select(Connexion.id)).one()
    elu = Personne(nom="Élue", prenom="Essai", elu=True)
    elu.mandats.append(Mandat(intitule="Maire", debut=date(2024, 1, 1)))
    monde.add(session, "personne/un", elu)
    monde.ids["mandat/un"] = elu.mandats[0].id


def _plan(session: Session, monde: Monde) -> None:
    communes = list(
        session.scalars(select(Commune).where(Commune.code_insee.in_(COMMUNES.values())))
    )
    for court, slug in (("pe", PE), ("par", PAR)):
        for etat in ("publiee", "brouillon"):
            name = f"{court}_{etat}"
            action = Action(
                code=f"ESSAI-{name}",
                intitule=monde.text(f"titre_{name}"),
                axe_slug=slug,
                nature=NatureAction.RECURRENTE,
                date_debut=date(2024, 1, 1),
                brouillon=etat == "brouillon",
                communes=communes,
            )
            monde.add(session, f"action/{name}", action)
            action.etapes.append(
                Etape(intitule=monde.text(f"etape_{name}"), echeance=date(2025, 6, 1))
            )
            _means(monde, name, action)
            for diffusion in Diffusion:
                suffix = f"{name}_{diffusion.value}"
                note = Note(
                    action=action,
                    jour=date(2025, 6, 1),
                    exercice=2025,
                    diffusion=diffusion,
                    texte=monde.text(f"note_{suffix}"),
                )
                monde.add(session, f"note/{suffix}", note)
                _attach(session, monde, action, diffusion, suffix)
                action.meteos.append(
                    Meteo(
                        jour=date(2025, 6, 1),
                        exercice=2025,
                        ciel=Ciel.NUAGES,
                        diffusion=diffusion,
                        commentaire=monde.text(f"meteo_{suffix}"),
                    )
                )
                action.freins.append(
                    Frein(
                        description=monde.text(f"frein_{suffix}"),
                        leve_par=LevePar.EQUIPE,
                        depuis=date(2025, 3, 1),
                        diffusion=diffusion,
                    )
                )
    session.flush()


def _attach(
    session: Session, monde: Monde, action: Action, diffusion: Diffusion, suffix: str
) -> None:
    secret = monde.text(f"piece_{suffix}")
    fichier = create_fichier(
        session, nom=f"{secret}.txt", type_mime="text/plain", contenu=secret.encode()
    )
    piece = PieceAction(action=action, titre=secret, diffusion=diffusion, fichier=fichier)
    monde.add(session, f"piece/{suffix}", piece)


def _means(monde: Monde, name: str, action: Action) -> None:
    """Rows of the sheet that are read as the action is."""
    action.partenaires.append(PartenaireAction(nom=monde.text(f"partenaire_{name}")))
    action.budget.append(LigneBudget(exercice=2025, prevu=monde.number(f"budget_{name}")))
    action.financements.append(
        Financement(
            exercice=2025, financeur=Financeur.CAF, accorde=monde.number(f"financement_{name}")
        )
    )
    action.etps.append(EtpAction(exercice=2025, fonction=monde.text(f"etp_{name}"), etp=1))
    action.commentaires.append(Commentaire(auteur="Essai", texte=monde.text(f"commentaire_{name}")))
    action.bilans.append(
        BilanAction(exercice=2025, resultat=ResultatBilan.MENEE, texte=monde.text(f"bilan_{name}"))
    )


def _first(session: Session, modele: type[Entite]) -> int:
    return session.scalars(select(modele.id).order_by(modele.id).limit(1)).one()


def _cadre(session: Session, monde: Monde) -> None:
    monde.add(session, "bassin/un", Bassin(nom="Essai"))
    monde.add(
        session,
        "donnee-contexte/un",
        DonneeContexte(code_insee="49027", annee=2023, code="essai", valeur=1, source="essai"),
    )
    monde.add(
        session,
        "valeur-officielle/un",
        ValeurOfficielle(code="PE2", annee=2023, valeur=1, source="essai"),
    )
    rows: tuple[tuple[str, type[Entite]], ...] = (
        ("enjeu", Enjeu),
        ("action-majeure", ActionMajeure),
        ("cadre", Cadre),
        ("resultat", ResultatAttendu),
        ("commune", Commune),
        ("population", Population),
        ("parametre", Parametre),
        ("convention", Convention),
    )
    for name, modele in rows:
        monde.ids[f"{name}/un"] = _first(session, modele)
    for court, slug in (("pe", PE), ("par", PAR)):
        monde.ids[f"reglage-indicateur/{court}"] = session.scalars(
            select(ReglageIndicateur.id).where(ReglageIndicateur.axe_slug == slug).limit(1)
        ).one()
    monde.add(
        session,
        "referent-axe/un",
        ReferentAxe(axe_slug=PE, personne_id=monde.ids["personne/un"], debut=date(2024, 1, 1)),
    )
    cycle = CycleAnnuel(
        exercice=2025,
        etape=EtapeCycle.COLLECTE,
        debut_collecte=date(2026, 2, 1),
        fin_collecte=date(2026, 5, 31),
        date_cotech=date(2026, 6, 15),
        date_envoi=date(2026, 10, 15),
        date_copil=date(2026, 11, 3),
        date_cloture=date(2026, 12, 15),
    )
    monde.add(session, "cycle/un", cycle)
    secret = {"texte": monde.text("gel")}
    cycle.gels.append(
        Gel(
            numero=1,
            fait_le=cycle.created_at,
            par="Essai",
            donnees=secret,
            document=secret,
            empreinte=bytes(32),
        )
    )
    session.flush()
