"""A check as a table for the terminal and as one HTML file that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from importlib.resources import files
from string import Template

from rich.table import Table

from tools.domain.consistency import RegionDifference
from tools.studio.checking import CheckedPicture, CheckReport, Crops

_STYLES = {
    "approved": "green",
    "needs_review": "yellow",
    "needs_revision": "red",
    "unscored": "cyan",
    "no_reference": "dim",
}


def check_table(report: CheckReport) -> Table:
    """One row a picture: verdict, score, similarity and what drifted."""
    table = Table(title=f"Held against {report.reference.name}", caption=basis(report))
    table.add_column("picture", overflow="fold")
    table.add_column("verdict")
    table.add_column("score", justify="right")
    table.add_column("similarity", justify="right")
    table.add_column("what differs", overflow="fold")
    for picture in report.pictures:
        table.add_row(*_cells(picture))
    return table


def basis(report: CheckReport) -> str:
    """Where the scores come from, or why there are none."""
    if report.calibration is None:
        return (
            f"Space {report.space}. No calibration exists for these pictures, "
            "so there is no score: regions alone decide."
        )
    row = report.calibration
    return (
        f"Space {report.space}. Scores by {row.key}: {row.n} pairs, "
        f"calibration error {row.ece:.3f}. Approved from {report.threshold:g}."
    )


def check_html(report: CheckReport) -> str:
    """A self-contained page: each picture beside the reference, region by region, with crops."""
    page = Template(files("tools.studio").joinpath("check_report.html").read_text("utf-8"))
    return page.substitute(
        title=escape(f"Held against {report.reference.name}"),
        basis=escape(basis(report)),
        reference=_image(report.reference_preview, f"Reference {report.reference.name}"),
        outcome=escape(_outcome(report)),
        pictures="\n".join(_section(picture) for picture in report.pictures),
    )


def _cells(picture: CheckedPicture) -> tuple[str, str, str, str, str]:
    found = picture.comparison
    if found is None:
        return str(picture.path), "[red]unreadable[/]", "-", "-", picture.error or ""
    style = _STYLES[picture.verdict or "unscored"]
    return (
        str(picture.path),
        f"[{style}]{picture.verdict}[/]",
        "-" if found.score is None else f"{found.score:.3f}",
        f"{found.similarity:.3f}",
        "; ".join(found.reasons) or "nothing",
    )


def _outcome(report: CheckReport) -> str:
    drifted = sum(picture.drifted for picture in report.pictures)
    unreadable = len(report.unreadable)
    parts = [f"{len(report.pictures)} pictures", f"{drifted} drifted"]
    return ", ".join([*parts, f"{unreadable} unreadable"] if unreadable else parts) + "."


def _section(picture: CheckedPicture) -> str:
    name = escape(str(picture.path))
    found = picture.comparison
    if found is None:
        return (
            f'<section><h2>{name}</h2><p class="bad">unreadable: '
            f"{escape(picture.error or '')}</p></section>"
        )
    score = "no score" if found.score is None else f"score {found.score:.3f}"
    rows = "".join(_row(one, picture.crops.get(one.region)) for one in found.regions)
    mark = "bad" if picture.drifted else "good"
    return (
        f'<section><h2>{name}</h2><p class="{mark}">{picture.verdict}: {score}, '
        f"similarity {found.similarity:.3f}, cosine {found.cosine:.3f}</p>"
        f'<div class="pair">{_image(picture.preview, name)}<table><thead><tr><th>region</th>'
        "<th>reference</th><th>picture</th><th>difference</th><th></th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _row(found: RegionDifference, crops: Crops | None) -> str:
    figure = "-" if found.difference is None else f"{found.difference:.2f}"
    name = found.region.value
    first = _image(crops.reference, f"{name} of the reference") if crops else "-"
    second = _image(crops.candidate, f"{name} of the picture") if crops else "-"
    colors = _swatch(found.reference_color) + _swatch(found.candidate_color)
    mark = "bad" if found.drifted else "good" if found.difference is not None else ""
    return (
        f"<tr><th>{name}</th><td>{first}</td><td>{second}</td>"
        f'<td class="{mark}">{figure}</td><td>{escape(found.words)} {colors}</td></tr>'
    )


def _swatch(color: str | None) -> str:
    return f'<span class="swatch" style="background:{color}"></span>' if color else ""


def _image(png: bytes, words: str) -> str:
    data = b64encode(png).decode()
    return f'<img alt="{escape(words)}" src="data:image/png;base64,{data}">' if png else ""
