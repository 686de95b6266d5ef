// The pictures among which one was chosen, the best first, each with the reason for its place.

import { html } from "../../vendor/preact-htm.js";
import { thumbnailUrl } from "../words.js";

export function Candidates({ made }) {
  const tried = inOrder(made.result ?? {});
  if (tried.length < 2) return null;
  return html`
    <div class="making-part" role="group" aria-label="Candidates">
      <p class="eyebrow">Candidates, the best first</p>
      <ol class="candidates">
        ${tried.map((each) => html`<li key=${each.number}><${Candidate} each=${each} character=${made.character} /></li>`)}
      </ol>
    </div>
  `;
}

function Candidate({ each, character }) {
  const address = `/api/assets/${each.sha256}`;
  const name = `${character}, number ${each.number}, place ${each.rank}`;
  return html`
    <a href=${address} target="_blank" rel="noopener" aria-label=${`${name}, in full size`}><img src=${thumbnailUrl(address, 256)} alt="" width="64" height="64" loading="lazy" decoding="async" /></a>
    <p><strong>Number ${each.number}</strong> ${each.why}${typeof each.seed === "number" && html` <span class="figure">seed ${each.seed}</span>`}</p>
  `;
}

function inOrder({ attempts = [] }) {
  return attempts.filter(({ sha256, rank }) => /^[0-9a-f]{64}$/.test(sha256) && rank).sort((one, other) => one.rank - other.rank);
}
