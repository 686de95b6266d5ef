"""What a hair style is made of: shells, tails, spikes and puffs, in head heights."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tools.backends.sketch.sprite.head.shell import Shell


@dataclass(frozen=True, kw_only=True)
class Tail:
    """Hair that hangs free: a chain of points (a, y, b) with half widths, tied at its root.

    `braided` draws it as a row of knots; the chain sways more the further down.
    """

    chain: tuple[tuple[float, float, float], ...]
    widths: tuple[float, ...]
    braided: bool = False
    tied: bool = True
    wavy: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Spike:
    """A pointed lock that stands off the skull at an azimuth and height.

    It is `length` long and `width` wide at its root; `lift` bends its point up, `turn` sideways
    round the head in degrees.
    """

    azimuth: float
    height: float
    length: float
    width: float
    lift: float = 0.0
    turn: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Puff:
    """A round mass of hair about a point of head space."""

    middle: tuple[float, float, float]
    radius: float
    tied: bool = False


@dataclass(frozen=True, kw_only=True)
class Style:
    """One hair style. `under` is a close layer below the main one, such as close-cropped
    sides; `shaven` shows it as the skin's shade. `crest` is the azimuth-free
    strip over the crown that is left standing: how far down it comes before and behind."""

    shell: Shell | None
    curtain: Shell | None = None
    under: Shell | None = None
    tails: tuple[Tail, ...] = ()
    spikes: tuple[Spike, ...] = ()
    puffs: tuple[Puff, ...] = ()
    curls: bool = False
    shaven: bool = False
    crest: tuple[float, float] | None = None

    def worn(self, lag: tuple[float, float], *, covered: bool) -> Style:
        """The style with trailing ends; `covered`, as it lies under a hat, without volume."""

        def laid(shell: Shell | None) -> Shell | None:
            if shell is None or not covered:
                return shell and replace(shell, lag=lag)
            return replace(
                shell, lag=lag, top=min(shell.top, 0.03), side=min(shell.side, 0.06), front=None
            )

        return replace(
            self, shell=laid(self.shell), curtain=laid(self.curtain), under=laid(self.under),
            spikes=() if covered else self.spikes, puffs=() if covered else self.puffs,
        )  # fmt: skip
