"""Blocks on what came of it: indicators with their trend, decisions, reports, last changes."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.gouvernance.admin import DECISIONS
from core.gouvernance.codes import EtatDecision
from core.gouvernance.models import Decision, Seance
from core.indicateurs.groupes import compute_groupes
from core.indicateurs.service import ResultatIndicateur, Valeur
from core.journal.admin import JOURNAL
from core.journal.models import ActeJournal, Evenement
from core.plugin.types import Niveau, Sens
from core.rapports.models import Rapport
from core.security.acteur import Role
from core.security.policy import Verbe, can, scope, visible
from core.web.format import format_instant, format_jour, format_mesure, format_pluriel
from core.web.pages.accueil.blocs import Bloc, Contexte, Ligne
from core.web.pages.calculs import is_readable

LIGNES_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """An indicator as the home page shows it; ``valeur`` None when it is not open to the person yet."""

    resultat: ResultatIndicateur
    valeur: Valeur | None
    tendance: str


def build_indicateurs(contexte: Contexte) -> Bloc:
    """Indicators phares of the person's axes, of every axis for those who are in no team."""
    several = contexte.acteur.has_role(Role.GOUVERNANCE) or not contexte.acteur.axes
    return _build_lectures(contexte, None, None if several else contexte.acteur.axes)


def build_chiffres_commune(contexte: Contexte) -> list[Bloc]:
    """Those that are read by commune, for each commune of the person."""
    return [
        _build_lectures(contexte, code_insee, None)
        for code_insee in sorted(contexte.acteur.communes)
    ]


def _build_lectures(
    contexte: Contexte, code_insee: str | None, axes: frozenset[str] | None
) -> Bloc:
    exercice = contexte.exercice
    groupes = compute_groupes(
        contexte.session, contexte.registry, (exercice - 1, exercice), axes=axes, phares=True
    )
    lectures = []
    for groupe in groupes:
        for resultat in groupe.resultats:
            # Below its levels, a figure would be that of one structure.
            if code_insee and Niveau.COMMUNE not in resultat.definition.niveaux:
                continue
            now, before = (_read(contexte, resultat, code_insee, y) for y in resultat.annees[::-1])
            lectures.append(
                Lecture(
                    resultat=resultat,
                    valeur=now,
                    tendance=describe_trend(resultat, before, now, exercice - 1),
                )
            )
    return Bloc(
        genre="indicateurs",
        titre="Nos chiffres" if code_insee else "Indicateurs phares",
        large=True,
        contenu={
            "exercice": exercice,
            "lectures": lectures,
            "pannes": [groupe.axe.titre for groupe in groupes if groupe.indisponible],
        },
        suite=Ligne(texte="Tous les indicateurs", url=url_for("pages.indicateurs")),
    )


def _read(
    contexte: Contexte, resultat: ResultatIndicateur, code_insee: str | None, annee: int
) -> Valeur | None:
    if not is_readable(contexte.acteur, resultat, annee):
        return None
    if code_insee is None:
        return resultat.agglomeration.get(annee)
    return resultat.communes.get((code_insee, annee))


def describe_trend(
    resultat: ResultatIndicateur, before: Valeur | None, now: Valeur | None, annee: int
) -> str:
    """ "+2,1 points depuis 2024, dans le sens souhaité"; "" when one of the two years is not known."""
    if before is None or now is None or before.valeur is None or now.valeur is None:
        return ""
    definition = resultat.definition
    change = round(now.valeur - before.valeur, definition.decimales)
    if not change:
        return f"stable depuis {annee}"
    unite = "points" if definition.unite == "%" else definition.unite
    texte = format_mesure(change, unite, definition.decimales)
    texte = f"{'+' if change > 0 else ''}{texte} depuis {annee}"
    if definition.sens not in (Sens.HAUSSE, Sens.BAISSE):
        return texte
    wanted = (change > 0) == (definition.sens is Sens.HAUSSE)
    return texte + (", dans le sens souhaité" if wanted else ", à l'inverse du sens souhaité")


