// The rules of movement and timing: which hold, and where one is broken.

import { html } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { roleOf, ruleBroken, ruleOf } from "../../sprites/wording.js";

export function RuleReport({ report }) {
  if (!report) return null;
  const broken = new Set(report.violations.map((violation) => ruleBroken(violation.code)));
  const good = report.violations.length === 0;
  return html`
    <section class="panel rule-report" aria-label="Rules" data-holds=${good}>
      <h2>Rules<span class="chip" data-tone=${good ? "good" : "bad"}>${good ? `all ${report.rules.length} hold` : `${report.violations.length} broken`}</span></h2>
      <ul>
        ${report.rules.map((rule) => {
          const [name, says] = ruleOf(rule);
          const holds = !broken.has(rule);
          return html`<li key=${rule} data-holds=${holds}><${Icon} name=${holds ? "check" : "alert"} /><span><strong>${name}</strong>${says && html`<span class="rule-says">${says}</span>`}</span></li>`;
        })}
      </ul>
      ${!good && html`
        <ol class="violations">
          ${report.violations.map((violation, index) => html`<li key=${index}><strong>${roleOf(violation.who)}${violation.frame === null ? "" : `, frame ${violation.frame}`}</strong> ${violation.detail}</li>`)}
        </ol>
      `}
    </section>
  `;
}
