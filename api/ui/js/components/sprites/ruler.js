// Above the tracks: frame numbers to choose from, and when each begins.

import { html } from "../../../vendor/preact-htm.js";

export function Ruler({ durations, playback }) {
  let at = 0;
  return html`
    <div class="track ruler">
      <span class="track-name"></span>
      <div class="cells">
        ${durations.map((duration, index) => {
          const begins = at;
          at += duration;
          return html`<button type="button" key=${index} class="tick" aria-label=${`Show frame ${index}`} aria-current=${index === playback.frame ? "true" : null} onClick=${() => playback.pick(index)}><b>${index}</b><span>${begins} ms</span></button>`;
        })}
      </div>
    </div>
  `;
}
