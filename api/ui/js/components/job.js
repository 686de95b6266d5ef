// A generation that is still being made.

import { html } from "../../vendor/preact-htm.js";
import { cancelJob } from "../jobs.js";
import { isAnimationStage, stageOf } from "../sprites/wording.js";
import { humanised } from "../words.js";

export function Job({ id, job }) {
  const share = Math.max(0, Math.min(1, Number(job.progress) || 0));
  const percent = Math.round(share * 100);
  const name = job.character || job.label || (isAnimationStage(job.stage) ? "the animation" : "the picture");
  if (job.failed) {
    return html`<div class="job" role="status"><div class="job-words"><span>${name} was not drawn</span></div><p class="quiet-words">${job.failed}</p></div>`;
  }
  return html`
    <div class="job">
      <div class="job-words"><span>Drawing ${name}</span><span class="quiet-words">${isAnimationStage(job.stage) ? stageOf(job.stage) : humanised(job.stage || "queued")} · ${percent}%</span><button type="button" class="text-button" aria-label=${`Cancel drawing ${name}`} onClick=${() => cancelJob(id)}>Cancel</button></div>
      <div class="bar" role="progressbar" aria-label=${`Drawing ${name}`} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}><i style=${{ width: `${percent}%` }}></i></div>
    </div>
  `;
}
