"""Checks before a commit, and the selects that indicators, report and reminders share.

Places, hours and coverage are computed by PostgreSQL for all communes and years at once; ``rules`` holds
the same arithmetic for one row, and a test compares the two.
"""

from collections.abc import Sequence
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
    select,
    true,
)
from sqlalchemy.orm import Session

from core.api.indicateurs import contexte, first_day, grid, last_day, years
from core.api.models import Acteur, Structure
from core.api.services import ErreurMetier, check_commencee, check_partie, today
from plugins.petite_enfance.models import (
    AccueilIndividuel,
    ActiviteEaje,
    AutorisationPlaces,
    Eaje,
    Rpe,
)
from plugins.petite_enfance.rules import check_registre, compute_places_moyennes


def validate_eaje(session: Session, acteur: Acteur, eaje: Eaje) -> None:
    """Check the ledger of an EAJE after the flush. Raises ErreurMetier that names the faulty line.

    The row is locked first: two people who each remove places at the same moment are checked in turn,
    the second one against what the first wrote.
    """
    session.execute(select(Eaje.id).where(Eaje.id == eaje.id).with_for_update())
    session.refresh(eaje, ["mouvements"])
    check_registre(eaje.registre)


def validate_activite(session: Session, acteur: Acteur, activite: ActiviteEaje) -> None:
    """Check a year of an EAJE after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", activite.annee, today())
    if activite.heures_theoriques_saisies is not None and not activite.commentaire.strip():
        raise ErreurMetier(
            "Des heures théoriques saisies remplacent le calcul (places × jours × amplitude) : dites "
            "pourquoi en commentaire.",
            "commentaire",
        )
    places = compute_places_moyennes(activite.eaje.registre, activite.annee)
    if places is None:
        raise ErreurMetier(
            f"Cet établissement n'a aucune place autorisée en {activite.annee} : complétez d'abord son "
            "registre des places.",
            "annee",
        )
    check_partie(
        "enfants_aeeh",
        activite.enfants_aeeh,
        activite.enfants_differents,
        "Plus d'enfants bénéficiaires de l'AEEH que d'enfants accueillis",
    )


def validate_accueil(session: Session, acteur: Acteur, accueil: AccueilIndividuel) -> None:
    """Check a commune's year of individual care after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", accueil.annee, today())
    for champ, tout, message in (
        ("am_actives", accueil.am_agreees, "Plus d'assistantes maternelles actives que d'agréées"),
        ("am_55_plus", accueil.am_agreees, "Plus d'assistantes de 55 ans et plus que d'agréées"),
        (
            "places_am_actives",
            accueil.places_agreees,
            "Plus de places actives que de places agréées",
        ),
        (
            "places_am_55_plus",
            accueil.places_agreees,
            "Plus de places tenues par les 55 ans et plus que de places agréées",
        ),
    ):
        check_partie(champ, getattr(accueil, champ), tout, message)


def validate_rpe(session: Session, acteur: Acteur, rpe: Rpe) -> None:
    """A relay serves at least one commune. Raises ErreurMetier (field ``communes``)."""
    if not rpe.communes:
        raise ErreurMetier("Choisissez au moins une commune desservie.", "communes")


def places_au_31_decembre(
    code_insee: ColumnElement[str], annee: ColumnElement[int]
) -> ColumnElement[int]:
    """Scalar: places of EAJE of a commune on 31 December; a commune without EAJE has a true 0."""
    return (
        select(func.coalesce(func.sum(AutorisationPlaces.places), 0))
        .join(Eaje, AutorisationPlaces.eaje_id == Eaje.id)
        .join(Structure, Eaje.structure_id == Structure.id)
        .where(Structure.code_insee == code_insee, AutorisationPlaces.date_effet <= last_day(annee))
        .scalar_subquery()
    )


def mouvements_de_annee(
    code_insee: ColumnElement[str], annee: ColumnElement[int]
) -> ColumnElement[int]:
    """Scalar: net movement of EAJE places of a commune during a year."""
    return (
        select(func.coalesce(func.sum(AutorisationPlaces.places), 0))
        .join(Eaje, AutorisationPlaces.eaje_id == Eaje.id)
        .join(Structure, Eaje.structure_id == Structure.id)
        .where(
            Structure.code_insee == code_insee,
            AutorisationPlaces.date_effet.between(first_day(annee), last_day(annee)),
        )
        .scalar_subquery()
    )


def parts_couverture(communes: Sequence[str], annees: Sequence[int]) -> Subquery:
    """The parts of PE1 by commune and year: places_eaje, places_am, gardes, eleves, enfants.

    A part that is not known is NULL.
    """
    cells = grid(communes, annees)
    commune, annee = cells.c.code_insee, cells.c.annee
    return (
        select(
            commune,
            annee,
            places_au_31_decembre(commune, annee).label("places_eaje"),
            AccueilIndividuel.places_am_actives.label("places_am"),
            AccueilIndividuel.gardes_domicile.label("gardes"),
            contexte("eleves_moins_3", commune, annee).label("eleves"),
            contexte("enfants_0_2", commune, annee).label("enfants"),
        )
        .select_from(cells)
        .outerjoin(
            AccueilIndividuel,
            and_(AccueilIndividuel.code_insee == commune, AccueilIndividuel.annee == annee),
        )
        .subquery("couverture")
    )


