"""``ctg`` speaks French: headings, help and usage errors of click included."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

import click
import structlog
from sqlalchemy.exc import OperationalError, ProgrammingError

from core.errors import ErreurCtg

logger = structlog.get_logger(__name__)

_TITRES = {"Usage": "Utilisation", "Commands": "Commandes", "Arguments": "Arguments"}
_AIDE = "Show this message and exit."
_TABLE_ABSENTE = "42P01"
_BASE_VIDE = "La base de données n'est pas prête : lancez « ctg db upgrade », puis recommencez."
_BASE_MUETTE = "La base de données ne répond pas : vérifiez CTG_DATABASE_URL, puis recommencez."


class UsageFrancais(click.UsageError):
    """A command badly typed, in our own words."""


class FormateurFrancais(click.HelpFormatter):
    """Help pages in French."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Usage line; ``prefix`` is ignored, it is always ours."""
        super().write_usage(prog, args, "Utilisation : ")

    def write_heading(self, heading: str) -> None:
        """A heading, with the space that French puts before a colon."""
        self.write(f"{'':>{self.current_indent}}{_TITRES.get(heading, heading)} :\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Options and commands, with their help."""
        french = [(name, "Affiche cette aide." if text == _AIDE else text) for name, text in rows]
        super().write_dl(french, col_max, col_spacing)


class ContexteFrancais(click.Context):
    """Context whose help pages are in French."""

    formatter_class = FormateurFrancais


click.Command.context_class = ContexteFrancais


class GroupeFrancais(click.Group):
    """Root group: our own errors and click's end as one clear message and an exit code, no trace."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run a command; exit code 1 for a refusal, 2 for a command badly typed."""
        try:
            result = super().main(*args, **{**extra, "standalone_mode": False})
        except ErreurCtg as error:
            click.echo(error.message, err=True)
            raise SystemExit(1) from None
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", "") != _TABLE_ABSENTE:
                raise
            click.echo(_BASE_VIDE, err=True)
            raise SystemExit(1) from None
        except OperationalError as error:
            logger.error("database_unreachable", error=str(error.orig))
            click.echo(_BASE_MUETTE, err=True)
            raise SystemExit(1) from None
        except click.UsageError as error:
            click.echo(_translate(error), err=True)
            if error.ctx is not None:
                click.echo(f"Aide : {error.ctx.command_path} --help", err=True)
            raise SystemExit(2) from None
        except click.ClickException as error:
            click.echo(error.format_message(), err=True)
            raise SystemExit(error.exit_code) from None
        except click.Abort:
            click.echo("Abandonné.", err=True)
            raise SystemExit(1) from None
        raise SystemExit(result if isinstance(result, int) else 0)


def _translate(error: click.UsageError) -> str:
    match error:
        case UsageFrancais():
            return error.message
        case click.NoSuchOption():
            return f"Option inconnue : {error.option_name}."
        case click.BadOptionUsage():
            return f"L'option {error.option_name} est mal employée."
        case click.MissingParameter(param=click.Parameter() as parameter):
            return f"Il manque {parameter.get_error_hint(error.ctx)}."
        case click.BadParameter(param=click.Parameter() as parameter):
            return f"Valeur refusée pour {parameter.get_error_hint(error.ctx)}."
        case _ if error.message.startswith("No such command"):
            return f"Commande inconnue : {error.message.split(maxsplit=3)[3]}"
        case _:
            return "La commande est mal écrite."
