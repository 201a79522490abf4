"""What the fictitious sessions are made of: hours, attendance, minutes; the next committee and its agenda."""

from datetime import date, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.axes.service import list_axes
from core.cycles.service import get_cycle
from core.demonstration.cycles import HEURE_COMITE
from core.gouvernance.codes import College, EtatPresence, EtatReleve, EtatSeance, GenreInstance
from core.gouvernance.models import Instance, Seance
from core.gouvernance.models_seance import Participation, PointPropose, Presence, Releve
from core.gouvernance.ordre_du_jour import propose_agenda
from core.gouvernance.presences import list_places
from core.security.acteur import SYSTEME

_SEED = 26_2028
# How long before the committee its members are called.
_CONVOQUEE = timedelta(days=45)
_REUNIES = (GenreInstance.COPIL, GenreInstance.COTECH)
_RESEAUX = (
    ("Réseau des acteurs de la parentalité", GenreInstance.RESEAU, "parentalite"),
    ("Réseau des accompagnants au numérique", GenreInstance.RESEAU, "acces_droits"),
    ("Espace de réflexion élus/partenaires", GenreInstance.CONCERTATION, "vie_sociale"),
    ("Rencontre élus/professionnels de rentrée", GenreInstance.RENCONTRE, None),
    ("Information sur les métiers de l'animation", GenreInstance.INFORMATION, "enfance_jeunesse"),
)
_COMPTE_RENDU = (
    "Le président ouvre la séance et rappelle l'ordre du jour.\n\n"
    "Les résultats de l'exercice {exercice} sont présentés axe par axe. Les échanges portent sur la "
    "couverture des communes rurales et sur les moyens de coordination.\n\n"
    "Les décisions prises figurent au relevé. La prochaine séance est fixée à l'an prochain."
)


def furnish_sessions(session: Session, jour: date) -> None:
    """Complete the sessions already created, then add the networks and the next committee."""
    rng = Random(_SEED)  # noqa: S311 - fictitious data, not a secret
    _hold_networks(session, rng, jour)
    seances = session.scalars(
        select(Seance).join(Seance.instance).order_by(Seance.jour, Seance.id)
    ).all()
    for seance in seances:
        genre = seance.instance.genre
        seance.heure_debut = HEURE_COMITE if genre in _REUNIES else time(9, 30)
        seance.heure_fin = time(16, 30) if genre in _REUNIES else time(12, 0)
        seance.etat = EtatSeance.TENUE
        if genre in _REUNIES:
            _record_presences(session, rng, seance)
        else:
            _count_participants(rng, seance)
        session.add(
            Releve(
                seance=seance,
                texte=_COMPTE_RENDU.format(exercice=seance.exercice),
                # The last one is still being written.
                etat=EtatReleve.PROJET if seance is seances[-1] else EtatReleve.DIFFUSE,
            )
        )
    session.flush()
    _prepare_next(session, jour)


def _record_presences(session: Session, rng: Random, seance: Seance) -> None:
    states = tuple(EtatPresence)
    for place in list_places(session, seance):
        etat = rng.choices(states, weights=(60, 15, 15, 10))[0]
        if etat is EtatPresence.SUPPLEANT and not place.commune:
            etat = EtatPresence.TITULAIRE
        session.add(
            Presence(
                seance=seance,
                code_insee=place.commune.code_insee if place.commune else None,
                personne=place.suppleant if etat is EtatPresence.SUPPLEANT else place.titulaire,
                college=place.college,
                etat=etat,
            )
        )


def _count_participants(rng: Random, seance: Seance) -> None:
    for college in (College.ELUS, College.TECHNICIENS, College.PARTENAIRES, College.HABITANTS):
        seance.participations.append(Participation(college=college, nombre=rng.randint(1, 12)))


def _hold_networks(session: Session, rng: Random, jour: date) -> None:
    known = {axe.slug for axe in list_axes(session)}
    for nom, genre, slug in _RESEAUX:
        if slug is not None and slug not in known:
            continue
        instance = Instance(nom=nom, genre=genre, axe_slug=slug)
        session.add(instance)
        for age in (330, 90):
            held = jour - timedelta(days=age + rng.randint(0, 20))
            session.add(
                Seance(
                    instance=instance,
                    jour=held,
                    exercice=held.year,
                    lieu="Hôtel d'agglomération",
                )
            )
    session.flush()


def _prepare_next(session: Session, jour: date) -> None:
    copil = session.scalars(select(Instance).where(Instance.genre == GenreInstance.COPIL)).one()
    for slug, titre in (
        ("petite_enfance", "Prioriser les communes sans accueil collectif"),
        ("acces_droits", "Étendre les permanences numériques à deux communes"),
    ):
        session.add(
            PointPropose(
                instance=copil,
                titre=titre,
                motif="Une orientation du comité est attendue avant le budget.",
                minutes=10,
                axe_slug=slug,
            )
        )
    cycle = get_cycle(session, jour.year - 1)
    close = cycle.date_copil <= jour + _CONVOQUEE
    seance = Seance(
        instance=copil,
        jour=cycle.date_copil,
        exercice=cycle.exercice,
        lieu="Salle du conseil, Cholet",
        heure_debut=HEURE_COMITE,
        heure_fin=time(16, 30),
        etat=EtatSeance.CONVOQUEE if close else EtatSeance.PREVUE,
        convoquee_le=jour - timedelta(days=3) if close else None,
    )
    session.add(seance)
    session.flush()
    propose_agenda(session, SYSTEME, seance)
