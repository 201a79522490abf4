"""Checks before a commit, and the selects that indicators, report and reminders share.

``rules.was_open`` and ``open_in_year`` are the same rule, for one row and for all; a test compares them.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    and_,
    case,
    distinct,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.api.indicateurs import years
from core.api.models import Acteur, Structure
from core.api.services import ErreurMetier, check_commencee, check_partie, today
from plugins.parentalite.models import (
    ClasGroupe,
    DispositifParentalite,
    LaepActivite,
    MediationPermanence,
    TempsParent,
    dispositif_commune,
)
from plugins.parentalite.rules import TYPES_REPSS, StatutDispositif, TypeDispositif, check_dates


def validate_dispositif(
    session: Session, acteur: Acteur, dispositif: DispositifParentalite
) -> None:
    """Check a dispositif after the flush. Raises ErreurMetier (field named)."""
    if not dispositif.communes:
        raise ErreurMetier("Choisissez au moins une commune desservie.", "communes")
    check_dates(dispositif.statut, dispositif.debut, dispositif.fin, today())
    for modele, type_ in (
        (LaepActivite, TypeDispositif.LAEP),
        (MediationPermanence, TypeDispositif.MEDIATION_FAMILIALE),
    ):
        filled = select(modele.id).where(modele.dispositif_id == dispositif.id).limit(1)
        if dispositif.type is not type_ and session.scalar(filled) is not None:
            raise ErreurMetier(
                f"Ce dispositif a des chiffres annuels de « {type_.libelle} » : son type ne change "
                "plus. Fermez-le et créez un autre dispositif.",
                "type",
            )


def validate_laep(session: Session, acteur: Acteur, activite: LaepActivite) -> None:
    """Check a year of a LAEP after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", activite.annee, today())
    _check_dispositif(activite.dispositif, TypeDispositif.LAEP, activite.annee)
    for champ, words in (
        ("enfants_differents", "Plus d'enfants différents que de fréquentations"),
        ("adultes_differents", "Plus d'adultes différents que de fréquentations"),
    ):
        check_partie(champ, getattr(activite, champ), activite.frequentations, words)


def validate_mediation(session: Session, acteur: Acteur, annee: MediationPermanence) -> None:
    """Check a year of mediation after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", annee.annee, today())
    _check_dispositif(annee.dispositif, TypeDispositif.MEDIATION_FAMILIALE, annee.annee)
    check_partie("accords", annee.accords, annee.mesures, "Plus d'accords que de médiations")


def _check_dispositif(dispositif: DispositifParentalite, type_: TypeDispositif, annee: int) -> None:
    if dispositif.type is not type_:
        raise ErreurMetier(
            f"« {dispositif} » n'est pas de type « {type_.libelle} » : choisissez un autre dispositif.",
            "dispositif",
        )
    if not dispositif.was_open(annee):
        raise ErreurMetier(
            f"« {dispositif} » n'était pas ouvert en {annee}, d'après son statut et ses dates.",
            "annee",
        )


def validate_temps(session: Session, acteur: Acteur, temps: TempsParent) -> None:
    """Check a temps parent after the flush. Raises ErreurMetier (field named)."""
    if temps.jour > today():
        raise ErreurMetier(
            "Ce temps n'a pas encore eu lieu : saisissez-le ensuite, avec ses participants.", "jour"
        )
    if temps.structure in temps.structures_associees:
        raise ErreurMetier(
            "Le porteur n'est pas une structure associée : retirez-le de cette liste.",
            "structures_associees",
        )
    check_partie(
        "financement_fnp",
        temps.financement_fnp,
        temps.cout,
        "Un financement plus grand que le coût",
    )


def validate_clas(session: Session, acteur: Acteur, groupe: ClasGroupe) -> None:
    """Check a CLAS group after the flush. Raises ErreurMetier (field named).

    The exercice may be the next year: a group opened in September often counts for it.
    """
    check_commencee("annee_scolaire", groupe.annee_scolaire, today())


def open_in_year(annee: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Dispositifs at work at some moment of ``annee`` (see rules.was_open)."""
    debut, fin = DispositifParentalite.debut, DispositifParentalite.fin
    return and_(
        DispositifParentalite.statut != StatutDispositif.PROJET,
        or_(debut.is_(None), func.extract("year", debut) <= annee),
        or_(fin.is_(None), func.extract("year", fin) >= annee),
    )