def build_decisions(contexte: Contexte) -> Bloc:
    """What was decided last, and how the follow-up stands."""
    rows = contexte.session.scalars(
        scope(contexte.acteur, Decision)
        .join(Decision.seance)
        .options(joinedload(Decision.seance).joinedload(Seance.instance))
        .order_by(Seance.jour.desc(), Decision.rang)
        .limit(LIGNES_MAX)
    )
    ask = contexte.comptage.ask
    return Bloc(
        genre="lignes",
        titre="Décisions",
        contenu={
            "compteurs": [
                ask(DECISIONS, "à lancer", filtres={"etat": EtatDecision.A_LANCER.value}),
                ask(DECISIONS, "en cours", filtres={"etat": EtatDecision.EN_COURS.value}),
                ask(
                    DECISIONS,
                    "soldée",
                    pluriel="soldées",
                    filtres={"etat": EtatDecision.SOLDEE.value},
                ),
                ask(DECISIONS, "en retard", filtres={"alerte": "retard"}, alerte=True),
            ],
            "lignes": [
                Ligne(
                    texte=decision.intitule,
                    url=url_for("admin_decision.details_view", id=decision.id),
                    precision=f"{decision.seance} ; {decision.etat.libelle.lower()}",
                )
                for decision in rows
            ],
            "vide": "Aucune décision n'est encore enregistrée.",
        },
    )


def build_rapports(contexte: Contexte) -> Bloc | None:
    """The last reports that the person may read."""
    if not can(contexte.acteur, Verbe.LIRE, Rapport):
        return None
    rows = contexte.session.scalars(
        scope(contexte.acteur, Rapport)
        .where(Rapport.fichier_id.is_not(None), Rapport.seance_id.is_(None))
        .order_by(Rapport.id.desc())
        .limit(LIGNES_MAX)
    )
    return Bloc(
        genre="lignes",
        titre="Rapports",
        contenu={
            "lignes": [
                Ligne(
                    texte=rapport.titre,
                    url=url_for("pages.rapport_lire", rapport_id=rapport.id),
                    precision=f"établi le {format_jour(rapport.created_at.date())}, "
                    f"{format_pluriel(rapport.pages or 0, 'page', 'pages')}",
                )
                for rapport in rows
            ],
            "vide": "Aucun rapport ne vous est encore ouvert.",
        },
        suite=Ligne(texte="Tous les rapports", url=url_for("pages.rapports")),
    )


def build_changements(contexte: Contexte) -> Bloc | None:
    """The last changes of what the person keeps, each leading to the object when it has a sheet."""
    if not can(contexte.acteur, Verbe.LIRE, Evenement):
        return None
    open_axes = {None, *(axe.slug for axe in contexte.axes)}
    sheets = {
        vue.modele.__tablename__: vue.endpoint
        for slug, vue in current_app.extensions["ctg_catalogue"].tables()
        if slug in open_axes and can(contexte.acteur, Verbe.LIRE, vue.modele)
    }
    rows = contexte.session.scalars(
        select(Evenement)
        .where(visible(contexte.acteur, Evenement), Evenement.acte != ActeJournal.EXPORT)
        .order_by(Evenement.id.desc())
        .limit(LIGNES_MAX)
    )
    return Bloc(
        genre="lignes",
        titre="Derniers changements",
        contenu={
            "lignes": [
                Ligne(
                    texte=row.objet_libelle,
                    url=url_for(f"admin_{sheets[row.objet_type]}.details_view", id=row.objet_id)
                    if row.objet_type in sheets and row.apres is not None
                    else "",
                    precision=f"{row.acte.libelle} par {row.acteur}, {format_instant(row.at)}",
                )
                for row in rows
            ],
            "vide": "Aucun changement n'est encore enregistré.",
        },
        suite=Ligne(texte="Tout le journal", url=url_for(f"admin_{JOURNAL.endpoint}.index_view")),
    )
