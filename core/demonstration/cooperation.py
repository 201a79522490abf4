"""Fictitious partners, requests of communes, funding, supported facilities and time of coopération."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Commune
from core.demonstration.personnes import Equipe
from core.financements.codes import EtatCandidature, ThemeCooperation, TypeEquipement
from core.financements.models import (
    AppelAFinancement,
    Candidature,
    EquipementSoutenu,
    MontantEquipement,
    TempsCooperation,
)
from core.partenaires.codes import TypePartenaire
from core.partenaires.models import Partenaire, Sollicitation
from core.structures.demonstration import SOURCE, draw, whole
from core.structures.models import Structure

_PARTENAIRES = (
    (
        "Département, pôle enfance famille",
        TypePartenaire.COLLECTIVITE,
        "Département",
        "petite_enfance",
    ),
    (
        "Mutualité sociale agricole, antenne locale",
        TypePartenaire.CAISSE,
        "Département",
        "vie_sociale",
    ),
    ("Union des familles du bocage", TypePartenaire.ASSOCIATION, "Agglomération", "parentalite"),
    ("Mission locale du bocage", TypePartenaire.ASSOCIATION, "Agglomération", "acces_droits"),
    (
        "Service départemental jeunesse et sports",
        TypePartenaire.ETAT,
        "Département",
        "enfance_jeunesse",
    ),
)
_DEMANDES = (
    ("Aide à l'écriture d'un projet d'accueil de loisirs", "enfance_jeunesse", 12),
    ("Besoin d'un point sur les places d'accueil", "petite_enfance", None),
    ("Mise en lien avec un médiateur numérique", "acces_droits", 20),
    ("Conseil sur une convention avec une association", "vie_sociale", 35),
)
_APPELS = (
    ("Fonds publics et territoires", "Caisse d'allocations familiales", "enfance_jeunesse"),
    ("Fonds national parentalité", "Caisse d'allocations familiales", "parentalite"),
)
_THEMES = {
    "gouvernance": ThemeCooperation.PILOTAGE,
    "vie_sociale": ThemeCooperation.VIE_SOCIALE,
    "parentalite": ThemeCooperation.PARENTALITE,
    "petite_enfance": ThemeCooperation.PETITE_ENFANCE,
    "enfance_jeunesse": ThemeCooperation.ENFANCE_JEUNESSE,
    "acces_droits": ThemeCooperation.ACCES_DROITS,
}


def create_cooperation(
    session: Session, equipe: Equipe, communes: Sequence[Commune], jour: date
) -> None:
    """Create them all; dates are relative to ``jour``."""
    _create_partenaires(session, equipe, communes, jour)
    structures = session.scalars(
        select(Structure).where(Structure.source == SOURCE).order_by(Structure.id).limit(12)
    ).all()
    _create_candidatures(session, structures, jour)
    types = tuple(TypeEquipement)
    for rank, structure in enumerate(structures):
        rng = draw("equipement", structure.nom)
        equipement = EquipementSoutenu(
            structure=structure,
            type=types[rank % (len(types) - 1)],
            code_insee=structure.code_insee,
            cof_reference=f"COF-{jour.year - 2}-{rank + 1:03d}",
            cof_debut=date(jour.year - 2, 1, 1),
            # One ends soon: an alert to see.
            cof_fin=jour + timedelta(days=90) if rank == 0 else date(jour.year + 1, 12, 31),
            source=SOURCE,
        )
        for annee in (jour.year - 2, jour.year - 1):
            equipement.montants.append(
                MontantEquipement(
                    annee=annee,
                    bonus=whole(rng.uniform(4_000, 60_000)),
                    autres=whole(rng.uniform(8_000, 180_000)),
                    source=SOURCE,
                )
            )
        session.add(equipement)
    for slug, agents in equipe.pilotes.items():
        for annee in (jour.year - 2, jour.year - 1):
            session.add(
                TempsCooperation(
                    personne=agents[0],
                    theme=_THEMES[slug],
                    annee=annee,
                    etp=Decimal("0.8") if slug == "gouvernance" else Decimal("0.5"),
                    source=SOURCE,
                )
            )
    session.flush()


def _create_partenaires(
    session: Session, equipe: Equipe, communes: Sequence[Commune], jour: date
) -> None:
    for nom, type_, territoire, slug in _PARTENAIRES:
        session.add(
            Partenaire(
                nom=nom,
                type=type_,
                territoire=territoire,
                axes=[slug],
                contacts=[equipe.pilotes[slug][1]],
                source=SOURCE,
            )
        )
    for rank, (objet, slug, delai) in enumerate(_DEMANDES):
        recue = jour - timedelta(days=60 + 9 * rank)
        session.add(
            Sollicitation(
                commune=communes[(rank * 5) % len(communes)],
                axe_slug=slug,
                objet=objet,
                recue_le=recue,
                repondant=equipe.pilotes[slug][0] if delai else None,
                repondue_le=recue + timedelta(days=delai) if delai else None,
                reponse="Rendez-vous tenu, document remis." if delai else "",
            )
        )


def _create_candidatures(session: Session, structures: Sequence[Structure], jour: date) -> None:
    for place, (nom, financeur, slug) in enumerate(_APPELS):
        appel = AppelAFinancement(
            nom=nom,
            financeur=financeur,
            exercice=jour.year - 1,
            date_limite=date(jour.year - 1, 3, 31),
            axe_slug=slug,
            source=SOURCE,
        )
        for rank, structure in enumerate(structures[place * 3 : place * 3 + 3]):
            rng = draw("candidature", nom, structure.nom)
            asked = whole(rng.uniform(3_000, 20_000))
            granted = whole(float(asked) * 0.7) if rank < 2 else None
            session.add(
                Candidature(
                    appel=appel,
                    structure=structure,
                    projet="Projet de l'année",
                    etat=EtatCandidature.ACCORDEE if granted else EtatCandidature.REFUSEE,
                    demande=asked,
                    accorde=granted,
                    verse=whole(float(granted) / 2) if granted else None,
                    # One proof is late: an alert to see.
                    justificatif_du=jour - timedelta(days=10) if granted and not rank else None,
                )
            )
