"""The pass of ink under the fills, by which shapes unite without seams."""

from __future__ import annotations

import re

_ELEMENT = re.compile(r"<(/?)(\w+)((?:\s+[\w:.-]+=\"[^\"]*\")*)\s*(/?)>")
_INK = re.compile(r'\sdata-outline="([^"]*)"')
_PAINT = re.compile(r'\s(?:fill|stroke|stroke-\w+|data-[\w-]+|opacity|fill-\w+|id)="[^"]*"')
_IN_DEFS = ("defs", "clipPath", "linearGradient", "radialGradient", "mask")


def outline_of(fragment: str, width: float = 2.2) -> str:
    """The fragment's `data-outline` shapes as ink only, `width` user units beyond their edge.

    Groups keep their transforms; everything else is left out. Draw it before the fragment.
    """
    if "data-outline" not in fragment:
        return ""
    out: list[str] = []
    hidden = 0
    for found in _ELEMENT.finditer(fragment):
        closing, tag, attributes, empty = (str(group) for group in found.groups())
        if tag in _IN_DEFS:
            hidden += 0 if empty else (-1 if closing else 1)
        elif hidden == 0:
            out.append(_ink_of(closing, tag, attributes, width))
    return re.sub(r"<g[^>]*></g>", "", "".join(out))


def _ink_of(closing: str, tag: str, attributes: str, width: float) -> str:
    if tag == "g":
        kept = re.sub(r'\s(?:id|data-[\w-]+)="[^"]*"', "", attributes)
        return "</g>" if closing else f"<g{kept}>"
    ink = _INK.search(attributes)
    if ink is None:
        return ""
    shape = _PAINT.sub("", attributes)
    return (
        f'<{tag}{shape} fill="{ink[1]}" stroke="{ink[1]}" stroke-width="{2 * width:.2f}"'
        ' stroke-linejoin="round"/>'
    )
