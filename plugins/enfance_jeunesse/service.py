"""The selects that indicators, report and reminders share.

Capacities and expected answers are computed by PostgreSQL for all accueils and years at once; ``rules``
holds the same arithmetic for one accueil, and a test compares the two.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Numeric,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core.api.indicateurs import first_day, last_day, years
from core.api.models import Structure
from core.api.services import select_parametre
from plugins.enfance_jeunesse.models import (
    AccueilLoisirs,
    ActiviteAlsh,
    CapaciteAlsh,
    EquipeAnimation,
    Pedt,
    pedt_commune,
)
from plugins.enfance_jeunesse.rules import (
    LOISIRS,
    TRANCHES_3_11,
    Categorie,
    Periode,
)

ALERTE_PEDT = "ej_alerte_pedt"
_TOTAL = CapaciteAlsh.capacite_moins_6 + CapaciteAlsh.capacite_plus_6 + CapaciteAlsh.capacite_ados


def ouvert(debut: Any, fin: Any) -> ColumnElement[bool]:
    """Accueils open at some moment between two days, themselves and their structure; an unknown date means
    open."""
    return and_(
        *(or_(d.is_(None), d <= fin) for d in (Structure.ouverte_le, AccueilLoisirs.ouvert_le)),
        *(or_(d.is_(None), d >= debut) for d in (Structure.fermee_le, AccueilLoisirs.ferme_le)),
    )


def ouvert_en(annee: Any) -> ColumnElement[bool]:
    """Accueils open at some moment of a year."""
    return ouvert(first_day(annee), last_day(annee))


def accueille_3_11() -> ColumnElement[bool]:
    """Accueils whose places and hours are related to the children of 3 to 11: périscolaires and
    extrascolaires that take one of their age bands."""
    return and_(
        AccueilLoisirs.categorie.in_(LOISIRS),
        AccueilLoisirs.tranches.overlap([t.value for t in TRANCHES_3_11]),
    )


def nom_accueil() -> ColumnElement[str]:
    """Name of an accueil as people read it: that of its structure and its category."""
    return Structure.nom + case(
        {c: f" {c.libelle.lower()}" for c in Categorie}, value=AccueilLoisirs.categorie
    )


def capacite(
    periode: Periode, jour: Any, places: ColumnElement[int] = _TOTAL
) -> ColumnElement[int | None]:
    """Scalar: places of an accueil in force on ``jour`` for a period; NULL before the first line.

    Same rule as ``rules.get_capacite``. ``places`` says which age bands count.
    """
    return (
        select(places)
        .where(
            CapaciteAlsh.accueil_id == AccueilLoisirs.id,
            CapaciteAlsh.periode == periode,
            CapaciteAlsh.date_effet <= jour,
        )
        .order_by(CapaciteAlsh.date_effet.desc())
        .limit(1)
        .correlate_except(CapaciteAlsh)
        .scalar_subquery()
    )


def places_3_11(periode: Periode, annees: Sequence[int]) -> Subquery:
    """Places for children of 3 to 11 on 31 December, a row for each accueil open on that day: code_insee,
    annee, numerateur, repondu. An accueil without any dated line has not answered; one whose lines say
    nothing of the period offers none."""
    wanted = years(annees)
    jour = last_day(wanted.c.annee)
    known = (
        select(CapaciteAlsh.id)
        .where(CapaciteAlsh.accueil_id == AccueilLoisirs.id, CapaciteAlsh.date_effet <= jour)
        .correlate(AccueilLoisirs, wanted)
        .exists()
    )
    places = capacite(periode, jour, CapaciteAlsh.capacite_moins_6 + CapaciteAlsh.capacite_plus_6)
    return (
        select(
            Structure.code_insee,
            wanted.c.annee,
            func.coalesce(places, 0).label("numerateur"),
            case((known, 1), else_=0).label("repondu"),
        )
        .select_from(AccueilLoisirs)
        .join(AccueilLoisirs.structure)
        .join(wanted, ouvert(jour, jour))
        .where(accueille_3_11())
        .subquery("places")
    )


def capacites_moyennes(annees: Sequence[int]) -> Subquery:
    """Mean places of each accueil and period over its days with places: accueil_id, annee, periode, places.

    Same rule as ``rules.compute_capacite_moyenne``. No row when there was no place that year.
    """
    etapes = select(
        CapaciteAlsh.accueil_id,
        CapaciteAlsh.periode,
        CapaciteAlsh.date_effet.label("debut"),
        func.lead(CapaciteAlsh.date_effet)
        .over(
            partition_by=(CapaciteAlsh.accueil_id, CapaciteAlsh.periode),
            order_by=CapaciteAlsh.date_effet,
        )
        .label("fin"),
        _TOTAL.label("total"),
    ).subquery("etapes")
    wanted = years(annees)
    start, end = first_day(wanted.c.annee), first_day(wanted.c.annee + 1)
    stop = func.least(func.coalesce(etapes.c.fin, end), end)
    duration = cast(stop - func.greatest(etapes.c.debut, start), Integer)
    return (
        select(
            etapes.c.accueil_id,
            wanted.c.annee,
            etapes.c.periode,
            (
                cast(func.sum(etapes.c.total * duration), Numeric)
                / cast(func.sum(duration), Numeric)
            ).label("places"),
        )
        .select_from(etapes)
        .join(wanted, true())
        .where(etapes.c.debut < end, stop > start, etapes.c.total > 0)
        .group_by(etapes.c.accueil_id, wanted.c.annee, etapes.c.periode)
        .subquery("capacites_moyennes")
    )


def activites(annees: Sequence[int], visible: ColumnElement[bool] | None = None) -> Subquery:
    """What each accueil open in each year must tell, a row for each of its periods: those with places and
    those with figures. An accueil with neither has one row without period.

    Columns: accueil_id, structure_id, code_insee, nom, categorie, de_3_11, annee, periode, activite_id,
    theoriques, and the figures, NULL when they are not known. ``visible`` restricts the figures to those
    that an audience may read.
    """
    wanted = years(annees)
    places = capacites_moyennes(annees)
    periodes = union(
        select(places.c.accueil_id, places.c.annee, places.c.periode),
        select(ActiviteAlsh.accueil_id, ActiviteAlsh.annee, ActiviteAlsh.periode).where(
            ActiviteAlsh.annee.in_(annees)
        ),
    ).subquery("periodes")
    return (
        select(
            AccueilLoisirs.id.label("accueil_id"),
            AccueilLoisirs.structure_id,
            Structure.code_insee,
            nom_accueil().label("nom"),
            AccueilLoisirs.categorie,
            accueille_3_11().label("de_3_11"),
            wanted.c.annee,
            periodes.c.periode,
            ActiviteAlsh.id.label("activite_id"),
            (places.c.places * ActiviteAlsh.jours * ActiviteAlsh.amplitude_h).label("theoriques"),
            ActiviteAlsh.heures_realisees,
            ActiviteAlsh.enfants_differents,
            ActiviteAlsh.enfants_aeeh,
            ActiviteAlsh.refus_faute_place,
        )
        .select_from(AccueilLoisirs)
        .join(AccueilLoisirs.structure)
        .join(wanted, ouvert_en(wanted.c.annee))
        .outerjoin(
            periodes,
            and_(periodes.c.accueil_id == AccueilLoisirs.id, periodes.c.annee == wanted.c.annee),
        )
        .outerjoin(
            places,
            and_(
                places.c.accueil_id == AccueilLoisirs.id,
                places.c.annee == wanted.c.annee,
                places.c.periode == periodes.c.periode,
            ),
        )
        .outerjoin(
            ActiviteAlsh,
            and_(
                ActiviteAlsh.accueil_id == AccueilLoisirs.id,
                ActiviteAlsh.annee == wanted.c.annee,
                ActiviteAlsh.periode == periodes.c.periode,
                true() if visible is None else visible,
            ),
        )
        .subquery("activites")
    )


def equipes(annees: Sequence[int]) -> Subquery:
    """The team of each accueil open in each year, stays left apart: accueil_id, code_insee, nom, annee,
    equipe_id and the figures, NULL when they are not known."""
    wanted = years(annees)
    return (
        select(
            AccueilLoisirs.id.label("accueil_id"),
            Structure.code_insee,
            nom_accueil().label("nom"),
            wanted.c.annee,
            EquipeAnimation.id.label("equipe_id"),
            EquipeAnimation.postes,
            EquipeAnimation.postes_pourvus,
            (EquipeAnimation.bafa + EquipeAnimation.bafd + EquipeAnimation.equivalents).label(
                "diplomes"
            ),
        )
        .select_from(AccueilLoisirs)
        .join(AccueilLoisirs.structure)
        .join(wanted, ouvert_en(wanted.c.annee))
        .outerjoin(
            EquipeAnimation,
            and_(
                EquipeAnimation.accueil_id == AccueilLoisirs.id,
                EquipeAnimation.annee == wanted.c.annee,
            ),
        )
        .where(AccueilLoisirs.categorie != Categorie.SEJOUR)
        .subquery("equipes")
    )


def pedt_en_vigueur(code_insee: ColumnElement[str], jour: Any) -> ColumnElement[bool]:
    """A PEdT covers the commune on ``jour``."""
    return (
        select(Pedt.id)
        .join(pedt_commune, pedt_commune.c.pedt_id == Pedt.id)
        .where(pedt_commune.c.code_insee == code_insee, Pedt.debut <= jour, Pedt.fin >= jour)
        .exists()
    )


def limite_pedt(jour: date) -> ColumnElement[Any]:
    """Scalar: the day up to which the end of a PEdT is near, ``ej_alerte_pedt`` months after ``jour``."""
    mois = cast(select_parametre(ALERTE_PEDT, jour).scalar_subquery(), Integer)
    return cast(literal(jour, Date) + func.make_interval(0, mois), Date)


def select_pedt_a_renouveler(jour: date, visible: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """PEdT whose end is near or past, and that no later PEdT follows in one of their communes: id, nom,
    echeance."""
    suivant, ici, la = aliased(Pedt), aliased(pedt_commune), aliased(pedt_commune)
    followed = (
        select(suivant.id)
        .join(la, la.c.pedt_id == suivant.id)
        .join(ici, and_(ici.c.code_insee == la.c.code_insee, ici.c.pedt_id == Pedt.id))
        .where(suivant.fin > Pedt.fin)
        .correlate(Pedt)
        .exists()
    )
    return (
        select(Pedt.id, Pedt.nom, Pedt.fin.label("echeance"))
        .where(visible, Pedt.fin <= limite_pedt(jour), ~followed)
        .order_by(Pedt.fin, Pedt.nom)
    )


def select_inventaire(annee: int, visible: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Accueils open in ``annee``: id, nom, code_insee, categorie, declare, then the places in force on 31
    December under the code of each period, NULL when no line says."""
    jour = last_day(literal(annee))
    return (
        select(
            AccueilLoisirs.id,
            Structure.nom,
            Structure.code_insee,
            AccueilLoisirs.categorie,
            AccueilLoisirs.declare,
            *(capacite(periode, jour).label(periode.value) for periode in Periode),
        )
        .join(AccueilLoisirs.structure)
        .where(visible, ouvert_en(annee))
        .order_by(Structure.nom, AccueilLoisirs.categorie)
    )


def during(
    debut: InstrumentedAttribute[Any], fin: InstrumentedAttribute[Any], annee: Any
) -> ColumnElement[bool]:
    """What took place at some moment of a year; without an end it took one day."""
    return and_(debut <= last_day(annee), func.coalesce(fin, debut) >= first_day(annee))
