"""Replacing the seats of the communes together: municipal elections end mandates on one day.

A first pass says, seat by seat, what will change and writes nothing; the second one, on the same answers,
writes all of it in one transaction, unless a seat changed meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from core.communes.models import Commune
from core.communes.rules import sort_key
from core.comptes.models import Mandat, Personne
from core.errors import ErreurMetier
from core.gouvernance.codes import College, QualiteMembre
from core.gouvernance.models import Instance
from core.gouvernance.models_membre import Membre
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

Cle = tuple[str, QualiteMembre]
MANDAT_PAR_DEFAUT = "Conseiller municipal"
PERIME = (
    "Quelqu'un a changé des sièges depuis que vous avez ouvert cette page. Rien n'est enregistré : "
    "relisez, puis confirmez à nouveau."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reponse:
    """What was typed for a seat: the same person again, somebody else, or nothing."""

    reconduit: bool = False
    prenom: str = ""
    nom: str = ""
    mandat: str = ""
    courriel: str = ""

    @property
    def remplie(self) -> bool:
        return bool(self.prenom or self.nom or self.mandat or self.courriel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Siege:
    """A seat of a commune and who holds it on the day (None: vacant)."""

    commune: Commune
    qualite: QualiteMembre
    sortant: Membre | None

    @property
    def cle(self) -> Cle:
        return self.commune.code_insee, self.qualite

    def __str__(self) -> str:
        return f"{self.commune}, {self.qualite.libelle.lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changement:
    """What becomes of a seat. ``connue`` is the person of the directory who takes it, None for a new one;
    ``mandats`` are those that end with the seat."""

    siege: Siege
    prenom: str = ""
    nom: str = ""
    mandat: str = ""
    courriel: str = ""
    connue: Personne | None = None
    mandats: tuple[Mandat, ...] = ()

    @property
    def vacant(self) -> bool:
        return not self.nom


@dataclass(slots=True, kw_only=True)
class Remplacement:
    """The whole act, checked. ``fautes`` by seat forbid it; ``empreinte`` tells the seats as they were."""

    instance: Instance
    fin: date
    changements: list[Changement] = field(default_factory=list)
    fautes: dict[Cle, str] = field(default_factory=dict)
    empreinte: str = ""

    @property
    def debut(self) -> date:
        """First day of those who follow."""
        return self.fin + timedelta(days=1)


def list_sieges(session: Session, instance: Instance, jour: date) -> list[Siege]:
    """Both seats of each commune, in the order of names, with who holds them on ``jour``."""
    held = {
        (m.code_insee, m.qualite): m
        for m in session.scalars(
            select(Membre)
            .where(
                Membre.instance_id == instance.id,
                Membre.code_insee.is_not(None),
                Membre.debut <= jour,
                or_(Membre.fin.is_(None), Membre.fin > jour),
            )
            .options(joinedload(Membre.personne))
        )
    }
    communes = sorted(session.scalars(select(Commune)), key=lambda c: sort_key(c.nom))
    return [
        Siege(commune=c, qualite=q, sortant=held.get((c.code_insee, q)))
        for c in communes
        for q in QualiteMembre
    ]


def plan_remplacement(
    session: Session,
    acteur: Acteur,
    instance: Instance,
    fin: date,
    reponses: Mapping[Cle, Reponse],
    *,
    liberer: bool,
) -> Remplacement:
    """Say what the answers do; writes nothing. ``liberer``: a seat without answer ends too.

    Raises Interdit when the actor may not write this instance.
    """
    require(acteur, Verbe.ECRIRE, instance)
    sieges = list_sieges(session, instance, fin)
    found = Remplacement(instance=instance, fin=fin, empreinte=_fingerprint(sieges))
    running = _list_mandats(session, sieges, fin)
    known = _list_known(session, [r for r in reponses.values() if r.nom])
    for siege in sieges:
        reponse = reponses.get(siege.cle, Reponse())
        faute = _check(siege, reponse, fin, known)
        if faute:
            found.fautes[siege.cle] = faute
            continue
        sortant = siege.sortant
        ended = running.get((sortant.personne_id, siege.commune.code_insee), ()) if sortant else ()
        if reponse.reconduit and sortant is not None:
            title = reponse.mandat or (ended[0].intitule if ended else MANDAT_PAR_DEFAUT)
            found.changements.append(
                Changement(
                    siege=siege,
                    prenom=sortant.personne.prenom,
                    nom=sortant.personne.nom,
                    mandat=title,
                    connue=sortant.personne,
                    mandats=tuple(ended),
                )
            )
        elif reponse.remplie:
            (same,) = known.get(sort_key(f"{reponse.prenom} {reponse.nom}"), [None])
            found.changements.append(
                Changement(
                    siege=siege,
                    prenom=reponse.prenom,
                    nom=reponse.nom,
                    mandat=reponse.mandat or MANDAT_PAR_DEFAUT,
                    courriel=reponse.courriel,
                    connue=same,
                    mandats=tuple(ended),
                )
            )
        elif sortant is not None and liberer:
            found.changements.append(Changement(siege=siege, mandats=tuple(ended)))
    _check_twice(found)
    return found


def apply_remplacement(
    session: Session, acteur: Acteur, plan: Remplacement, *, vu: str
) -> list[Membre]:
    """Write the whole act, ``vu`` being the fingerprint that the person confirmed; flushes.

    Raises ErreurMetier, nothing written, when an answer is at fault, nothing changes, or a seat changed
    since the preview.
    """
    if plan.fautes:
        raise ErreurMetier("Corrigez d'abord les lignes signalées.")
    if not plan.changements:
        raise ErreurMetier("Rien ne change : remplissez au moins un siège.")
    session.execute(select(Instance.id).where(Instance.id == plan.instance.id).with_for_update())
    if vu != _fingerprint(list_sieges(session, plan.instance, plan.fin)):
        raise ErreurMetier(PERIME)
    # Who moves from one seat to another leaves the first before taking the second.
    ended: set[int] = set()
    for change in plan.changements:
        if change.siege.sortant is not None:
            change.siege.sortant.fin = plan.fin
        for mandat in change.mandats:
            if mandat.id not in ended:
                mandat.fin = plan.fin
                ended.add(mandat.id)
    session.flush()
    created = [_seat(session, plan, change) for change in plan.changements if not change.vacant]
    session.flush()
    for membre in created:
        require(acteur, Verbe.ECRIRE, membre)
    return created


def _seat(session: Session, plan: Remplacement, change: Changement) -> Membre:
    commune = change.siege.commune
    personne = change.connue
    if personne is None:
        personne = Personne(
            prenom=change.prenom,
            nom=change.nom,
            fonction=change.mandat,
            organisme=commune.nom,
            courriel=change.courriel,
            elu=True,
        )
        session.add(personne)
    elif change.courriel:
        personne.courriel = change.courriel
    session.add(
        Mandat(
            personne=personne,
            intitule=change.mandat,
            code_insee=commune.code_insee,
            debut=plan.debut,
        )
    )
    membre = Membre(
        instance=plan.instance,
        personne=personne,
        college=College.ELUS,
        commune=commune,
        code_insee=commune.code_insee,
        qualite=change.siege.qualite,
        debut=plan.debut,
    )
    session.add(membre)
    return membre


def _check(
    siege: Siege, reponse: Reponse, fin: date, known: Mapping[str, Sequence[Personne]]
) -> str:
    """What is wrong with the answer for a seat, "" when nothing is."""
    sortant = siege.sortant
    if sortant is not None and sortant.debut > fin:
        return f"{sortant.personne} siège depuis le {sortant.debut:%d/%m/%Y}, après cette date."
    if reponse.reconduit:
        if sortant is None:
            return "Personne n'occupe ce siège : écrivez le nom de qui le prend."
        if reponse.prenom or reponse.nom:
            return "Ou bien reconduit, ou bien un autre nom : pas les deux."
        return ""
    if reponse.remplie and not (reponse.prenom and reponse.nom):
        return "Écrivez le prénom et le nom."
    if len(known.get(sort_key(f"{reponse.prenom} {reponse.nom}"), ())) > 1:
        return (
            "Plusieurs personnes de l'annuaire portent ce nom : tenez ce siège depuis « Membres des "
            "instances », où l'on choisit laquelle."
        )
    return ""


def _check_twice(plan: Remplacement) -> None:
    """Nobody takes two seats."""
    seen: dict[str, Siege] = {}
    for change in plan.changements:
        if change.vacant:
            continue
        name = sort_key(f"{change.prenom} {change.nom}")
        if name in seen:
            plan.fautes[change.siege.cle] = (
                f"{change.prenom} {change.nom} prend déjà un autre siège ({seen[name]})."
            )
        seen.setdefault(name, change.siege)


def _list_known(session: Session, reponses: Sequence[Reponse]) -> dict[str, list[Personne]]:
    """People of the directory by name, accents and case aside."""
    known: dict[str, list[Personne]] = {}
    if reponses:
        typed = [func.ctg_normalise(reponse.nom) for reponse in reponses]
        for personne in session.scalars(
            select(Personne)
            .where(func.ctg_normalise(Personne.nom).in_(typed))
            .order_by(Personne.id)
        ):
            known.setdefault(sort_key(str(personne)), []).append(personne)
    return known


def _list_mandats(
    session: Session, sieges: Sequence[Siege], fin: date
) -> dict[tuple[int, str], list[Mandat]]:
    """Mandates that run beyond ``fin``, by person and commune, of those who hold a seat."""
    people = {siege.sortant.personne_id for siege in sieges if siege.sortant is not None}
    found: dict[tuple[int, str], list[Mandat]] = {}
    for mandat in session.scalars(
        select(Mandat)
        .where(
            Mandat.personne_id.in_(people),
            Mandat.code_insee.is_not(None),
            Mandat.debut <= fin,
            or_(Mandat.fin.is_(None), Mandat.fin > fin),
        )
        .order_by(Mandat.id)
    ):
        found.setdefault((mandat.personne_id, str(mandat.code_insee)), []).append(mandat)
    return found


def _fingerprint(sieges: Sequence[Siege]) -> str:
    return ",".join(
        f"{siege.sortant.id}.{siege.sortant.version}" for siege in sieges if siege.sortant
    )
