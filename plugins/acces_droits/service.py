"""Checks before a commit, and the selects that indicators, report and reminders share.

Distances are computed by PostgreSQL for all communes at once; ``rules`` holds the same arithmetic for two
points, and a test compares them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
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
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.api.indicateurs import years
from core.api.models import Acteur, Commune, Structure
from core.api.services import (
    ErreurMetier,
    check_commencee,
    check_ordre,
    check_partie,
    open_in,
    select_named,
    today,
)
from plugins.acces_droits.models import (
    ActiviteAccueil,
    Domiciliation,
    EngagementNumerique,
    LieuAccueil,
    MediateurNumerique,
    OffreLogement,
    OffreMobilite,
    Permanence,
    lieu_commune,
)
from plugins.acces_droits.rules import RAYON_TERRE_KM


def validate_lieu(session: Session, acteur: Acteur, lieu: LieuAccueil) -> None:
    """Check the sheet of a place after the flush. Raises ErreurMetier (field named)."""
    check_ordre("label_fin", lieu.label_debut, lieu.label_fin)
    _check_verification(lieu.verifie_le)
    if lieu.communes and not lieu.itinerant:
        raise ErreurMetier(
            "Un lieu fixe ne dessert que la commune de sa structure : cochez « Itinérant », ou retirez ces "
            "communes.",
            "communes",
        )


def validate_permanence(session: Session, acteur: Acteur, permanence: Permanence) -> None:
    """Check a permanence after the flush. Raises ErreurMetier (field named)."""
    _check_verification(permanence.verifie_le)
    if permanence.organisme_id == permanence.lieu.structure_id:
        raise ErreurMetier(
            "Une permanence est tenue par un autre organisme que celui du lieu.", "organisme"
        )


def _check_verification(jour: date) -> None:
    if jour > today():
        raise ErreurMetier(
            "Une fiche ne peut pas avoir été vérifiée plus tard qu'aujourd'hui.", "verifie_le"
        )


def validate_activite(session: Session, acteur: Acteur, activite: ActiviteAccueil) -> None:
    """Check a year of a place after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", activite.annee, today())
    structure = activite.lieu.structure
    if (structure.ouverte_le and structure.ouverte_le.year > activite.annee) or (
        structure.fermee_le and structure.fermee_le.year < activite.annee
    ):
        raise ErreurMetier(
            f"Ce lieu n'était pas ouvert en {activite.annee}, d'après les dates de sa structure.",
            "annee",
        )
    check_partie(
        "demandes_caf",
        activite.demandes_caf,
        activite.accompagnements,
        "Plus de demandes pour la CAF que d'accompagnements",
    )
    check_partie(
        "droits_ouverts",
        activite.droits_ouverts,
        activite.dossiers_suivis,
        "Plus de dossiers avec un droit ouvert que de dossiers suivis",
    )
    if activite.rendez_vous == 0 and activite.somme_delais_j:
        raise ErreurMetier("Sans rendez-vous, il n'y a pas de délai.", "somme_delais_j")


def validate_mediateur(session: Session, acteur: Acteur, mediateur: MediateurNumerique) -> None:
    """Check a year of digital mediation after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", mediateur.annee, today())


def validate_engagement(session: Session, acteur: Acteur, engagement: EngagementNumerique) -> None:
    """Check a digital commitment after the flush. Raises ErreurMetier (field named)."""
    check_ordre("signee_le", engagement.identifiee_le, engagement.signee_le)


def validate_mobilite(session: Session, acteur: Acteur, offre: OffreMobilite) -> None:
    """Check a mobility offer after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", offre.annee, today())
    check_partie(
        "voyages_acces_droits",
        offre.voyages_acces_droits,
        offre.voyages,
        "Plus de voyages vers un accès aux droits que de voyages",
    )
    if not offre.communes:
        raise ErreurMetier("Choisissez au moins une commune desservie.", "communes")


