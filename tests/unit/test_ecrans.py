"""What boot refuses of a screen, with the name of its axis."""

from dataclasses import replace

import pytest

from core.admin.site import VUES_CORE, build_view
from core.errors import ErreurReglage
from core.plugin.catalogue import Catalogue


def test_an_address_taken_names_both_owners() -> None:
    vue = VUES_CORE[0]
    with pytest.raises(ErreurReglage, match=f"« {vue.endpoint} » .*le socle et essai"):
        Catalogue(core=VUES_CORE, axes={"essai": (vue,)})


def test_a_screen_that_cannot_be_made_names_its_axis() -> None:
    vue = replace(VUES_CORE[0], en_tableau=("rien",))
    with pytest.raises(
        ErreurReglage, match=r"L'axe « essai » .*« rien ».*CTG_PLUGINS_BLOCKED=essai"
    ):
        build_view(vue, "essai")
