"""What the axis adds to its chapter of the annual report: its accueils, PEdT, projects, and what is missing.

Indicators themselves (charts, values, reading sentences) are printed by core.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from core.api.models import Structure
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
    join_names,
    list_missing,
    read_communes,
)
from core.api.services import last_day, sort_key
from plugins.enfance_jeunesse.models import AccueilLoisirs, ActiviteAlsh, Pedt, pedt_commune
from plugins.enfance_jeunesse.models_projets import Passerelle, TempsInclusion
from plugins.enfance_jeunesse.rules import Periode, get_etat
from plugins.enfance_jeunesse.service import activites, during, limite_pedt, select_inventaire
from plugins.enfance_jeunesse.suivi import SUIVI

_INCONNU = "non renseigné"
# What the report says of each expectation of the axis, by its code.
_MANQUES = {
    "activite": "l'activité d'une période au moins",
    "heures": "les heures réalisées, la capacité, les jours ou l'amplitude",
    "equipe": "l'équipe d'animation",
}


def build_sections(demande: DemandeRapport, lecture: Lecture) -> tuple[Bloc, ...]:
    """Blocks for the annual report of ``demande.exercice``, figures for the page of the committee's file;
    nothing for other kinds."""
    if demande.genre == GENRE_DOSSIER:
        accueils = lecture.rows(
            select_inventaire(demande.exercice, lecture.visible(AccueilLoisirs))
        )
        return (_build_figures(demande.exercice, lecture, accueils),) if accueils else ()
    if demande.genre != GENRE_ANNUEL:
        return ()
    communes = read_communes(lecture)
    return (
        _build_inventory(demande.exercice, lecture, communes),
        _build_pedt(demande.exercice, lecture, communes),
        _build_projets(demande.exercice, lecture),
        build_manques(
            "enfance_jeunesse", demande.exercice, _list_missing(demande.exercice, lecture)
        ),
    )


def _build_inventory(exercice: int, lecture: Lecture, communes: dict[str, str]) -> Section:
    accueils = lecture.rows(select_inventaire(exercice, lecture.visible(AccueilLoisirs)))
    blocs: tuple[Bloc, ...] = (Texte(texte=f"Aucun accueil n'était ouvert en {exercice}."),)
    if accueils:
        blocs = (
            _build_figures(exercice, lecture, accueils),
            _build_table(exercice, accueils, communes),
        )
    return Section(
        titre="Accueils de loisirs et de jeunes",
        niveau=2,
        ancre="enfance-jeunesse-accueils",
        blocs=blocs,
    )


def _build_figures(exercice: int, lecture: Lecture, accueils: Sequence[Row[Any]]) -> Chiffres:
    rows = activites((exercice,), lecture.visible(ActiviteAlsh))
    heures = lecture.value(select(func.sum(rows.c.heures_realisees)))
    undeclared = sum(not accueil.declare for accueil in accueils)
    declares = "non déclaré" if undeclared < 2 else "non déclarés"
    return Chiffres(
        elements=(
            Chiffre(
                libelle="Accueils",
                valeur=str(len(accueils)),
                precision=f"ouverts en {exercice}, dont {undeclared} {declares}",
            ),
            Chiffre(
                libelle="Places le mercredi",
                valeur=format_number(_sum_places(accueils, Periode.MERCREDI)),
                precision=f"au 31 décembre {exercice}, tous âges",
            ),
            Chiffre(
                libelle="Places aux petites vacances",
                valeur=format_number(_sum_places(accueils, Periode.PETITES_VACANCES)),
                precision=f"au 31 décembre {exercice}, tous âges",
            ),
            Chiffre(
                libelle="Heures réalisées",
                valeur=_INCONNU if heures is None else format_number(round(heures)),
                precision=f"connues pour {exercice}, toutes périodes",
            ),
        )
    )


def _sum_places(accueils: Sequence[Row[Any]], periode: Periode) -> int:
    return sum(getattr(accueil, periode.value) or 0 for accueil in accueils)


def _build_table(exercice: int, accueils: Sequence[Row[Any]], communes: dict[str, str]) -> Tableau:
    return Tableau(
        titre=f"Accueils ouverts en {exercice}, places par période",
        colonnes=(
            Colonne(libelle="Accueil", largeur=3),
            Colonne(libelle="Commune", largeur=2),
            Colonne(libelle="Catégorie", largeur=1.8),
            *(
                Colonne(libelle=periode.libelle, alignement="droite", largeur=1.2)
                for periode in Periode
            ),
        ),
        lignes=tuple(
            (
                accueil.nom,
                communes[accueil.code_insee],
                accueil.categorie.libelle
                if accueil.declare
                else f"{accueil.categorie.libelle} (non déclaré)",
                *(_format_places(getattr(accueil, periode.value)) for periode in Periode),
            )
            for accueil in sorted(
                accueils, key=lambda a: (sort_key(communes[a.code_insee]), sort_key(a.nom))
            )
        ),
        note=(
            f"Places en vigueur au 31 décembre {exercice}, tous âges réunis. Un tiret : l'accueil ne "
            "dit rien de cette période. Le mercredi est un temps périscolaire depuis le décret 2018-647."
        ),
    )


def _format_places(places: int | None) -> str:
    return "\u2013" if places is None else format_number(places)


def _build_pedt(exercice: int, lecture: Lecture, communes: dict[str, str]) -> Section:
    jour = last_day(exercice)
    rows = lecture.rows(
        select(
            Pedt.nom,
            Pedt.debut,
            Pedt.fin,
            Pedt.plan_mercredi,
            limite_pedt(jour).label("limite"),
            func.array_agg(pedt_commune.c.code_insee).label("codes"),
        )
        .join(pedt_commune, pedt_commune.c.pedt_id == Pedt.id)
        .where(lecture.visible(Pedt), during(Pedt.debut, Pedt.fin, exercice))
        .group_by(Pedt.id)
        .order_by(Pedt.fin, Pedt.nom)
    )
    bloc: Bloc = Texte(texte=f"Aucun projet éducatif territorial n'était en vigueur en {exercice}.")
    if rows:
        bloc = Tableau(
            titre=f"PEdT en vigueur en {exercice}",
            colonnes=(
                Colonne(libelle="PEdT", largeur=2.5),
                Colonne(libelle="Communes", largeur=3),
                Colonne(libelle="Début", largeur=1.3),
                Colonne(libelle="Fin", largeur=1.3),
                Colonne(libelle="Plan mercredi", largeur=1.2),
                Colonne(libelle=f"État fin {exercice}", largeur=1.5),
            ),
            lignes=tuple(
                (
                    pedt.nom,
                    join_names([communes[code] for code in pedt.codes], len(communes)),
                    f"{pedt.debut:%d/%m/%Y}",
                    f"{pedt.fin:%d/%m/%Y}",
                    "oui" if pedt.plan_mercredi else "non",
                    get_etat(pedt.debut, pedt.fin, jour, pedt.limite).libelle,
                )
                for pedt in rows
            ),
        )
    return Section(
        titre="Projets éducatifs territoriaux",
        niveau=2,
        ancre="enfance-jeunesse-pedt",
        blocs=(bloc,),
    )


def _build_projets(exercice: int, lecture: Lecture) -> Section:
    return Section(
        titre="Inclusion et passerelles",
        niveau=2,
        ancre="enfance-jeunesse-projets",
        blocs=(_build_inclusion(exercice, lecture), _build_passerelles(exercice, lecture)),
    )


def _build_inclusion(exercice: int, lecture: Lecture) -> Bloc:
    rows = lecture.rows(
        select(
            TempsInclusion.titre,
            TempsInclusion.nature,
            TempsInclusion.jour,
            TempsInclusion.pros,
            TempsInclusion.enfants,
        )
        .where(
            lecture.visible(TempsInclusion),
            during(TempsInclusion.jour, TempsInclusion.jour, exercice),
        )
        .order_by(TempsInclusion.jour, TempsInclusion.titre)
    )
    if not rows:
        return Texte(texte=f"Aucun temps d'inclusion n'est saisi pour {exercice}.")
    return Tableau(
        titre=f"Temps d'inclusion de {exercice}",
        colonnes=(
            Colonne(libelle="Date", largeur=1.3),
            Colonne(libelle="Titre", largeur=3.5),
            Colonne(libelle="Nature", largeur=2.5),
            Colonne(libelle="Professionnels", alignement="droite", largeur=1.4),
            Colonne(libelle="Enfants", alignement="droite", largeur=1.2),
        ),
        lignes=tuple(
            (
                f"{temps.jour:%d/%m/%Y}",
                temps.titre,
                temps.nature.libelle,
                _format_count(temps.pros),
                _format_count(temps.enfants),
            )
            for temps in rows
        ),
    )


def _build_passerelles(exercice: int, lecture: Lecture) -> Bloc:
    origine, arrivee = aliased(Structure), aliased(Structure)
    rows = lecture.rows(
        select(
            origine.nom.label("origine"),
            arrivee.nom.label("arrivee"),
            Passerelle.nature,
            Passerelle.enfants,
            Passerelle.familles,
        )
        .join(origine, origine.id == Passerelle.origine_id)
        .join(arrivee, arrivee.id == Passerelle.arrivee_id)
        .where(
            lecture.visible(Passerelle),
            during(Passerelle.debut, Passerelle.fin, exercice),
        )
        .order_by(Passerelle.debut, origine.nom)
    )
    if not rows:
        return Texte(texte=f"Aucune passerelle n'a eu lieu en {exercice}.")
    return Tableau(
        titre=f"Passerelles de {exercice}",
        colonnes=(
            Colonne(libelle="De", largeur=3),
            Colonne(libelle="Vers", largeur=3),
            Colonne(libelle="Nature", largeur=2),
            Colonne(libelle="Enfants", alignement="droite", largeur=1.2),
            Colonne(libelle="Familles", alignement="droite", largeur=1.2),
        ),
        lignes=tuple(
            (
                passerelle.origine,
                passerelle.arrivee,
                passerelle.nature.libelle,
                _format_count(passerelle.enfants),
                _format_count(passerelle.familles),
            )
            for passerelle in rows
        ),
    )


def _format_count(nombre: int | None) -> str:
    return _INCONNU if nombre is None else format_number(nombre)


def _list_missing(exercice: int, lecture: Lecture) -> list[str]:
    """The same expectations as the reminders, with what is missing and their names."""
    return [
        f"Il manque {_MANQUES[attente.code]} pour {combien} ({noms})."
        for attente, combien, noms in list_missing(SUIVI, exercice, lecture)
    ]
