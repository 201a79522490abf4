"""The gate of the administration: one base view, explicit columns, nothing secret, refused at boot."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from core.adminkit.accueil import AccueilAdmin
from core.adminkit.verification import check_vue
from core.adminkit.vue_modele import VueModele
from core.app import create_app
from core.comptes.admin import COMPTES
from core.comptes.models import Compte
from core.config import Settings
from core.db.base import Base
from core.errors import ErreurReglage
from core.plugin.vues import Champ, Colonne, VueTable


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, which asks nothing of a database to be built."""
    return create_app(
        Settings(
            environnement="test",
            var=Path(tmp_path_factory.mktemp("var")),
            secret_key="une-cle-de-test-assez-longue-0123456789",
            database_url="postgresql+psycopg://personne@localhost/rien",
        )
    )


def test_every_view_of_the_administration_is_the_hardened_one(app: Flask) -> None:
    (admin,) = app.extensions["admin"]
    kinds = {type(view) for view in admin._views}
    assert kinds == {AccueilAdmin, VueModele}


def test_every_screen_names_its_columns_and_fields(app: Flask) -> None:
    for _, vue in app.extensions["ctg_catalogue"].tables():
        assert vue.colonnes, vue.endpoint
        # Without fields a form would have nothing: the verbs must then be declared away.
        if not vue.champs:
            assert not vue.creation, vue.endpoint
            assert not vue.modification, vue.endpoint


def _sensible_vue(app: Flask) -> VueTable:
    tables: dict[str, VueTable] = {
        vue.endpoint: vue for _, vue in app.extensions["ctg_catalogue"].tables()
    }
    return tables["pe_activite"]


SECRET = Colonne(attribut="password", libelle="Mot de passe")


@pytest.mark.parametrize(
    "wrong",
    [
        replace(COMPTES, colonnes=()),
        replace(COMPTES, colonnes=(SECRET,)),
        replace(COMPTES, details=(SECRET,)),
        replace(COMPTES, filtres=(SECRET,)),
        replace(COMPTES, recherche=("password",)),
        replace(COMPTES, tri="fs_uniquifier"),
        replace(COMPTES, champs=(Champ(attribut="tf_totp_secret", libelle="Clé"),)),
    ],
)
def test_a_screen_that_shows_a_secret_or_no_column_is_refused_at_boot(wrong: VueTable) -> None:
    assert wrong.modele is Compte
    with pytest.raises(ErreurReglage):
        VueModele(wrong)


def test_a_screen_that_lets_a_sensible_figure_be_guessed_is_refused(app: Flask) -> None:
    vue = _sensible_vue(app)
    check_vue(vue)
    charges = Colonne(attribut="charges", libelle="Charges")
    for wrong in (
        replace(vue, filtres=(charges,)),
        replace(vue, tri="charges"),
        replace(vue, recherche=("charges",)),
    ):
        with pytest.raises(ErreurReglage, match="charges"):
            check_vue(wrong)


def test_every_journalled_row_is_told_in_words(app: Flask) -> None:
    """The journal keeps str(row): without words it would show people a Python object."""
    mute = [
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if mapper.class_.__journal__
        and not any("__str__" in vars(parent) for parent in mapper.class_.__mro__[:-1])
    ]
    assert mute == []
