// The timelines as tracks under one another: frames to scale, phases, impact windows.

import { html, useEffect, useRef } from "../../../vendor/preact-htm.js";
import { INSTIGATOR } from "../../sprites/wording.js";
import { Fault } from "./fault.js";
import { Ruler } from "./ruler.js";
import { Shift } from "./shift.js";
import { Track } from "./track.js";
import { Work } from "./work.js";

/** How wide the shortest frame is at least. */
const LEAST_REM = 2.6;

export function Timelines({ figures, facing, playback, drawn }) {
  const frames = figures[0].animation_script.frames;
  const durations = frames.map((frame) => frame.duration_ms);
  const total = durations.reduce((sum, each) => sum + each, 0);
  const columns = durations.map((each) => `minmax(0, ${each}fr)`).join(" ");
  const least = `${(LEAST_REM * total) / Math.min(...durations)}rem`;
  const track = (figure, extra = {}) => html`<${Track} figure=${figure} facing=${facing} playback=${playback} drawn=${drawn} ...${extra} />`;
  const scroller = useRef(null);
  useEffect(() => {
    if (!playback.playing) bringIntoView(scroller.current, playback.frame);
  }, [playback.frame, playback.playing]);
  return html`
    <section class="timelines" aria-label="Timelines">
      <div class="timelines-head">
        <h2>Timelines</h2>
        <span class="quiet-words"><span class="figure">${frames.length}</span> frames, <span class="figure">${(total / 1000).toFixed(2)}</span> s</span>
        <${Work} where="tracks" />
      </div>
      <${Fault} where="tracks" />
      <div class="tracks-scroll" ref=${scroller} tabindex="0" role="group" aria-label="Tracks">
        <div class="tracks" style=${{ "--columns": columns, "--least": least }}>
          <${Ruler} durations=${durations} playback=${playback} />
          ${figures.map((figure) =>
            figure.who === INSTIGATOR || !figure.alignment
              ? track(figure)
              : html`<${Shift} key=${figure.who} figure=${figure} durations=${durations} playback=${playback}>${(shifting) => track(figure, shifting)}<//>`,
          )}
        </div>
      </div>
    </section>
  `;
}

/** Scroll sideways, and only so, until the frame is seen beside the names. */
function bringIntoView(scroller, frame) {
  const tick = scroller.querySelectorAll(".tick")[frame];
  const names = scroller.querySelector(".track-name").offsetWidth;
  if (!tick) return;
  const view = scroller.getBoundingClientRect();
  const at = tick.getBoundingClientRect();
  if (at.left < view.left + names) scroller.scrollLeft += at.left - view.left - names;
  else if (at.right > view.right) scroller.scrollLeft += at.right - view.right;
}
