"""What the axis adds to its chapter of the annual report: dispositifs, LAEP, CLAS, temps parents, and what
is missing.

Indicators themselves (charts, values, reading sentences) are printed by core.
"""

from collections.abc import Sequence
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
    Section,
    Tableau,
    Texte,
    build_manques,
    format_number,
    join_names,
    list_missing,
    read_communes,
)
from core.api.services import format_annee_scolaire, sort_key
from plugins.parentalite.models import (
    ClasGroupe,
    DispositifParentalite,
    LaepActivite,
    TempsParent,
)
from plugins.parentalite.rules import (
    THEMATIQUES,
    TYPES_REPSS,
    NiveauClas,
    TypeDispositif,
)
from plugins.parentalite.service import (
    presences,
    select_clas_par_niveau,
    select_ouverts,
    select_temps_par_theme,
)
from plugins.parentalite.suivi import SUIVI

_TYPES = tuple(TypeDispositif)
_NIVEAUX = tuple(NiveauClas)


def build_sections(demande: DemandeRapport, lecture: Lecture) -> tuple[Bloc, ...]:
    """Blocks for the annual report of ``demande.exercice``, figures for the page of the committee's file;
    nothing for other kinds."""
    if demande.genre not in (GENRE_ANNUEL, GENRE_DOSSIER):
        return ()
    exercice = demande.exercice
    communes = read_communes(lecture)
    ouverts = lecture.rows(select_ouverts(exercice, lecture.visible(DispositifParentalite)))
    if demande.genre == GENRE_DOSSIER:
        absentes = _list_absentes(exercice, lecture, communes)
        return (_build_figures(exercice, ouverts, communes, absentes),) if ouverts else ()
    return (
        _build_offre(exercice, lecture, ouverts, communes),
        _build_laep(exercice, lecture, ouverts, communes),
        _build_clas(exercice, lecture),
        _build_temps(exercice, lecture),
        build_manques("parentalite", exercice, _list_missing(exercice, lecture)),
    )


def _list_absentes(exercice: int, lecture: Lecture, communes: dict[str, str]) -> list[str]:
    """Communes where nothing took place."""
    present = presences((exercice,))
    found = {row.code_insee for row in lecture.rows(select(present.c.code_insee).distinct())}
    return [nom for code, nom in communes.items() if code not in found]


def _build_figures(
    exercice: int, ouverts: Sequence[Row[Any]], communes: dict[str, str], absentes: Sequence[str]
) -> Chiffres:
    suivis = {d.type for d in ouverts if d.type in TYPES_REPSS}
    return Chiffres(
        elements=(
            Chiffre(
                libelle="Dispositifs",
                valeur=str(len(ouverts)),
                precision=f"ouverts à un moment de {exercice}",
            ),
            Chiffre(
                libelle="Types suivis au niveau national",
                valeur=f"{len(suivis)} sur {len(TYPES_REPSS)}",
                precision="LAEP, REAAP, CLAS, médiation familiale, espace de rencontre",
            ),
            Chiffre(
                libelle="Communes avec une présence",
                valeur=f"{len(communes) - len(absentes)} sur {len(communes)}",
                precision="siège, étape, permanence, groupe ou temps parent",
            ),
        )
    )


def _build_offre(
    exercice: int, lecture: Lecture, ouverts: Sequence[Row[Any]], communes: dict[str, str]
) -> Section:
    ordered = sorted(
        ouverts, key=lambda d: (_TYPES.index(d.type), sort_key(communes[d.code_insee]))
    )
    absentes = _list_absentes(exercice, lecture, communes)
    blocs: list[Bloc] = [_build_figures(exercice, ouverts, communes, absentes)]
    if ordered:
        blocs.append(
            Tableau(
                titre=f"Dispositifs ouverts en {exercice}",
                colonnes=(
                    Colonne(libelle="Type", largeur=2.6),
                    Colonne(libelle="Commune", largeur=2),
                    Colonne(libelle="Dispositif", largeur=3),
                    Colonne(libelle="Communes desservies", alignement="droite", largeur=1.4),
                ),
                lignes=tuple(
                    (
                        d.type.libelle,
                        f"{communes[d.code_insee]} (itinérant)"
                        if d.itinerant
                        else communes[d.code_insee],
                        d.nom,
                        format_number(d.desservies),
                    )
                    for d in ordered
                ),
            )
        )
    else:
        blocs.append(Texte(texte=f"Aucun dispositif n'est ouvert en {exercice}."))
    if absentes and ordered:
        blocs.append(
            Texte(
                texte=f"Communes à approcher, où rien n'a eu lieu : {join_names(absentes, len(communes))}."
            )
        )
    return Section(
        titre="Offre de soutien aux parents",
        niveau=2,
        ancre="parentalite-offre",
        blocs=tuple(blocs),
    )


