// One character's timeline: phases as bars, frames as cells, impact windows marked.

import { html } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { mendFrame } from "../../sprites/actions.js";
import { phaseRuns } from "../../sprites/phases.js";
import { nameOf, roleOf } from "../../sprites/wording.js";
import { useStore } from "../../store.js";

/** `handle` and `rail` come from `Shift`, where the track can be shifted; `drag` is its offset. */
export function Track({ figure, facing, playback, drawn, handle = null, rail = null, drag = null }) {
  const work = useStore((state) => state.work);
  const broken = useStore((state) => (state.problem?.where === "tracks" && state.problem.who === figure.who ? state.problem.facts.frame : null));
  const script = figure.animation_script;
  const sheet = figure.sprites?.directions[facing] ?? figure.sprites;
  const name = nameOf(figure);
  return html`
    <div class="track" data-who=${figure.who} data-dragging=${drag !== null}>
      <div class="track-name">
        <span class="eyebrow">${figure.confirmed_action?.action ?? roleOf(figure.who)}</span>
        <strong>${name}</strong>
        ${handle}
        ${drawn && html`<button type="button" class="icon-button redraw" disabled=${Boolean(work)} aria-label=${`Draw frame ${playback.frame} of ${name} again`} title=${`Draw frame ${playback.frame} of ${name} again`} onClick=${() => mendFrame(figure, playback.frame, sheet.facing)}><${Icon} name="redo" /></button>`}
      </div>
      <div class="lane">
        <ol class="cells phases" style=${drag === null ? {} : { transform: `translateX(${drag}px)` }} aria-label=${`Phases of ${name}`}>
          ${phaseRuns(script.frames).map((run) => html`<li key=${run.from} class="phase" data-phase=${run.phase} style=${{ gridColumn: `${run.from + 1} / span ${run.count}` }}>${run.phase}</li>`)}
        </ol>
        <ol class="cells frames" style=${drag === null ? {} : { transform: `translateX(${drag}px)` }} aria-label=${`Frames of ${name}`}>
          ${script.frames.map((frame, index) => html`<${Cell} key=${index} onPick=${handle ? null : () => playback.pick(index)} frame=${frame} src=${sheet?.frame_urls[index]} current=${index === playback.frame} broken=${index === broken} join=${script.joins?.includes(index)} swap=${script.swap_frame === index} />`)}
        </ol>
        ${rail}
      </div>
    </div>
  `;
}

function Cell({ onPick, frame, src, current, broken, join, swap }) {
  const says = [`frame ${frame.frame_index}`, frame.phase, `${frame.duration_ms} ms`, frame.impact_window && "impact window", broken && "a rule would break here", swap && "roles swap here", join && "a sequence begins", frame.force_vector && `force ${frame.force_vector}`, frame.pose_description];
  const words = says.filter(Boolean).join(", ");
  return html`
    <li class="cell" data-phase=${frame.phase} data-impact=${frame.impact_window} data-current=${current} data-broken=${broken} data-swap=${Boolean(swap)} data-join=${Boolean(join)} data-frame=${frame.frame_index} title=${words} onClick=${onPick}>
      ${src ? html`<img src=${src} alt="" loading="lazy" />` : html`<span class="cell-pose" aria-hidden="true">${frame.pose_description}</span>`}
      <span class="for-readers">${words}</span>
      ${frame.impact_window && html`<span class="impact" aria-hidden="true"></span>`}
      <span class="cell-ms figure" aria-hidden="true">${frame.duration_ms}</span>
    </li>
  `;
}
