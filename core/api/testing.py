"""Contract tests that any axis must pass, the platform's own and those of other distributions.

An author of another distribution installs the axis beside the platform, points ``CTG_VAR`` or
``CTG_DATABASE_URL`` to an instance made for trying (``ctg db upgrade``, ``ctg reference charger``) and runs::

    with testing.open_platform() as (registry, session):
        testing.check_axe(session, registry, "mon_axe", exercice=2025)

Each function also stands alone: it takes the registry and the slug of the axis (and a session on a migrated
database holding the reference data, whose transaction the caller rolls back) and raises AssertionError
with the fault. docs/ecrire-un-axe.md makes an axis from nothing and tries it this way.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from numbers import Number
from typing import Any

from sqlalchemy import Connection, Select, event, inspect, select
from sqlalchemy.orm import Session

from core.adminkit.chemins import get_property
from core.axes.service import bind_registry
from core.communes.models import Commune
from core.config import load_settings
from core.cycles.rules import EtapeCycle
from core.embarque import attacher
from core.indicateurs.service import compute_indicateurs
from core.plugin.lecture import Lecture
from core.plugin.registry import Registry
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
from core.plugin.validation import validate
from core.plugin.vues import Colonne, Critere, PageAxe, VueTable
from core.rapports.document import Bloc, Document, from_json, normalize, to_json
from core.security.acteur import SYSTEME, Role, audience
from core.security.droits import Droits
from core.socle import build_socle

COLONNES_INDICATEUR = (
    "code_insee",
    "annee",
    "numerateur",
    "denominateur",
    "repondu",
    "attendu",
)
COLONNES_PRESENCE = ("code_insee", "nombre")


@contextmanager
def open_platform() -> Iterator[tuple[Registry, Session]]:
    """The installed axes, and a session on the instance that the ``CTG_*`` variables name: its engines are
    used or started, and whatever is written is rolled back."""
    with attacher(load_settings()) as settings:
        socle = build_socle(settings)
        with socle.engine.connect() as connection:
            outer = connection.begin()
            session = Session(connection, join_transaction_mode="create_savepoint")
            try:
                yield bind_registry(session, socle.registry), session
            finally:
                session.close()
                outer.rollback()
        socle.engine.dispose()


def check_axe(session: Session, registry: Registry, slug: str, *, exercice: int) -> None:
    """Every check of this module, on the communes of the instance and the three years up to ``exercice``."""
    check_boot(registry, slug)
    check_models(registry, slug)
    check_views(registry, slug)
    communes = tuple(session.scalars(select(Commune.code_insee)))
    check_indicateurs(session, registry, slug, communes, range(exercice - 2, exercice + 1))
    check_presences(session, registry, slug, communes, exercice)
    check_sections(session, registry, slug, exercice)
    jour = date(exercice + 1, 3, 16)
    cycle = Cycle(exercice=exercice, etape="collecte", fige=False, fin_collecte=jour)
    check_rappels(session, registry, slug, cycle, jour)
    check_attendus(session, registry, slug, cycle)
    check_home(session, registry, slug, cycle)
    check_manques(session, registry, slug, cycle)
    check_pages(session, registry, slug, cycle)
    check_reference(session, registry, slug, jour)


def get_boot(registry: Registry, slug: str, hook: str) -> Any:
    """What the axis gives for a boot hook, an empty tuple when it does not implement it."""
    return next((c.valeur for c in registry.collect_boot(hook) if c.axe.slug == slug), ())


def call_hook(registry: Registry, slug: str, hook: str, **arguments: Any) -> Any:
    """What the axis gives for a run-time hook; raises what it raises, instead of isolating it."""
    for implementation in getattr(registry.manager.hook, hook).get_hookimpls():
        if implementation.plugin_name == slug:
            chosen = {name: arguments[name] for name in implementation.argnames}
            return implementation.function(**chosen)
    return ()


def check_boot(registry: Registry, slug: str) -> None:
    """The axis passes the validation of boot, and gives the declared types."""
    validate(registry)
    axe = get_boot(registry, slug, "ctg_axe")
    assert isinstance(axe, Axe), "ctg_axe() rend un Axe"
    for hook, expected in (
        ("ctg_models", type),
        ("ctg_admin_views", VueTable | PageAxe),
        ("ctg_parametres", Parametre),
        ("ctg_indicateurs", Indicateur),
        ("ctg_presences", GenrePresence),
    ):
        _check_types(hook, get_boot(registry, slug, hook), expected)
    assert isinstance(get_boot(registry, slug, "ctg_migrations") or "", str)


def check_models(registry: Registry, slug: str) -> None:
    """Each class has its rights, its axis, the prefix of its table, and words for people."""
    for modele in get_boot(registry, slug, "ctg_models"):
        name = modele.__name__
        assert isinstance(modele.__droits__, Droits), f"{name} : __droits__ n'est pas un Droits"
        assert modele.__droits__.lire, f"{name} : personne ne peut lire ces lignes"
        assert modele.__axe__ == slug, f"{name} : __axe__ n'est pas « {slug} »"
        table = inspect(modele).local_table.name
        assert table.startswith(f"{slug}_"), f"{name} : table « {table} »"
        assert "__str__" in vars(modele), (
            f"{name} : __str__ manque, les listes montreraient un numéro"
        )


def check_views(registry: Registry, slug: str) -> None:
    """Each path of a screen exists on its model, each field can be written, each label is there."""
    for vue in get_boot(registry, slug, "ctg_admin_views"):
        _check_words(vue.endpoint, vue.nom)
        if isinstance(vue, PageAxe):
            continue
        _check_words(vue.endpoint, vue.singulier, vue.vide)
        assert vue.colonnes, f"{vue.endpoint} : une liste sans colonne"
        filtres = [filtre for filtre in vue.filtres if isinstance(filtre, Colonne)]
        criteres = [filtre for filtre in vue.filtres if isinstance(filtre, Critere)]
        for critere in criteres:
            words = [libelle for libelle, _ in critere.options.values()]
            _check_words(f"{vue.endpoint}.{critere.nom}", critere.libelle, *words)
        for colonne in (*vue.colonnes, *vue.details, *filtres):
            _check_words(f"{vue.endpoint}.{colonne.attribut}", colonne.libelle)
            if colonne.valeur is None:
                get_property(vue.modele, colonne.attribut)
        for path in (*vue.recherche, *vue.charger, vue.tri):
            assert get_property(vue.modele, path) is not None, f"{vue.endpoint} : « {path} » en SQL"
        _check_champs(vue.endpoint, vue.modele, vue.champs)
        for lignes in vue.lignes:
            relation = inspect(vue.modele).relationships[lignes.relation]
            _check_words(f"{vue.endpoint}.{lignes.relation}", lignes.titre, lignes.singulier)
            _check_champs(vue.endpoint, relation.mapper.class_, lignes.champs)


def check_indicateurs(
    session: Session, registry: Registry, slug: str, communes: Sequence[str], annees: Sequence[int]
) -> None:
    """Each indicator is told in full; its one Select gives the six columns, one row per commune and year."""
    definitions = get_boot(registry, slug, "ctg_indicateurs")
    for definition in definitions:
        _check_words(
            definition.code,
            definition.libelle,
            definition.formule,
            definition.unite,
            definition.source,
            definition.methode,
            definition.libelle_numerateur,
            definition.libelle_denominateur if definition.denominateur else "-",
        )
        assert definition.niveaux, f"{definition.code} : aucun niveau"
        assert definition.repere is None or definition.repere_source, (
            f"{definition.code} : un repère sans source"
        )
        statement = definition.compute(tuple(communes), tuple(annees))
        assert isinstance(statement, Select), f"{definition.code} : compute() rend un Select"
        result = session.execute(statement)
        assert tuple(result.keys()) == COLONNES_INDICATEUR, (
            f"{definition.code} : colonnes {list(result.keys())} au lieu de {list(COLONNES_INDICATEUR)}"
        )
        _check_rows(definition, result.all(), communes, annees)
        if definition.compute_bassins is not None:
            result = session.execute(definition.compute_bassins(tuple(annees)))
            assert len(result.keys()) == len(COLONNES_INDICATEUR), f"{definition.code} : bassins"
    if definitions:
        axe = get_boot(registry, slug, "ctg_axe")
        compute_indicateurs(session, [(axe, definition) for definition in definitions], annees)


def check_presences(
    session: Session, registry: Registry, slug: str, communes: Sequence[str], annee: int
) -> None:
    """Each kind of presence has words, and gives one row for each commune that has something."""
    for genre in get_boot(registry, slug, "ctg_presences"):
        _check_words(f"{slug} : genre de présence", genre.libelle)
        result = session.execute(genre.compute(annee))
        assert tuple(result.keys()) == COLONNES_PRESENCE, (
            f"{genre.libelle} : colonnes {list(result.keys())} au lieu de {list(COLONNES_PRESENCE)}"
        )
        rows = result.all()
        codes = [row.code_insee for row in rows]
        assert len(codes) == len(set(codes)), f"{genre.libelle} : une commune compte deux fois"
        assert set(codes) <= set(communes), f"{genre.libelle} : une commune inconnue"
        assert all(isinstance(row.nombre, int) and row.nombre > 0 for row in rows), (
            f"{genre.libelle} : un nombre qui n'en est pas un"
        )


def check_sections(session: Session, registry: Registry, slug: str, exercice: int) -> Document:
    """The section of the annual report is made of blocks, writes nothing, and survives JSON.

    Returns a document holding it, for a renderer to try.
    """
    axe = get_boot(registry, slug, "ctg_axe")
    results = compute_indicateurs(
        session,
        [(axe, d) for d in get_boot(registry, slug, "ctg_indicateurs")],
        (exercice - 1, exercice),
    )
    demande = DemandeRapport(
        genre="annuel",
        exercice=exercice,
        audience="comite",
        indicateurs={result.definition.code: result for result in results},
    )
    lecture = Lecture(session, audience({Role.COMITE}, "Comité de pilotage"))
    with forbid_writes(session):
        blocs = call_hook(registry, slug, "ctg_rapport_sections", demande=demande, lecture=lecture)
    _check_types("ctg_rapport_sections", blocs, Bloc)
    document = normalize(
        Document(titre=axe.titre, exercice=exercice, date=f"{exercice}-12-31", blocs=tuple(blocs))
    )
    assert from_json(to_json(document)) == document
    return document


def check_rappels(
    session: Session, registry: Registry, slug: str, cycle: Cycle, jour: date
) -> None:
    """Reminders are values with unique keys, written for people, without a cycle as with one."""
    lecture = Lecture(session, SYSTEME)
    with forbid_writes(session):
        for known in (None, cycle):
            rappels = call_hook(
                registry, slug, "ctg_rappels", jour=jour, cycle=known, lecture=lecture
            )
            _check_types("ctg_rappels", rappels, Rappel)
            keys = [(r.regle, r.objet, r.periode) for r in rappels]
            assert len(keys) == len(set(keys)), "deux rappels ont la même clé"
            for rappel in rappels:
                _check_words(rappel.regle, rappel.titre, rappel.quoi_faire)
                assert rappel.axe_slug == slug


def check_attendus(session: Session, registry: Registry, slug: str, cycle: Cycle) -> None:
    """What is expected of the year is counted, told in words, and never more missing than expected."""
    with forbid_writes(session):
        attendus = call_hook(
            registry, slug, "ctg_attendus", cycle=cycle, lecture=Lecture(session, SYSTEME)
        )
        _check_types("ctg_attendus", attendus, Attendu)
        for attendu in attendus:
            _check_words(attendu.url, attendu.libelle)
            assert attendu.axe_slug == slug
            assert 0 <= attendu.manquants <= attendu.attendus, attendu.libelle


def check_home(session: Session, registry: Registry, slug: str, cycle: Cycle) -> None:
    """The figures of the home page are told in words and lead somewhere, without a cycle as with one."""
    lecture = Lecture(session, SYSTEME)
    with forbid_writes(session):
        for known in (None, cycle):
            widgets = call_hook(
                registry,
                slug,
                "ctg_dashboard_widgets",
                acteur=SYSTEME,
                cycle=known,
                lecture=lecture,
            )
            _check_types("ctg_dashboard_widgets", widgets, Widget)
            for widget in widgets:
                _check_words(widget.titre, widget.titre, widget.valeur)
                assert widget.axe_slug == slug
                assert widget.url.startswith("/"), f"{widget.titre} : « {widget.url} »"


def check_manques(session: Session, registry: Registry, slug: str, cycle: Cycle) -> None:
    """What is missing before each step is told in words, and leads to a page if anywhere."""
    lecture = Lecture(session, SYSTEME)
    with forbid_writes(session):
        for etape in EtapeCycle:
            manques = call_hook(
                registry, slug, "ctg_cycle_checks", cycle=cycle, etape=etape.value, lecture=lecture
            )
            _check_types("ctg_cycle_checks", manques, Manque)
            for manque in manques:
                _check_words("ctg_cycle_checks", manque.message)
                assert manque.axe_slug == slug
                assert manque.url[:1] in ("", "/"), f"{manque.message} : « {manque.url} »"


def check_pages(session: Session, registry: Registry, slug: str, cycle: Cycle) -> None:
    """Each page that is not a table gives its template values, without a cycle as with one."""
    lecture = Lecture(session, SYSTEME)
    pages = [v for v in get_boot(registry, slug, "ctg_admin_views") if isinstance(v, PageAxe)]
    with forbid_writes(session):
        for page in pages:
            for known in (None, cycle):
                values = page.contexte(lecture, SYSTEME, known, {})
                assert isinstance(values, Mapping), f"{page.endpoint} : contexte() rend un mapping"


def check_reference(session: Session, registry: Registry, slug: str, jour: date) -> None:
    """Loading twice is loading once: the second call writes nothing, and tells nothing."""
    for mode in ModeReference:
        arguments = {"session": session, "mode": mode, "jour": jour}
        lines = call_hook(registry, slug, "ctg_reference", **arguments)
        _check_types("ctg_reference", lines, str)
        session.flush()
        session.expire_all()
        with forbid_writes(session):
            again = call_hook(registry, slug, "ctg_reference", **arguments)
            session.flush()
        assert not again, f"ctg_reference dit ce qu'il n'a pas fait : {again}"


@contextmanager
def forbid_writes(session: Session) -> Iterator[list[str]]:
    """Fail on any INSERT, UPDATE or DELETE; gives the list of the statements that ran."""
    connection: Connection = session.connection()
    statements: list[str] = []

    def record(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", record)
    writes = [
        s for s in statements if s.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    ]
    assert not writes, f"écriture inattendue : {writes[0][:200]}"


def _check_types(hook: str, values: Any, expected: Any) -> None:
    assert isinstance(values, Sequence), f"{hook} rend une suite"
    for value in values:
        assert isinstance(value, expected), f"{hook} rend {type(value).__name__}"


def _check_words(where: str, *words: str) -> None:
    for word in words:
        assert word.strip(), f"{where} : un texte manque"
        assert "_" not in word, f"{where} : « {word} » est un nom de code"


def _check_champs(endpoint: str, modele: type[Any], champs: Sequence[Any]) -> None:
    mapper = inspect(modele)
    for champ in champs:
        _check_words(f"{endpoint}.{champ.attribut}", champ.libelle)
        assert champ.attribut in {*mapper.columns.keys(), *mapper.relationships.keys()}, (
            f"{endpoint} : « {champ.attribut} » ne se saisit pas"
        )


def _check_rows(
    definition: Indicateur, rows: Sequence[Any], communes: Sequence[str], annees: Sequence[int]
) -> None:
    keys = [(row.code_insee, row.annee) for row in rows]
    assert len(keys) == len(set(keys)), f"{definition.code} : une commune compte deux fois"
    local = {key for key in keys if key[0] is not None}
    expected = {(commune, annee) for commune in communes for annee in annees}
    # Whole territories only: no row a commune, one for each year.
    if not local and {annee for _, annee in keys} == set(annees):
        expected = set()
    missing = sorted(expected - local)
    assert not missing, (
        f"{definition.code} : il manque {len(missing)} lignes (une par commune et par année, NULL quand la "
        f"valeur est inconnue), dont {missing[:3]}"
    )
    assert local <= expected, f"{definition.code} : une commune ou une année de trop"
    for row in rows:
        assert 0 <= row.repondu <= row.attendu, f"{definition.code} : {row}"
        for part in (row.numerateur, row.denominateur):
            assert part is None or isinstance(part, Number), f"{definition.code} : {row}"
