"""`echo-director check`: pictures against a reference, without any server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.commands.failing import told_plainly
from api.settings import Settings
from api.wiring import chosen_embedder
from tools.backends.embedders.calibrations import shipped_calibration
from tools.domain.calibration import PictureDomain
from tools.domain.consistency import APPROVAL_THRESHOLD
from tools.domain.errors import InvalidError
from tools.studio.check_report import check_html, check_table
from tools.studio.checking import UnusableReferenceError
from tools.studio.checking import check as hold_against


def check(
    pictures: Annotated[list[Path], typer.Argument(help="The pictures to hold against it.")],
    reference: Annotated[Path, typer.Option(help="The canonical picture.")],
    domain: Annotated[
        PictureDomain, typer.Option(help="Which kind of pictures these are.")
    ] = "rendered",
    threshold: Annotated[float, typer.Option(min=0, max=1)] = APPROVAL_THRESHOLD,
    report: Annotated[
        Path | None, typer.Option(help="Write an HTML report with crops here.")
    ] = None,
) -> None:
    """Say which pictures drift from the reference, and where. Exit 1 on drift, 2 if unreadable."""
    with told_plainly():
        embedder = chosen_embedder(Settings())
        try:
            found = hold_against(
                reference,
                pictures,
                embedder,
                calibration=shipped_calibration(embedder.space, domain),
                threshold=threshold,
                crops=report is not None,
            )
        except UnusableReferenceError as error:
            raise InvalidError(str(error)) from error
        console = Console()
        console.print(check_table(found))
        if report:
            report.parent.mkdir(parents=True, exist_ok=True)
            report.write_text(check_html(found), "utf-8")
            console.print(f"Report: {report}", markup=False)
        raise typer.Exit(found.exit_code)
