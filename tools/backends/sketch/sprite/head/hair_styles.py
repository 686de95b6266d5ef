"""The hair styles as data, in head heights and azimuths."""

from __future__ import annotations

from tools.backends.sketch.sprite.head.shell import Knot, Shell
from tools.backends.sketch.sprite.head.style import Puff, Spike, Style, Tail
from tools.domain.look import HairStyle


def _even(*half: Knot) -> tuple[Knot, ...]:
    """A hem alike left and right, from the knots of the left side."""
    return tuple(sorted({*half, *((-angle, y) for angle, y in half if angle not in (0.0, 180.0))}))


_NAPE = ((110.0, 0.3), (122.0, 0.22), (138.0, 0.4), (152.0, 0.3), (166.0, 0.44), (180.0, 0.34))
_SHORT_FRINGE = (
    (-96.0, 0.0), (-78.0, 0.24), (-67.0, -0.03), (-44.0, 0.06), (-30.0, -0.06), (-12.0, 0.08),
    (0.0, -0.05), (14.0, 0.03), (26.0, -0.14), (42.0, 0.05), (67.0, -0.04), (78.0, 0.24),
    (96.0, 0.0),
)  # fmt: skip


def _pair(azimuth: float, height: float, length: float, width: float, lift: float) -> list[Spike]:
    """A spike on either side of the head."""
    return [
        Spike(azimuth=side * azimuth, height=height, length=length, width=width, lift=lift)
        for side in (-1.0, 1.0)
    ]


_BANGS = ((0.0, 0.05), (9.0, -0.03), (20.0, 0.06), (31.0, -0.02), (43.0, 0.07), (55.0, -0.02))


def _back(nape: tuple[Knot, ...]) -> tuple[Knot, ...]:
    return (*nape, *((-angle, y) for angle, y in nape if angle < 180.0))


_SHORT = Shell(hem=(*_SHORT_FRINGE, *_back(_NAPE)))
_TIED = Shell(
    hem=_even(
        (0.0, -0.06), (10.0, 0.06), (24.0, -0.06), (38.0, 0.05), (56.0, -0.06), (73.0, 0.3),
        (84.0, 0.06), (100.0, 0.08), (112.0, 0.3), (135.0, 0.34), (158.0, 0.38), (180.0, 0.37),
    ),
    top=0.06,
)  # fmt: skip

