"""The fictitious members of the two instances of the convention: seats of the communes, other colleges."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.axes.service import list_axes
from core.communes.models import Commune
from core.comptes.models import Mandat, Personne
from core.demonstration.personnes import Equipe
from core.gouvernance.codes import College, GenreInstance, QualiteMembre
from core.gouvernance.models import Instance
from core.gouvernance.models_membre import Membre
from core.plan.models_referent import ReferentAxe
from core.structures.demonstration import SOURCE

_PRENOMS = (
    "Anaïs",
    "Bastien",
    "Coline",
    "Denis",
    "Élodie",
    "Franck",
    "Gwenaëlle",
    "Hervé",
    "Ismérie",
)
_NOMS = (
    "Abélard",
    "Brémond",
    "Chauvin",
    "Drouet",
    "Épineau",
    "Fonteneau",
    "Guilloteau",
    "Houdayer",
)
CAF = "Caisse d'allocations familiales de Maine-et-Loire"


def create_membres(
    session: Session, communes: Sequence[Commune], equipe: Equipe, jour: date
) -> None:
    """Seats of the communes at the copil (one left vacant, one whose holder's mandate is over), the CAF and
    the technicians; the cotech; the élus référents of the axes."""
    copil = session.scalars(select(Instance).where(Instance.genre == GenreInstance.COPIL)).one()
    cotech = session.scalars(select(Instance).where(Instance.genre == GenreInstance.COTECH)).one()
    debut = date(jour.year - 4, 7, 1)
    ended = jour - timedelta(days=45)
    for rank, commune in enumerate(communes):
        titulaire = equipe.elus[commune.code_insee]
        suppleant = _create_elu(rank, commune, debut)
        session.add(suppleant)
        for qualite, personne in (
            (QualiteMembre.TITULAIRE, titulaire),
            (QualiteMembre.SUPPLEANT, suppleant),
        ):
            session.add(
                Membre(
                    instance=copil,
                    personne=personne,
                    college=College.ELUS,
                    commune=commune,
                    qualite=qualite,
                    debut=debut,
                    # The seat of the last commune waits for a successor.
                    fin=ended if rank == len(communes) - 1 else None,
                )
            )
        if rank == len(communes) - 2:
            titulaire.mandats[0].fin = ended
    caf = _get(session, CAF)
    pilotes = [agents[0] for agents in equipe.pilotes.values()]
    for instance in (copil, cotech):
        seats = [(personne, College.CAF) for personne in caf]
        seats += [(equipe.gouvernance, College.TECHNICIENS)]
        if instance is cotech:
            seats += [(personne, College.TECHNICIENS) for personne in pilotes]
        for personne, college in dict(seats).items():
            session.add(Membre(instance=instance, personne=personne, college=college, debut=debut))
    _name_referents(session, equipe, debut)
    session.flush()


def _name_referents(session: Session, equipe: Equipe, debut: date) -> None:
    """An élu référent for each axis but the last, which waits for its own."""
    axes = list_axes(session)
    for axe, elu in zip(axes[:-1], equipe.elus.values(), strict=False):
        session.add(ReferentAxe(axe=axe, personne=elu, debut=debut))


def _create_elu(rank: int, commune: Commune, debut: date) -> Personne:
    elu = Personne(
        prenom=_PRENOMS[rank % len(_PRENOMS)],
        nom=_NOMS[(rank * 3) % len(_NOMS)],
        fonction="Conseiller municipal",
        organisme=commune.nom,
        elu=True,
        source=SOURCE,
    )
    elu.mandats.append(
        Mandat(intitule="Conseiller municipal", code_insee=commune.code_insee, debut=debut)
    )
    return elu


def _get(session: Session, organisme: str) -> list[Personne]:
    return list(
        session.scalars(
            select(Personne).where(Personne.organisme == organisme).order_by(Personne.id)
        )
    )
