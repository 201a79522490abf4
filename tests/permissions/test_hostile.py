"""Hostile texts in every field, and thousands of absurd requests: never active, never a fault."""

import random
from html.parser import HTMLParser
from urllib.parse import quote

from core.adminkit.champs import ChampSaisie
from tests.permissions.attentes import TABLES
from tests.permissions.parcours import Case, Parcours

MARQUE = "zqhostile"
TEXTES = (
    f"<script>{MARQUE}()</script>",
    f'"><img src=x onerror={MARQUE}()>',
    f"<svg onload={MARQUE}()>",
    f"javascript:{MARQUE}()",
    f"</textarea></title><iframe src={MARQUE}>",
    f"{{{{ {MARQUE}.__class__ }}}}{{% raw %}}",
    f'=HYPERLINK("{MARQUE}")',
    f"@SUM(1)|{MARQUE}",
    f"{MARQUE}\x00",
    f"{MARQUE}\u202etxt.exe\u2066",
    f"{MARQUE}\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    f"' OR 1=1 -- {MARQUE}",
    f"%s %(x)s \\ {MARQUE}\r\nSet-Cookie: a=b",
)
_ACTIFS = {"script", "img", "svg", "iframe", "object", "embed", "link", "base"}
REQUETES = 1_000
PART = 3


class Lecteur(HTMLParser):
    """Finds our mark where a browser would run it: a tag's name or attributes other than values."""

    def __init__(self) -> None:
        super().__init__()
        self.actifs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            text = f"{value or ''}".strip().lower()
            active = name.startswith("on") or tag in _ACTIFS
            followed = name in ("href", "src", "action", "formaction") and text.startswith(
                ("javascript:", "data:")
            )
            if MARQUE in name or (MARQUE in text and (active or followed)):
                self.actifs.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if MARQUE in data and self.cdata_elem == "script":
            self.actifs.append(data[:80])


def read_actifs(page: str) -> list[str]:
    """What would run in a page."""
    reader = Lecteur()
    reader.feed(page)
    return reader.actifs


def test_hostile_texts_stay_texts(parcours: Parcours) -> None:
    """The texts in every field that takes one, in every form: refused, or shown as typed. The fields are
    the same classes in every table: each form takes a third of the texts, and a part of them where it is
    shown again with its stored row, and in lists.
    """
    saved = asked = 0
    (admin,) = parcours.app.extensions["admin"]
    views = [v for v in admin._views if hasattr(v, "vue") and TABLES[v.vue.endpoint].creer]
    for rank, view in enumerate(views):
        name = view.vue.endpoint
        client = parcours.clients[TABLES[name].creer[0]]
        for place, texte in enumerate(TEXTES):
            if (rank + place) % PART:
                continue
            form = {"csrf_token": ""}
            for field in view.plan.form_class():
                if isinstance(field, ChampSaisie):
                    form[field.short_name] = texte
            for bloc in view.plan.blocs:
                form[f"{bloc.lignes.relation}-n"] = "1"
                for champ in bloc.lignes.champs:
                    form[f"{bloc.lignes.relation}-0-{champ.attribut}"] = texte
            with parcours.undone():
                answers = [client.post(f"/admin/{name}/new/", data=form, buffered=True)]
                if place % 2:
                    row = next(iter(TABLES[name].objets))
                    url = f"/admin/{name}/edit/?id={parcours.monde.ids[f'{name}/{row}']}"
                    answers.append(client.post(url, data={"version": "1", **form}, buffered=True))
                    answers.append(client.get(f"/admin/{name}/?q={quote(texte)}", buffered=True))
            for answer in answers:
                asked += 1
                assert answer.status_code < 500, (name, texte)
                assert not read_actifs(answer.text), (name, texte, read_actifs(answer.text))
    # A table whose every field takes a text keeps it: seen again in each page that shows it.
    client = parcours.clients["G"]
    for texte in TEXTES:
        with parcours.undone():
            answer = client.post(
                "/admin/bassin/new/", data={"nom": texte, "source": texte}, buffered=True
            )
            if answer.status_code != 302:
                assert "\x00" in texte
                continue
            saved += 1
            details = answer.location
            for url in (
                details,
                details.replace("details", "edit"),
                details.replace("details", "delete"),
                "/admin/bassin/",
                "/admin/journal/",
                "/communes/",
            ):
                page = client.get(url, buffered=True)
                assert page.status_code == 200
                assert not read_actifs(page.text), (url, texte)
            for kind in ("csv", "xlsx"):
                export = client.get(f"/admin/bassin/export/?format={kind}", buffered=True)
                assert export.status_code == 200
    print(f"Textes hostiles : {len(TEXTES)}, {asked} réponses lues, {saved} enregistrés, 0 actif")
    assert saved >= len(TEXTES) - 1


def test_absurd_requests_never_break(parcours: Parcours) -> None:
    """Seeded random requests over every address: a refusal in words, never a fault."""
    rng = random.Random(20261124)
    broken = []
    seen: dict[int, int] = {}
    rules = [rule for rule in parcours.list_rules() if rule.endpoint != "static"]
    names = ["page", "tri", "sens", "q", "id", "version", "statut", "axe_slug", "champ", "filtre"]
    names += ["format", "next", "exercice", "retour", "ligne", "lot", "acte", "annee", "vue"]
    values = [
        "",
        "0",
        "-1",
        "1,2",
        "9" * 25,
        "%00",
        "%FF%FE",
        "é",
        "<b>",
        "../../etc/passwd",
        "NaN",
    ]
    values += ["1e9", "[]", "null", "asc", "csv", "2025", "a" * 3000, "%F0%9F%98%80", "' OR 1=1 --"]
    for _ in range(REQUETES):
        rule = rng.choice(rules)
        url = rule.rule
        for argument in rule.arguments:
            start = url.index("<")
            url = url[:start] + (rng.choice(values) or argument) + url[url.index(">") + 1 :]
        pairs = [(rng.choice(names), rng.choice(values)) for _ in range(rng.randrange(4))]
        query = "&".join(f"{name}={value}" for name, value in pairs)
        methode = rng.choice(("GET", "GET", "GET", "POST", "PUT"))
        data = {rng.choice(names): rng.choice(values) for _ in range(rng.randrange(5))}
        case = Case(
            acteur=rng.choice("GGEXCALP0n"),
            methode=methode,
            url=f"{url}?{query}" if query else url,
            attendu=0,
            regle="absurde",
            donnees=data if methode != "GET" else {},
        )
        status = parcours.ask(case).status_code
        seen[status] = seen.get(status, 0) + 1
        if status >= 500:
            broken.append((case.acteur, methode, case.url[:200], str(data)[:200], status))
    print(f"Requêtes absurdes : {REQUETES}, {len(broken)} pannes, réponses {sorted(seen.items())}")
    assert not broken, broken[:10]
