// The player: everybody on one stage, frame by frame.

import { html, useState } from "../../../vendor/preact-htm.js";
import { compassOf, nameOf } from "../../sprites/wording.js";
import { PlayerControls } from "./player-controls.js";
import { PlayerScreen } from "./player-screen.js";

const KEYS = {
  " ": (playback) => playback.toggle(),
  ArrowLeft: (playback) => playback.step(-1),
  ArrowRight: (playback) => playback.step(1),
  Home: (playback) => playback.pick(0),
  End: (playback) => playback.pick(playback.count - 1),
};

export function Player({ animation, figures, facing, onFacing, playback }) {
  const [zoom, setZoom] = useState(0);
  const [ground, setGround] = useState("checker");
  const [color, setColor] = useState("#5b7a58");
  const [onion, setOnion] = useState(false);
  const directions = figures[0].sprites.directions;
  const actors = figures.map((figure) => ({ name: nameOf(figure), script: figure.animation_script, sheet: figure.sprites.directions[facing] ?? figure.sprites }));
  const key = (event) => {
    const act = KEYS[event.key];
    if (!act || event.target !== event.currentTarget) return;
    event.preventDefault();
    act(playback);
  };
  return html`
    <section class="player" aria-label="Player">
      <div class="screen" tabindex="0" role="group" aria-label="Stage: space plays, arrow keys step" data-ground=${ground} style=${ground === "color" ? { background: color } : {}} onKeyDown=${key}>
        <${PlayerScreen} key=${animation.take?.generation_id} actors=${actors} frame=${playback.frame} zoom=${zoom} onion=${onion} loop=${playback.loop} />
        <p class="frame-count figure" aria-hidden="true">${playback.frame} / ${playback.count - 1}</p>
      </div>
      <${PlayerControls}
        playback=${playback}
        zoom=${zoom} onZoom=${setZoom}
        ground=${ground} onGround=${setGround}
        color=${color} onColor=${setColor}
        onion=${onion} onOnion=${setOnion}
      />
      ${directions.length > 1 && html`
        <div class="facings" role="group" aria-label="Facing">
          ${directions.map((sheet, index) => html`<button type="button" key=${sheet.facing} aria-pressed=${index === facing ? "true" : "false"} onClick=${() => onFacing(index)}>${compassOf(sheet.facing)}</button>`)}
        </div>
      `}
    </section>
  `;
}
