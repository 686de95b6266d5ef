// What the user says of the instigator, checked claim by claim against what can be seen.

import { html, useState } from "../../../vendor/preact-htm.js";

const VERDICTS = {
  supported: ["Supported", "good"],
  contradicted: ["Contradicted", "bad"],
  not_visible: ["Not visible", "plain"],
};

export function Claims({ claims, report, onCheck }) {
  const [text, setText] = useState(claims);
  const submit = (event) => {
    event.preventDefault();
    void onCheck(text);
  };
  return html`
    <details class="claims" open=${Boolean(report)}>
      <summary>Check a description against it</summary>
      <form class="claims-form" onSubmit=${submit}>
        <label class="field"><span>What you know of the instigator</span><input value=${text} maxlength="2000" autocomplete="off" placeholder="A heavy knight with a red cape and a two-handed sword" onInput=${(event) => setText(event.target.value)} /></label>
        <button type="submit" class="button">Check</button>
      </form>
      ${report && html`
        <ul class="claim-list">
          ${report.claims.map((claim, index) => {
            const [words, tone] = VERDICTS[claim.verdict];
            return html`<li key=${index}><span class="chip" data-tone=${tone}>${words}</span><strong>${claim.claim}</strong><span>${claim.detail}</span></li>`;
          })}
          ${!report.claims.length && html`<li>Nothing in it could be checked.</li>`}
        </ul>
      `}
    </details>
  `;
}
