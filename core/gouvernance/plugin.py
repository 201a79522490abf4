"""The axis that lives in core, registered like those of the other distributions (ADR 0010).

Its actions, sessions and decisions are core's: it gives only what core cannot find elsewhere.
"""

from core.axes.models import AXE_GOUVERNANCE
from core.gouvernance.indicateurs import INDICATEURS
from core.plugin.hookspecs import hookimpl
from core.plugin.types import Axe, Indicateur

AXE = Axe(
    slug=AXE_GOUVERNANCE,
    numero=1,
    titre="Gouvernance et coopération",
    couleur="#44546a",
    package="core.gouvernance",
    description="Le pilotage de la convention : avancement du plan, séances et décisions.",
)


@hookimpl
def ctg_axe() -> Axe:
    """Identity of the axis."""
    return AXE


@hookimpl
def ctg_indicateurs() -> tuple[Indicateur, ...]:
    """GOU1 to GOU8."""
    return INDICATEURS
