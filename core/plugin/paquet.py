"""The hooks of an axis laid out as those of the convention are: one module a subject, the same names."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from core.plugin.attentes import SuiviAxe
from core.plugin.hookspecs import hookimpl
from core.plugin.lecture import Lecture
from core.plugin.manager import refuse
from core.plugin.types import (
    Attendu,
    Axe,
    Cycle,
    DemandeRapport,
    GenrePresence,
    Indicateur,
    Manque,
    ModeReference,
    Parametre,
    Rappel,
    Widget,
)
from core.plugin.vues import Vue
from core.rapports.document import Bloc
from core.security.acteur import Acteur


class PackagePlugin:
    """What ``plugin.py`` gives as its entry point: every hook, answered by the modules of the package.

    They are ``models`` (MODELS), ``indicateurs`` (INDICATEURS), ``presences`` (PRESENCES), ``reference``
    (PARAMETRES), ``suivi`` (SUIVI), ``rapport`` (build_sections), ``demonstration`` (load_demonstration), and
    the folder ``migrations``. Each
    is imported when a hook first needs it: finding an axis must not load it all. All are required: a hook
    whose module or name is missing raises ModuleNotFoundError or AttributeError, that names it. An axis with
    fewer of them writes its hooks one by one.
    """

    def __init__(self, axe: Axe) -> None:
        self._axe = axe

    def _read(self, module: str, nom: str) -> Any:
        return getattr(import_module(f"{self._axe.package}.{module}"), nom)

    @property
    def _suivi(self) -> SuiviAxe:
        suivi: SuiviAxe = self._read("suivi", "SUIVI")
        return suivi

    @hookimpl
    def ctg_axe(self) -> Axe:
        """The identity that ``plugin.py`` declares."""
        return self._axe

    @hookimpl
    def ctg_models(self) -> Sequence[type]:
        """``models.MODELS``."""
        models: Sequence[type] = self._read("models", "MODELS")
        return models

    @hookimpl
    def ctg_migrations(self) -> str:
        """The folder ``migrations`` of the package."""
        return str(find_folder(self._axe) / "migrations")

    @hookimpl
    def ctg_admin_views(self) -> Sequence[Vue]:
        """The screens of ``suivi.SUIVI``."""
        return self._suivi.vues

    @hookimpl
    def ctg_parametres(self) -> Sequence[Parametre]:
        """``reference.PARAMETRES``."""
        parametres: Sequence[Parametre] = self._read("reference", "PARAMETRES")
        return parametres

    @hookimpl
    def ctg_indicateurs(self) -> Sequence[Indicateur]:
        """``indicateurs.INDICATEURS``."""
        indicateurs: Sequence[Indicateur] = self._read("indicateurs", "INDICATEURS")
        return indicateurs

    @hookimpl
    def ctg_presences(self) -> Sequence[GenrePresence]:
        """``presences.PRESENCES``."""
        presences: Sequence[GenrePresence] = self._read("presences", "PRESENCES")
        return presences

    @hookimpl
    def ctg_reference(self, session: Session, mode: ModeReference, jour: date) -> Sequence[str]:
        """``demonstration.load_demonstration``, in that mode: such an axis has no other rows to load, core
        creates the parameters that it declares."""
        if mode is not ModeReference.DEMONSTRATION:
            return ()
        done: Sequence[str] = self._read("demonstration", "load_demonstration")(session, jour)
        return done

    @hookimpl
    def ctg_rapport_sections(self, demande: DemandeRapport, lecture: Lecture) -> Sequence[Bloc]:
        """``rapport.build_sections``."""
        blocs: Sequence[Bloc] = self._read("rapport", "build_sections")(demande, lecture)
        return blocs

    @hookimpl
    def ctg_rappels(self, jour: date, cycle: Cycle | None, lecture: Lecture) -> Sequence[Rappel]:
        """The reminders of ``suivi.SUIVI``."""
        return self._suivi.list_rappels(jour, cycle, lecture)

    @hookimpl
    def ctg_dashboard_widgets(
        self, acteur: Acteur, cycle: Cycle | None, lecture: Lecture
    ) -> Sequence[Widget]:
        """The blocks of ``suivi.SUIVI`` for the home page."""
        return self._suivi.list_widgets(acteur, cycle, lecture)

    @hookimpl
    def ctg_cycle_checks(self, cycle: Cycle, etape: str, lecture: Lecture) -> Sequence[Manque]:
        """What ``suivi.SUIVI`` finds missing."""
        return self._suivi.list_manques(cycle, etape, lecture)

    @hookimpl
    def ctg_attendus(self, cycle: Cycle, lecture: Lecture) -> Sequence[Attendu]:
        """What ``suivi.SUIVI`` expects."""
        return self._suivi.list_attendus(cycle, lecture)


def find_folder(axe: Axe) -> Path:
    """Folder of the package of an axis: its migrations and templates stand there. Raises ErreurReglage, that
    names the axis, when what it declares is not a package in one folder."""
    try:
        (folder,) = import_module(axe.package).__path__
    except (ImportError, AttributeError, ValueError) as error:
        raise refuse(axe.slug, f"« {axe.package} » n'est pas son paquet ({error})") from error
    return Path(folder)
