"""What boot refuses of an axis, and how a faulty one is isolated at run time."""

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import ForeignKey, MetaData, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from core.errors import ErreurReglage
from core.plugin.hookspecs import hookimpl
from core.plugin.manager import build_manager
from core.plugin.paquet import PackagePlugin, find_folder
from core.plugin.registry import Registry
from core.plugin.types import API_VERSION, Axe, Indicateur, Niveau, Sens
from core.plugin.validation import validate
from core.security.droits import droits_cadre


class Plugin:
    """An axis made of the hooks it is given."""

    def __init__(self, slug: str, numero: int = 9, api_version: int = API_VERSION, **hooks: Any):
        self.slug = slug
        self._axe = Axe(
            slug=slug,
            numero=numero,
            titre=slug,
            couleur="#000000",
            package="essai",
            description="",
            api_version=api_version,
        )
        for name, hook in hooks.items():
            setattr(self, name, hookimpl(hook))

    @hookimpl
    def ctg_axe(self) -> Axe:
        return self._axe


def _registry(*plugins: Plugin, active: frozenset[str] | None = None) -> Registry:
    points = [SimpleNamespace(name=p.slug, load=lambda p=p: p) for p in plugins]
    manager = build_manager(points=points)  # type: ignore[arg-type]
    slugs = active if active is not None else frozenset(p.slug for p in plugins)
    return Registry(manager, lambda: slugs)


def _refusal(*plugins: Plugin) -> str:
    with pytest.raises(ErreurReglage) as refused:
        validate(_registry(*plugins))
    return refused.value.message


def _indicateur(code: str) -> Indicateur:
    return Indicateur(
        code=code,
        libelle="Essai",
        formule="a / b",
        unite="%",
        source="essai",
        methode="",
        sens=Sens.HAUSSE,
        niveaux=(Niveau.AGGLOMERATION,),
        compute=lambda communes, annees: select(1),
    )


def _model(table: str, axe: str | None, target: str | None = None) -> type:
    class Local(DeclarativeBase):
        metadata = MetaData()

    body: dict[str, Any] = {
        "__tablename__": table,
        "__droits__": droits_cadre(),
        "__axe__": axe,
        "__annotations__": {"id": Mapped[int]},
        "id": mapped_column(primary_key=True),
    }
    if target:
        body["__annotations__"]["autre_id"] = Mapped[int]
        body["autre_id"] = mapped_column(ForeignKey(f"{target}.id"))
    return type("Essai", (Local,), body)


def test_another_api_version_is_refused_by_name() -> None:
    message = _refusal(Plugin("un_axe", api_version=99))
    assert "« un_axe »" in message
    assert "version 99" in message
    assert "CTG_PLUGINS_BLOCKED=un_axe" in message


def test_slug_that_does_not_fit_a_revision_id_is_refused() -> None:
    assert "24 lettres" in _refusal(Plugin("x" * 25))


def test_slug_must_be_the_entry_point_name() -> None:
    plugin = Plugin("vrai")
    point = SimpleNamespace(name="faux", load=lambda: plugin)
    with pytest.raises(ErreurReglage, match="identiques"):
        Registry(build_manager(points=[point]), frozenset)  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("table", "axe", "reason"),
    [
        ("autre_table", "un_axe", "ne commence pas par"),
        ("un_axe_table", None, "__axe__"),
    ],
)
def test_foreign_tables_are_refused(table: str, axe: str | None, reason: str) -> None:
    plugin = Plugin("un_axe", ctg_models=lambda: [_model(table, axe)])
    assert reason in _refusal(plugin)


def test_foreign_key_to_another_axis_is_refused() -> None:
    model = _model("a_table", "a", target="b_table")
    message = _refusal(Plugin("a", 1, ctg_models=lambda: [model]), Plugin("b", 2))
    assert "vers l'axe « b »" in message


def test_tables_without_migration_are_refused(tmp_path: Path) -> None:
    model = _model("a_table", "a")
    plugin = Plugin("a", ctg_models=lambda: [model], ctg_migrations=lambda: str(tmp_path))
    assert "pas de migration" in _refusal(plugin)


def test_duplicate_codes_are_refused() -> None:
    plugins = [
        Plugin(slug, numero, ctg_indicateurs=lambda: [_indicateur("X1")])
        for slug, numero in (("a", 1), ("b", 2))
    ]
    assert "« X1 » est déjà pris par l'axe « a »" in _refusal(*plugins)


def test_unknown_hook_and_wrong_argument_are_refused() -> None:
    with pytest.raises(ErreurReglage, match="« a »"):
        _registry(Plugin("a", ctg_rapels=lambda jour: []))
    with pytest.raises(ErreurReglage, match="arguments"):
        _registry(Plugin("a", ctg_rappels=lambda journee: []))


def test_an_axis_that_does_not_import_names_the_way_out() -> None:
    def load() -> None:
        raise ImportError("module absent")

    with pytest.raises(ErreurReglage, match="CTG_PLUGINS_BLOCKED=casse"):
        build_manager(points=[SimpleNamespace(name="casse", load=load)])  # type: ignore[list-item]


def test_a_boot_hook_that_fails_names_its_axis_and_the_way_out() -> None:
    def fail() -> tuple[type, ...]:
        raise ModuleNotFoundError("No module named 'ctg_a.modeles'")

    message = _refusal(Plugin("a", ctg_models=fail))
    assert "L'axe « a » est refusé" in message
    assert "ctg_models() échoue" in message
    assert "ctg_a.modeles" in message
    assert "CTG_PLUGINS_BLOCKED=a" in message


