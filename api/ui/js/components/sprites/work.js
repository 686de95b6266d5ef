// The step under way: what it does, and how far it is.

import { html } from "../../../vendor/preact-htm.js";
import { stageOf } from "../../sprites/wording.js";
import { cancelWork } from "../../sprites/working.js";
import { useStore } from "../../store.js";

export function Work({ where }) {
  const work = useStore((state) => state.work);
  if (work?.where !== where) return null;
  const percent = typeof work.progress === "number" ? Math.round(work.progress * 100) : null;
  return html`
    <div class="work">
      <span class="work-words">${work.stage ? stageOf(work.stage) : work.words}${percent === null ? "" : ` · ${percent}%`}${work.run && html`<button type="button" class="text-button" onClick=${cancelWork}>Cancel</button>`}</span>
      <div class="bar" role="progressbar" aria-label=${work.words} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent} data-unknown=${percent === null}><i style=${{ width: `${percent ?? 30}%` }}></i></div>
    </div>
  `;
}
