"""What boot refuses of an axis, by name and before anything is served."""

from pathlib import Path
from typing import Any

from sqlalchemy import Table

from core.errors import ErreurReglage
from core.plugin.manager import refuse
from core.plugin.registry import Registry
from core.plugin.types import API_VERSION, Axe

SLUG_MAX = 24  # alembic_version.version_num holds 32 characters: "<slug>_<NNNN>" must fit


def validate(registry: Registry) -> None:
    """Check every installed axis; raises ErreurReglage that names the axis and the fault.

    Refused: another API version, a slug too long, a number or slug used twice, a table without the
    axis' prefix, a class without rights or of another axis, a foreign key to another axis, a code of
    indicator or parameter used twice, a kind of presence used twice, a missing migrations directory.
    """
    slugs = {axe.slug for axe in registry.axes}
    numeros: dict[int, str] = {}
    for axe in registry.axes:
        _validate_identity(axe, numeros)
    for contribution in registry.collect_boot("ctg_models"):
        for modele in contribution.valeur:
            _validate_model(contribution.axe, modele, slugs)
    _validate_migrations(registry)
    _validate_codes(registry, "ctg_indicateurs", "d'indicateur")
    _validate_codes(registry, "ctg_parametres", "de paramètre")
    _validate_presences(registry)


def _validate_identity(axe: Axe, numeros: dict[int, str]) -> None:
    if axe.api_version != API_VERSION:
        raise refuse(
            axe.slug,
            f"il est écrit pour la version {axe.api_version} du contrat, "
            f"cette plateforme parle la version {API_VERSION}",
        )
    if not axe.slug.isidentifier() or not axe.slug.isascii() or len(axe.slug) > SLUG_MAX:
        raise refuse(
            axe.slug, f"son slug doit être un identifiant ASCII de {SLUG_MAX} lettres au plus"
        )
    if axe.numero in numeros:
        raise ErreurReglage(
            f"Les axes « {numeros[axe.numero]} » et « {axe.slug} » portent le même numéro, {axe.numero} : "
            "changez celui de l'axe que vous installez, ou démarrez sans lui (CTG_PLUGINS_BLOCKED=son nom)."
        )
    numeros[axe.numero] = axe.slug


def _validate_model(axe: Axe, modele: type[Any], slugs: set[str]) -> None:
    table: Table = modele.__table__
    if not table.name.startswith(f"{axe.slug}_"):
        raise refuse(axe.slug, f"sa table « {table.name} » ne commence pas par « {axe.slug}_ »")
    if getattr(modele, "__axe__", None) != axe.slug:
        raise refuse(axe.slug, f"la classe {modele.__name__} doit porter __axe__ = « {axe.slug} »")
    if not hasattr(modele, "__droits__"):
        raise refuse(axe.slug, f"la classe {modele.__name__} ne dit pas ses droits (__droits__)")
    for key in table.foreign_keys:
        target = key.target_fullname.split(".")[0]
        # The longest prefix: "vie_sociale_projet" is not a table of an axis "vie".
        owner = max(
            (slug for slug in slugs if target.startswith(f"{slug}_")), key=len, default=None
        )
        if owner not in (None, axe.slug):
            raise refuse(
                axe.slug,
                f"la colonne {table.name}.{key.parent.name} pointe vers l'axe « {owner} » : "
                "les liens entre axes passent par les structures",
            )


def _validate_migrations(registry: Registry) -> None:
    with_models = {c.axe.slug for c in registry.collect_boot("ctg_models") if c.valeur}
    directories = {c.axe.slug: c.valeur for c in registry.collect_boot("ctg_migrations")}
    for axe in registry.axes:
        directory = directories.get(axe.slug)
        if axe.slug in with_models and (directory is None or not any(Path(directory).glob("*.py"))):
            raise refuse(axe.slug, "ses tables n'ont pas de migration (ctg_migrations)")


def _validate_codes(registry: Registry, hook: str, what: str) -> None:
    owners: dict[str, str] = {}
    for contribution in registry.collect_boot(hook):
        for value in contribution.valeur:
            if value.code in owners:
                raise refuse(
                    contribution.axe.slug,
                    f"le code {what} « {value.code} » est déjà pris par l'axe « {owners[value.code]} »",
                )
            owners[value.code] = contribution.axe.slug


def _validate_presences(registry: Registry) -> None:
    for contribution in registry.collect_boot("ctg_presences"):
        labels = [genre.libelle for genre in contribution.valeur]
        if len(labels) != len(set(labels)):
            raise refuse(
                contribution.axe.slug, "deux de ses genres de présence portent le même nom"
            )
