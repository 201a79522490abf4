"""Reading communes, and replacing their schematic outline by a real one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from core.communes.models import Commune, Population
from core.communes.rules import sort_key
from core.errors import ErreurMetier
from core.security.acteur import Acteur
from core.security.policy import Verbe, require

_RINGS = {"Polygon": lambda c: [c[0]], "MultiPolygon": lambda c: [p[0] for p in c]}


def list_communes(session: Session) -> list[Commune]:
    """All the communes, in the alphabetical order of French names."""
    communes = session.scalars(select(Commune).options(selectinload(Commune.bassin)))
    return sorted(communes, key=lambda commune: sort_key(commune.nom))


def list_populations(session: Session, annee: int) -> dict[str, Population]:
    """By INSEE code, the legal population in force in ``annee`` (or the latest before it)."""
    latest = (
        select(Population.code_insee, func.max(Population.edition).label("edition"))
        .where(Population.edition <= annee)
        .group_by(Population.code_insee)
        .subquery()
    )
    found = session.scalars(
        select(Population).join(
            latest,
            (Population.code_insee == latest.c.code_insee)
            & (Population.edition == latest.c.edition),
        )
    )
    return {population.code_insee: population for population in found}


def import_contours(session: Session, acteur: Acteur, geojson: Mapping[str, Any]) -> int:
    """Replace the communes' outlines by those of a GeoJSON FeatureCollection (property ``code``).

    Coordinates are WGS 84 longitude, latitude. Returns the number of communes changed. Raises
    ErreurMetier, nothing written, when the file is not such a collection or lacks a commune.
    """
    if geojson.get("type") != "FeatureCollection":
        raise ErreurMetier("Le fichier n'est pas une collection GeoJSON (FeatureCollection).")
    contours: dict[str, list[Any]] = {}
    for rank, feature in enumerate(geojson.get("features", ()), start=1):
        code = str((feature.get("properties") or {}).get("code", ""))
        geometry = feature.get("geometry") or {}
        rings = _RINGS.get(geometry.get("type", ""))
        if not code or rings is None:
            raise ErreurMetier(
                f"Élément {rank} : il faut une propriété « code » (INSEE) et une géométrie Polygon "
                "ou MultiPolygon."
            )
        contours[code] = rings(geometry["coordinates"])
    communes = list_communes(session)
    missing = [commune.nom for commune in communes if commune.code_insee not in contours]
    if missing:
        raise ErreurMetier(f"Contour absent du fichier pour : {', '.join(missing)}.")
    for commune in communes:
        require(acteur, Verbe.ECRIRE, commune)
        commune.contour = contours[commune.code_insee]
    session.flush()
    return len(communes)
