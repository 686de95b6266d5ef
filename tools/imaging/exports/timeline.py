"""One document of all timelines of an animation: scripts, cells, events and the rules' report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.imaging.exports.reel import Box, PackedSheet, Placed, Reel

FORMAT = "echo-director/animation"
FORMAT_VERSION = 1


def timeline(reel: Reel, sheets: Sequence[PackedSheet], images: Sequence[str]) -> dict[str, Any]:
    """Both timelines side by side; `events` lists what happens when, in milliseconds."""
    first = reel.tracks[0].script
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "title": reel.title,
        "action_type": first.action_type,
        "difficulty_tier": first.difficulty_tier,
        "perspective": first.perspective,
        "frame_count": first.frame_count,
        "durations_ms": [frame.duration_ms for frame in first.frames],
        "loops": reel.loops,
        "alignment": reel.alignment,
        "characters": [
            {
                "who": sheet.track.who,
                "name": sheet.track.name,
                "sheet": image,
                "cell": {"w": sheet.track.cell_size[0], "h": sheet.track.cell_size[1]},
                "strips": [
                    {
                        "tag": sheet.track.tag(strip),
                        "facing": strip.facing,
                        "frames": [_cell(place) for place in places],
                    }
                    for strip, places in zip(sheet.track.strips, sheet.placed, strict=True)
                ],
                "script": sheet.track.script.model_dump(mode="json"),
            }
            for sheet, image in zip(sheets, images, strict=True)
        ],
        "events": events_of(reel),
        "report": reel.report.model_dump(mode="json") if reel.report else None,
    }


def events_of(reel: Reel) -> list[dict[str, Any]]:
    """Every change of phase and every impact frame, in the order of time."""
    events: list[dict[str, Any]] = []
    for track in reel.tracks:
        at_ms, phase = 0, None
        for frame in track.script.frames:
            where = {"at_ms": at_ms, "frame": frame.frame_index, "who": track.who}
            if frame.phase != phase:
                phase = frame.phase
                events.append({**where, "type": "phase", "phase": phase})
            if frame.impact_window:
                force = frame.force.model_dump() if frame.force else None
                events.append({**where, "type": "impact", "force": force})
            at_ms += frame.duration_ms
    return sorted(events, key=lambda event: event["at_ms"])


def _cell(place: Placed) -> dict[str, Any]:
    x, y = place.cell.pivot
    return {
        "name": place.name,
        "box": _box(place.box),
        "trim": _box(place.cell.trim),
        "pivot": {"x": round(x, 2), "y": round(y, 2)},
    }


def _box(box: Box) -> dict[str, int]:
    return {"x": box.x, "y": box.y, "w": box.w, "h": box.h}
