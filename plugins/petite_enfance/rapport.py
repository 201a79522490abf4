"""What the axis adds to its chapter of the annual report: its inventory of EAJE and what is missing.

Indicators themselves (charts, values, reading sentences) are printed by core.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, func, select

from core.api.plugin import DemandeRapport, Lecture
from core.api.rapports import (
    GENRE_ANNUEL,
    GENRE_DOSSIER,
    Bloc,
    Chiffre,
    Chiffres,
    Colonne,
    Graphique,
    Point,
    Section,
    Serie,
    Tableau,
    Texte,
    build_manques,
    format_number,
    join_names,
    read_communes,
)
from core.api.services import sort_key
from plugins.petite_enfance.models import ActiviteEaje, AutorisationPlaces, Eaje
from plugins.petite_enfance.rules import get_categorie
from plugins.petite_enfance.service import (
    heures,
    parts_couverture,
    select_eaje_ouverts,
    select_places_par_annee,
)

ANNEES_GRAPHIQUE = 6
_PARTS = (
    ("places_am", "les places des assistantes maternelles en activité"),
    ("gardes", "la garde à domicile"),
    ("eleves", "les élèves de moins de 3 ans"),
    ("enfants", "le nombre d'enfants de moins de 3 ans"),
)


def build_sections(demande: DemandeRapport, lecture: Lecture) -> tuple[Bloc, ...]:
    """Blocks for the annual report of ``demande.exercice``, figures for the page of the committee's file;
    nothing for other kinds."""
    if demande.genre == GENRE_DOSSIER:
        return _read_figures(demande.exercice, lecture)
    if demande.genre != GENRE_ANNUEL:
        return ()
    communes = read_communes(lecture)
    return (
        _build_inventory(demande.exercice, lecture, communes),
        build_manques(
            "petite_enfance",
            demande.exercice,
            [
                *_list_missing_parts(demande.exercice, lecture, communes),
                *_list_missing_hours(demande.exercice, lecture),
            ],
        ),
    )


def _read_figures(exercice: int, lecture: Lecture) -> tuple[Bloc, ...]:
    eajes = lecture.rows(select_eaje_ouverts(exercice, lecture.visible(Eaje)))
    if not eajes:
        return ()
    return (_build_figures(exercice, lecture, len(eajes), sum(e.places for e in eajes)),)


def _build_inventory(exercice: int, lecture: Lecture, communes: dict[str, str]) -> Section:
    eajes = lecture.rows(select_eaje_ouverts(exercice, lecture.visible(Eaje)))
    blocs: tuple[Bloc, ...]
    if eajes:
        blocs = (
            _build_figures(exercice, lecture, len(eajes), sum(e.places for e in eajes)),
            _build_table(exercice, lecture, eajes, communes),
            _build_chart(exercice, lecture),
        )
    else:
        blocs = (Texte(texte=f"Aucun EAJE n'a de place autorisée en {exercice}."),)
    return Section(
        titre="Établissements d'accueil du jeune enfant",
        niveau=2,
        ancre="petite-enfance-eaje",
        blocs=blocs,
    )


def _build_figures(exercice: int, lecture: Lecture, eajes: int, places: int) -> Chiffres:
    movements = lecture.rows(
        select(
            func.coalesce(
                func.sum(AutorisationPlaces.places).filter(AutorisationPlaces.places > 0), 0
            ).label("created"),
            func.coalesce(
                func.sum(AutorisationPlaces.places).filter(AutorisationPlaces.places < 0), 0
            ).label("removed"),
        ).where(
            lecture.visible(AutorisationPlaces),
            func.extract("year", AutorisationPlaces.date_effet) == exercice,
        )
    )[0]
    return Chiffres(
        elements=(
            Chiffre(
                libelle="EAJE",
                valeur=str(eajes),
                precision=f"avec des places autorisées en {exercice}",
            ),
            Chiffre(
                libelle="Places autorisées",
                valeur=format_number(places),
                precision=f"au 31 décembre {exercice}",
            ),
            Chiffre(
                libelle="Places créées",
                valeur=format_number(movements.created),
                precision=f"ouvertures et extensions de {exercice}",
            ),
            Chiffre(
                libelle="Places supprimées",
                valeur=format_number(-movements.removed),
                precision=f"réductions et fermetures de {exercice}",
            ),
        )
    )


def _build_table(
    exercice: int, lecture: Lecture, eajes: Sequence[Row[Any]], communes: dict[str, str]
) -> Tableau:
    hours = heures((exercice,), lecture.visible(ActiviteEaje))
    occupation = {
        row.eaje_id: _format_occupation(row.facturees, row.theoriques)
        for row in lecture.rows(select(hours.c.eaje_id, hours.c.facturees, hours.c.theoriques))
    }
    return Tableau(
        titre=f"EAJE ouverts en {exercice}",
        colonnes=(
            Colonne(libelle="Établissement", largeur=3),
            Colonne(libelle="Commune", largeur=2.5),
            Colonne(libelle=f"Places fin {exercice}", alignement="droite", largeur=1.2),
            Colonne(libelle="Catégorie", largeur=2),
            Colonne(libelle="Occupation", alignement="droite", largeur=1.6),
        ),
        lignes=tuple(
            (
                eaje.nom,
                communes[eaje.code_insee],
                format_number(eaje.places),
                get_categorie(eaje.nature, eaje.places),
                occupation[eaje.id],
            )
            for eaje in sorted(
                eajes, key=lambda e: (sort_key(communes[e.code_insee]), sort_key(e.nom))
            )
        ),
        note=(
            "Occupation : heures facturées sur heures théoriques (places × jours d'ouverture × "
            "amplitude). Catégorie d'après les places autorisées (code de la santé publique, "
            "art. R. 2324-46 et R. 2324-48)."
        ),
    )


def _format_occupation(facturees: Decimal | None, theoriques: Decimal | None) -> str:
    if facturees is None or not theoriques:
        return "non renseignée"
    # One decimal everywhere, so that the column reads down.
    return f"{facturees / theoriques * 100:.1f}\u202f%".replace(".", ",")


def _build_chart(exercice: int, lecture: Lecture) -> Graphique:
    annees = tuple(range(exercice - ANNEES_GRAPHIQUE + 1, exercice + 1))
    rows = lecture.rows(select_places_par_annee(annees, lecture.visible(AutorisationPlaces)))
    places = {row.annee: float(row.places) for row in rows}
    return Graphique(
        titre="Places d'EAJE au 31 décembre",
        genre="barres",
        unite="places",
        series=(
            Serie(
                nom="Places autorisées",
                points=tuple(Point(libelle=str(a), valeur=places[a]) for a in annees),
            ),
        ),
        alternative=(
            f"Places autorisées dans les EAJE du territoire : {format_number(places[annees[0]])} fin "
            f"{annees[0]}, {format_number(places[exercice])} fin {exercice}."
        ),
        note="Source : registre des autorisations de places.",
    )


def _list_missing_parts(exercice: int, lecture: Lecture, communes: dict[str, str]) -> list[str]:
    parts = parts_couverture(tuple(communes), (exercice,))
    rows = lecture.rows(
        select(parts.c.code_insee, *(parts.c[part].is_(None).label(part) for part, _ in _PARTS))
    )
    lines = []
    for part, libelle in _PARTS:
        noms = [communes[row.code_insee] for row in rows if getattr(row, part)]
        if not noms:
            continue
        combien = f"{len(noms)} {'commune' if len(noms) == 1 else 'communes'}"
        lines.append(
            f"Taux de couverture : il manque {libelle} pour {combien} sur {len(communes)} "
            f"({join_names(noms, len(communes))})."
        )
    return lines


def _list_missing_hours(exercice: int, lecture: Lecture) -> list[str]:
    hours = heures((exercice,))
    eajes = select_eaje_ouverts(exercice, lecture.visible(Eaje)).join(
        hours, hours.c.eaje_id == Eaje.id
    )
    rows = lecture.rows(eajes.add_columns(hours.c.repondu))
    noms = [row.nom for row in rows if not row.repondu]
    if not noms:
        return []
    return [
        f"Taux d'occupation : {len(noms)} EAJE sur {len(rows)} n'ont pas donné les heures de l'année "
        f"({', '.join(sorted(noms, key=sort_key))})."
    ]