def presences(annees: Sequence[int]) -> Subquery:
    """Communes where parents really find something in a year (code_insee, annee), with repetitions.

    Real presence (metier.md section 3): the seat of a dispositif, the communes where an itinerant one
    stops, a permanence, a CLAS group, a temps parent; being served from elsewhere is not presence.
    """
    return union_all(
        select(dispositifs_presents(annees)),
        select(TempsParent.code_insee, TempsParent.annee),
        select(ClasGroupe.code_insee, ClasGroupe.annee),
        select(MediationPermanence.code_insee, MediationPermanence.annee).where(is_held()),
    ).subquery("presences")


def dispositifs_presents(annees: Sequence[int]) -> Subquery:
    """Where dispositifs at work in each year receive parents (code_insee, annee): at their seat, or where
    an itinerant one stops."""
    wanted = years(annees)
    return union_all(
        select(Structure.code_insee, wanted.c.annee)
        .select_from(DispositifParentalite)
        .join(DispositifParentalite.structure)
        .join(wanted, open_in_year(wanted.c.annee))
        .where(DispositifParentalite.itinerant.is_(False)),
        select(dispositif_commune.c.code_insee, wanted.c.annee)
        .select_from(DispositifParentalite)
        .join(dispositif_commune, dispositif_commune.c.dispositif_id == DispositifParentalite.id)
        .join(wanted, open_in_year(wanted.c.annee))
        .where(DispositifParentalite.itinerant.is_(True)),
    ).subquery("dispositifs_presents")


def acces(annees: Sequence[int]) -> Subquery:
    """Schemes of the national report that a commune has access to (code_insee, annee, type), with
    repetitions: on the spot or served from elsewhere."""
    wanted = years(annees)
    followed = DispositifParentalite.type.in_(TYPES_REPSS)
    parts: CompoundSelect[Any] = union_all(
        select(Structure.code_insee, wanted.c.annee, DispositifParentalite.type)
        .select_from(DispositifParentalite)
        .join(DispositifParentalite.structure)
        .join(wanted, open_in_year(wanted.c.annee))
        .where(followed),
        select(dispositif_commune.c.code_insee, wanted.c.annee, DispositifParentalite.type)
        .select_from(DispositifParentalite)
        .join(dispositif_commune, dispositif_commune.c.dispositif_id == DispositifParentalite.id)
        .join(wanted, open_in_year(wanted.c.annee))
        .where(followed),
        select(ClasGroupe.code_insee, ClasGroupe.annee, _literal(TypeDispositif.CLAS)),
        select(
            MediationPermanence.code_insee,
            MediationPermanence.annee,
            _literal(TypeDispositif.MEDIATION_FAMILIALE),
        ).where(is_held()),
    )
    return parts.subquery("acces")


def _literal(type_: TypeDispositif) -> ColumnElement[TypeDispositif]:
    return literal(type_, DispositifParentalite.type.type)


def is_held() -> ColumnElement[bool]:
    """A permanence whose days are not known was held; one of 0 days was not."""
    return func.coalesce(MediationPermanence.jours, 1) > 0


def laep_par_annee(annees: Sequence[int], figure: InstrumentedAttribute[Any]) -> Subquery:
    """A row for each LAEP at work in each year (code_insee of its structure, annee, numerateur, repondu):
    ``figure`` is a column of LaepActivite."""
    wanted = years(annees)
    return (
        select(
            Structure.code_insee,
            wanted.c.annee,
            figure.label("numerateur"),
            case((figure.is_not(None), 1), else_=0).label("repondu"),
        )
        .select_from(DispositifParentalite)
        .join(DispositifParentalite.structure)
        .join(wanted, open_in_year(wanted.c.annee))
        .outerjoin(
            LaepActivite,
            and_(
                LaepActivite.dispositif_id == DispositifParentalite.id,
                LaepActivite.annee == wanted.c.annee,
            ),
        )
        .where(DispositifParentalite.type == TypeDispositif.LAEP)
        .subquery("laep")
    )


