// The director's tool calls, as a list of lines that open.

import { html, useState } from "../../vendor/preact-htm.js";
import { get } from "../store.js";
import { Icon } from "../icons.js";
import { gist, humanised, statusOf } from "../words.js";
import { Suggestions } from "./suggestions.js";
import { Value } from "./value.js";

const ICONS = { ok: "check", error: "alert", rejected: "block", awaiting_approval: "hand" };

/** `answer` is what the director says of them: what stands there is not said twice. */
export function Calls({ calls, answer = "" }) {
  if (!calls.length) return null;
  return html`<ul class="calls" aria-label="Tool calls">${calls.map((call) => html`<${CallLine} key=${call.id} call=${call} answer=${answer} />`)}</ul>`;
}

function CallLine({ call, answer }) {
  const [open, setOpen] = useState(false);
  const status = outcomeOf(call);
  const failed = status === "error";
  const message = failed ? (call.result?.message ?? "The tool failed.") : "";
  const candidates = failed && Array.isArray(call.result?.candidates) ? call.result.candidates : [];
  return html`
    <li class="call" data-status=${status}>
      <details open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <${StatusMark} status=${status} />
          <span class="call-tool">${humanised(call.tool)}</span>
          <span class="call-gist">${gist(call.args)}</span>
          <span class="call-status">${statusOf(status)}</span>
          <span class="call-chevron"><${Icon} name="chevron" size=${14} /></span>
        </summary>
        ${open && html`<${CallBody} call=${call} answer=${answer} />`}
      </details>
      ${message && !answer.includes(message) && html`<p class="call-error">${message}</p>`}
      ${candidates.length > 0 && html`<${Suggestions} label="Did you mean" names=${candidates} wordsFor=${(name) => corrected(call, name)} />`}
    </li>
  `;
}

/** A call that went through may still tell of a generation that failed. */
function outcomeOf(call) {
  return call.status === "ok" && call.result?.status === "failed" ? "error" : call.status;
}

function StatusMark({ status }) {
  if (status === "running") return html`<span class="spinner" aria-hidden="true"></span>`;
  return html`<span class="call-mark" data-status=${status}><${Icon} name=${ICONS[status] ?? "check"} size=${14} /></span>`;
}

function CallBody({ call, answer }) {
  const [raw, setRaw] = useState(false);
  return html`
    <div class="call-body">
      <div class="call-bar">
        <code>${call.tool}</code>
        <button type="button" class="text-button" aria-pressed=${raw ? "true" : "false"} onClick=${() => setRaw(!raw)}>${raw ? "Readable" : "JSON"}</button>
      </div>
      <${Part} title="Arguments" value=${call.args} raw=${raw} none="None." />
      ${call.result !== null && html`<${Part} title="Result" value=${raw ? call.result : unsaid(call.result, answer)} raw=${raw} none="Nothing." />`}
    </div>
  `;
}

function Part({ title, value, raw, none }) {
  const empty = value === null || value === undefined || (typeof value === "object" && !Object.keys(value).length);
  return html`
    <section class="call-part" aria-label=${title}>
      <p class="eyebrow">${title}</p>
      ${empty ? html`<p class="quiet-words">${none}</p>` : raw ? html`<pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>` : html`<${Value} value=${value} />`}
    </section>
  `;
}

/** The result without the message that the answer gives anyway. */
function unsaid(result, answer) {
  if (typeof result?.message !== "string" || !answer.includes(result.message)) return result;
  const { message, ...rest } = result;
  return Object.keys(rest).length ? rest : { message };
}

/** What the user said last, with the name that was not understood replaced; else the name alone. */
function corrected(call, name) {
  const { messages } = get();
  const said = messages.filter((message) => message.role === "user").at(-1)?.text ?? "";
  const spoken = Object.values(call.args ?? {}).filter((value) => typeof value === "string" && value && mentions(call, value));
  for (const value of spoken) {
    const at = said.toLowerCase().indexOf(value.toLowerCase());
    if (at >= 0) return said.slice(0, at) + name + said.slice(at + value.length);
  }
  return name;
}

const mentions = (call, value) => String(call.result?.message ?? "").toLowerCase().includes(value.toLowerCase());
