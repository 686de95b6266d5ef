// A generation that is still being made: where it waits, who draws it, how far it is.

import { html, useEffect } from "../../vendor/preact-htm.js";
import { learn } from "../generations.js";
import { cancelJob } from "../jobs.js";
import { backendOf, spanOf, stageWords, subjectOf, waitWords } from "../making.js";
import { placeOf, standingOf } from "../queue.js";
import { isAnimationStage } from "../sprites/wording.js";
import { useStore } from "../store.js";
import { useNow } from "./now.js";

export function Job({ id, job }) {
  const share = Math.max(0, Math.min(1, Number(job.progress) || 0));
  const percent = Math.round(share * 100);
  const animates = isAnimationStage(job.stage);
  const made = useStore((state) => state.generations[id]);
  useEffect(() => {
    if (!animates) void learn(id);
  }, [id, animates]);
  const name = (!animates && subjectOf(made)) || job.character || job.label || (animates ? "the animation" : "the picture");
  const subject = name.charAt(0).toUpperCase() + name.slice(1);
  if (job.failed) {
    return html`<div class="job" role="status"><div class="job-words"><span>${subject} was not drawn</span></div><p class="quiet-words">${job.failed}</p></div>`;
  }
  return html`
    <div class="job" data-waits=${Boolean(job.waits)}>
      <div class="job-words">
        <span>${job.waits ? `${subject} waits` : `Drawing ${name}`}</span>
        <span class="quiet-words">${job.backend ? `${job.waits ? "for" : "by"} ${backendOf(job.backend)}` : ""}</span>
        <span class="job-share figure">${percent}%</span>
        <button type="button" class="text-button" aria-label=${`Cancel drawing ${name}`} onClick=${() => cancelJob(id)}>Cancel</button>
      </div>
      <div class="bar" role="progressbar" aria-label=${`Drawing ${name}`} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}><i style=${{ width: `${percent}%` }}></i></div>
      <p class="job-state quiet-words"><${State} id=${id} job=${job} /></p>
      ${job.passedOver?.length > 0 && html`<ul class="job-notes quiet-words">${job.passedOver.map((each) => html`<li key=${each.backend}>Not ${backendOf(each.backend)}: ${each.reason}</li>`)}</ul>`}
    </div>
  `;
}

function State({ id, job }) {
  const queue = useStore((state) => state.queue);
  const now = useNow(Boolean(job.waits));
  if (job.retry) return retryWords(job, now);
  if (!job.waits) return stageWords(job.stage);
  const item = placeOf(queue, id);
  return waitWords(item, standingOf(queue, item?.queue), queue ? Math.max(0, now - queue.at) / 1000 : 0);
}

/** Why it is tried again, and when. */
function retryWords({ retry, stage }, now) {
  const why = (retry.detail || stageWords(stage)).replace(/[.\s]+$/, "");
  const left = (retry.at - now) / 1000;
  return left > 1 ? `${why}. Trying again in ${spanOf(left)}` : `${why}. Trying again`;
}