def validate_logement(session: Session, acteur: Acteur, offre: OffreLogement) -> None:
    """Check a housing offer after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", offre.annee, today())
    check_partie(
        "places_occupees",
        offre.places_occupees,
        offre.places,
        "Plus de places occupées que de places",
    )
    check_partie(
        "sorties_logement_autonome",
        offre.sorties_logement_autonome,
        offre.sorties,
        "Plus de sorties vers un logement autonome que de sorties",
    )


def validate_domiciliation(session: Session, acteur: Acteur, ligne: Domiciliation) -> None:
    """Check a year of domiciliations after the flush. Raises ErreurMetier (field named)."""
    check_commencee("annee", ligne.annee, today())
    check_partie("refus", ligne.refus, ligne.demandes, "Plus de refus que de demandes")


def add_months(
    jour: ColumnElement[Any] | InstrumentedAttribute[date], mois: int
) -> ColumnElement[Any]:
    """A day ``mois`` months later (earlier when negative), in SQL: the last of the month at most."""
    return cast(jour + func.make_interval(0, mois), Date)


def day(jour: date) -> ColumnElement[Any]:
    """A day as a SQL value."""
    return literal(jour, Date)


def distance_km(
    latitude_1: ColumnElement[Any] | InstrumentedAttribute[float],
    longitude_1: ColumnElement[Any] | InstrumentedAttribute[float],
    latitude_2: ColumnElement[Any] | InstrumentedAttribute[float],
    longitude_2: ColumnElement[Any] | InstrumentedAttribute[float],
) -> ColumnElement[Any]:
    """Same arithmetic as ``rules.compute_distance``, in SQL."""
    half = func.power(func.sin(func.radians(latitude_2 - latitude_1) / 2), 2) + func.cos(
        func.radians(latitude_1)
    ) * func.cos(func.radians(latitude_2)) * func.power(
        func.sin(func.radians(longitude_2 - longitude_1) / 2), 2
    )
    return 2 * RAYON_TERRE_KM * func.asin(func.sqrt(func.least(1.0, half)))


def lieux_ouverts(annees: Sequence[int]) -> Subquery:
    """Places open at some moment of each year: lieu_id, code_insee (of the seat), annee."""
    wanted = years(annees)
    return (
        select(LieuAccueil.id.label("lieu_id"), Structure.code_insee, wanted.c.annee)
        .join(Structure, Structure.id == LieuAccueil.structure_id)
        .join(wanted, true())
        .where(open_in(wanted.c.annee))
        .subquery("lieux_ouverts")
    )


def chefs_lieux_desservis(annees: Sequence[int]) -> CTE:
    """Chefs-lieux of the communes with a place open in each year: annee, latitude, longitude.

    A place that travels is where it says that it goes, at its seat when it does not say. PostgreSQL reads
    them once, however often the statement refers to them.
    """
    ouverts = lieux_ouverts(annees)
    code = func.coalesce(lieu_commune.c.code_insee, ouverts.c.code_insee)
    return (
        select(ouverts.c.annee, Commune.latitude, Commune.longitude)
        .select_from(ouverts)
        .join(LieuAccueil, LieuAccueil.id == ouverts.c.lieu_id)
        .outerjoin(
            lieu_commune,
            and_(LieuAccueil.itinerant, lieu_commune.c.lieu_id == LieuAccueil.id),
        )
        .join(Commune, Commune.code_insee == code)
        .distinct()
        .cte("chefs_lieux")
    )


def rows_of_lieux(
    annees: Sequence[int],
    numerateur: InstrumentedAttribute[int | None],
    denominateur: InstrumentedAttribute[int | None] | None = None,
) -> Subquery:
    """The activity of every place open in each year, as rows of an indicator; unknown parts do not answer."""
    ouverts = lieux_ouverts(annees)
    parts = [numerateur] if denominateur is None else [numerateur, denominateur]
    columns: list[Any] = [] if denominateur is None else [denominateur.label("denominateur")]
    return (
        select(
            ouverts.c.code_insee,
            ouverts.c.annee,
            numerateur.label("numerateur"),
            *columns,
            case((and_(*(part.is_not(None) for part in parts)), 1), else_=0).label("repondu"),
        )
        .select_from(ouverts)
        .outerjoin(
            ActiviteAccueil,
            and_(
                ActiviteAccueil.lieu_id == ouverts.c.lieu_id,
                ActiviteAccueil.annee == ouverts.c.annee,
            ),
        )
        .subquery("activites")
    )


def rows_of_structures(
    modele: type[MediateurNumerique] | type[OffreLogement] | type[Domiciliation],
    annees: Sequence[int],
    numerateur: InstrumentedAttribute[Any],
    denominateur: InstrumentedAttribute[Any] | None = None,
    *criteres: ColumnElement[bool],
) -> Subquery:
    """The yearly rows of structures, in the commune of the structure, as rows of an indicator."""
    parts = [numerateur] if denominateur is None else [numerateur, denominateur]
    columns: list[Any] = [] if denominateur is None else [denominateur.label("denominateur")]
    return (
        select(
            Structure.code_insee,
            modele.annee,
            numerateur.label("numerateur"),
            *columns,
            case((and_(*(part.is_not(None) for part in parts)), 1), else_=0).label("repondu"),
        )
        .join(Structure, Structure.id == modele.structure_id)
        .where(modele.annee.in_(annees), *criteres)
        .subquery("lignes")
    )


def select_lieux_ouverts(annee: int, visible: ColumnElement[bool]) -> Select[Any]:
    """Places open at some moment of ``annee``, by name (id, nom)."""
    return select_named(LieuAccueil, visible).where(open_in(annee))


def is_running(jour: ColumnElement[Any]) -> ColumnElement[bool]:
    """Permanences that have not ended on ``jour``; without an end they go on."""
    return or_(Permanence.valide_jusqu_au.is_(None), Permanence.valide_jusqu_au >= jour)
