"""What every use case is given: the ports, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from tools.domain.generations import FRAMES_MOST
from tools.ports.advising import Adviser
from tools.ports.animating import SpriteRenderer
from tools.ports.authoring import ScriptAuthor, Seer, Suggester
from tools.ports.embedding import Embedder
from tools.ports.guiding import Guide
from tools.ports.pictures import AssetBytes
from tools.ports.rendering import Renderer
from tools.ports.runs import RunWatch
from tools.ports.store import Store
from tools.ports.workflows import WorkflowCheck
from tools.ports.writing import Writer


@dataclass(frozen=True, kw_only=True)
class Studio:
    """The collaborators of the use cases.

    `renderers` are in order of preference; `patience_s` is how long a generation is waited for
    before it is answered as running. `daily_limit_usd` is what a user may spend on paid calls a
    day (UTC); None sets no limit. `keeps_metadata` leaves in a made picture what its backend
    wrote beside the pixels. `clip_frames_most` cuts every clip short.
    """

    store: Store
    files: AssetBytes
    renderers: tuple[Renderer, ...]
    embedder: Embedder
    watch: RunWatch
    patience_s: float = 10.0
    picture_side_px: int = 1024
    sprite_renderers: tuple[SpriteRenderer, ...] = ()
    seer: Seer | None = None
    suggester: Suggester | None = None
    author: ScriptAuthor | None = None
    guide: Guide | None = None
    adviser: Adviser | None = None
    workflow_check: WorkflowCheck | None = None
    daily_limit_usd: float | None = None
    keeps_metadata: bool = False
    writer: Writer | None = None
    clip_frames_most: int = FRAMES_MOST
