"""What the axis adds to its chapter of the annual report: equipment and agréments, pactes, shared projects,
what is missing.

Indicators themselves (charts, values, reading sentences) are printed by core.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, Row, and_, func, literal, or_, select

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
    read_communes,
)
from core.api.services import last_day, sort_key
from plugins.vie_sociale.models import (
    ActiviteSociale,
    Agrement,
    BilanPacte,
    EquipementSocial,
    PacteCooperation,
    ProjetPartage,
    partenaire,
    projet_commune,
    signataire,
    zone,
)
from plugins.vie_sociale.rules import AGREABLES, MOTS_AGREABLES, PACTES_VIVANTS, PROJETS_MENES
from plugins.vie_sociale.service import ends_within, is_valide_sql, select_ouverts

_CHIFFRES = (
    ("participants_uniques", "le nombre de participants différents"),
    ("benevoles", "le nombre de bénévoles"),
    ("heures_benevolat", "les heures de bénévolat"),
)


def build_sections(demande: DemandeRapport, lecture: Lecture) -> tuple[Bloc, ...]:
    """Blocks for the annual report of ``demande.exercice``, figures for the page of the committee's file;
    nothing for other kinds."""
    exercice = demande.exercice
    if demande.genre not in (GENRE_ANNUEL, GENRE_DOSSIER):
        return ()
    equipements = lecture.rows(select_ouverts(exercice, lecture.visible(EquipementSocial)))
    agrements = _read_agrements(exercice, lecture)
    if demande.genre == GENRE_DOSSIER:
        valides = _keep(agrements, equipements)
        return (_build_figures(exercice, equipements, valides),) if equipements else ()
    communes = read_communes(lecture)
    pactes = _read_pactes(exercice, lecture)
    projets = _read_projets(exercice, lecture)
    return (
        _build_inventory(exercice, lecture, communes, equipements, agrements),
        _build_pactes(exercice, pactes),
        _build_projets(exercice, communes, projets),
        build_manques(
            "vie_sociale",
            exercice,
            [
                *_list_sans_agrement(exercice, equipements, agrements),
                *_list_silent(exercice, lecture, equipements),
                *_list_sans_bilan(exercice, pactes),
                *_list_sans_habitants(projets),
            ],
        ),
    )


def _read_agrements(exercice: int, lecture: Lecture) -> Sequence[Row[Any]]:
    jour = literal(last_day(exercice), Date)
    return lecture.rows(
        select(
            Agrement.equipement_id,
            Agrement.nature,
            Agrement.date_fin,
            ends_within(jour).label("proche"),
        )
        .where(is_valide_sql(jour), lecture.visible(Agrement))
        .order_by(Agrement.date_fin, Agrement.nature, Agrement.id)
    )


def _keep(agrements: Sequence[Row[Any]], equipements: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """The agréments of these facilities."""
    shown = {e.id for e in equipements}
    return [a for a in agrements if a.equipement_id in shown]


def _build_inventory(
    exercice: int,
    lecture: Lecture,
    communes: dict[str, str],
    equipements: Sequence[Row[Any]],
    agrements: Sequence[Row[Any]],
) -> Section:
    zones: dict[int, int] = {
        row.equipement_id: row.communes
        for row in lecture.rows(
            select(zone.c.equipement_id, func.count(zone.c.code_insee).label("communes")).group_by(
                zone.c.equipement_id
            )
        )
    }
    valides = _keep(agrements, equipements)
    blocs: tuple[Bloc, ...]
    if equipements:
        blocs = (
            _build_figures(exercice, equipements, valides),
            _build_table(exercice, communes, equipements, valides, zones),
        )
    else:
        blocs = (Texte(texte=f"Aucun équipement de vie sociale n'est enregistré pour {exercice}."),)
    return Section(
        titre="Centres sociaux et espaces de vie sociale",
        niveau=2,
        ancre="vie-sociale-equipements",
        blocs=blocs,
    )


def _build_figures(
    exercice: int, equipements: Sequence[Row[Any]], agrements: Sequence[Row[Any]]
) -> Chiffres:
    return Chiffres(
        elements=(
            Chiffre(
                libelle="Équipements",
                valeur=str(len(equipements)),
                precision=f"ouverts en {exercice}",
            ),
            Chiffre(
                libelle="Équipements agréés",
                valeur=str(len({a.equipement_id for a in agrements})),
                precision=f"avec un agrément valide au 31 décembre {exercice}",
            ),
            Chiffre(
                libelle="Agréments à renouveler",
                valeur=str(sum(a.proche for a in agrements)),
                precision=f"dans le préavis au 31 décembre {exercice}",
            ),
        )
    )


def _build_table(
    exercice: int,
    communes: dict[str, str],
    equipements: Sequence[Row[Any]],
    agrements: Sequence[Row[Any]],
    zones: dict[int, int],
) -> Tableau:
    by_equipement: dict[int, list[str]] = {}
    for agrement in agrements:
        by_equipement.setdefault(agrement.equipement_id, []).append(
            f"{agrement.nature} : {agrement.date_fin:%d/%m/%Y}"
        )
    return Tableau(
        titre=f"Équipements ouverts en {exercice} et agréments au 31 décembre",
        colonnes=(
            Colonne(libelle="Équipement", largeur=3),
            Colonne(libelle="Commune", largeur=2),
            Colonne(libelle="Type", largeur=2),
            Colonne(libelle="Communes de la zone", alignement="droite", largeur=1.2),
            Colonne(libelle="Agréments et leur fin", largeur=3.2),
        ),
        lignes=tuple(
            (
                equipement.nom,
                communes[equipement.code_insee],
                str(equipement.type),
                format_number(zones.get(equipement.id, 0)),
                " ; ".join(by_equipement.get(equipement.id, ["aucun"])),
            )
            for equipement in sorted(
                equipements, key=lambda e: (sort_key(communes[e.code_insee]), sort_key(e.nom))
            )
        ),
        note="La zone de compétence est celle d'aujourd'hui. Source : agréments de la CAF.",
    )


def _read_pactes(exercice: int, lecture: Lecture) -> Sequence[Row[Any]]:
    """Pactes signed by the end of the year and not ended before it, and those under negotiation."""
    jour = last_day(exercice)
    signataires = (
        select(func.count())
        .where(signataire.c.pacte_id == PacteCooperation.id)
        .correlate(PacteCooperation)
        .scalar_subquery()
    )
    bilan = (
        select(BilanPacte.id)
        .where(BilanPacte.pacte_id == PacteCooperation.id, BilanPacte.annee == exercice)
        .exists()
    )
    return lecture.rows(
        select(
            PacteCooperation.intitule,
            PacteCooperation.etat,
            PacteCooperation.date_signature,
            PacteCooperation.date_fin,
            signataires.label("signataires"),
            bilan.label("bilan"),
        )
        .where(
            lecture.visible(PacteCooperation),
            or_(PacteCooperation.date_signature.is_(None), PacteCooperation.date_signature <= jour),
            or_(
                PacteCooperation.date_fin.is_(None),
                PacteCooperation.date_fin >= date(exercice, 1, 1),
            ),
        )
        .order_by(PacteCooperation.intitule, PacteCooperation.id)
    )


def _build_pactes(exercice: int, pactes: Sequence[Row[Any]]) -> Section:
    bloc: Bloc = Texte(texte=f"Aucun pacte de coopération en {exercice}.")
    if pactes:
        bloc = Tableau(
            titre=f"Pactes de coopération en {exercice}",
            colonnes=(
                Colonne(libelle="Pacte", largeur=3.5),
                Colonne(libelle="État", largeur=1.6),
                Colonne(libelle="Signataires", alignement="droite", largeur=1.3),
                Colonne(libelle="Signé le", largeur=1.3),
                Colonne(libelle="Fin", largeur=1.3),
                Colonne(libelle=f"Bilan {exercice}", largeur=1.2),
            ),
            lignes=tuple(
                (
                    pacte.intitule,
                    str(pacte.etat),
                    format_number(pacte.signataires),
                    _format_day(pacte.date_signature),
                    _format_day(pacte.date_fin),
                    "fait" if pacte.bilan else "absent",
                )
                for pacte in pactes
            ),
            note="L'état est celui d'aujourd'hui.",
        )
    return Section(
        titre="Pactes de coopération", niveau=2, ancre="vie-sociale-pactes", blocs=(bloc,)
    )


def _format_day(jour: date | None) -> str:
    return "non renseigné" if jour is None else f"{jour:%d/%m/%Y}"


def _read_projets(exercice: int, lecture: Lecture) -> Sequence[Row[Any]]:
    partner = Structure.__table__.alias("structure_partenaire")
    partenaires = (
        select(func.array_agg(partner.c.nom))
        .join(partenaire, partenaire.c.structure_id == partner.c.id)
        .where(partenaire.c.projet_id == ProjetPartage.id)
        .correlate(ProjetPartage)
        .scalar_subquery()
    )
    lieux = (
        select(func.array_agg(projet_commune.c.code_insee))
        .where(projet_commune.c.projet_id == ProjetPartage.id)
        .correlate(ProjetPartage)
        .scalar_subquery()
    )
    return lecture.rows(
        select(
            ProjetPartage.titre,
            ProjetPartage.statut,
            ProjetPartage.participants,
            ProjetPartage.habitants_co_porteurs,
            Structure.nom.label("porteur"),
            partenaires.label("partenaires"),
            lieux.label("lieux"),
        )
        .join(Structure, Structure.id == ProjetPartage.porteur_id)
        .where(ProjetPartage.annee == exercice, lecture.visible(ProjetPartage))
        .order_by(ProjetPartage.titre, ProjetPartage.id)
    )


def _build_projets(exercice: int, communes: dict[str, str], projets: Sequence[Row[Any]]) -> Section:
    bloc: Bloc = Texte(texte=f"Aucun projet partagé n'est enregistré pour {exercice}.")
    if projets:
        bloc = Tableau(
            titre=f"Projets partagés de {exercice}",
            colonnes=(
                Colonne(libelle="Projet", largeur=3),
                Colonne(libelle="Porté par", largeur=2.4),
                Colonne(libelle="Avec", largeur=3),
                Colonne(libelle="Communes", largeur=2),
                Colonne(libelle="Participants", alignement="droite", largeur=1.3),
                Colonne(libelle="Statut", largeur=1.3),
            ),
            lignes=tuple(
                (
                    projet.titre,
                    projet.porteur,
                    ", ".join(sorted(projet.partenaires or (), key=sort_key)) or "aucun partenaire",
                    join_names((communes[code] for code in projet.lieux or ()), len(communes)),
                    (
                        "non renseigné"
                        if projet.participants is None
                        else format_number(projet.participants)
                    ),
                    str(projet.statut),
                )
                for projet in projets
            ),
        )
    return Section(titre="Projets partagés", niveau=2, ancre="vie-sociale-projets", blocs=(bloc,))


def _list_sans_agrement(
    exercice: int, equipements: Sequence[Row[Any]], agrements: Sequence[Row[Any]]
) -> list[str]:
    approved = {agrement.equipement_id for agrement in agrements}
    expected = [e for e in equipements if e.type in AGREABLES]
    noms = [e.nom for e in expected if e.id not in approved]
    if not noms:
        return []
    return [
        f"Couverture : {_count(len(noms), *MOTS_AGREABLES)} sur {len(expected)} sans agrément valide "
        f"au 31 décembre {exercice} ({_list_names(noms)})."
    ]


def _list_silent(exercice: int, lecture: Lecture, equipements: Sequence[Row[Any]]) -> list[str]:
    figures = [getattr(ActiviteSociale, name) for name, _ in _CHIFFRES]
    rows = lecture.rows(
        select(EquipementSocial.id, *(f.is_(None).label(f.key) for f in figures))
        .outerjoin(
            ActiviteSociale,
            and_(
                ActiviteSociale.equipement_id == EquipementSocial.id,
                ActiviteSociale.annee == exercice,
                lecture.visible(ActiviteSociale),
            ),
        )
        .where(lecture.visible(EquipementSocial))
    )
    missing = {row.id: row for row in rows}
    lines = []
    for name, libelle in _CHIFFRES:
        noms = [e.nom for e in equipements if getattr(missing[e.id], name)]
        if noms:
            lines.append(
                f"Activité : il manque {libelle} pour {_count(len(noms), 'équipement', 'équipements')} "
                f"sur {len(equipements)} ({_list_names(noms)})."
            )
    return lines


def _list_sans_bilan(exercice: int, pactes: Sequence[Row[Any]]) -> list[str]:
    return [
        f"Pacte de coopération : le bilan {exercice} manque ({pacte.intitule})."
        for pacte in pactes
        if pacte.etat in PACTES_VIVANTS and not pacte.bilan
    ]


def _list_sans_habitants(projets: Sequence[Row[Any]]) -> list[str]:
    menes = [p for p in projets if p.statut in PROJETS_MENES]
    noms = [p.titre for p in menes if p.habitants_co_porteurs is None]
    if not noms:
        return []
    return [
        "Projets co-portés : le nombre d'habitants manque pour "
        f"{_count(len(noms), 'projet', 'projets')} sur {len(menes)} ({_list_names(noms)})."
    ]


def _count(nombre: int, un: str, plusieurs: str) -> str:
    return f"{nombre} {un if nombre < 2 else plusieurs}"


def _list_names(noms: Sequence[str]) -> str:
    return ", ".join(sorted(noms, key=sort_key))
