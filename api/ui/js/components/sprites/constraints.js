// What two characters are to each other: reach, speed, mass, and what follows.

import { html } from "../../../vendor/preact-htm.js";
import { kindOf, nameOf } from "../../sprites/wording.js";

export function Constraints({ instigator, responder }) {
  const facts = responder.interaction_constraints;
  if (!facts) return null;
  const better = (side) => ({ A: nameOf(instigator), B: nameOf(responder) })[side] ?? "Equal";
  return html`
    <section class="constraints" aria-label=${`${nameOf(instigator)} against ${nameOf(responder)}`}>
      <h3 class="eyebrow">Between them</h3>
      <dl>
        <div><dt>Longer reach</dt><dd data-side=${facts.reach_advantage}>${better(facts.reach_advantage)}</dd></div>
        <div><dt>Faster</dt><dd data-side=${facts.speed_advantage}>${better(facts.speed_advantage)}</dd></div>
        <div><dt>Mass ratio</dt><dd><${Balance} ratio=${facts.mass_ratio} /></dd></div>
        <div>
          <dt>Likely responses</dt>
          <dd><ul class="chips">${facts.likely_responses.map((kind) => html`<li key=${kind}>${kindOf(kind)}</li>`)}</ul></dd>
        </div>
      </dl>
    </section>
  `;
}

/** The ratio on a logarithmic beam from 0.1 to 10: even in the middle. */
function Balance({ ratio }) {
  const place = `${50 + 50 * Math.log10(ratio)}%`;
  return html`<span class="figure">${ratio.toFixed(2)} : 1</span><span class="balance" aria-hidden="true"><i style=${{ left: place }}></i></span>`;
}
