"""Settings: read from the ``CTG_*`` variables, refused at start when they are wrong or unsafe."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import ErreurReglage

PREFIXE = "CTG_"
LONGUEUR_CLE = 32
CARACTERES_DISTINCTS = 8

Environnement = Literal["production", "developpement", "demonstration", "test"]
Listes = Annotated[tuple[str, ...], NoDecode]

ATTENDU = {
    "environnement": "production, developpement, demonstration ou test",
    "database_url": "une adresse PostgreSQL avec le nom de la base : postgresql://compte:motdepasse@hote/base",
    "redis_url": "une adresse Redis ou Valkey : redis://, rediss:// ou unix:///chemin/de/la/prise",
    "port": "un numéro de port entre 1 et 65535",
    "log_format": "json ou console",
    "statement_timeout": "un nombre de secondes entre 1 et 3600",
    "export_timeout": "un nombre de secondes entre 1 et 3600",
}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Settings(BaseSettings):
    """What the platform needs to know of its surroundings.

    ``database_url`` and ``redis_url`` are None when the platform starts its own engines in ``var``.
    Once read, ``database_url`` always begins with ``postgresql+psycopg://`` and ``redis_url`` is in the
    form that redis-py takes; ``broker_url`` is the same broker for Celery. ``statement_timeout`` is how many
    seconds PostgreSQL works on one statement of a page before it gives up, ``export_timeout`` the same for
    the file of a list; migrations and tasks have none.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIXE, extra="forbid", frozen=True)

    environnement: Environnement = "production"
    database_url: str | None = Field(default=None, repr=False)
    redis_url: str | None = Field(default=None, repr=False)
    secret_key: str = Field(default="", repr=False)
    secret_key_fallbacks: Listes = Field(default=(), repr=False)
    var: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    plugins_blocked: Listes = ()
    log_format: Literal["json", "console"] | None = None
    statement_timeout: int = Field(default=30, ge=1, le=3600)
    export_timeout: int = Field(default=300, ge=1, le=3600)

    @field_validator("secret_key_fallbacks", "plugins_blocked", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("database_url", "redis_url", "log_format", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("var")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        known = parts.scheme in {"postgres", "postgresql", "postgresql+psycopg"}
        if not known or not parts.path.strip("/"):
            raise ValueError
        return "postgresql+psycopg" + value[len(parts.scheme) :]

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme in {"unix", "redis+socket"} and parts.path.startswith("/"):
            return "unix" + value[len(parts.scheme) :]
        if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
            raise ValueError
        return value

    @property
    def broker_url(self) -> str:
        """The broker as Celery names it; "" while no broker is known."""
        url = self.redis_url or ""
        return "redis+socket" + url[len("unix") :] if url.startswith("unix:") else url

    @property
    def log_json(self) -> bool:
        """Whether logs are one JSON object a line (production) rather than made for the eye."""
        if self.log_format is not None:
            return self.log_format == "json"
        return self.environnement == "production"

    def to_environ(self) -> dict[str, str]:
        """The same settings as variables, for a child process."""
        values = {
            "environnement": self.environnement,
            "database_url": self.database_url,
            "redis_url": self.redis_url,
            "secret_key": self.secret_key,
            "secret_key_fallbacks": ",".join(self.secret_key_fallbacks),
            "var": str(self.var),
            "host": self.host,
            "port": str(self.port),
            "plugins_blocked": ",".join(self.plugins_blocked),
            "log_format": self.log_format,
            "statement_timeout": str(self.statement_timeout),
            "export_timeout": str(self.export_timeout),
        }
        return {PREFIXE + name.upper(): value for name, value in values.items() if value}


def load_settings() -> Settings:
    """Read and check the settings of this process.

    An instance that runs its own database gets a secret key at its first start, kept in ``var``.
    Raises ``ErreurReglage``, in French, naming the variable to mend.
    """
    known = {PREFIXE + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIXE) and name not in known)
    if unknown:
        raise ErreurReglage(
            f"Variable inconnue : {', '.join(unknown)}. "
            f"Les variables connues sont : {', '.join(sorted(known))}."
        )
    try:
        settings = Settings()
    except ValidationError as error:
        raise ErreurReglage(_explain(error)) from None
    _check_broker(settings)
    _check_folder(settings)
    return _with_secret_key(settings)


def prepare_var(settings: Settings) -> Path:
    """Create the data folder when it is missing, and return it.

    Others may pass through it (mode 711) but not list it: when started by root, PostgreSQL runs as an
    account without rights and must reach its own folder inside.
    """
    try:
        settings.var.mkdir(mode=0o711, parents=True, exist_ok=True)
    except OSError as error:
        raise ErreurReglage(
            f"CTG_VAR : le dossier {settings.var} ne peut pas être créé ({error.strerror}). "
            "Choisissez un dossier où vous pouvez écrire."
        ) from None
    _check_folder(settings)
    return settings.var


def _explain(error: ValidationError) -> str:
    lines = []
    for detail in error.errors():
        name = str(detail["loc"][0])
        expected = ATTENDU.get(name, "une valeur d'un autre type")
        lines.append(f"{PREFIXE}{name.upper()} : valeur refusée ; il faut {expected}.")
    return "\n".join(lines)


def _check_broker(settings: Settings) -> None:
    if settings.redis_url is None:
        return
    parts = urlsplit(settings.redis_url)
    if parts.hostname and parts.hostname not in _LOOPBACK and not parts.password:
        shown = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
        raise ErreurReglage(
            f"CTG_REDIS_URL : {shown} est sur une autre machine et n'a pas de mot de passe. "
            "N'importe qui sur le réseau pourrait commander les tâches : ajoutez-en un "
            "(redis://:motdepasse@hote:6379/0)."
        )


def _check_folder(settings: Settings) -> None:
    var = settings.var
    if not var.exists():
        return
    if not var.is_dir():
        raise ErreurReglage(f"CTG_VAR : {var} n'est pas un dossier.")
    if not os.access(var, os.R_OK | os.W_OK | os.X_OK):
        raise ErreurReglage(f"CTG_VAR : le dossier {var} ne peut pas être lu et écrit.")


def _with_secret_key(settings: Settings) -> Settings:
    if settings.secret_key:
        for name in ("secret_key", "secret_key_fallbacks"):
            value = getattr(settings, name)
            for key in (value,) if isinstance(value, str) else value:
                _check_key(PREFIXE + name.upper(), key)
        return settings
    if settings.database_url is not None and settings.environnement == "production":
        raise ErreurReglage(
            "CTG_SECRET_KEY : une clé secrète est obligatoire en production. Créez-la une fois avec "
            "« python3 -c 'import secrets; print(secrets.token_urlsafe(48))' » et donnez la même à "
            "tous les processus."
        )
    return settings.model_copy(update={"secret_key": _kept_key(settings)})


def _check_key(name: str, key: str) -> None:
    if len(key) < LONGUEUR_CLE or len(set(key)) < CARACTERES_DISTINCTS:
        raise ErreurReglage(
            f"{name} : la clé est trop faible ; il faut au moins {LONGUEUR_CLE} caractères tirés au hasard."
        )


def _kept_key(settings: Settings) -> str:
    path = prepare_var(settings) / "cle-secrete"
    try:
        # Written aside then linked: a kill leaves no half key, and of two first starts one key wins.
        if not path.exists():
            aside = path.with_name(f"cle-secrete.{os.getpid()}")
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
            try:
                os.link(aside, path)
            except FileExistsError:
                return path.read_text(encoding="ascii")
            finally:
                aside.unlink()
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ErreurReglage(
            f"CTG_VAR : la clé secrète {path} ne peut pas être lue ({error.strerror})."
        ) from None
    _check_key(f"Le fichier {path}", key)
    return key
