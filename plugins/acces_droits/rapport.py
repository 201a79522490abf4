"""What the axis adds to its chapter of the annual report: directory, mediation, mobility, housing, the
actions of the feuille directrice numérique, and what is missing.

Indicators themselves (charts, values, reading sentences) are printed by core.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, extract, func, or_, select

from core.api.models import Action, Cadre, Structure
from core.api.plugin import DemandeRapport, Lecture
from core.api.rapports import (
    GENRE_ANNUEL,
    GENRE_DOSSIER,
    Bloc,
    Chiffre,
    Chiffres,
    Colonne,
    Section,
    Tableau,
    Texte,
    build_manques,
    format_number,
    read_communes,
)
from core.api.services import last_day, open_in, sort_key
from plugins.acces_droits.models import (
    ActiviteAccueil,
    EngagementNumerique,
    LieuAccueil,
    MediateurNumerique,
    OffreLogement,
    OffreMobilite,
    Permanence,
    mobilite_commune,
)
from plugins.acces_droits.service import day, is_running
from plugins.acces_droits.suivi import list_sans_activite, list_sans_domiciliation

FEUILLE_NUMERIQUE = "Feuille directrice numérique"
_INCONNU = "non renseigné"


def build_sections(demande: DemandeRapport, lecture: Lecture) -> tuple[Bloc, ...]:
    """Blocks for the annual report of ``demande.exercice``, figures for the page of the committee's file;
    nothing for other kinds."""
    if demande.genre == GENRE_DOSSIER:
        return _read_figures(demande.exercice, lecture)
    if demande.genre != GENRE_ANNUEL:
        return ()
    exercice = demande.exercice
    communes = read_communes(lecture)
    mediation = _read_mediation(exercice, lecture)
    mobilite = _read_mobilite(exercice, lecture)
    logement = _read_logement(exercice, lecture)
    return (
        _build_directory(exercice, lecture, communes),
        _section("Médiation numérique", "mediation", _build_mediation(exercice, mediation)),
        _section("Mobilité", "mobilite", _build_mobilite(exercice, mobilite)),
        _section("Logement", "logement", _build_logement(exercice, logement, communes)),
        _build_feuille(exercice, lecture),
        build_manques(
            "acces_droits",
            exercice,
            _list_manques(exercice, lecture, mediation, mobilite, logement),
        ),
    )


def _section(titre: str, ancre: str, *blocs: Bloc) -> Section:
    return Section(titre=titre, niveau=2, ancre=f"acces-droits-{ancre}", blocs=blocs)


def _number(valeur: int | Decimal | None) -> str:
    return _INCONNU if valeur is None else format_number(float(valeur))


def _read_figures(exercice: int, lecture: Lecture) -> tuple[Bloc, ...]:
    lieux = lecture.value(
        select(func.count(LieuAccueil.id))
        .join(Structure, Structure.id == LieuAccueil.structure_id)
        .where(lecture.visible(LieuAccueil), open_in(exercice))
    )
    if not lieux:
        return ()
    figure = Chiffre(
        libelle="Lieux d'accueil", valeur=format_number(lieux), precision=f"ouverts en {exercice}"
    )
    return (Chiffres(elements=(figure,)),)


def _build_directory(exercice: int, lecture: Lecture, communes: dict[str, str]) -> Section:
    lieux = lecture.rows(
        select(
            LieuAccueil.id,
            Structure.nom,
            Structure.code_insee,
            LieuAccueil.type,
            LieuAccueil.itinerant,
            LieuAccueil.heures_hebdo,
            LieuAccueil.horaires,
        )
        .join(Structure, Structure.id == LieuAccueil.structure_id)
        .where(lecture.visible(LieuAccueil), open_in(exercice))
    )
    permanences = _read_permanences(exercice, lecture)
    if not lieux:
        return _section(
            "Lieux d'accueil et permanences",
            "lieux",
            Texte(texte=f"Aucun lieu d'accueil n'est saisi pour {exercice}."),
        )
    ordered = sorted(lieux, key=lambda row: (sort_key(communes[row.code_insee]), sort_key(row.nom)))
    return _section(
        "Lieux d'accueil et permanences",
        "lieux",
        Tableau(
            titre=f"Lieux d'accueil ouverts en {exercice}",
            colonnes=(
                Colonne(libelle="Commune", largeur=1.8),
                Colonne(libelle="Lieu", largeur=2.4),
                Colonne(libelle="Type", largeur=1.6),
                Colonne(libelle="Ouverture", largeur=1.8),
                Colonne(libelle="Permanences", largeur=3),
            ),
            lignes=tuple(
                (
                    communes[row.code_insee],
                    f"{row.nom} (itinérant)" if row.itinerant else row.nom,
                    row.type.libelle,
                    _describe_hours(row),
                    " ; ".join(permanences[row.id]) or "aucune",
                )
                for row in ordered
            ),
            note=f"Permanences en cours au 31 décembre {exercice}. Un lieu itinérant figure à son siège.",
        ),
    )


def _describe_hours(row: Row[Any]) -> str:
    parts = [] if row.heures_hebdo is None else [f"{format_number(row.heures_hebdo)} h par semaine"]
    if row.horaires:
        parts.append(row.horaires)
    return " ; ".join(parts) or _INCONNU


def _read_permanences(exercice: int, lecture: Lecture) -> defaultdict[int, list[str]]:
    rows = lecture.rows(
        select(Permanence.lieu_id, Structure.nom, Permanence.objet, Permanence.frequence)
        .join(Structure, Structure.id == Permanence.organisme_id)
        .where(lecture.visible(Permanence), is_running(day(last_day(exercice))))
        .order_by(Structure.nom, Permanence.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.lieu_id].append(
            f"{row.nom}, {row.objet.libelle.lower()}, {row.frequence.libelle.lower()}"
        )
    return found


def _read_yearly(
    modele: type[MediateurNumerique] | type[OffreLogement],
    exercice: int,
    lecture: Lecture,
    *colonnes: Any,
) -> Sequence[Row[Any]]:
    """The rows of the year by the name of their structure."""
    return lecture.rows(
        select(Structure.nom, modele.type, *colonnes)
        .join(Structure, Structure.id == modele.structure_id)
        .where(modele.annee == exercice, lecture.visible(modele))
        .order_by(Structure.nom, modele.id)
    )


def _read_mediation(exercice: int, lecture: Lecture) -> Sequence[Row[Any]]:
    return _read_yearly(
        MediateurNumerique,
        exercice,
        lecture,
        MediateurNumerique.etp,
        MediateurNumerique.ateliers,
        MediateurNumerique.accompagnements_individuels,
        MediateurNumerique.beneficiaires,
    )


def _read_logement(exercice: int, lecture: Lecture) -> Sequence[Row[Any]]:
    return _read_yearly(
        OffreLogement,
        exercice,
        lecture,
        Structure.code_insee,
        OffreLogement.places,
        OffreLogement.places_occupees,
        OffreLogement.sorties,
        OffreLogement.sorties_logement_autonome,
    )


def _read_mobilite(exercice: int, lecture: Lecture) -> Sequence[Row[Any]]:
    desservies = (
        select(func.count())
        .select_from(mobilite_commune)
        .where(mobilite_commune.c.mobilite_id == OffreMobilite.id)
        .scalar_subquery()
    )
    return lecture.rows(
        select(
            OffreMobilite.operateur.label("nom"),
            OffreMobilite.type,
            desservies.label("communes"),
            OffreMobilite.tarif,
            OffreMobilite.voyages,
            OffreMobilite.beneficiaires,
        )
        .where(OffreMobilite.annee == exercice, lecture.visible(OffreMobilite))
        .order_by(OffreMobilite.operateur, OffreMobilite.id)
    )


def _build_table(
    titre: str,
    absence: str,
    rows: Sequence[Row[Any]],
    colonnes: tuple[tuple[str, float, Callable[[Row[Any]], str]], ...],
    mots: int,
) -> Bloc:
    """A table of yearly rows; the first ``mots`` columns are words, the others figures."""
    if not rows:
        return Texte(texte=absence)
    return Tableau(
        titre=titre,
        colonnes=tuple(
            Colonne(
                libelle=libelle, largeur=largeur, alignement="gauche" if rank < mots else "droite"
            )
            for rank, (libelle, largeur, _) in enumerate(colonnes)
        ),
        lignes=tuple(tuple(read(row) for _, _, read in colonnes) for row in rows),
    )


def _build_mediation(exercice: int, rows: Sequence[Row[Any]]) -> Bloc:
    return _build_table(
        f"Médiation numérique en {exercice}",
        f"Aucune médiation numérique n'est saisie pour {exercice}.",
        rows,
        (
            ("Structure", 3, lambda row: row.nom),
            ("Type", 2, lambda row: row.type.libelle),
            ("ETP", 1, lambda row: _number(row.etp)),
            ("Ateliers", 1.2, lambda row: _number(row.ateliers)),
            ("Accompagnements", 1.6, lambda row: _number(row.accompagnements_individuels)),
            ("Bénéficiaires", 1.4, lambda row: _number(row.beneficiaires)),
        ),
        2,
    )


def _build_mobilite(exercice: int, rows: Sequence[Row[Any]]) -> Bloc:
    return _build_table(
        f"Offres de mobilité en {exercice}",
        f"Aucune offre de mobilité n'est saisie pour {exercice}.",
        rows,
        (
            ("Opérateur", 2.6, lambda row: row.nom),
            ("Type", 2, lambda row: row.type.libelle),
            ("Tarif", 1.8, lambda row: row.tarif or _INCONNU),
            ("Communes", 1.2, lambda row: format_number(row.communes)),
            ("Voyages", 1.2, lambda row: _number(row.voyages)),
            ("Bénéficiaires", 1.4, lambda row: _number(row.beneficiaires)),
        ),
        3,
    )


def _build_logement(exercice: int, rows: Sequence[Row[Any]], communes: dict[str, str]) -> Bloc:
    return _build_table(
        f"Offres de logement en {exercice}",
        f"Aucune offre de logement n'est saisie pour {exercice}.",
        rows,
        (
            ("Structure", 2.6, lambda row: row.nom),
            ("Commune", 1.8, lambda row: communes[row.code_insee]),
            ("Type", 2, lambda row: row.type.libelle),
            ("Places", 1, lambda row: _number(row.places)),
            ("Occupées", 1.2, lambda row: _number(row.places_occupees)),
            ("Sorties", 1.2, lambda row: _number(row.sorties)),
            ("Vers un logement autonome", 1.6, lambda row: _number(row.sorties_logement_autonome)),
        ),
        3,
    )


def _build_feuille(exercice: int, lecture: Lecture) -> Section:
    """Actions of any axis that bear the frame, as far as they had begun; the commitments beside them."""
    fin = last_day(exercice)
    actions = lecture.rows(
        select(Action.code, Action.intitule, Action.statut, Action.date_fin)
        .where(
            lecture.visible(Action),
            Action.cadres.any(Cadre.nom == FEUILLE_NUMERIQUE),
            Action.date_debut <= fin,
            or_(Action.date_fin.is_(None), extract("year", Action.date_fin) >= exercice),
        )
        .order_by(Action.code)
    )
    engagees = lecture.rows(
        select(
            func.count().label("identifiees"),
            func.count()
            .filter(EngagementNumerique.signee_le <= fin, EngagementNumerique.actif)
            .label("signataires"),
        ).where(lecture.visible(EngagementNumerique), EngagementNumerique.identifiee_le <= fin)
    )[0]
    phrase = Texte(
        texte=(
            f"Structures de l'accompagnement au numérique identifiées fin {exercice} : "
            f"{engagees.identifiees}, dont signataires actives de la feuille directrice : "
            f"{engagees.signataires}."
        )
    )
    table: Bloc = Texte(
        texte=f"Aucune action ne porte le cadre « {FEUILLE_NUMERIQUE} » en {exercice}."
    )
    if actions:
        table = Tableau(
            titre=f"Actions de la feuille directrice numérique menées en {exercice}",
            colonnes=(
                Colonne(libelle="Code", largeur=1),
                Colonne(libelle="Action", largeur=5),
                Colonne(libelle="Statut", largeur=1.6),
                Colonne(libelle="Échéance", largeur=1.6),
            ),
            lignes=tuple(
                (
                    row.code,
                    row.intitule,
                    row.statut.libelle,
                    f"{row.date_fin:%d/%m/%Y}" if row.date_fin else "sans date de fin",
                )
                for row in actions
            ),
            note="Statut au jour du rapport.",
        )
    return _section(FEUILLE_NUMERIQUE, "feuille", phrase, table)


def _list_manques(
    exercice: int,
    lecture: Lecture,
    mediation: Sequence[Row[Any]],
    mobilite: Sequence[Row[Any]],
    logement: Sequence[Row[Any]],
) -> list[str]:
    sans_accompagnement = lecture.rows(
        select(Structure.nom)
        .join(LieuAccueil, LieuAccueil.structure_id == Structure.id)
        .join(ActiviteAccueil, ActiviteAccueil.lieu_id == LieuAccueil.id)
        .where(
            lecture.visible(ActiviteAccueil),
            ActiviteAccueil.annee == exercice,
            ActiviteAccueil.accompagnements.is_(None),
        )
    )
    named = (
        ("Lieux d'accueil sans activité saisie", list_sans_activite(exercice, lecture)),
        ("Lieux d'accueil dont les accompagnements manquent", sans_accompagnement),
        ("CCAS sans domiciliations saisies", list_sans_domiciliation(exercice, lecture)),
        ("Médiation numérique sans ETP", [row for row in mediation if row.etp is None]),
        ("Offres de mobilité sans nombre de voyages", [r for r in mobilite if r.voyages is None]),
        (
            "Offres de logement sans places ou places occupées",
            [r for r in logement if r.places is None or r.places_occupees is None],
        ),
    )
    return [
        f"{libelle} : {len(rows)} ({', '.join(sorted((row.nom for row in rows), key=sort_key))})."
        for libelle, rows in named
        if rows
    ]