STYLES: dict[HairStyle, Style] = {
    "short": Style(shell=_SHORT),
    "bob": Style(
        shell=Shell(
            hem=_even(
                *_BANGS, (67.0, 0.0), (74.0, 0.42), (84.0, 0.37), (96.0, 0.44),
                (112.0, 0.4), (135.0, 0.45),
                (158.0, 0.41), (180.0, 0.45),
            ),
            side=0.06, flare=0.3, curl=0.45,
        ),
    ),
    "long_straight": Style(
        shell=Shell(
            hem=_even(
                (0.0, 0.1), (13.0, -0.06), (28.0, 0.05), (46.0, -0.04), (66.0, 0.0),
                (75.0, 0.62), (84.0, 0.46),
                (96.0, 0.5), (135.0, 0.5), (180.0, 0.5),
            ),
            side=0.05, flare=0.04,
        ),
        curtain=Shell(
            hem=_even(
                (0.0, -0.3), (70.0, -0.3), (84.0, 0.9), (98.0, 1.22), (110.0, 1.12), (124.0, 1.32),
                (138.0, 1.2), (152.0, 1.36), (166.0, 1.24), (180.0, 1.36),
            ),
            side=0.05, flare=0.08,
        ),
    ),
    "long_wavy": Style(
        shell=Shell(
            hem=_even(
                (0.0, -0.1), (12.0, 0.04), (28.0, -0.02), (46.0, 0.1), (66.0, 0.04), (75.0, 0.56),
                (84.0, 0.42), (96.0, 0.5), (135.0, 0.5), (180.0, 0.5),
            ),
            side=0.08, top=0.08, flare=0.12, bumps=3.2, wave=0.03,
        ),
        curtain=Shell(
            hem=_even(
                (0.0, -0.3), (66.0, -0.3), (80.0, 0.8), (94.0, 1.1), (108.0, 0.98), (122.0, 1.2),
                (137.0, 1.05), (152.0, 1.24), (166.0, 1.1), (180.0, 1.24),
            ),
            side=0.09, flare=0.2, bumps=2.6, wave=0.05,
        ),
    ),
    "ponytail": Style(
        shell=_TIED,
        tails=(
            Tail(
                chain=(
                    (0.0, -0.46, -0.34), (0.02, -0.62, -0.5), (0.06, -0.46, -0.74),
                    (0.16, -0.06, -0.82),
                    (0.28, 0.4, -0.72), (0.36, 0.76, -0.6), (0.44, 1.0, -0.6),
                ),
                widths=(0.07, 0.12, 0.17, 0.2, 0.18, 0.12, 0.0),
            ),
        ),
    ),
    "twin_tails": Style(
        shell=Shell(
            hem=_even(
                *_BANGS, (67.0, 0.0), (74.0, 0.36), (84.0, 0.1), (100.0, 0.1),
                (112.0, 0.3), (135.0, 0.36),
                (158.0, 0.38), (180.0, 0.3),
            ),
            top=0.06,
        ),
        tails=tuple(
            Tail(
                chain=(
                    (s * 0.42, -0.22, -0.16), (s * 0.62, -0.24, -0.2), (s * 0.74, 0.06, -0.24),
                    (s * 0.74, 0.46, -0.22), (s * 0.68, 0.82, -0.2), (s * 0.74, 1.1, -0.2),
                ),
                widths=(0.06, 0.13, 0.17, 0.16, 0.11, 0.0),
            )
            for s in (-1.0, 1.0)
        ),
    ),
    "braid": Style(
        shell=Shell(hem=_TIED.hem, top=0.06),
        tails=(
            Tail(
                chain=(
                    (0.0, 0.16, -0.46), (0.22, 0.34, -0.44), (0.42, 0.5, -0.2), (0.4, 0.68, 0.16),
                    (0.35, 0.92, 0.3), (0.33, 1.14, 0.3), (0.33, 1.34, 0.3),
                ),
                widths=(0.12, 0.13, 0.13, 0.125, 0.115, 0.095, 0.0),
                braided=True,
                tied=False,
            ),
        ),
    ),
    "bun": Style(
        shell=Shell(
            hem=_even(
                (0.0, -0.2), (18.0, -0.12), (40.0, 0.0), (58.0, -0.02), (73.0, 0.26), (82.0, 0.04),
                (100.0, 0.06), (112.0, 0.28), (135.0, 0.33), (158.0, 0.36), (180.0, 0.36),
            ),
            top=0.04, side=0.03,
        ),
        puffs=(Puff(middle=(0.0, -0.6, -0.26), radius=0.2, tied=True),),
    ),
    "spiky": Style(
        shell=Shell(
            hem=(
                (-94.0, 0.0), (-78.0, 0.24), (-67.0, -0.06), (-44.0, 0.1), (-30.0, -0.1),
                (-14.0, 0.1), (0.0, -0.12), (16.0, 0.08), (32.0, -0.1), (46.0, 0.1), (67.0, -0.06),
                (78.0, 0.24), (94.0, 0.0), *_back(_NAPE),
            ),
            top=0.08, side=0.06,
        ),
        spikes=(
            *_pair(92.0, -0.02, 0.26, 0.24, 0.16),
            *_pair(84.0, -0.26, 0.32, 0.26, 0.3),
            *_pair(62.0, -0.42, 0.34, 0.26, 0.42),
            Spike(azimuth=0.0, height=-0.5, length=0.26, width=0.26, lift=0.4),
            *_pair(140.0, -0.3, 0.32, 0.28, 0.24),
            *_pair(132.0, -0.02, 0.28, 0.26, 0.04),
            Spike(azimuth=180.0, height=-0.14, length=0.32, width=0.3, lift=0.1),
            Spike(azimuth=180.0, height=-0.42, length=0.32, width=0.28, lift=0.34),
        ),
    ),
    "messy": Style(
        shell=Shell(
            hem=(
                (-98.0, 0.1), (-84.0, 0.28), (-70.0, 0.04), (-56.0, 0.16), (-42.0, 0.0),
                (-26.0, 0.1), (-16.0, 0.0), (0.0, 0.09), (10.0, -0.1), (28.0, 0.07), (40.0, -0.02),
                (56.0, 0.14), (70.0, 0.02), (84.0, 0.28), (98.0, 0.1), (112.0, 0.32),
                (124.0, 0.2), (140.0, 0.42), (154.0, 0.28), (170.0, 0.44), (180.0, 0.3),
                (-112.0, 0.32), (-124.0, 0.2), (-140.0, 0.42), (-154.0, 0.28), (-170.0, 0.44),
            ),
            top=0.09, side=0.07,
        ),
        spikes=(
            Spike(azimuth=-88.0, height=0.16, length=0.13, width=0.18, lift=-0.06),
            Spike(azimuth=92.0, height=0.08, length=0.15, width=0.2, lift=-0.02),
            Spike(azimuth=-84.0, height=-0.24, length=0.12, width=0.2, lift=0.06),
            Spike(azimuth=80.0, height=-0.32, length=0.14, width=0.2, lift=0.12),
            Spike(azimuth=20.0, height=-0.52, length=0.16, width=0.16, lift=0.12, turn=30.0),
            Spike(azimuth=-60.0, height=-0.5, length=0.13, width=0.2, lift=0.14),
            Spike(azimuth=170.0, height=-0.34, length=0.13, width=0.22, lift=0.08),
            Spike(azimuth=-165.0, height=0.04, length=0.13, width=0.24, lift=-0.03),
        ),
    ),
    "undercut": Style(
        shell=Shell(
            hem=(
                (-78.0, -0.12), (-66.0, 0.0), (-54.0, -0.04), (-40.0, 0.07), (-28.0, -0.04),
                (-12.0, 0.08), (2.0, -0.08), (20.0, -0.04), (34.0, -0.2), (50.0, -0.1),
                (62.0, -0.22), (78.0, -0.08), (92.0, -0.2), (106.0, -0.06), (120.0, -0.18),
                (136.0, -0.02), (150.0, -0.14), (166.0, 0.02), (180.0, -0.1), (-164.0, 0.03),
                (-150.0, -0.12), (-134.0, 0.0), (-120.0, -0.14), (-104.0, -0.02), (-90.0, -0.16),
            ),
            top=0.11, side=0.05,
        ),
        under=Shell(
            hem=_even((0.0, -0.2), (50.0, -0.18), (70.0, 0.0), (77.0, 0.2), (84.0, 0.06),
                      (100.0, 0.08), (114.0, 0.3), (140.0, 0.34), (180.0, 0.36)),
            top=0.0, side=0.005, back=0.0,
        ),
    ),
    "mohawk": Style(
        shell=None,
        under=Shell(
            hem=_even((0.0, -0.24), (40.0, -0.2), (62.0, -0.12), (75.0, 0.14), (84.0, 0.04),
                      (100.0, 0.08), (114.0, 0.3), (140.0, 0.34), (180.0, 0.36)),
            top=0.0, side=0.005, back=0.0,
        ),
        shaven=True,
        crest=(0.3, 0.26),
        spikes=(
            Spike(azimuth=0.0, height=-0.3, length=0.26, width=0.24, lift=0.16),
            Spike(azimuth=0.0, height=-0.42, length=0.36, width=0.3, lift=0.3),
            Spike(azimuth=0.0, height=-0.49, length=0.4, width=0.3, lift=0.42),
            *_pair(52.0, -0.47, 0.32, 0.24, 0.34),
            Spike(azimuth=180.0, height=-0.49, length=0.44, width=0.32, lift=0.4),
            *_pair(132.0, -0.46, 0.34, 0.24, 0.3),
            Spike(azimuth=180.0, height=-0.4, length=0.42, width=0.32, lift=0.22),
            Spike(azimuth=180.0, height=-0.24, length=0.38, width=0.3, lift=0.1),
            Spike(azimuth=180.0, height=-0.03, length=0.32, width=0.28, lift=0.02),
            Spike(azimuth=180.0, height=0.16, length=0.22, width=0.22, lift=-0.06),
        ),
    ),
    "hime": Style(
        shell=Shell(
            hem=_even(
                (0.0, 0.04), (42.0, 0.04), (68.0, 0.04), (69.0, 0.38), (84.0, 0.38), (85.0, 0.5),
                (90.0, 0.5), (135.0, 0.5), (180.0, 0.5),
            ),
            side=0.05, flare=0.03,
        ),
        curtain=Shell(
            hem=_even((0.0, -0.3), (80.0, -0.3), (83.0, 1.3), (110.0, 1.36), (180.0, 1.38)),
            side=0.04, flare=0.03,
        ),
    ),
    "afro": Style(
        shell=Shell(
            hem=_even(
                (0.0, -0.18), (14.0, -0.13), (28.0, -0.15), (44.0, -0.09), (60.0, -0.06),
                (72.0, -0.02), (79.0, 0.28), (90.0, 0.36), (102.0, 0.33),
                (120.0, 0.32), (140.0, 0.4),
                (160.0, 0.36), (180.0, 0.4),
            ),
            top=0.32, side=0.27, front=0.05, back=0.05, flare=0.05, curl=1.5, bumps=9.0, wave=0.025,
        ),
        curls=True,
    ),
    "curly": Style(
        shell=Shell(
            hem=_even(
                (0.0, 0.02), (8.0, 0.07), (16.0, 0.0), (26.0, 0.08), (36.0, 0.0), (46.0, 0.1),
                (66.0, 0.06), (75.0, 0.32), (82.0, 0.26), (91.0, 0.42), (100.0, 0.34),
                (114.0, 0.46), (128.0, 0.38), (144.0, 0.5), (160.0, 0.42), (180.0, 0.5),
            ),
            top=0.13, side=0.12, front=0.08, flare=0.2, curl=0.3, bumps=7.0, wave=0.035,
        ),
        curls=True,
    ),
    "bald": Style(shell=None),
}  # fmt: skip
