// One picture large, with everything found about it; arrows go through the conversation's pictures.

import { html } from "../../vendor/preact-htm.js";
import { Icon } from "../icons.js";
import { set, useStore } from "../store.js";
import { usePictures } from "../shown.js";
import { humanised, ownUrl, verdictOf } from "../words.js";
import { Dialog } from "./dialog.js";
import { Making } from "./making.js";
import { Value } from "./value.js";
import { Verdict } from "./verdict.js";

/** What stands elsewhere in the dialog, and what only machines read. */
const SHOWN_ELSEWHERE = new Set([
  "verdict", "score", "picture", "status", "message", "sha256", "url", "picture_id", "score_id", "attempts", "number", "codes",
  "generation_id", "label", "backend", "notes", "cost_usd", "passed_over", "ranking", "rank", "total", "figures", "why", "seed",
  "video", "crops", "passes", "broken", "adjustments", "measured_by", "workflow", "run_id", "requirements",
  "width", "height", "design", "approved", "scored", "image_hash",
]);

export function Lightbox() {
  const url = useStore((state) => state.lightbox);
  const pictures = usePictures();
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
        ${picture.kind === "video"
          ? html`<video src=${picture.url} aria-label=${picture.label} controls loop muted autoplay playsinline></video>`
          : html`<img src=${picture.url} class=${picture.kind === "animation" ? "pixels" : null} alt=${picture.label} />`}
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
        ${picture.finding && html`<${About} finding=${picture.finding} />`}
        ${picture.finding?.generation_id && html`<${Making} key=${picture.url} id=${picture.finding.generation_id} label=${picture.label} />`}
        <div class="lightbox-links">
          <a class="button small" href=${picture.url} target="_blank" rel="noopener"><${Icon} name="external" />Original</a>
          <a class="button small" href=${picture.url} download=${picture.kind === "image" ? `${picture.label}.png` : ""}><${Icon} name="download" />Save</a>
        </div>
      </div>
    <//>
  `;
}

function About({ finding }) {
  const about = facts(finding);
  return Object.keys(about).length > 0 && html`<${Value} value=${about} />`;
}

function facts(finding) {
  const said = (name, value) => !SHOWN_ELSEWHERE.has(name) && value !== null && value !== "" && !(typeof value === "object" && !Object.keys(value).length);
  const kept = Object.entries(finding).filter(([name, value]) => said(name, value));
  return Object.fromEntries(kept.map(([name, value]) => REWORDED[name]?.(value) ?? [name, value]));
}

const REWORDED = {
  similarity: (value) => ["similarity (uncalibrated)", round(value)],
  cells: (cells) => ["pictures", found(cells, "picture")],
  characters: (everybody) => (everybody.every((each) => each?.verdict) ? ["characters", found(everybody, "character")] : null),
};

/** What was found about each of several, as the rows of a table that names `what`. */
function found(items, what) {
  return items.map(({ name, label, verdict, score }) => ({ [what]: label ?? humanised(name), verdict: verdictOf(verdict).text, score: score ?? null }));
}

const round = (value) => (typeof value === "number" ? Math.round(value * 1000) / 1000 : value);
