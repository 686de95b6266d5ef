// The player's buttons.

import { html } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";

const SPEEDS = [0.25, 0.5, 1, 2];
const ZOOMS = [0, 1, 2, 3, 4, 6, 8];
const GROUNDS = [["checker", "Checker"], ["dark", "Dark"], ["light", "Light"], ["color", "Colour"]];

export function PlayerControls({ playback, zoom, onZoom, ground, onGround, color, onColor, onion, onOnion }) {
  const { playing, loop, speed } = playback;
  return html`
    <div class="controls">
      <div class="control-group" role="group" aria-label="Playback">
        <${Tool} icon="step-back" label="Previous frame" onClick=${() => playback.step(-1)} />
        <button type="button" class="round send" aria-label=${playing ? "Pause" : "Play"} title=${playing ? "Pause" : "Play"} onClick=${playback.toggle}><${Icon} name=${playing ? "pause" : "play"} /></button>
        <${Tool} icon="step-forward" label="Next frame" onClick=${() => playback.step(1)} />
        <${Tool} icon="loop" label="Loop" on=${loop} onClick=${() => playback.setLoop(!loop)} />
        <${Tool} icon="onion" label="Onion skin" on=${onion} onClick=${() => onOnion(!onion)} />
      </div>
      <${Pick} label="Speed" value=${speed} options=${SPEEDS.map((each) => [each, `${each}×`])} onPick=${playback.setSpeed} />
      <${Pick} label="Zoom" value=${zoom} options=${ZOOMS.map((each) => [each, each ? `${each}×` : "Fit"])} onPick=${onZoom} />
      <label class="pick"><span>Ground</span><select value=${ground} onChange=${(event) => onGround(event.target.value)}>${GROUNDS.map(([name, words]) => html`<option key=${name} value=${name}>${words}</option>`)}</select></label>
      ${ground === "color" && html`<label class="pick"><span class="for-readers">Colour of the ground</span><input type="color" value=${color} onInput=${(event) => onColor(event.target.value)} /></label>`}
    </div>
  `;
}

function Tool({ icon, label, onClick, on }) {
  return html`<button type="button" class="icon-button" aria-label=${label} title=${label} aria-pressed=${on === undefined ? null : String(on)} onClick=${onClick}><${Icon} name=${icon} /></button>`;
}

function Pick({ label, value, options, onPick }) {
  return html`<label class="pick"><span>${label}</span><select value=${String(value)} onChange=${(event) => onPick(Number(event.target.value))}>${options.map(([each, words]) => html`<option key=${each} value=${String(each)}>${words}</option>`)}</select></label>`;
}