@pytest.mark.parametrize("hook", ["ctg_models", "ctg_parametres", "ctg_indicateurs"])
def test_a_boot_hook_that_forgets_to_return_is_refused(hook: str) -> None:
    hooks: dict[str, Any] = {hook: lambda: None}
    message = _refusal(Plugin("a", **hooks))
    assert f"{hook}() rend un objet « NoneType » au lieu d'une liste" in message


def test_a_number_taken_blames_neither_axis() -> None:
    message = _refusal(Plugin("zebre", numero=4), Plugin("abeille", numero=4))
    assert "« abeille » et « zebre » portent le même numéro, 4" in message
    assert "est refusé" not in message


def test_a_slug_that_begins_another_is_not_its_owner(tmp_path: Path) -> None:
    class Local(DeclarativeBase):
        metadata = MetaData()

    class Projet(Local):
        __tablename__ = "vie_sociale_projet"
        __axe__ = "vie_sociale"
        __droits__ = droits_cadre()
        id: Mapped[int] = mapped_column(primary_key=True)
        suite_id: Mapped[int] = mapped_column(ForeignKey("vie_sociale_projet.id"))

    (tmp_path / "vie_sociale_0001_essai.py").touch()
    sociale = Plugin(
        "vie_sociale",
        numero=8,
        ctg_models=lambda: (Projet,),
        ctg_migrations=lambda: str(tmp_path),
    )
    validate(_registry(sociale, Plugin("vie")))


def test_a_hook_without_its_mark_is_refused() -> None:
    plugin = Plugin("a")
    plugin.ctg_rappels = lambda jour: ()  # type: ignore[attr-defined]
    with pytest.raises(ErreurReglage, match="@hookimpl devant ctg_rappels"):
        _registry(plugin)


def test_an_identity_that_fails_is_refused_by_name() -> None:
    def fail() -> Axe:
        raise TypeError("il manque le titre")

    wrong: tuple[tuple[Any, str], ...] = ((fail, "TypeError"), (lambda: None, "NoneType"))
    for identity, reason in wrong:
        message = _refusal(Plugin("a", ctg_axe=identity))
        assert "L'axe « a » est refusé : ctg_axe()" in message
        assert reason in message


@pytest.mark.parametrize("package", ["ctg_absent", "tests.unit.test_plugin"])
def test_a_package_that_is_not_one_names_its_axis(package: str) -> None:
    axe = Axe(slug="a", numero=9, titre="a", couleur="#000000", package=package, description="")
    with pytest.raises(ErreurReglage, match=f"L'axe « a » est refusé : « {package} »"):
        find_folder(axe)


def test_a_package_without_one_of_its_modules_is_refused() -> None:
    axe = Axe(
        slug="a",
        numero=9,
        titre="a",
        couleur="#000000",
        package="tests.unit",
        description="",
    )
    points = [SimpleNamespace(name="a", load=lambda: PackagePlugin(axe))]
    manager = build_manager(points=points)  # type: ignore[arg-type]
    with pytest.raises(ErreurReglage, match=r"« a » .*ctg_models\(\) .*tests\.unit\.models"):
        validate(Registry(manager, lambda: frozenset({"a"})))


def test_a_blocked_axis_is_not_even_imported() -> None:
    def load() -> None:
        raise AssertionError("imported")

    point = SimpleNamespace(name="casse", load=load)
    manager = build_manager(blocked=["casse"], points=[point])  # type: ignore[list-item]
    assert manager.list_name_plugin() == []


def test_contributions_come_in_the_order_of_the_axes() -> None:
    registry = _registry(
        Plugin("z", 1, ctg_parametres=lambda: ["z"]), Plugin("a", 2, ctg_parametres=lambda: ["a"])
    )
    assert [c.valeur for c in registry.collect_boot("ctg_parametres")] == [["z"], ["a"]]


def test_one_axis_that_raises_loses_its_own_contribution_only() -> None:
    def fault(demande: str) -> list[str]:
        raise RuntimeError("panne")

    registry = _registry(
        Plugin("a", 1, ctg_rapport_sections=fault),
        Plugin("b", 2, ctg_rapport_sections=lambda demande: ["b"]),
    )
    broken, whole = registry.collect(
        "ctg_rapport_sections", around=nullcontext, demande="annuel", lecture=None
    )
    assert broken.axe.slug == "a"
    assert broken.erreur == "RuntimeError: panne"
    assert whole.valeur == ["b"]
    assert whole.erreur is None


@pytest.mark.parametrize("given", [None, "texte", iter([]), [3]])
def test_what_nobody_could_use_is_a_fault_of_its_axis(given: object) -> None:
    registry = _registry(Plugin("a", 1, ctg_rappels=lambda jour: given))
    (contribution,) = registry.collect("ctg_rappels", around=nullcontext, jour=date(2026, 1, 1))
    assert contribution.valeur is None
    assert "ctg_rappels a rendu" in str(contribution.erreur)


def test_an_inactive_axis_is_not_called() -> None:
    registry = _registry(Plugin("a", 1, ctg_rappels=lambda jour: ["a"]), active=frozenset())
    assert registry.collect("ctg_rappels", around=nullcontext, jour=date(2026, 1, 1)) == []
