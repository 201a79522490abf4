"""Documents of a session, as neutral documents: convocations, émargement sheet, minutes and relevé."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.db.plateforme import is_demonstration
from core.gouvernance.codes import College, EtatPresence, EtatReleve, QualiteMembre, SuiteRequise
from core.gouvernance.membres import list_membres
from core.gouvernance.models import Decision, Seance
from core.gouvernance.models_membre import Membre
from core.gouvernance.models_seance import PointOrdreDuJour, Releve
from core.gouvernance.presences import PRESENTS, Place, count_presences, list_places
from core.gouvernance.rules import plan_heures
from core.plan.models_action import Frein
from core.rapports.document import (
    ACTE,
    COURRIER,
    Bloc,
    Colonne,
    Document,
    Liste,
    SautDePage,
    Section,
    Tableau,
    Texte,
)
from core.rapports.models import GenreRapport
from core.rapports.phrases import format_long_date, join_words, typeset_document
from core.security.acteur import Acteur
from core.security.policy import scope

AUTEUR = "Cholet Agglomération, Convention territoriale globale"
# Room to sign, in points.
PLACE_SIGNATURE = 22.0
AGENDA_VIDE = "Aucun point n'est inscrit à l'ordre du jour."
_ROLES = {EtatPresence.TITULAIRE: ", titulaire", EtatPresence.SUPPLEANT: ", suppléant"}


def build_seance(
    session: Session, seance: Seance, genre: GenreRapport, *, audience: Acteur, jour: date
) -> Document:
    """The document ``genre`` of a session, as ``audience`` may read it; ``jour`` dates it.

    Raises KeyError on a kind that is not a session's.
    """
    build = {
        GenreRapport.CONVOCATION: _build_convocations,
        GenreRapport.EMARGEMENT: _build_emargement,
        GenreRapport.RELEVE: _build_releve,
    }[genre]
    releve = session.scalar(select(Releve).where(Releve.seance_id == seance.id))
    document = Document(
        titre=f"{genre.libelle}, {seance}",
        sous_titre=str(seance.instance),
        exercice=seance.exercice,
        auteur=AUTEUR,
        date=jour.isoformat(),
        demonstration=is_demonstration(session),
        provisoire=genre is GenreRapport.RELEVE
        and (releve is None or releve.etat is not EtatReleve.DIFFUSE),
        presentation=COURRIER if genre is GenreRapport.CONVOCATION else ACTE,
        blocs=tuple(build(session, seance, audience, jour)),
    )
    return typeset_document(document)


def _build_convocations(
    session: Session, seance: Seance, audience: Acteur, jour: date
) -> list[Bloc]:
    """One letter for each member."""
    agenda = _read_agenda(session, seance, audience)
    blocs: list[Bloc] = []
    for rank, membre in enumerate(list_membres(session, seance.instance_id, seance.jour)):
        if rank:
            blocs.append(SautDePage())
        address = [str(membre.personne), membre.personne.fonction, membre.personne.organisme]
        blocs.append(
            Section(
                titre=f"Convocation : {seance.instance}",
                niveau=1,
                ancre=f"lettre-{rank + 1}",
                blocs=(
                    Texte(texte=AUTEUR, style="note"),
                    Texte(texte="\n".join(line for line in address if line)),
                    Texte(texte=f"Le {format_long_date(jour)}."),
                    Texte(texte="Madame, Monsieur,"),
                    Texte(texte=_invite(seance, membre)),
                    *agenda,
                    Texte(
                        texte="Je vous prie d'agréer, Madame, Monsieur, l'expression de mes "
                        "salutations distinguées."
                    ),
                ),
            )
        )
    return blocs


def _invite(seance: Seance, membre: Membre) -> str:
    when = f"le {format_long_date(seance.jour)}"
    if seance.heure_debut:
        when += f" à {seance.heure_debut.hour} h {seance.heure_debut:%M}"
    where = f", {seance.lieu}" if seance.lieu else ""
    role = ""
    if membre.commune:
        role = f" Vous y représentez {membre.commune}"
        suppleant = membre.qualite is QualiteMembre.SUPPLEANT
        role += ", en cas d'empêchement du titulaire." if suppleant else "."
    return f"J'ai l'honneur de vous convier à la séance « {seance.instance} », {when}{where}.{role}"


def _read_agenda(session: Session, seance: Seance, audience: Acteur) -> list[Bloc]:
    points = session.scalars(
        select(PointOrdreDuJour)
        .where(PointOrdreDuJour.seance_id == seance.id)
        .order_by(PointOrdreDuJour.rang, PointOrdreDuJour.id)
    ).all()
    ids = {point.frein_id for point in points} - {None}
    freins = {
        frein.id: frein.description
        for frein in session.scalars(scope(audience, Frein).where(Frein.id.in_(ids)))
    }
    return build_agenda(seance, points, freins)


def build_agenda(
    seance: Seance,
    points: Sequence[PointOrdreDuJour],
    freins: Mapping[int, str],
    cut: Callable[[str], str] = lambda texte: texte,
) -> list[Bloc]:
    """The timed agenda made of ``points``, ``freins`` being what may be read of theirs, by id; ``cut``
    shortens what people wrote."""
    if not points:
        return [Texte(texte=AGENDA_VIDE)]
    hours = plan_heures(seance.heure_debut, [point.minutes for point in points])
    return [
        Tableau(
            titre="Ordre du jour",
            colonnes=(
                Colonne(libelle="Heure"),
                Colonne(libelle="Point", largeur=6),
                Colonne(libelle="Minutes", alignement="droite"),
            ),
            lignes=tuple(
                (
                    f"{hour.hour} h {hour:%M}" if hour else "",
                    cut(
                        " : ".join(filter(None, (point.titre, freins.get(point.frein_id or 0, ""))))
                    ),
                    str(point.minutes or ""),
                )
                for point, hour in zip(points, hours, strict=True)
            ),
        )
    ]


def _build_emargement(session: Session, seance: Seance, audience: Acteur, jour: date) -> list[Bloc]:
    """A line to sign for each member, by college."""
    membres = list_membres(session, seance.instance_id, seance.jour)
    blocs: list[Bloc] = [Texte(texte=describe_seance(seance))]
    for college in College:
        chosen = [membre for membre in membres if membre.college is college]
        if chosen:
            blocs.append(
                Tableau(
                    titre=college.libelle,
                    colonnes=(
                        Colonne(libelle="Nom", largeur=3),
                        Colonne(libelle="Commune ou organisme", largeur=3),
                        Colonne(libelle="Qualité", largeur=2),
                        Colonne(libelle="Signature", largeur=4),
                    ),
                    lignes=tuple(
                        (
                            str(membre.personne),
                            str(membre.commune or membre.personne.organisme),
                            membre.qualite.libelle if membre.qualite else membre.personne.fonction,
                            "",
                        )
                        for membre in chosen
                    ),
                    place=PLACE_SIGNATURE,
                )
            )
    return [_title("Feuille d'émargement", seance, blocs)]


def _build_releve(session: Session, seance: Seance, audience: Acteur, jour: date) -> list[Bloc]:
    """Minutes and relevé: who came, what was on the agenda, what was said, what was decided."""
    releve = session.scalars(select(Releve).where(Releve.seance_id == seance.id)).one()
    blocs: list[Bloc] = [Texte(texte=describe_seance(seance))]
    if releve.etat is not EtatReleve.DIFFUSE:
        blocs.append(
            Texte(texte=f"{releve.etat.libelle} : ce document peut encore changer.", style="note")
        )
    blocs.append(_section("Présences", _build_presences(session, seance)))
    blocs.append(_section("Ordre du jour", _read_agenda(session, seance, audience)))
    paragraphs: list[Bloc] = [
        Texte(texte=part.strip()) for part in releve.texte.split("\n\n") if part.strip()
    ]
    blocs.append(
        _section("Compte rendu", paragraphs or [Texte(texte="Le compte rendu reste à rédiger.")])
    )
    blocs.append(_section("Relevé de décisions", _build_decisions(session, seance)))
    return [_title("Compte rendu et relevé de décisions", seance, blocs)]


def _build_presences(session: Session, seance: Seance) -> list[Bloc]:
    places = list_places(session, seance)
    compte = count_presences(places)
    blocs: list[Bloc] = []
    if any(place.presence for place in places):
        told = f"{compte.presents} sièges tenus sur {compte.places}"
        if compte.communes_attendues:
            told += f" ; {compte.communes} communes représentées sur {compte.communes_attendues}"
        blocs.append(Texte(texte=f"{told}."))
        here = [place for place in places if place.etat in PRESENTS]
        away = [place for place in places if place.presence and place.etat not in PRESENTS]
        if here:
            blocs.append(Texte(texte="Étaient présents :"))
            blocs.append(Liste(elements=tuple(_name(place) for place in here)))
        if away:
            for etat, titre in ((EtatPresence.EXCUSE, "excusés"), (EtatPresence.ABSENT, "absents")):
                named = tuple(_name(place) for place in away if place.etat is etat)
                if named:
                    blocs.append(Texte(texte=f"Étaient {titre} : {join_words(named)}."))
    if seance.participations:
        counted = [f"{p.college.libelle} : {p.nombre}" for p in seance.participations]
        blocs.append(Texte(texte=f"Participants comptés : {join_words(counted)}."))
    return blocs or [Texte(texte="Les présences ne sont pas notées.")]


def _name(place: Place) -> str:
    person = place.presence.personne if place.presence else None
    if place.commune:
        # An excused commune names nobody: either could have come.
        who = f" : {person}" if person and place.etat in PRESENTS else ""
        return (
            f"{place.commune}{who}{_ROLES.get(place.etat, '')}"
            if place.etat
            else f"{place.commune}"
        )
    return f"{person}{', par un représentant' if place.etat is EtatPresence.SUPPLEANT else ''}"


def _build_decisions(session: Session, seance: Seance) -> list[Bloc]:
    decisions = session.scalars(
        select(Decision)
        .where(Decision.seance_id == seance.id)
        .options(joinedload(Decision.porteur))
        .order_by(Decision.rang, Decision.id)
    ).all()
    if not decisions:
        return [Texte(texte="Aucune décision n'a été prise.")]
    return [
        Tableau(
            titre="Décisions",
            colonnes=(
                Colonne(libelle="N°"),
                Colonne(libelle="Décision", largeur=7),
                Colonne(libelle="Porteur", largeur=3),
                Colonne(libelle="Échéance", largeur=2),
                Colonne(libelle="Suite requise", largeur=3),
            ),
            lignes=tuple(
                (
                    str(decision.rang),
                    decision.intitule,
                    decision.qui,
                    f"{decision.echeance:%d/%m/%Y}" if decision.echeance else "",
                    ""
                    if decision.suite_requise is SuiteRequise.AUCUNE
                    else " ".join(
                        filter(None, (decision.suite_requise.libelle, decision.reference))
                    ),
                )
                for decision in decisions
            ),
        )
    ]


def describe_seance(seance: Seance) -> str:
    """Its day, hours and place: "4 novembre 2025, 14 h 30 à 16 h 30, salle du conseil."."""
    words = format_long_date(seance.jour)
    if seance.heure_debut:
        words += f", {seance.heure_debut.hour} h {seance.heure_debut:%M}"
        if seance.heure_fin:
            words += f" à {seance.heure_fin.hour} h {seance.heure_fin:%M}"
    return f"{words}, {seance.lieu}." if seance.lieu else f"{words}."


def _title(titre: str, seance: Seance, blocs: list[Bloc]) -> Section:
    return Section(
        titre=f"{titre} : {seance.instance}", niveau=1, ancre="document", blocs=tuple(blocs)
    )


def _section(titre: str, blocs: list[Bloc]) -> Section:
    return Section(titre=titre, niveau=2, ancre=titre.split()[0].lower(), blocs=tuple(blocs))
