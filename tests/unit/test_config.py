"""Settings: what is read, what is refused and which variable the message names."""

import os
import stat
from pathlib import Path

import pytest

from core.config import load_settings
from core.errors import ErreurReglage

KEY = "une-cle-assez-longue-et-variee-0123456789"


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("CTG_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CTG_VAR", str(tmp_path / "var"))


def test_embedded_instance_creates_its_key_once(tmp_path: Path) -> None:
    first = load_settings()
    assert load_settings().secret_key == first.secret_key
    assert len(first.secret_key) >= 32
    mode = stat.S_IMODE((tmp_path / "var" / "cle-secrete").stat().st_mode)
    assert mode == 0o600
    assert first.database_url is None
    assert first.environnement == "production"


def test_addresses_are_put_in_one_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTG_DATABASE_URL", "postgres://u:p@h:5432/ctg")
    monkeypatch.setenv("CTG_REDIS_URL", "redis+socket:///run/v.sock?db=0")
    monkeypatch.setenv("CTG_SECRET_KEY", KEY)
    settings = load_settings()
    assert settings.database_url == "postgresql+psycopg://u:p@h:5432/ctg"
    assert settings.redis_url == "unix:///run/v.sock?db=0"
    assert settings.broker_url == "redis+socket:///run/v.sock?db=0"


def test_children_read_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTG_PLUGINS_BLOCKED", "parentalite, vie_sociale")
    monkeypatch.setenv("CTG_SECRET_KEY_FALLBACKS", KEY.upper())
    monkeypatch.setenv("CTG_STATEMENT_TIMEOUT", "12")
    monkeypatch.setenv("CTG_EXPORT_TIMEOUT", "99")
    settings = load_settings()
    assert settings.plugins_blocked == ("parentalite", "vie_sociale")
    assert (settings.statement_timeout, settings.export_timeout) == (12, 99)
    for name, value in settings.to_environ().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == settings


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTG_DATABASE_URL", "postgresql://u:motsecret@h/ctg")
    monkeypatch.setenv("CTG_SECRET_KEY", KEY)
    assert "motsecret" not in repr(load_settings())
    assert KEY not in repr(load_settings())


@pytest.mark.parametrize(
    ("variable", "value", "others"),
    [
        ("CTG_PRT", "8000", {}),
        ("CTG_PORT", "port", {}),
        ("CTG_PORT", "70000", {}),
        ("CTG_ENVIRONNEMENT", "prod", {}),
        ("CTG_LOG_FORMAT", "xml", {}),
        ("CTG_DATABASE_URL", "sqlite:///ctg.db", {}),
        ("CTG_DATABASE_URL", "postgresql://h", {}),
        ("CTG_DATABASE_URL", "postgresql+asyncpg://h/ctg", {}),
        ("CTG_REDIS_URL", "amqp://h", {}),
        ("CTG_REDIS_URL", "redis://10.0.0.5:6379/0", {}),
        ("CTG_SECRET_KEY", "courte", {}),
        ("CTG_SECRET_KEY", "a" * 40, {}),
        ("CTG_SECRET_KEY", "", {"CTG_DATABASE_URL": "postgresql://h/ctg"}),
        ("CTG_SECRET_KEY_FALLBACKS", "courte", {"CTG_SECRET_KEY": KEY}),
        ("CTG_VAR", "/dev/null", {}),
        ("CTG_VAR", "/proc/ctg/var", {}),
    ],
)
def test_unsafe_setting_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, others: dict[str, str]
) -> None:
    for name, other in others.items():
        monkeypatch.setenv(name, other)
    monkeypatch.setenv(variable, value)
    with pytest.raises(ErreurReglage) as refusal:
        load_settings()
    assert variable in refusal.value.message


def test_password_of_a_refused_address_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTG_DATABASE_URL", "mysql://u:motsecret@h/ctg")
    with pytest.raises(ErreurReglage) as refusal:
        load_settings()
    assert "motsecret" not in refusal.value.message


@pytest.mark.parametrize(
    "url", ["redis://:mot@10.0.0.5/0", "redis://localhost/0", "unix:///v.sock"]
)
def test_safe_broker_is_taken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CTG_REDIS_URL", url)
    assert load_settings().redis_url == url
