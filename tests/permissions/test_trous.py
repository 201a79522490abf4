"""The fourteen holes and unsafe defaults of Flask-Admin (qualite.md B2), each kept closed on every table."""

from collections.abc import Iterator

import pytest
from flask_admin.contrib.fileadmin import BaseFileAdmin
from sqlalchemy import select
from wtforms import FileField

from core.adminkit.champs import ChampChoix
from core.adminkit.recherche import RESULTATS_MAX
from core.adminkit.vue_modele import VueModele
from core.comptes.models import Compte
from core.db.extension import db
from core.journal.models import Evenement
from core.plan.models_action import Action
from core.plugin.vues import Colonne
from tests.permissions.attentes import TABLES
from tests.permissions.parcours import Case, Parcours
from tests.permissions.regles import ETRANGES, PASSE


def _views(parcours: Parcours) -> Iterator[VueModele]:
    (admin,) = parcours.app.extensions["admin"]
    yield from (view for view in admin._views if isinstance(view, VueModele))


def _case(acteur: str, url: str, methode: str = "GET", **donnees: str) -> Case:
    return Case(
        acteur=acteur, methode=methode, url=url, attendu=PASSE, regle="trou", donnees=donnees
    )


def _writer(table: str) -> tuple[str, str] | None:
    """A row of the table and somebody who writes it."""
    for row, objet in TABLES[table].objets.items():
        if objet.ecrire:
            return row, objet.ecrire[0]
    return None


@pytest.fixture
def avec_jetons(parcours: Parcours) -> Iterator[None]:
    """Tokens asked as in production, which the rest of the walk does without."""
    methods = parcours.app.config["WTF_CSRF_METHODS"]
    parcours.app.config["WTF_CSRF_METHODS"] = {"POST", "PUT", "PATCH", "DELETE"}
    yield
    parcours.app.config["WTF_CSRF_METHODS"] = methods


@pytest.mark.usefixtures("avec_jetons")
def test_trou_01_nothing_is_written_without_a_token(parcours: Parcours) -> None:
    for case in parcours.list_cases():
        if case.methode != "POST" or case.acteur != "G" or case.attendu == 405:
            continue
        if case.url in ("/connexion", "/deconnexion", "/mot-de-passe"):
            continue
        with parcours.undone():
            before = _last_trace(parcours)
            answer = parcours.clients["G"].post(case.url, data=case.donnees, buffered=True)
            assert _last_trace(parcours) == before, case
        # The form again, to be read over, or a refusal: never the thing done.
        assert answer.status_code in (200, 400, 403, 404, 409), (case, answer.status_code)


def _last_trace(parcours: Parcours) -> int | None:
    return parcours.connection.scalar(select(Evenement.id).order_by(Evenement.id.desc()).limit(1))


def test_trou_02_a_row_is_reached_through_the_scope_only(parcours: Parcours) -> None:
    # One row a table and an actor: the walk asks every other.
    chosen = {
        (case.acteur, case.regle): case
        for case in parcours.list_cases()
        if "?id=" in case.url and case.attendu == 404 and case.acteur in "XL"
    }
    assert len(chosen) > 30
    assert not parcours.walk(iter(chosen.values())).fautes


def test_trou_03_no_cell_is_edited_by_the_built_in_way(parcours: Parcours) -> None:
    for view in _views(parcours):
        assert not view.column_editable_list
        url = f"/admin/{view.vue.endpoint}/ajax/update/"
        assert parcours.ask(_case("G", url, "POST", list_form_pk="1")).status_code == 404


def test_trou_04_lookups_are_scoped_short_and_limited(parcours: Parcours) -> None:
    for name in TABLES:
        for query, _ in parcours.list_lookups(name):
            url = f"/admin/{name}/lookup/?{query}&q="
            few = parcours.ask(_case("G", f"{url}z"))
            assert few.json in ([], None), (url, few.status_code)
            many = parcours.ask(_case("G", f"{url}es&limit=1000"))
            assert many.status_code in (400, 403)
            many = parcours.ask(_case("G", f"{url}es"))
            assert len(many.json or ()) <= RESULTATS_MAX or many.status_code == 403
        assert parcours.ask(_case("G", f"/admin/{name}/ajax/lookup/")).status_code == 404


