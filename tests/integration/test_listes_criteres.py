"""A filter by criterion shows the very rows that the home page counts."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient

from core.comptes.service import create_compte
from core.db.extension import db
from core.db.transaction import unit_of_work
from core.plan.codes import LevePar, NatureAction, Portee, StatutAction
from core.plan.models_action import Action, Frein
from core.security.acteur import SYSTEME, Habilitation, Role
from core.socle import Socle
from tests.navigateur import open_app, open_session


@pytest.fixture
def client(socle: Socle) -> Iterator[FlaskClient]:
    """A browser of the governance staff, with one action of each sort."""
    with open_app(socle.settings) as app:
        with app.app_context(), unit_of_work(db.session()) as session:
            compte = create_compte(
                session,
                SYSTEME,
                email="gouvernance@essai.example",
                password="Un-long-secret-42",
                personne=None,
                habilitations=[Habilitation(role=Role.GOUVERNANCE)],
                debut=date(2024, 1, 1),
            )
            jeton = compte.fs_uniquifier
            ouvert = Frein(description="Rien", leve_par=LevePar.EQUIPE, depuis=date(2024, 2, 1))
            session.add_all(
                [
                    _action("Retardee", date(2024, 6, 1), StatutAction.EN_COURS),
                    _action("Realisee", date(2024, 6, 1), StatutAction.REALISEE),
                    _action("Freinee", date(2099, 6, 1), StatutAction.EN_COURS, [ouvert]),
                ]
            )
        yield open_session(app, jeton)


def _action(
    intitule: str, fin: date, statut: StatutAction, freins: list[Frein] | None = None
) -> Action:
    return Action(
        code=intitule,
        intitule=intitule,
        axe_slug="petite_enfance",
        statut=statut,
        nature=NatureAction.PONCTUELLE,
        portee=Portee.TERRITOIRE,
        date_debut=date(2024, 1, 1),
        date_fin=fin,
        freins=freins or [],
    )


@pytest.mark.parametrize(
    ("cle", "attendues"),
    [
        ("retard", {"Retardee"}),
        ("bloquees", {"Freinee"}),
        ("sans_pilote", {"Retardee", "Freinee"}),
        ("", {"Retardee", "Realisee", "Freinee"}),
    ],
)
def test_an_alert_filters_the_list(client: FlaskClient, cle: str, attendues: set[str]) -> None:
    page = client.get(f"/admin/action/?alerte={cle}").get_data(as_text=True)
    table = page[page.index("<tbody>") :]
    assert {nom for nom in ("Retardee", "Realisee", "Freinee") if nom in table} == attendues


def test_an_unknown_criterion_is_refused(client: FlaskClient) -> None:
    assert client.get("/admin/action/?alerte=inconnue").status_code == 400
