"""Fictitious people of the demonstration: accounts, pilots of the axes, an élu for each commune."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from types import MappingProxyType

from sqlalchemy.orm import Session

from core.communes.models import Commune
from core.comptes.demonstration import COMPTES, CompteDemonstration
from core.comptes.models import Mandat, Personne
from core.comptes.service import create_compte
from core.security.acteur import SYSTEME, Role
from core.structures.demonstration import SOURCE

AGGLOMERATION = "Cholet Agglomération"

_PRENOMS = (
    "Adèle", "Aurélien", "Béatrice", "Cédric", "Clotilde", "Damien", "Édith", "Fabien", "Gaëlle",
    "Gilles", "Inès", "Jérôme", "Karine", "Loïc", "Marion", "Nadège", "Olivier", "Pascale",
    "Quentin", "Rozenn", "Sylvain", "Tiphaine", "Ugo", "Viviane", "Wilfried", "Zoé",
)  # fmt: skip
_NOMS = (
    "Allard", "Baumard", "Cesbron", "Durandeau", "Esnault", "Froger", "Gaborit", "Humeau",
    "Ingrand", "Jouet", "Kerdoncuff", "Landreau", "Ménard", "Naulet", "Onillon", "Pasquier",
    "Quesson", "Rabouin", "Sourice", "Terrien", "Uzureau", "Vigneron", "Woillez", "Ytier",
    "Zimmer", "Bossard", "Coiffard", "Dénéchère", "Épron", "Frappreau", "Grolleau", "Hérault",
    "Martineau", "Boissinot", "Charrier", "Poirier", "Raveneau", "Souchet",
)  # fmt: skip
_FONCTIONS = MappingProxyType(
    {
        "gouvernance": "Chargée de coopération",
        "vie_sociale": "Coordination de la vie sociale",
        "parentalite": "Animation du réseau parentalité",
        "petite_enfance": "Animation des relais petite enfance",
        "enfance_jeunesse": "Coordination enfance jeunesse",
        "acces_droits": "Coordination de l'accès aux droits",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipe:
    """Who does what in the demonstration; ``pilotes`` by slug of axis."""

    pilotes: dict[str, list[Personne]]
    gouvernance: Personne
    elus: dict[str, Personne]


def create_people(session: Session, rng: Random, communes: Sequence[Commune], jour: date) -> Equipe:
    """Create the people, the élus' mandates, and the accounts of :data:`COMPTES`."""
    noms = list(_NOMS)
    rng.shuffle(noms)
    prenoms = list(_PRENOMS)
    rng.shuffle(prenoms)
    debut = date(jour.year - 4, 7, 1)
    holders = {account.email: _create_holder(session, account) for account in COMPTES}
    pilotes: dict[str, list[Personne]] = {}
    for rank, (slug, fonction) in enumerate(_FONCTIONS.items()):
        agents = [
            Personne(
                prenom=prenoms[(2 * rank + place) % len(prenoms)],
                nom=noms[2 * rank + place],
                fonction=fonction,
                organisme=AGGLOMERATION,
                source=SOURCE,
            )
            for place in range(2)
        ]
        session.add_all(agents)
        pilotes[slug] = agents
    for account in COMPTES:
        if account.habilitation.axe_slug:
            pilotes[account.habilitation.axe_slug].insert(0, holders[account.email])
    elus = {}
    for rank, commune in enumerate(communes):
        elu = Personne(
            prenom=prenoms[rank % len(prenoms)],
            nom=noms[(rank + 12) % len(noms)],
            fonction="Adjoint à la famille et à la vie sociale"
            if rank % 2
            else "Conseiller délégué à l'enfance",
            organisme=commune.nom,
            elu=True,
            source=SOURCE,
        )
        elu.mandats.append(
            Mandat(
                intitule="Adjoint au maire" if rank % 2 else "Conseiller municipal délégué",
                code_insee=commune.code_insee,
                debut=debut,
            )
        )
        session.add(elu)
        elus[commune.code_insee] = elu
    session.flush()
    _create_accounts(session, holders, debut)
    gouvernance = next(holders[a.email] for a in COMPTES if a.habilitation.role is Role.GOUVERNANCE)
    return Equipe(pilotes=pilotes, gouvernance=gouvernance, elus=elus)


def _create_holder(session: Session, account: CompteDemonstration) -> Personne:
    organisme = {
        Role.PARTENAIRE_CAF: "Caisse d'allocations familiales de Maine-et-Loire",
        Role.COMMUNE: "Bégrolles-en-Mauges",
    }
    personne = Personne(
        prenom=account.prenom,
        nom=account.nom,
        fonction=account.fonction,
        organisme=organisme.get(account.habilitation.role, AGGLOMERATION),
        courriel=account.email,
        elu=account.habilitation.role is Role.LECTEUR,
        source=SOURCE,
    )
    session.add(personne)
    return personne


def _create_accounts(session: Session, holders: dict[str, Personne], debut: date) -> None:
    for account in COMPTES:
        create_compte(
            session,
            SYSTEME,
            email=account.email,
            password=account.password,
            personne=holders[account.email],
            habilitations=[account.habilitation],
            debut=debut,
        )