def test_trou_05_relations_refuse_what_is_not_offered(parcours: Parcours) -> None:
    tried = 0
    for view in _views(parcours):
        creators = TABLES[view.vue.endpoint].creer
        form_class = view.plan.form_class() if creators else ()
        relations = [field.short_name for field in form_class if isinstance(field, ChampChoix)]
        url = f"/admin/{view.vue.endpoint}/new/"
        for odd in ("999999999", "abc", "-1", "1 OR 1=1", "%00") if relations else ():
            form = dict.fromkeys(relations, odd)
            answer = parcours.ask(_case(creators[0], url, "POST", **form))
            assert answer.status_code == 422, (url, odd, answer.status_code)
            kept = [name for name in relations if f'id="{name}-erreur"' not in answer.text]
            assert not kept, (url, odd)
            tried += len(relations)
    assert tried > 50
    # A row that exists and that one may not know of is refused like one that does not.
    hidden = str(parcours.monde.ids["action/par_brouillon"])
    form = {
        "version": "1",
        "instance": str(parcours.monde.ids["instance/pe"]),
        "jour": "2025-11-04",
        "exercice": "2024",
        "etat": "prevue",
        "decisions-n": "1",
        "decisions-0-rang": "9",
        "decisions-0-intitule": "Essai",
        "decisions-0-suite_requise": "aucune",
        "decisions-0-etat": "a_lancer",
        "decisions-0-action": hidden,
    }
    url = "/admin/seance/new/"
    assert parcours.ask(_case("E", url, "POST", **form)).status_code == 422
    form["decisions-0-action"] = str(parcours.monde.ids["action/pe_brouillon"])
    assert parcours.ask(_case("E", url, "POST", **form)).status_code == 302


def test_trou_06_a_form_writes_its_own_fields_only(parcours: Parcours) -> None:
    for view in _views(parcours):
        named = {champ.attribut for champ in view.vue.champs}
        assert {field.short_name for field in view.plan.form_class()} == named, view.vue.endpoint
    number = parcours.monde.ids["compte/E"]
    with parcours.app.app_context():
        before = db.session.execute(select(Compte.__table__).filter_by(id=number)).one()
    form = {
        "version": str(before.version),
        "email": before.email,
        "active": "oui",
        "personne": str(before.personne_id),
        "habilitations-n": "0",
        "id": "1",
        "password": "nouveau",
        "fs_uniquifier": "connu",
        "tf_totp_secret": "connu",
        "invitable": "",
        "login_count": "99",
    }
    with parcours.undone():
        url = f"/admin/compte/edit/?id={number}"
        answer = parcours.clients["G"].post(url, data=form, buffered=True)
        assert answer.status_code == 302, answer.text
        after = parcours.connection.execute(select(Compte.__table__).filter_by(id=number)).one()
    for column in ("password", "fs_uniquifier", "tf_totp_secret", "login_count", "invitable"):
        assert getattr(after, column) == getattr(before, column), column


def test_trou_07_rights_are_asked_at_each_request(parcours: Parcours) -> None:
    for name, table in TABLES.items():
        if not table.creer or "L" in table.creer:
            continue
        url = f"/admin/{name}/new/"
        answers = [
            parcours.ask(_case(lettre, url)).status_code for lettre in ("L", table.creer[0], "L")
        ]
        assert answers == [403, 200, 403], name


def test_trou_08_acts_on_rows_are_those_declared(parcours: Parcours) -> None:
    for view in _views(parcours):
        url = f"/admin/{view.vue.endpoint}/action/"
        for data in ({"action": "delete", "rowid": "1"}, {"acte": "delete", "ligne": "1.1"}):
            answer = parcours.ask(_case("G", url, "POST", **data))
            assert answer.status_code in (403, 404), (url, answer.status_code)