def places_moyennes(annees: Sequence[int]) -> Subquery:
    """Mean places of each EAJE open in a year, over its days with a place (eaje_id, annee, places).

    Same rule as ``rules.compute_places_moyennes``. An EAJE without a place that year has no row.
    """
    days = (
        select(
            AutorisationPlaces.eaje_id,
            AutorisationPlaces.date_effet.label("debut"),
            func.lead(AutorisationPlaces.date_effet)
            .over(partition_by=AutorisationPlaces.eaje_id, order_by=AutorisationPlaces.date_effet)
            .label("fin"),
            func.sum(func.sum(AutorisationPlaces.places))
            .over(partition_by=AutorisationPlaces.eaje_id, order_by=AutorisationPlaces.date_effet)
            .label("solde"),
        )
        .group_by(AutorisationPlaces.eaje_id, AutorisationPlaces.date_effet)
        .subquery("paliers")
    )
    wanted = years(annees)
    annee = wanted.c.annee
    start, end = first_day(annee), first_day(annee + 1)
    stop = func.least(func.coalesce(days.c.fin, end), end)
    duration = cast(stop - func.greatest(days.c.debut, start), Integer)
    return (
        select(
            days.c.eaje_id,
            annee,
            (
                cast(func.sum(days.c.solde * duration), Numeric) / cast(func.sum(duration), Numeric)
            ).label("places"),
        )
        .select_from(days)
        .join(wanted, true())
        .where(days.c.debut < end, stop > start, days.c.solde > 0)
        .group_by(days.c.eaje_id, annee)
        .subquery("places_moyennes")
    )


def heures(annees: Sequence[int], visible: ColumnElement[bool] | None = None) -> Subquery:
    """Hours of each EAJE open in each year: eaje_id, code_insee, annee, facturees, theoriques, repondu.

    ``repondu`` is 1 when both are known, and then only are they to be summed (PE4). ``visible``
    restricts the yearly figures to those that an audience may read.
    """
    open_eaje = places_moyennes(annees)
    theoriques = func.coalesce(
        ActiviteEaje.heures_theoriques_saisies,
        open_eaje.c.places * ActiviteEaje.jours_ouverture * ActiviteEaje.amplitude_h,
    )
    complete = and_(ActiviteEaje.heures_facturees.is_not(None), theoriques.is_not(None))
    return (
        select(
            open_eaje.c.eaje_id,
            Structure.code_insee,
            open_eaje.c.annee,
            case((complete, ActiviteEaje.heures_facturees)).label("facturees"),
            case((complete, theoriques)).label("theoriques"),
            case((complete, 1), else_=0).label("repondu"),
        )
        .select_from(open_eaje)
        .join(Eaje, Eaje.id == open_eaje.c.eaje_id)
        .join(Structure, Structure.id == Eaje.structure_id)
        .outerjoin(
            ActiviteEaje,
            and_(
                ActiviteEaje.eaje_id == Eaje.id,
                ActiviteEaje.annee == open_eaje.c.annee,
                true() if visible is None else visible,
            ),
        )
        .subquery("heures")
    )


def select_eaje_ouverts(annee: int, visible_eaje: ColumnElement[bool]) -> Select[Any]:
    """EAJE with a place at some moment of ``annee``: id, nom, commune, nature, places on 31 December."""
    ouverts = places_moyennes((annee,))
    places = (
        select(func.coalesce(func.sum(AutorisationPlaces.places), 0))
        .where(
            AutorisationPlaces.eaje_id == Eaje.id,
            AutorisationPlaces.date_effet <= func.make_date(annee, 12, 31, type_=Date),
        )
        .correlate(Eaje)
        .scalar_subquery()
    )
    return (
        select(
            Eaje.id,
            Structure.nom,
            Structure.code_insee,
            Eaje.nature,
            places.label("places"),
        )
        .join(ouverts, ouverts.c.eaje_id == Eaje.id)
        .join(Structure, Structure.id == Eaje.structure_id)
        .where(visible_eaje)
        .order_by(Structure.nom, Eaje.id)
    )


def select_places_par_annee(
    annees: Sequence[int], visible_lignes: ColumnElement[bool]
) -> Select[Any]:
    """Places of the whole territory on 31 December of each year (annee, places)."""
    wanted = years(annees)
    annee = wanted.c.annee
    return (
        select(
            annee,
            func.coalesce(func.sum(AutorisationPlaces.places), 0).label("places"),
        )
        .select_from(wanted)
        .outerjoin(
            AutorisationPlaces,
            and_(AutorisationPlaces.date_effet <= last_day(annee), visible_lignes),
        )
        .group_by(annee)
        .order_by(annee)
    )
