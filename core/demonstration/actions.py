"""Fictitious actions of the demonstration: statuses, pilots, dates, communes, steps, notes, freins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.communes.models import Commune
from core.comptes.models import Personne
from core.demonstration.textes import ETAPES, FREINS, NOTES
from core.demonstration.titres import PREFIXES, TITRES, Titre
from core.plan.codes import Diffusion, NatureAction, Portee, StatutAction
from core.plan.models import ActionMajeure, Cadre, Enjeu
from core.plan.models_action import Action, Etape, Frein, Note
from core.structures.demonstration import SOURCE

# Out of twenty actions of an axis; the order is drawn.
_STATUTS = (
    *[StatutAction.EN_COURS] * 9,
    *[StatutAction.REALISEE] * 5,
    *[StatutAction.A_ENGAGER] * 3,
    *[StatutAction.SUSPENDUE] * 2,
    StatutAction.ABANDONNEE,
)
_DIFFUSIONS = (
    *[Diffusion.COPIL] * 7,
    *[Diffusion.PARTENAIRES] * 3,
    *[Diffusion.EQUIPE] * 2,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDemonstration:
    """An action and the status it has on the day of loading."""

    action: Action
    statut: StatutAction

    def set_statut(self, jour: date) -> None:
        """Give the action the status it had on ``jour``, for the files of the past years."""
        action = self.action
        if action.date_debut > jour:
            action.statut = StatutAction.A_ENGAGER
        elif self.statut is StatutAction.REALISEE and (action.date_fin or jour) <= jour:
            action.statut = StatutAction.REALISEE
        else:
            action.statut = StatutAction.EN_COURS


def create_actions(
    session: Session,
    rng: Random,
    communes: Sequence[Commune],
    pilotes: Mapping[str, Sequence[Personne]],
    jour: date,
) -> list[ActionDemonstration]:
    """Create the actions of every axis, in the order of :data:`TITRES`."""
    enjeux = {(e.axe_slug, e.rang): e for e in session.scalars(select(Enjeu))}
    majeures = {(m.axe_slug, m.rang): m for m in session.scalars(select(ActionMajeure))}
    cadres = list(session.scalars(select(Cadre)))
    created = []
    for slug, titres in TITRES.items():
        statuts = _draw_statuts(rng, titres)
        for rank, (titre, statut) in enumerate(zip(titres, statuts, strict=True), 1):
            action = _build(rng, slug, rank, titre, statut, jour)
            action.pilote = pilotes[slug][rank % len(pilotes[slug])]
            action.enjeu = enjeux[slug, titre[1]]
            action.action_majeure = majeures.get((slug, titre[2]))
            action.resultats = rng.sample(
                action.enjeu.resultats, min(len(action.enjeu.resultats), rng.randint(1, 2))
            )
            if "numérique" in action.intitule:
                action.cadres = list(cadres)
            if rng.random() < 0.45:
                action.portee = Portee.COMMUNES
                action.communes = rng.sample(list(communes), rng.randint(1, 5))
            session.add(action)
            statut_final = action.statut
            _add_steps(rng, action, jour)
            _add_notes(rng, action, jour)
            created.append(ActionDemonstration(action=action, statut=statut_final))
    _add_freins(rng, created, jour)
    session.flush()
    return created


def _draw_statuts(rng: Random, titres: Sequence[Titre]) -> list[StatutAction]:
    """A status for each title, in the proportions of :data:`_STATUTS`; what is carried on year after
    year is never "réalisée"."""
    size = len(_STATUTS)
    statuts = [_STATUTS[((rank + 1) * size - 1) // len(titres)] for rank in range(len(titres))]
    rng.shuffle(statuts)
    swappable = [
        rank
        for rank, (titre, statut) in enumerate(zip(titres, statuts, strict=True))
        if not titre[3] and statut is StatutAction.EN_COURS
    ]
    for rank, titre in enumerate(titres):
        if titre[3] and statuts[rank] is StatutAction.REALISEE:
            statuts[rank] = StatutAction.EN_COURS
            if swappable:
                statuts[swappable.pop()] = StatutAction.REALISEE
    return statuts


def _build(
    rng: Random, slug: str, rank: int, titre: Titre, statut: StatutAction, jour: date
) -> Action:
    intitule, _, _, recurrente = titre
    # Ages of the start, in days before today, that the status makes plausible.
    youngest, oldest = {
        StatutAction.A_ENGAGER: (-240, 45),
        StatutAction.REALISEE: (500, 1300),
    }.get(statut, (330, 1250))
    debut = (jour - timedelta(days=rng.randint(youngest, oldest))).replace(day=1)
    fin = None
    if statut is StatutAction.REALISEE:
        fin = jour - timedelta(days=rng.randint(20, 460))
    elif not recurrente:
        late = statut is not StatutAction.A_ENGAGER and rng.random() < 0.5
        days = rng.randint(-120, -10) if late else rng.randint(120, 620)
        fin = max(jour, debut) + timedelta(days=days) if days > 0 else jour + timedelta(days=days)
    return Action(
        code=f"{PREFIXES[slug]}-{rank:02d}",
        intitule=intitule,
        axe_slug=slug,
        statut=statut,
        nature=NatureAction.RECURRENTE if recurrente else NatureAction.PONCTUELLE,
        portee=Portee.TERRITOIRE,
        date_debut=debut,
        date_fin=fin,
        source=SOURCE,
    )


def _add_steps(rng: Random, action: Action, jour: date) -> None:
    end = action.date_fin or jour + timedelta(days=365)
    titles = rng.sample(range(len(ETAPES)), rng.randint(2, 4))
    span = max((end - action.date_debut).days, len(titles))
    started = action.statut is not StatutAction.A_ENGAGER
    for place, title in enumerate(sorted(titles), 1):
        due = action.date_debut + timedelta(days=span * place // len(titles))
        done = started and due < jour and rng.random() < 0.85
        action.etapes.append(
            Etape(intitule=ETAPES[title], echeance=due, realisee_le=due if done else None)
        )


def _add_notes(rng: Random, action: Action, jour: date) -> None:
    """At most one note an exercice, from the start of the action; some years stay silent."""
    if action.statut is StatutAction.A_ENGAGER:
        return
    for exercice in range(max(action.date_debut.year, jour.year - 3), jour.year):
        if rng.random() < 0.15 or (action.date_fin and action.date_fin.year < exercice):
            continue
        genre, texte = rng.choice(NOTES)
        written = max(date(exercice, rng.randint(4, 12), rng.randint(1, 28)), action.date_debut)
        action.notes.append(
            Note(
                jour=written,
                exercice=exercice,
                genre=genre,
                diffusion=rng.choice(_DIFFUSIONS),
                texte=texte.format(
                    n=rng.randint(2, 6), m=rng.randint(5, 18), p=rng.randint(18, 140)
                ),
                source=SOURCE,
            )
        )


def _add_freins(rng: Random, created: Sequence[ActionDemonstration], jour: date) -> None:
    candidates = [
        item.action
        for item in created
        if item.statut in (StatutAction.EN_COURS, StatutAction.SUSPENDUE)
    ]
    for rank, action in enumerate(rng.sample(candidates, min(14, len(candidates)))):
        description, leve_par = FREINS[rank % len(FREINS)]
        since = max(action.date_debut, jour - timedelta(days=rng.randint(40, 300)))
        action.freins.append(
            Frein(
                description=description,
                leve_par=leve_par,
                depuis=since,
                leve_le=jour if rank % 5 == 4 else None,
                diffusion=rng.choice(_DIFFUSIONS),
            )
        )
