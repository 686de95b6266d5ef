// How a picture was made: who drew it with what, what was done otherwise, who else was there.

import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { learn } from "../generations.js";
import { backendOf, moneyOf } from "../making.js";
import { anotherSeed, repeat } from "../repeats.js";
import { set, useStore } from "../store.js";
import { humanised } from "../words.js";
import { Candidates } from "./candidates.js";

/** Said by the card around it. */
const SAID_ABOVE = new Set(["Drawn by"]);

/** Closed until somebody wants to know. */
export function MakingOnDemand({ id, label }) {
  const [open, setOpen] = useState(false);
  return html`
    <details class="making-fold" onToggle=${(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label=${`How ${label} was made`}>How it was made</summary>
      ${open && html`<${Making} id=${id} label=${label} without=${SAID_ABOVE} />`}
    </details>
  `;
}

const NOTHING = new Set();

export function Making({ id, label, without = NOTHING }) {
  const made = useStore((state) => state.generations[id]);
  useEffect(() => void learn(id), [id]);
  if (!made) return html`<p class="making-wait quiet-words" role="status">Looking it up</p>`;
  if (made.missing) return html`<p class="quiet-words">How it was made is not known: ${made.missing}</p>`;
  return html`
    <section class="making" aria-label=${`How ${label} was made`}>
      <dl class="facts">
        ${facts(made).filter(([name]) => !without.has(name)).map(([name, value, figure]) => html`<div key=${name}><dt>${name}</dt><dd class=${figure ? "figure" : null}>${value}</dd></div>`)}
      </dl>
      <${Notes} made=${made} />
      <${Candidates} made=${made} />
      <${Again} id=${id} label=${label} />
    </section>
  `;
}

function facts(made) {
  const from = made.image?.provenance ?? {};
  return [
    ["Drawn by", backendOf(from.backend ?? made.backend)],
    ["Model", from.model, true],
    ["Workflow", from.workflow_name],
    ["Seed", from.seed ?? made.order.seed, true],
    ["Size", from.width ? `${from.width} × ${from.height}` : null, true],
    ["Clip", made.video ? `${made.video.frames} frames, ${tenths(made.video.duration_s)} s` : null],
    ["Took", typeof from.time_s === "number" ? `${tenths(from.time_s)} s` : null],
    ["Cost", made.cost_usd > 0 ? moneyOf(made.cost_usd) : null],
    ["Repeats", made.parent ? repeatWords(made.order.overrides ?? []) : null],
  ].filter(([, value]) => value !== null && value !== undefined && value !== "");
}

const tenths = (seconds) => String(Math.round(seconds * 10) / 10);

function repeatWords(overrides) {
  const names = overrides.map((name) => humanised(name).toLowerCase());
  return names.length ? `an earlier picture, with another ${names.join(", ")}` : "an earlier picture, unchanged";
}

/** Sentences of what was done otherwise; who was passed over stands in a list of its own. */
function Notes({ made }) {
  const over = made.passed_over ?? [];
  const notes = (made.notes ?? []).filter((note) => !over.some(({ backend }) => note.startsWith(`${backend} was passed over:`)));
  return html`
    ${notes.length > 0 && html`<div class="making-part" role="group" aria-label="Notes"><p class="eyebrow">Notes</p><ul class="notes">${notes.map((note) => html`<li key=${note}>${note}</li>`)}</ul></div>`}
    ${over.length > 0 && html`<div class="making-part" role="group" aria-label="Passed over"><p class="eyebrow">Passed over</p><ul class="notes">${over.map(({ backend, reason }) => html`<li key=${backend}><strong>${backendOf(backend)}</strong>: ${reason}</li>`)}</ul></div>`}
  `;
}

function Again({ id, label }) {
  const [asking, setAsking] = useState(false);
  const ask = async (changes) => {
    setAsking(true);
    const taken = await repeat(id, changes);
    setAsking(false);
    if (taken) set({ lightbox: null });
  };
  return html`
    <div class="next" role="group" aria-label=${`Draw ${label} again`}>
      <button type="button" class="button small" disabled=${asking} title="The same seed and everything else as it was" onClick=${() => ask({})}>Again</button>
      <button type="button" class="button small" disabled=${asking} title="Everything as it was, but for chance" onClick=${() => ask(anotherSeed())}>Another seed</button>
    </div>
  `;
}
