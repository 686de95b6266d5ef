"""How a command ends that cannot go on: one sentence on standard error, exit code 1."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
import typer
from pydantic import ValidationError
from rich.console import Console

from agent.models import ModelNotConfiguredError
from store.embedded import DatabaseStartError
from store.schema import UnfitDatabaseError
from tools.domain.errors import StudioError
from tools.ports.authoring import AuthorNotConfiguredError
from tools.ports.embedding import EmbedderUnavailableError

_EXPECTED = (
    AuthorNotConfiguredError,
    DatabaseStartError,
    EmbedderUnavailableError,
    ModelNotConfiguredError,
    StudioError,
    UnfitDatabaseError,
)


@contextmanager
def told_plainly() -> Generator[None, None, None]:
    """Expected failures become a sentence. Secrets in a database's address are not repeated."""
    try:
        yield
    except _EXPECTED as error:
        _fail(str(error))
    except psycopg.OperationalError as error:
        _fail(f"The database cannot be reached ({type(error).__name__}). Is its address right?")
    except psycopg.ProgrammingError as error:
        _fail(f"The database cannot be used ({type(error).__name__}). Is its address right?")
    except OSError as error:
        _fail(f"This could not be read or written: {error}.")
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, entry["loc"])) for entry in error.errors())
        _fail(f"These settings are not right: {wrong}. See `echo-director doctor`.")


def _fail(sentence: str) -> None:
    Console(stderr=True).print(sentence, style="red", markup=False, highlight=False)
    raise typer.Exit(1)


def written(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, each whole or not at all."""
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(data)
        part.replace(target)
