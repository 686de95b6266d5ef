// A picture's verdict and its score. Where there is no score, why.

import { html } from "../../vendor/preact-htm.js";
import { scoreWords, verdictOf } from "../words.js";

export function Verdict({ finding }) {
  const { text, tone } = verdictOf(finding.verdict);
  const scored = typeof finding.score === "number";
  return html`
    <span class="verdict">
      ${finding.verdict !== "unscored" && html`<span class="chip" data-tone=${tone}>${text}</span>`}
      ${scored && html`<span class="meter" data-tone=${tone} aria-hidden="true"><i style=${{ width: `${Math.round(finding.score * 100)}%` }}></i></span>`}
      <span class=${scored ? "score" : "score unscored"}>${scoreWords(finding)}</span>
    </span>
  `;
}
