"""The sheets of the actions, axis by axis: what the committee's file has no room for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from core.plan.codes import Portee
from core.plan.models_action import Action
from core.plan.models_moyens import EtpAction, Financement, LigneBudget, PartenaireAction
from core.plan.models_suivi import BilanAction
from core.plan.rules_moyens import CoutAnnee, Somme, build_couts
from core.rapports.annuel_axe import describe_dates, describe_scope, list_alerts
from core.rapports.annuel_matiere import Matiere, MatiereAxe, group_by_action
from core.rapports.document import Bloc, Liste, Section, Texte, Titre
from core.rapports.phrases import format_date, format_number, join_words
from core.security.acteur import Acteur
from core.security.policy import scope

RIEN = "Rien n'est encore écrit sur cette action pour l'exercice."


@dataclass(frozen=True, slots=True, kw_only=True)
class Suivi:
    """Partners of the actions, and what an exercice says of each, by id of action."""

    partenaires: dict[int, list[PartenaireAction]]
    bilans: dict[int, list[BilanAction]]
    budget: dict[int, list[LigneBudget]]
    financements: dict[int, list[Financement]]
    etps: dict[int, list[EtpAction]]


def read_suivi(session: Session, audience: Acteur, exercice: int) -> Suivi:
    """What the audience may read, one statement a kind."""

    def read(statement: Select[Any]) -> dict[int, list[Any]]:
        return group_by_action(session.scalars(statement))

    def read_year(modele: Any) -> dict[int, list[Any]]:
        return read(scope(audience, modele).where(modele.exercice == exercice).order_by(modele.id))

    return Suivi(
        partenaires=read(scope(audience, PartenaireAction).order_by(PartenaireAction.id)),
        bilans=read_year(BilanAction),
        budget=read_year(LigneBudget),
        financements=read_year(Financement),
        etps=read_year(EtpAction),
    )


def build_fiches(matiere: Matiere, suivi: Suivi) -> Section | None:
    """A sheet for each action of the active axes; None when there is no action."""
    parts = [part for part in matiere.axes if part.actions]
    if not parts:
        return None
    return Section(
        titre="Fiches des actions",
        niveau=1,
        ancre="fiches",
        blocs=tuple(_build_part(matiere, suivi, part) for part in parts),
    )


def _build_part(matiere: Matiere, suivi: Suivi, part: MatiereAxe) -> Section:
    blocs: list[Bloc] = []
    for action in part.actions:
        blocs += _build_fiche(matiere, suivi, action)
    return Section(
        titre=f"Fiches de l'axe {part.axe.numero} : {part.axe.titre}",
        niveau=2,
        ancre=f"{part.axe.slug}-fiches",
        couleur=part.axe.couleur,
        blocs=tuple(blocs),
    )


def _build_fiche(matiere: Matiere, suivi: Suivi, action: Action) -> list[Bloc]:
    state = ", ".join((action.statut.libelle, *map(str.lower, list_alerts(action, matiere))))
    pilote = f"pilote : {action.pilote}" if action.pilote else "sans pilote"
    blocs: list[Bloc] = [
        Titre(texte=f"{action.code} : {action.intitule}", niveau=3),
        Texte(
            texte=f"{state} ; {pilote} ; {describe_dates(action, matiere.jour)} ; {_tell_scope(action)}."
        ),
    ]
    if action.objectif:
        blocs.append(Texte(texte=action.objectif))
    lines = [*_list_events(matiere, suivi, action), *_list_means(matiere, suivi, action)]
    blocs.append(Liste(elements=tuple(lines)) if lines else Texte(texte=RIEN, style="note"))
    return blocs


def _tell_scope(action: Action) -> str:
    """Inside a sentence, where the names of communes keep their capital."""
    told = describe_scope(action)
    return told.lower() if action.portee is Portee.TERRITOIRE else told


def _list_events(matiere: Matiere, suivi: Suivi, action: Action) -> list[str]:
    lines = [
        f"Bilan {bilan.exercice} : {bilan.resultat.libelle.lower()}."
        + (f" {bilan.texte}" if bilan.texte else "")
        for bilan in suivi.bilans.get(action.id, ())
    ]
    lines += [
        f"{format_date(note.jour)}, {note.genre.libelle.lower()} : {note.texte}"
        for note in matiere.notes.get(action.id, ())
    ]
    lines += [
        f"Frein depuis le {format_date(frein.depuis)} : {frein.description} À lever par : "
        f"{frein.leve_par.libelle}."
        for frein in matiere.freins.get(action.id, ())
    ]
    if action.evaluation:
        lines.append(f"Évaluation : {action.evaluation}")
    return lines


def _list_means(matiere: Matiere, suivi: Suivi, action: Action) -> list[str]:
    lines = []
    if partenaires := suivi.partenaires.get(action.id):
        lines.append(f"Partenaires : {join_words([str(row) for row in partenaires])}.")
    for cout in build_couts(
        suivi.budget.get(action.id, ()),
        suivi.financements.get(action.id, ()),
        suivi.etps.get(action.id, ()),
    ):
        lines += _list_costs(cout)
    return lines


def _list_costs(cout: CoutAnnee) -> list[str]:
    lines = []
    if cout.prevu.lignes:
        lines.append(
            f"Budget {cout.exercice} : prévu {_write(cout.prevu)}, réalisé {_write(cout.realise)}."
        )
    lines += [
        f"{apport.financeur.libelle} : demandé {_write(apport.demande)}, accordé "
        f"{_write(apport.accorde)}, versé {_write(apport.verse)}."
        for apport in cout.apports
    ]
    if cout.etp.lignes:
        lines.append(f"Temps de travail {cout.exercice} : {_write(cout.etp, 'ETP')}.")
    return lines


def _write(somme: Somme, unite: str = "€") -> str:
    """A sum, and on how many lines it stands when some are not known; a missing one is not a zero."""
    if somme.total is None:
        return "non renseigné"
    whole = f"{format_number(somme.total, 2)} {unite}"
    if somme.complete:
        return whole
    return f"{whole} ({somme.connus} sur {somme.lignes} lignes)"
