"""The command line's measuring commands: `eval` for the director, `bench` for the rest."""

from __future__ import annotations

import asyncio
import json
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from evals.case import Case
    from evals.report import CaseRun, Report


class Exit(IntEnum):
    """What the exit code of `eval` says."""

    PLAYED = 0
    BELOW_THE_BAR = 1
    BAD_INPUT = 2
    NO_DIRECTOR = 3


def register(app: typer.Typer) -> None:
    """Add the commands of this package to the application's."""
    app.command("eval")(evaluate)
    bench = typer.Typer(help="Measure the parts that are not the director.", no_args_is_help=True)
    bench.command("consistency")(bench_consistency)
    app.add_typer(bench, name="bench")


def evaluate(
    file: Annotated[Path, typer.Argument(help="Cases, one JSON object a line.")],
    model: Annotated[
        str | None, typer.Option(help="The chat model, as in ECHO_DIRECTOR_MODEL.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output.")
    ] = False,
    repeat: Annotated[
        int, typer.Option(min=1, help="Play each case K times and report pass^K.", metavar="K")
    ] = 1,
    tag: Annotated[
        list[str] | None, typer.Option(help="Only cases with this tag; may be given again.")
    ] = None,
    bar: Annotated[
        float,
        typer.Option("--min-pass-rate", min=0, max=1, help="Exit with 1 where fewer cases pass."),
    ] = 0.0,
) -> None:
    """Play a file of cases through the director and report how well it did.

    Exit codes: 0 the cases were played; 1 fewer passed than --min-pass-rate asks for; 2 the
    file or one of its worlds cannot be read; 3 the director could not be started.
    """
    from evals.case import CaseFileError
    from evals.runner import NoDirectorError
    from evals.world import WorldFileError

    try:
        cases = _chosen(file, tag or [])
        report = asyncio.run(_play(cases, file, model, repeat))
    except (CaseFileError, WorldFileError) as error:
        _fail(str(error), Exit.BAD_INPUT)
    except NoDirectorError as error:
        _fail(str(error), Exit.NO_DIRECTOR)
    _print(report, as_json=as_json)
    if report.pass_rate < bar:
        raise typer.Exit(Exit.BELOW_THE_BAR)


def bench_consistency(
    pairs: Annotated[Path, typer.Option(help="Pairs of pictures, as CSV.")],
    perturb: Annotated[
        bool, typer.Option("--perturb", help="Disturb each picture before it is measured.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output.")
    ] = False,
) -> None:
    """Say how well consistency scores tell same from different characters on a file of pairs.

    Prints ROC AUC, equal error rate and calibration. Exit codes: 0 measured; 2 the file or one
    of its pictures cannot be read.
    """
    from evals.consistency import bench
    from evals.consistency.pairs_file import PairsFileError
    from tools.imaging.decoding import UnreadablePictureError

    try:
        found = bench.bench_consistency(pairs, perturb=perturb)
    except (PairsFileError, UnreadablePictureError, OSError) as error:
        _fail(str(error), Exit.BAD_INPUT)
    typer.echo(found.model_dump_json() if as_json else bench.figures_text(found))


def _chosen(file: Path, tags: list[str]) -> tuple[Case, ...]:
    """The file's cases that carry one of the tags; their worlds are read, to fail early."""
    from evals.case import CaseFileError, read_cases, world_path
    from evals.world import read_world

    cases = read_cases(file)
    chosen = tuple(case for case in cases if not tags or set(tags) & set(case.tags))
    if not chosen:
        raise CaseFileError(file, [f"no case is tagged {' or '.join(tags)}"])
    for path in sorted({world_path(file, case) for case in chosen}):
        read_world(path)
    return chosen


async def _play(cases: tuple[Case, ...], file: Path, model: str | None, repeat: int) -> Report:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    from evals.report import sum_up
    from evals.runner import lacking, play
    from evals.stage import open_theatre

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("setting the stage", total=len(cases) * repeat)
        passed = 0

        def show(run: CaseRun) -> None:
            nonlocal passed
            passed += run.passed
            progress.update(task, advance=1, description=f"{passed} passed")

        async with open_theatre(model) as theatre:
            runs = await play(cases, file, theatre, repeat=repeat, played=show)
            notes = [*theatre.notes, *lacking(cases, theatre.defaults)]
            return sum_up(runs, model=theatre.model, notes=notes)


def _print(report: Report, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report.model_dump(mode="json"), ensure_ascii=False))
        return
    from rich.console import Console

    from evals.report import as_tables

    Console().print(as_tables(report))


def _fail(message: str, code: Exit) -> NoReturn:
    typer.secho(message, err=True, fg=typer.colors.RED)
    raise typer.Exit(code)
