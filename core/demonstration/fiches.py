"""What completes the fictitious sheets: partners, means, météo, bilans. Draws of its own, so that the
rest of the demonstration stays as it was."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from core.clock import PARIS
from core.demonstration.actions import ActionDemonstration
from core.fichiers import create_fichier
from core.gouvernance.codes import GenreInstance
from core.gouvernance.models import Instance, Seance
from core.gouvernance.models_priorite import Priorite, PrioriteAction
from core.gouvernance.models_revision import RevisionPlan
from core.plan.codes import (
    Ciel,
    Diffusion,
    Financeur,
    GenreFiliation,
    ResultatBilan,
    RolePartenaire,
    StatutAction,
)
from core.plan.models_action import Action
from core.plan.models_echanges import Commentaire, PieceAction
from core.plan.models_filiation import FiliationAction
from core.plan.models_moyens import EtpAction, Financement, LigneBudget, PartenaireAction
from core.plan.models_suivi import BilanAction, Meteo
from core.plan.rules import STATUTS_ACTIFS

_SEED = 5_2024
# Day of the first plan: what began before was in it.
_PLAN = date(2024, 3, 1)
_PARTIES = (
    Action.partenaires,
    Action.budget,
    Action.financements,
    Action.etps,
    Action.bilans,
    Action.meteos,
)
_PARTENAIRES = (
    ("CAF de Maine-et-Loire", RolePartenaire.FINANCEUR),
    ("Association des Coteaux (démonstration)", RolePartenaire.OPERATEUR),
    ("MSA", RolePartenaire.FINANCEUR),
    ("Réseau des bibliothèques (démonstration)", RolePartenaire.ASSOCIE),
    ("Centre social du Verger (démonstration)", RolePartenaire.PILOTE_ASSOCIE),
)
# What the cotech thinks, and what the committee is asked to do.
_AVIS = (
    (
        "Moyens à confirmer avant le budget (démonstration).",
        "confirmer l'action et inscrire ses moyens au budget.",
    ),
    (
        "Aucun porteur pour le moment (démonstration).",
        "reporter l'action d'un an, le temps de trouver un porteur.",
    ),
    (
        "Bons résultats dans les communes déjà servies (démonstration).",
        "l'étendre à deux communes de plus.",
    ),
    (
        "Même public qu'une action voisine (démonstration).",
        "la fusionner avec elle et garder un seul pilote.",
    ),
)
_ARBITRAGES = 9
_POSTES = ("Personnel", "Prestations", "Communication")
_PRIORITES = (
    *[Priorite.PRIORITAIRE] * 4,
    *[Priorite.A_POURSUIVRE] * 8,
    Priorite.A_SUSPENDRE,
    Priorite.A_REPORTER,
)
_FINANCEURS = (Financeur.CAF, Financeur.AGGLOMERATION, Financeur.COMMUNE, Financeur.DEPARTEMENT)
_CIELS = {
    StatutAction.EN_COURS: (Ciel.SOLEIL, Ciel.SOLEIL, Ciel.ECLAIRCIES, Ciel.NUAGES),
    StatutAction.SUSPENDUE: (Ciel.NUAGES, Ciel.ORAGE),
}
_COMMENTAIRES = {
    Ciel.SOLEIL: "Les partenaires sont présents et le calendrier est tenu.",
    Ciel.ECLAIRCIES: "Le calendrier se resserre, l'objectif reste atteignable.",
    Ciel.NUAGES: "Un appui des élus est nécessaire pour mobiliser les communes.",
    Ciel.ORAGE: "Sans financement nouveau, l'action ne reprendra pas.",
}
_BILANS = {
    ResultatBilan.MENEE: "Les rencontres prévues ont eu lieu.",
    ResultatBilan.PARTIELLEMENT: "Une partie du programme est reportée à l'année suivante.",
    ResultatBilan.NON_MENEE: "Faute de porteur, rien n'a pu commencer.",
}


def complete_fiches(session: Session, actions: Sequence[ActionDemonstration], jour: date) -> None:
    """Partners and means for two actions out of three, a bilan a year, the météo of what goes on."""
    rng = Random(_SEED)  # noqa: S311 - fictitious data, not a secret
    # What each sheet already has is read at once: asked of one after the other, each would be written apart.
    session.scalars(select(Action).options(*(selectinload(part) for part in _PARTIES))).all()
    for rank, item in enumerate(actions):
        action = item.action
        entered = min(max(action.date_debut, _PLAN), jour)
        action.created_at = datetime(entered.year, entered.month, entered.day, 12, tzinfo=PARIS)
        if item.statut is not StatutAction.A_ENGAGER:
            _add_bilans(rng, action, jour)
        if item.statut in _CIELS:
            _add_meteo(rng, action, _CIELS[item.statut], jour)
        if rank % 3:
            for nom, role in rng.sample(_PARTENAIRES, rng.randint(1, 3)):
                action.partenaires.append(PartenaireAction(nom=nom, role=role))
            _add_means(rng, action, jour)
        if item.statut is StatutAction.REALISEE:
            action.evaluation = (
                "L'action a atteint son public ; les partenaires souhaitent la suite."
            )
    session.flush()


def leave_plan(session: Session, actions: Sequence[ActionDemonstration], jour: date) -> None:
    """Say why some actions were abandoned, and merge two that nobody had begun."""
    for item in actions:
        if item.statut is StatutAction.ABANDONNEE:
            session.add(
                FiliationAction(
                    de=item.action,
                    genre=GenreFiliation.ABANDON,
                    jour=jour - timedelta(days=120),
                    motif="Le besoin est couvert autrement (démonstration).",
                )
            )
    for slug in ("vie_sociale", "acces_droits"):
        mine = [item.action for item in actions if item.action.axe_slug == slug]
        left = next(a for a in mine if a.statut is StatutAction.A_ENGAGER)
        kept = next(a for a in mine if a.statut is StatutAction.EN_COURS)
        session.add(
            FiliationAction(
                de=left,
                vers=kept,
                genre=GenreFiliation.FUSION,
                jour=jour - timedelta(days=30),
                motif="Même public et même calendrier (démonstration).",
            )
        )
        left.statut = StatutAction.REMPLACEE
    session.flush()


def _list_rankable(actions: Sequence[ActionDemonstration]) -> list[ActionDemonstration]:
    return [
        item
        for item in actions
        if item.action.statut in STATUTS_ACTIFS and not item.action.brouillon
    ]


def add_exchanges(session: Session, actions: Sequence[ActionDemonstration], jour: date) -> None:
    """Priorities of the last sessions, a revision a year, comments and files on some sheets."""
    rng = Random(_SEED + 1)  # noqa: S311 - fictitious data, not a secret
    seances = session.scalars(
        select(Seance)
        .join(Seance.instance)
        .where(Instance.genre.in_((GenreInstance.COTECH, GenreInstance.COPIL)))
        .options(contains_eager(Seance.instance))
        .order_by(Seance.jour)
    ).all()
    for seance in seances:
        copil = seance.instance.genre is GenreInstance.COPIL
        tenue = seance.jour <= jour
        ranked = actions[:: len(actions) // 20] if tenue else _list_rankable(actions)
        for rang, item in enumerate(rng.sample(ranked, len(ranked)), 1):
            proposee = rng.choice(_PRIORITES)
            arbitrage = rang <= _ARBITRAGES
            avis, proposition = _AVIS[rang % len(_AVIS)] if arbitrage else ("", "")
            session.add(
                PrioriteAction(
                    seance=seance,
                    action=item.action,
                    rang=rang,
                    confiance=rng.randint(1, 3),
                    priorite_proposee=proposee,
                    priorite_decidee=proposee if copil and tenue else None,
                    arbitrage=arbitrage,
                    avis=avis,
                    proposition=proposition,
                )
            )
        if copil and tenue:
            session.add(
                RevisionPlan(
                    exercice=seance.exercice,
                    jour=seance.jour,
                    seance=seance,
                    texte="Revue annuelle du plan (démonstration).",
                )
            )
    for item in actions[::9]:
        action = item.action
        action.commentaires.append(
            Commentaire(
                auteur="Conseillère CAF (démonstration)",
                texte="Pouvez-vous préciser la participation attendue de la CAF ?",
            )
        )
        fichier = create_fichier(
            session,
            nom=f"compte-rendu-{action.code}.txt",
            type_mime="text/plain",
            contenu=f"Compte rendu fictif de démonstration : {action}.\n".encode(),
        )
        action.pieces.append(
            PieceAction(
                fichier=fichier,
                titre="Compte rendu de la dernière réunion",
                diffusion=Diffusion.PARTENAIRES,
            )
        )
    session.flush()


def _add_bilans(rng: Random, action: Action, jour: date) -> None:
    last = min(jour.year - 1, action.date_fin.year if action.date_fin else jour.year)
    for exercice in range(max(action.date_debut.year, jour.year - 3), last + 1):
        resultat = rng.choice((ResultatBilan.MENEE, ResultatBilan.MENEE, *ResultatBilan))
        action.bilans.append(
            BilanAction(exercice=exercice, resultat=resultat, texte=_BILANS[resultat])
        )


def _add_meteo(rng: Random, action: Action, ciels: Sequence[Ciel], jour: date) -> None:
    ciel = rng.choice(ciels)
    action.meteos.append(
        Meteo(
            jour=max(action.date_debut, jour.replace(day=1)),
            exercice=jour.year,
            ciel=ciel,
            diffusion=rng.choice((Diffusion.EQUIPE, Diffusion.PARTENAIRES, Diffusion.COPIL)),
            commentaire=_COMMENTAIRES[ciel],
        )
    )


def _add_means(rng: Random, action: Action, jour: date) -> None:
    """Two years: the last one closed, the present one with amounts not known yet."""
    for exercice in (jour.year - 1, jour.year):
        closed = exercice < jour.year
        total = Decimal(0)
        for poste in rng.sample(_POSTES, rng.randint(1, 2)):
            prevu = Decimal(rng.randint(8, 120) * 100)
            total += prevu
            realise = prevu * rng.randint(80, 110) / 100 if closed else None
            action.budget.append(
                LigneBudget(exercice=exercice, poste=poste, prevu=prevu, realise=realise)
            )
        for financeur in rng.sample(_FINANCEURS, rng.randint(1, 2)):
            demande = (total * rng.choice((20, 30, 40)) / 100).quantize(Decimal(1))
            action.financements.append(
                Financement(
                    exercice=exercice,
                    financeur=financeur,
                    demande=demande,
                    accorde=demande if closed or rng.random() < 0.5 else None,
                    verse=demande if closed else None,
                )
            )
        action.etps.append(
            EtpAction(
                exercice=exercice, fonction="Coordination", etp=Decimal(rng.randint(1, 6)) / 10
            )
        )
