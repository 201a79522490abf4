"""Attendance of a session, seat by seat: a commune is represented by its titulaire or by its suppléant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.communes.models import Commune
from core.communes.rules import sort_key
from core.comptes.models import Personne
from core.errors import ErreurMetier
from core.gouvernance.codes import College, EtatPresence, GenreInstance, QualiteMembre
from core.gouvernance.membres import list_membres
from core.gouvernance.models import Seance
from core.gouvernance.models_seance import Presence
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

PRESENTS = (EtatPresence.TITULAIRE, EtatPresence.SUPPLEANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A seat on the day of a session, and what was recorded for it (None: nothing yet)."""

    cle: str
    college: College
    commune: Commune | None = None
    titulaire: Personne | None = None
    suppleant: Personne | None = None
    presence: Presence | None = None

    @property
    def etat(self) -> EtatPresence | None:
        return self.presence.etat if self.presence else None

    def __str__(self) -> str:
        return str(self.commune or self.titulaire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compte:
    """How many seats were held, and how many communes represented: n of m."""

    presents: int
    places: int
    communes: int
    communes_attendues: int
    par_college: Mapping[College, int] = field(default_factory=dict)


def list_places(session: Session, seance: Seance) -> list[Place]:
    """Seats on the day of the session: at the comité de pilotage every commune, vacant or not."""
    recorded = {
        _key(presence): presence
        for presence in session.scalars(
            select(Presence)
            .where(Presence.seance_id == seance.id)
            .options(joinedload(Presence.commune), joinedload(Presence.personne))
        )
    }
    communes: dict[str, dict[QualiteMembre, Personne]] = {}
    names: dict[str, Commune] = {}
    others: list[Place] = []
    if seance.instance.genre is GenreInstance.COPIL:
        names = {commune.code_insee: commune for commune in session.scalars(select(Commune))}
        communes = {code: {} for code in names}
    for membre in list_membres(session, seance.instance_id, seance.jour):
        if membre.commune is not None and membre.qualite is not None:
            names[membre.commune.code_insee] = membre.commune
            communes.setdefault(membre.commune.code_insee, {})[membre.qualite] = membre.personne
        else:
            key = f"p{membre.personne_id}"
            others.append(
                Place(
                    cle=key,
                    college=membre.college,
                    titulaire=membre.personne,
                    presence=recorded.pop(key, None),
                )
            )
    seats = [
        Place(
            cle=f"c{code}",
            college=College.ELUS,
            commune=names[code],
            titulaire=held.get(QualiteMembre.TITULAIRE),
            suppleant=held.get(QualiteMembre.SUPPLEANT),
            presence=recorded.pop(f"c{code}", None),
        )
        for code, held in communes.items()
    ]
    # Whoever was recorded and has no seat any more stays on the sheet.
    gone = [
        Place(
            cle=key,
            college=presence.college,
            commune=presence.commune,
            titulaire=presence.personne,
            presence=presence,
        )
        for key, presence in recorded.items()
    ]
    return [*sorted(seats, key=lambda place: sort_key(str(place))), *others, *gone]


def count_presences(places: Sequence[Place]) -> Compte:
    """Seats held of those there are, communes represented of those expected, seats held by college."""
    held = [place for place in places if place.etat in PRESENTS]
    communes = [place for place in places if place.commune is not None]
    return Compte(
        presents=len(held),
        places=len(places),
        communes=sum(place.etat in PRESENTS for place in communes),
        communes_attendues=len(communes),
        par_college={
            college: sum(place.college is college for place in held)
            for college in College
            if any(place.college is college for place in places)
        },
    )


def save_presences(
    session: Session,
    acteur: Acteur,
    seance: Seance,
    etats: Mapping[str, str],
    vus: Mapping[str, str],
    *,
    autres_presents: bool = False,
) -> int:
    """Record what was chosen seat by seat ("" for nothing), ``vus`` being what the page showed; flushes and
    returns how many changed. With ``autres_presents``, the titulaire of each seat left blank came.

    Raises ErreurMetier, nothing written, on an unknown state or when somebody else recorded another state
    for the same seat meanwhile; Interdit.
    """
    require(acteur, Verbe.ECRIRE, seance)
    session.execute(select(Seance.id).where(Seance.id == seance.id).with_for_update())
    changed, conflicts = 0, []
    for place in list_places(session, seance):
        stored = place.etat.value if place.etat else ""
        wanted = etats.get(place.cle, stored)
        if autres_presents and not wanted and place.titulaire is not None:
            wanted = EtatPresence.TITULAIRE.value
        if wanted == vus.get(place.cle, "") or wanted == stored:
            continue
        if stored != vus.get(place.cle, ""):
            conflicts.append(f"{place} ({place.etat.libelle if place.etat else 'rien'})")
            continue
        _write(session, acteur, seance, place, wanted)
        changed += 1
    if conflicts:
        raise ErreurMetier(
            "Quelqu'un a noté autre chose entre-temps pour : "
            + ", ".join(conflicts)
            + ". Rien n'est "
            "enregistré ; vérifiez ces lignes, puis enregistrez à nouveau."
        )
    session.flush()
    return changed


def _write(session: Session, acteur: Acteur, seance: Seance, place: Place, wanted: str) -> None:
    if not wanted:
        if place.presence is not None:
            session.delete(place.presence)
        return
    etat = next((known for known in EtatPresence if known.value == wanted), None)
    if etat is None:
        raise ErreurMetier("Cet état de présence n'existe pas.")
    person = place.suppleant if etat is EtatPresence.SUPPLEANT else place.titulaire
    presence = place.presence
    if presence is None:
        presence = Presence(
            seance=seance,
            code_insee=place.commune.code_insee if place.commune else None,
            college=place.college,
        )
        session.add(presence)
    presence.etat = etat
    # The seat of a person is that person's, who may have sent somebody.
    presence.personne = person if place.commune else place.titulaire
    require(acteur, Verbe.ECRIRE, presence)


def _key(presence: Presence) -> str:
    return f"c{presence.code_insee}" if presence.code_insee else f"p{presence.personne_id}"
