// One picture large, with everything found about it; arrows go through the conversation's pictures.

import { html } from "../../vendor/preact-htm.js";
import { picturesOf } from "../findings.js";
import { Icon } from "../icons.js";
import { set, useStore } from "../store.js";
import { ownUrl } from "../words.js";
import { Dialog } from "./dialog.js";
import { Value } from "./value.js";
import { Verdict } from "./verdict.js";

const SHOWN_ELSEWHERE = new Set(["verdict", "score", "picture", "status", "message", "sha256", "url", "picture_id", "score_id", "attempts", "number", "codes"]);

export function Lightbox() {
  const url = useStore((state) => state.lightbox);
  const messages = useStore((state) => state.messages);
  const turn = useStore((state) => state.turn);
  const pictures = picturesOf(messages, turn);
  const at = pictures.findIndex((picture) => picture.url === url);
  const picture = pictures[at];
  if (!picture || !ownUrl(picture.url)) return null;
  const go = (step) => set({ lightbox: pictures[(at + step + pictures.length) % pictures.length].url });
  const close = () => set({ lightbox: null });
  const key = (event) => {
    if (event.key === "ArrowLeft") go(-1);
    if (event.key === "ArrowRight") go(1);
  };
  return html`
    <${Dialog} label=${picture.label} className="lightbox" onClose=${close} onKeyDown=${key}>
      <div class="lightbox-picture">
        <img src=${picture.url} class=${picture.kind === "animation" ? "pixels" : null} alt=${picture.label} />
        ${pictures.length > 1 && html`
          <button type="button" class="round turn-page before" aria-label="Previous picture" onClick=${() => go(-1)}><${Icon} name="left" /></button>
          <button type="button" class="round turn-page after" aria-label="Next picture" onClick=${() => go(1)}><${Icon} name="right" /></button>
        `}
      </div>
      <div class="lightbox-facts" tabindex="0" role="group" aria-label="About the picture">
        <div class="lightbox-head">
          <h2>${picture.label}</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick=${close} autofocus><${Icon} name="close" /></button>
        </div>
        <p class="quiet-words">Picture ${at + 1} of ${pictures.length}</p>
        ${picture.finding && html`<${Verdict} finding=${picture.finding} />`}
        ${picture.finding && html`<${Value} value=${facts(picture.finding)} />`}
        <div class="lightbox-links">
          <a class="button small" href=${picture.url} target="_blank" rel="noopener"><${Icon} name="external" />Original</a>
          <a class="button small" href=${picture.url} download=${picture.kind === "animation" ? "" : `${picture.label}.png`}><${Icon} name="download" />Save</a>
        </div>
      </div>
    <//>
  `;
}

function facts(finding) {
  const kept = Object.entries(finding).filter(([name, value]) => !SHOWN_ELSEWHERE.has(name) && value !== null && value !== "");
  return Object.fromEntries(kept.map(([name, value]) => (name === "similarity" ? ["similarity (uncalibrated)", round(value)] : [name, value])));
}

const round = (value) => (typeof value === "number" ? Math.round(value * 1000) / 1000 : value);