def laep_ouverts(code_insee: ColumnElement[str], annee: ColumnElement[int]) -> ColumnElement[int]:
    """Scalar: LAEP at work in a year whose structure is in a commune."""
    return (
        select(func.count(DispositifParentalite.id))
        .join(DispositifParentalite.structure)
        .where(
            DispositifParentalite.type == TypeDispositif.LAEP,
            Structure.code_insee == code_insee,
            open_in_year(annee),
        )
        .scalar_subquery()
    )


def groupes_clas(code_insee: ColumnElement[str], annee: ColumnElement[int]) -> ColumnElement[int]:
    """Scalar: CLAS groups of a commune that count for a year."""
    return (
        select(func.count(ClasGroupe.id))
        .where(ClasGroupe.code_insee == code_insee, ClasGroupe.annee == annee)
        .scalar_subquery()
    )


def select_ouverts(annee: int, visible: ColumnElement[bool], *types: TypeDispositif) -> Select[Any]:
    """Dispositifs at work in ``annee`` by name: id, nom, type, code_insee, itinerant, desservies (how
    many communes); of ``types`` only when some are given."""
    served = (
        select(func.count(dispositif_commune.c.code_insee))
        .where(dispositif_commune.c.dispositif_id == DispositifParentalite.id)
        .correlate(DispositifParentalite)
        .scalar_subquery()
    )
    statement = (
        select(
            DispositifParentalite.id,
            DispositifParentalite.nom,
            DispositifParentalite.type,
            Structure.code_insee,
            DispositifParentalite.itinerant,
            served.label("desservies"),
        )
        .join(DispositifParentalite.structure)
        .where(visible, open_in_year(annee))
        .order_by(DispositifParentalite.nom, DispositifParentalite.id)
    )
    return statement.where(DispositifParentalite.type.in_(types)) if types else statement


def select_clas_par_niveau(annee: int, visible: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """CLAS groups that count for ``annee``, by level: niveau, groupes, silencieux (groups without their
    children), enfants, seances, pros, benevoles, parents. An unknown figure enters no sum."""
    statement = select(
        ClasGroupe.niveau,
        func.count(ClasGroupe.id).label("groupes"),
        (func.count() - func.count(ClasGroupe.enfants)).label("silencieux"),
        func.sum(ClasGroupe.enfants).label("enfants"),
        func.sum(ClasGroupe.seances).label("seances"),
        func.sum(ClasGroupe.intervenants_pro).label("pros"),
        func.sum(ClasGroupe.intervenants_benevoles).label("benevoles"),
        func.sum(ClasGroupe.parents_impliques).label("parents"),
    )
    return statement.where(ClasGroupe.annee == annee, visible).group_by(ClasGroupe.niveau)


def select_temps_par_theme(annee: int, visible: ColumnElement[bool]) -> Select[Any]:
    """Temps parents of ``annee`` by theme (theme, temps, parents, silencieux); one of several themes
    counts in each."""
    themes = (
        select(func.unnest(TempsParent.thematiques).label("theme"), TempsParent.parents)
        .where(TempsParent.annee == annee, visible)
        .subquery("themes")
    )
    return select(
        themes.c.theme,
        func.count().label("temps"),
        func.sum(themes.c.parents).label("parents"),
        (func.count() - func.count(themes.c.parents)).label("silencieux"),
    ).group_by(themes.c.theme)


def count_types(source: Subquery) -> ColumnElement[int]:
    """How many different types the rows of :func:`acces` hold."""
    return func.count(distinct(source.c.type))
