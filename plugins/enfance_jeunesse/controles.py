"""Checks of the axis before a commit; each raises ErreurMetier, which names the field."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from core.api.models import Acteur
from core.api.services import ErreurMetier, check_commencee, check_ordre, check_partie, today
from plugins.enfance_jeunesse.models import AccueilLoisirs, ActiviteAlsh, EquipeAnimation, Pedt
from plugins.enfance_jeunesse.models_projets import Passerelle, TempsInclusion
from plugins.enfance_jeunesse.rules import Categorie, check_periode, list_periodes


def validate_accueil(session: Session, acteur: Acteur, accueil: AccueilLoisirs) -> None:
    """Check an accueil and its lines of capacity after the flush. Raises ErreurMetier (field named)."""
    if not accueil.tranches:
        raise ErreurMetier("Choisissez au moins une tranche d'âge.", "tranches")
    if accueil.numero_declaration and not accueil.declare:
        raise ErreurMetier(
            "Un accueil non déclaré n'a pas de numéro de déclaration : cochez « Déclaré » ou retirez le "
            "numéro.",
            "numero_declaration",
        )
    if accueil.plan_mercredi and accueil.categorie is not Categorie.PERISCOLAIRE:
        raise ErreurMetier(
            "Le mercredi est un temps périscolaire : seul un accueil périscolaire entre dans un plan "
            "mercredi.",
            "plan_mercredi",
        )
    check_ordre("ferme_le", accueil.ouvert_le, accueil.ferme_le)
    for capacite in accueil.registre:
        check_periode(accueil.categorie, capacite.periode, "capacites")


def validate_activite(session: Session, acteur: Acteur, activite: ActiviteAlsh) -> None:
    """Check a year of an accueil for one period after the flush. Raises ErreurMetier (field named)."""
    _check_annee(activite.accueil, activite.annee)
    check_periode(activite.accueil.categorie, activite.periode, "periode")
    for champ, tout, message in (
        (
            "enfants_hors_commune",
            activite.enfants_differents,
            "Plus d'enfants venus d'une autre commune que d'enfants accueillis",
        ),
        (
            "enfants_aeeh",
            activite.enfants_differents,
            "Plus d'enfants bénéficiaires de l'AEEH que d'enfants accueillis",
        ),
        (
            "heures_aeeh",
            activite.heures_realisees,
            "Plus d'heures d'enfants bénéficiaires de l'AEEH que d'heures réalisées",
        ),
    ):
        check_partie(champ, getattr(activite, champ), tout, message)


def validate_equipe(session: Session, acteur: Acteur, equipe: EquipeAnimation) -> None:
    """Check a team's year after the flush. Raises ErreurMetier (field named)."""
    _check_annee(equipe.accueil, equipe.annee)
    check_partie(
        "postes_pourvus",
        equipe.postes_pourvus,
        equipe.postes,
        "Plus de postes pourvus que de postes",
    )
    staff = [equipe.bafa, equipe.bafd, equipe.equivalents, equipe.stagiaires, equipe.sans_diplome]
    check_partie(
        "postes_pourvus",
        sum(people for people in staff if people is not None),
        equipe.postes_pourvus,
        "Plus de personnes, avec ou sans diplôme, que de postes pourvus : une personne compte une fois, "
        "à son plus haut diplôme",
    )


def validate_pedt(session: Session, acteur: Acteur, pedt: Pedt) -> None:
    """Check a PEdT after the flush. Raises ErreurMetier (field named)."""
    if not pedt.communes:
        raise ErreurMetier("Choisissez au moins une commune couverte.", "communes")
    check_ordre("fin", pedt.debut, pedt.fin)
    check_ordre("evaluation_le", pedt.debut, pedt.evaluation_le)


def validate_inclusion(session: Session, acteur: Acteur, temps: TempsInclusion) -> None:
    """A time of inclusion concerns a structure. Raises ErreurMetier (field ``structures``)."""
    if not temps.structures:
        raise ErreurMetier("Choisissez au moins une structure concernée.", "structures")


def validate_passerelle(session: Session, acteur: Acteur, passerelle: Passerelle) -> None:
    """Check a passerelle after the flush. Raises ErreurMetier (field named)."""
    if passerelle.debut is None and passerelle.visee_depuis is None:
        raise ErreurMetier(
            "Dites quand la passerelle a eu lieu, ou depuis quand elle est visée.", "debut"
        )
    if passerelle.debut is None:
        for champ in ("fin", "enfants", "familles"):
            if getattr(passerelle, champ) is not None:
                raise ErreurMetier(
                    "Donnez d'abord la date de début : sans elle, la passerelle n'a pas eu lieu.",
                    champ,
                )


def list_lignes_activite(accueil: AccueilLoisirs, annee: int) -> Iterable[Mapping[str, Any]]:
    """A row of activity for each period with places in the year. Raises ErreurMetier when there is none."""
    periodes = list_periodes(accueil.registre, annee)
    if not periodes:
        raise ErreurMetier(
            f"{accueil} n'a aucune place en {annee} : ajoutez d'abord ses capacités à sa fiche."
        )
    return [{"periode": periode} for periode in periodes]


def _check_annee(accueil: AccueilLoisirs, annee: int) -> None:
    check_commencee("annee", annee, today())
    if not accueil.is_ouvert_en(annee):
        raise ErreurMetier(
            f"Cet accueil n'était pas ouvert en {annee} : vérifiez ses dates et celles de sa structure.",
            "annee",
        )