def test_trou_09_exports_are_ours(parcours: Parcours) -> None:
    for view in _views(parcours):
        assert not view.can_export
        assert (
            parcours.ask(_case("G", f"/admin/{view.vue.endpoint}/export/csv/")).status_code == 404
        )
    form = {"nom": '=HYPERLINK("http://exemple.fr")', "source": "+1"}
    with parcours.undone():
        client = parcours.clients["G"]
        assert client.post("/admin/bassin/new/", data=form, buffered=True).status_code == 302
        text = client.get("/admin/bassin/export/?format=csv", buffered=True).get_data(as_text=True)
    cells = [cell.strip('"\ufeff') for line in text.splitlines() for cell in line.split(";")]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_trou_10_no_markup_comes_from_the_data(parcours: Parcours) -> None:
    form = {"nom": '<script src="//x"></script>"><img src=x onerror=a>', "source": "<b>{{7*7}}"}
    with parcours.undone():
        client = parcours.clients["G"]
        saved = client.post("/admin/bassin/new/", data=form, buffered=True)
        for url in (saved.location, "/admin/bassin/", saved.location.replace("details", "edit")):
            text = client.get(url, buffered=True).text
            assert "<script src=&#34;//x" in text or "&lt;script src=" in text
            assert '<script src="//x' not in text
            assert "<img src=x" not in text
            assert "<b>" not in text


def test_trou_11_no_form_takes_a_file(parcours: Parcours) -> None:
    for view in _views(parcours):
        forms = [view.plan.form_class(), *(bloc.form_class() for bloc in view.plan.blocs)]
        assert not any(isinstance(field, FileField) for form in forms for field in form)


def test_trou_12_no_file_manager_and_no_console(parcours: Parcours) -> None:
    (admin,) = parcours.app.extensions["admin"]
    assert not any(isinstance(view, BaseFileAdmin) for view in admin._views)
    names = " ".join(rule.endpoint for rule in parcours.list_rules())
    assert not any(word in names for word in ("rediscli", "fileadmin", "console"))


@pytest.mark.parametrize(
    "path",
    [
        "/admin/static/vendor/jquery.min.js",
        "/admin/static/bootstrap/bootstrap4/css/bootstrap.min.css",
        "/admin/static/admin/js/helpers.js",
        "/fs-static/js/webauthn.js",
        "/verify",
    ],
)
def test_trou_13_the_old_front_end_is_not_served(parcours: Parcours, path: str) -> None:
    assert parcours.ask(_case("G", path)).status_code == 404


QUERIES = (
    "page=99999999999",
    "page=0",
    "page=-1",
    "page=1e3",
    "page=%C2%B2",
    "tri=password",
    "tri=__class__",
    "sens=haut",
    "q=%00",
    "q=%FF%FE",
    "q=" + "a" * 5000,
    "inconnu=1",
    "tri=id&sens=desc&page=999999999999",
)


def test_trou_14_odd_addresses_are_refused_in_words(parcours: Parcours) -> None:
    # Every screen reads its address in the same way: each one takes a third of what is odd.
    for rank, view in enumerate(_views(parcours)):
        base = f"/admin/{view.vue.endpoint}/"
        odd_values = ("%00", "9" * 30, "1,2")
        columns = [filtre for filtre in view.vue.filtres if isinstance(filtre, Colonne)]
        filters = [
            f"{filtre.attribut}={odd_values[(rank + place) % 3]}"
            for place, filtre in enumerate(columns)
        ]
        urls = [f"{base}?{query}" for query in (*QUERIES[rank % 3 :: 3], *filters)]
        urls += [f"{base}{page}/?id={ETRANGES[1 + rank % 3]}" for page in ("edit", "delete")]
        for url in urls:
            answer = parcours.ask(_case("G", url))
            assert answer.status_code in (200, 400, 403, 404), (url, answer.status_code)


def test_the_world_is_as_it_was(parcours: Parcours) -> None:
    with parcours.app.app_context():
        assert len(db.session.scalars(select(Action.id)).all()) == 4
