// Shifting a responder's track against the instigator's: by dragging it or with arrow keys.

import { html, useRef, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { shift } from "../../sprites/actions.js";
import { nameOf, shiftWords, signed } from "../../sprites/wording.js";
import { useStore } from "../../store.js";

const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** `children` draws the track from `{handle, rail, drag}`. */
export function Shift({ figure, durations, playback, children }) {
  const busy = Boolean(useStore((state) => state.work));
  const [drag, setDrag] = useState(null);
  const grip = useRef(null);
  const { value, min, max } = figure.alignment;
  const wanted = drag ? drag.frames : value;
  const allowed = wanted >= min && wanted <= max;
  const down = (event) => {
    if (busy || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const lane = event.currentTarget.closest(".track-shift").querySelector(".frames");
    grip.current = { x: event.clientX, step: lane.getBoundingClientRect().width / durations.length };
  };
  const move = (event) => {
    if (!grip.current) return;
    const by = Math.round((event.clientX - grip.current.x) / grip.current.step);
    setDrag({ frames: value + by, px: by * grip.current.step });
  };
  const up = async (event) => {
    if (!grip.current) return;
    grip.current = null;
    if (!drag) return pickAt(event, playback);
    if (drag.frames !== value) await shift(figure, drag.frames);
    setDrag(null);
  };
  const cancel = () => {
    grip.current = null;
    setDrag(null);
  };
  const key = (event) => {
    const target = event.key in STEPS ? value + STEPS[event.key] : event.key === "Home" ? min : event.key === "End" ? max : null;
    if (target === null || busy) return;
    event.preventDefault();
    if (target !== value) void shift(figure, target);
  };
  const handle = html`
    <button type="button" class="shift-handle" role="slider" aria-label=${`Shift of ${nameOf(figure)}`} aria-valuemin=${min} aria-valuemax=${max} aria-valuenow=${value} aria-valuetext=${`${shiftWords(value)}; possible from ${signed(min)} to ${signed(max)}`} aria-disabled=${busy} title="Drag the track, or use the arrow keys" onKeyDown=${key}>
      <${Icon} name="grip" /><span class="figure" data-allowed=${allowed}>${signed(wanted)}</span>
    </button>
  `;
  const rail = html`<${Rail} min=${min} max=${max} wanted=${wanted} value=${value} allowed=${allowed} dragging=${drag !== null} />`;
  return html`
    <div class="track-shift" data-allowed=${allowed} data-dragging=${drag !== null} onPointerDown=${(event) => shiftable(event) && down(event)} onPointerMove=${move} onPointerUp=${up} onPointerCancel=${cancel}>
      ${children({ handle, rail, drag: drag?.px ?? null })}
    </div>
  `;
}

/** A press without a drag shows the frame that was pressed. */
function pickAt(event, playback) {
  const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest(".cell");
  if (cell) playback.pick(Number(cell.dataset.frame));
}

/** A drag begins on the frames, the phases or the handle, not on other buttons. */
const shiftable = (event) => Boolean(event.target.closest(".lane, .shift-handle")) && !event.target.closest(".redraw");

/** What the shift may be, as marks; the one it is or would be, filled. */
function Rail({ min, max, wanted, value, allowed, dragging }) {
  const from = Math.min(min, wanted) - 1;
  const to = Math.max(max, wanted) + 1;
  const marks = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const says = dragging ? (allowed ? `${signed(wanted)}: allowed` : `${signed(wanted)}: outside ${signed(min)} … ${signed(max)}`) : `Shift ${signed(value)}, possible ${signed(min)} … ${signed(max)}`;
  return html`
    <div class="rail" aria-hidden="true" data-allowed=${allowed}>
      <span class="rail-marks">${marks.map((mark) => html`<i key=${mark} data-in=${mark >= min && mark <= max} data-at=${mark === wanted}></i>`)}</span>
      <span class="rail-words figure">${says}</span>
    </div>
  `;
}
