"""Fit the parser of body parts on drawings of our own; needs the extra `clip` (PyTorch).

python -m evals.training.parser_network [pictures] [steps]

The shipped weights saw 800 drawings for 4,800 steps (a pause after 2,600, the rate warmed up
again); a new fit is as good, not equal to the bit.
"""

# PyTorch is an extra, so its types are not known to the checker everywhere.
# pyright: reportMissingImports=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUntypedBaseClass=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from tools.imaging.oklab import oklab
from tools.imaging.parser import LAYERS, PARSER_SIDE, parser_input

TARGET = Path("tools/imaging/parser_weights.npz")
_BATCH = 12
_LAST = "parts"
_RATE = 8e-3


class Network(nn.Module):
    """The network of `tools.imaging.parser`, layer for layer.

    Each layer but the last is normalised over the batch while it learns; `save` folds that
    into the convolutions.
    """

    def __init__(self) -> None:
        super().__init__()
        self.norms = nn.ModuleDict(
            {
                name: nn.BatchNorm2d(wide)
                for name, (_, wide, _, _) in LAYERS.items()
                if name != _LAST
            }
        )
        self.layers = nn.ModuleDict(
            {
                name: nn.Conv2d(wide_in, wide_out, size, stride, size // 2)
                for name, (wide_in, wide_out, size, stride) in LAYERS.items()
            }
        )

    def forward(self, x: Any) -> Any:
        def step(name: str, value: Any) -> Any:
            return torch.relu(self.norms[name](self.layers[name](value)))

        def doubled(value: Any) -> Any:
            return nn.functional.interpolate(value, scale_factor=2, mode="nearest")

        half = step("half_b", step("half_a", x))
        quarter = step("quarter_b", step("quarter_a", half))
        eighth = step("eighth_b", step("eighth_a", quarter))
        deep = step("deep_c", step("deep_b", step("deep_a", eighth)))
        up = step("up_eighth", torch.cat([doubled(deep), eighth], 1))
        up = step("up_quarter", torch.cat([doubled(up), quarter], 1))
        up = step("up_half", torch.cat([doubled(up), half], 1))
        return nn.functional.pixel_shuffle(self.layers[_LAST](up), 2)


class Drawings:
    """Pictures (n x s x s x 3), figures alone (n x s x s x 4) and parts (n x s x s)."""

    def __init__(
        self, full: NDArray[np.uint8], alone: NDArray[np.uint8], parts: NDArray[np.uint8]
    ) -> None:
        self._full, self._alone, self._parts = full, alone, parts

    def some(self, rng: np.random.Generator, count: int) -> tuple[Any, Any]:
        """A batch of disturbed inputs and their parts."""
        rows = [self._one(rng) for _ in range(count)]
        inputs = np.stack([row[0] for row in rows])
        return torch.from_numpy(inputs), torch.from_numpy(np.stack([row[1] for row in rows]))

    def _one(self, rng: np.random.Generator) -> tuple[Any, Any]:
        number = int(rng.integers(len(self._full)))
        picture, parts = self._full[number], self._parts[number]
        if rng.random() < 0.4:
            picture = self._elsewhere(number, rng)
        if rng.random() < 0.5:
            picture, parts = picture[:, ::-1], parts[:, ::-1]
        side = picture.shape[0]
        zoom = float(rng.uniform(0.75, 1.3))
        shift = rng.uniform(-0.1, 0.1, 2) * side
        turn = np.array(
            [
                [zoom, 0, (1 - zoom) * side / 2 + shift[0]],
                [0, zoom, (1 - zoom) * side / 2 + shift[1]],
            ]
        ) * (PARSER_SIDE / side)
        size = (PARSER_SIDE, PARSER_SIDE)
        moved = cv2.warpAffine(
            np.ascontiguousarray(picture), turn, size, flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT_101 if zoom > 1 else cv2.BORDER_REPLICATE,
        )  # fmt: skip
        label = cv2.warpAffine(np.ascontiguousarray(parts), turn, size, flags=cv2.INTER_NEAREST)
        return parser_input(oklab(_relit(np.asarray(moved, dtype=np.uint8), rng))), label.astype(
            np.int64
        )

    def _elsewhere(self, number: int, rng: np.random.Generator) -> NDArray[np.uint8]:
        """The figure before a plain ground, noise, or a stretched side of another picture."""
        side = self._full.shape[1]
        kind = rng.random()
        if kind < 0.45:
            ends = (
                rng.integers(0, 256, (2, 1, 1, 3))
                if kind < 0.25
                else rng.integers(0, 256, (1, 1, 1, 3)).repeat(2, 0)
            )
            share = np.linspace(0, 1, side)[:, None, None]
            ground = (ends[0] * share + ends[1] * (1 - share)).repeat(side, axis=1)
        else:
            other = self._full[int(rng.integers(len(self._full)))]
            edge = other[:, : side // 4] if rng.random() < 0.5 else other[:, -side // 4 :]
            ground = cv2.resize(np.ascontiguousarray(edge), (side, side))
        alone = self._alone[number].astype(np.float32)
        cover = alone[:, :, 3:] / 255
        return np.clip(alone[:, :, :3] * cover + ground * (1 - cover), 0, 255).astype(np.uint8)


def _relit(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    light = picture.astype(np.float32) * rng.uniform(0.8, 1.2) * rng.uniform(0.92, 1.08, 3)
    light = light + rng.normal(0, rng.uniform(0, 7), light.shape)
    return np.clip(light, 0, 255).astype(np.uint8)


def fitted(drawings: Drawings, steps: int, seed: int = 0) -> Network:
    """The network after this many steps of AdamW with a cosine rate."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = Network().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=1e-4)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=steps, pct_start=0.1)
    weight = torch.tensor([1.0, 1.2, 1.2, 2.0, 1.0, 1.0, 2.0, 1.5])
    for number in range(steps):
        inputs, parts = drawings.some(rng, _BATCH)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            odds = network(inputs.contiguous(memory_format=torch.channels_last))
        loss = nn.functional.cross_entropy(odds.float(), parts, weight=weight)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        rate.step()
        if number % 50 == 0:
            print(f"step {number}: loss {loss.item():.3f}", flush=True)
    return network


def save(network: Network, target: Path = TARGET) -> None:
    """Weights in half precision, as `tools.imaging.parser` reads them."""
    state: dict[str, Any] = {}
    for name, layer in network.layers.items():
        weight, bias = layer.weight.detach(), layer.bias.detach()
        if name != _LAST:
            norm = network.norms[name]
            gain = norm.weight.detach() / torch.sqrt(norm.running_var + norm.eps)
            weight = weight * gain[:, None, None, None]
            bias = (bias - norm.running_mean) * gain + norm.bias.detach()
        state[f"{name}.weight"] = weight.contiguous().half().numpy()
        state[f"{name}.bias"] = bias.half().numpy()
    np.savez(target, **state)


def _main(pictures: int = 800, steps: int = 4800) -> None:
    from evals.training.drawings import drawings_for

    save(fitted(Drawings(*drawings_for(pictures)), steps))


if __name__ == "__main__":
    _main(*(int(argument) for argument in sys.argv[1:]))