def _build_laep(
    exercice: int, lecture: Lecture, ouverts: Sequence[Row[Any]], communes: dict[str, str]
) -> Section:
    laep = [d for d in ouverts if d.type is TypeDispositif.LAEP]
    figures = {
        row.dispositif_id: row
        for row in lecture.rows(
            select(
                LaepActivite.dispositif_id,
                LaepActivite.seances,
                LaepActivite.heures_ouverture,
                LaepActivite.enfants_differents,
                LaepActivite.adultes_differents,
                LaepActivite.frequentations,
            ).where(LaepActivite.annee == exercice, lecture.visible(LaepActivite))
        )
    }
    blocs: tuple[Bloc, ...] = (Texte(texte=f"Aucun LAEP n'est ouvert en {exercice}."),)
    if laep:
        blocs = (
            Tableau(
                titre=f"Activité des LAEP en {exercice}",
                colonnes=(
                    Colonne(libelle="LAEP", largeur=3),
                    Colonne(libelle="Commune", largeur=2),
                    Colonne(libelle="Séances", alignement="droite", largeur=1.1),
                    Colonne(libelle="Heures d'ouverture", alignement="droite", largeur=1.2),
                    Colonne(libelle="Enfants", alignement="droite", largeur=1.1),
                    Colonne(libelle="Adultes", alignement="droite", largeur=1.1),
                    Colonne(libelle="Fréquentations", alignement="droite", largeur=1.5),
                ),
                lignes=tuple(_laep_line(d, figures.get(d.id), communes) for d in laep),
                note=(
                    "Enfants et adultes différents. L'accueil est anonyme : une famille venue dans deux LAEP "
                    "compte deux fois."
                ),
            ),
        )
    return Section(
        titre="Lieux d'accueil enfants-parents", niveau=2, ancre="parentalite-laep", blocs=blocs
    )


def _laep_line(
    dispositif: Row[Any], figures: Row[Any] | None, communes: dict[str, str]
) -> tuple[str, ...]:
    values = (None,) * 5 if figures is None else tuple(figures)[1:]
    return (dispositif.nom, communes[dispositif.code_insee], *map(format_number, values))


def _build_clas(exercice: int, lecture: Lecture) -> Section:
    rows = lecture.rows(select_clas_par_niveau(exercice, lecture.visible(ClasGroupe)))
    scolaires = lecture.rows(
        select(func.min(ClasGroupe.annee_scolaire), func.max(ClasGroupe.annee_scolaire)).where(
            ClasGroupe.annee == exercice, lecture.visible(ClasGroupe)
        )
    )[0]
    blocs: tuple[Bloc, ...] = (Texte(texte=f"Aucun groupe CLAS ne compte pour {exercice}."),)
    if rows:
        names = " et ".join(dict.fromkeys(format_annee_scolaire(annee) for annee in scolaires))
        silent = sum(row.silencieux for row in rows)
        total = sum(row.groupes for row in rows)
        blocs = (
            Tableau(
                titre=f"Groupes CLAS, année scolaire {names}",
                colonnes=(
                    Colonne(libelle="Niveau", largeur=2),
                    Colonne(libelle="Groupes", alignement="droite"),
                    Colonne(libelle="Enfants", alignement="droite"),
                    Colonne(libelle="Séances", alignement="droite"),
                    Colonne(libelle="Professionnels", alignement="droite", largeur=1.3),
                    Colonne(libelle="Bénévoles", alignement="droite"),
                    Colonne(libelle="Parents impliqués", alignement="droite", largeur=1.3),
                ),
                lignes=tuple(
                    (
                        row.niveau.libelle,
                        format_number(row.groupes),
                        *map(
                            format_number,
                            (row.enfants, row.seances, row.pros, row.benevoles, row.parents),
                        ),
                    )
                    for row in sorted(rows, key=lambda row: _NIVEAUX.index(row.niveau))
                ),
                note=(
                    f"Groupes dont les enfants sont connus : {total - silent} sur {total} ; les autres "
                    "n'entrent pas dans la somme."
                ),
            ),
        )
    return Section(
        titre="Accompagnement à la scolarité", niveau=2, ancre="parentalite-clas", blocs=blocs
    )


def _build_temps(exercice: int, lecture: Lecture) -> Section:
    visible = lecture.visible(TempsParent)
    themes = {row.theme: row for row in lecture.rows(select_temps_par_theme(exercice, visible))}
    total, parents, counted = lecture.rows(
        select(
            func.count(TempsParent.id),
            func.sum(TempsParent.parents),
            func.count(TempsParent.parents),
        ).where(TempsParent.annee == exercice, visible)
    )[0]
    blocs: tuple[Bloc, ...] = (Texte(texte=f"Aucun temps parent n'est saisi en {exercice}."),)
    if total:
        blocs = (
            Tableau(
                titre=f"Temps parents de {exercice} par thématique",
                colonnes=(
                    Colonne(libelle="Thématique", largeur=3),
                    Colonne(libelle="Temps", alignement="droite"),
                    Colonne(libelle="Participations de parents", alignement="droite", largeur=1.6),
                ),
                lignes=tuple(
                    (
                        libelle,
                        format_number(themes[code].temps),
                        format_number(themes[code].parents),
                    )
                    for code, libelle in THEMATIQUES.items()
                    if code in themes
                ),
                note=(
                    f"{total} temps en tout, {format_number(parents)} participations comptées pour {counted} "
                    "d'entre eux. Un temps de plusieurs thématiques compte dans chacune ; un parent venu à "
                    "plusieurs temps compte autant de fois."
                ),
            ),
        )
    return Section(titre="Temps parents", niveau=2, ancre="parentalite-temps", blocs=blocs)


def _list_missing(exercice: int, lecture: Lecture) -> list[str]:
    """The same expectations as the reminders, with their names."""
    return [
        f"{combien} {attente.manque.format(exercice=exercice)} ({noms})."
        for attente, combien, noms in list_missing(SUIVI, exercice, lecture)
    ]
