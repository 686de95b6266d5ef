// A call that waits for the user: approve, edit its arguments, or reject with a reason.

import { html, useLayoutEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { resume } from "../conversation.js";
import { Icon } from "../icons.js";
import { humanised } from "../words.js";
import { ArgumentsForm } from "./arguments-form.js";
import { Value } from "./value.js";

export function Approval({ interrupt }) {
  const [mode, setMode] = useState("ask");
  const card = useRef(null);
  const call = interrupt.tool_call ?? { tool: "", args: {} };
  useLayoutEffect(() => {
    if (!document.querySelector("#message")?.value) card.current.focus();
  }, []);
  const answer = (decision, extra = {}) => {
    document.querySelector("#message")?.focus();
    void resume(interrupt, { decision, ...extra });
  };
  const escape = (event) => {
    if (event.key !== "Escape" || mode === "ask") return;
    event.stopPropagation();
    setMode("ask");
    card.current.focus();
  };
  return html`
    <section class="approval" ref=${card} tabindex="-1" aria-label=${`Approval needed: ${humanised(call.tool).toLowerCase()}`} onKeyDown=${escape}>
      <h2><${Icon} name="hand" />Approval needed: ${humanised(call.tool).toLowerCase()}</h2>
      <p class="approval-prompt">${interrupt.prompt}</p>
      ${mode === "ask" && html`<${Ask} call=${call} onApprove=${() => answer("approve")} onMode=${setMode} />`}
      ${mode === "edit" && html`<${ArgumentsForm} args=${call.args} onSubmit=${(args) => answer("edit", { args })} onCancel=${() => setMode("ask")} />`}
      ${mode === "reject" && html`<${Reject} onSubmit=${(reason) => answer("reject", reason ? { reason } : {})} onCancel=${() => setMode("ask")} />`}
    </section>
  `;
}

function Ask({ call, onApprove, onMode }) {
  return html`
    <${Value} value=${call.args} />
    <div class="approval-actions">
      <button type="button" class="button danger" onClick=${onApprove}>Approve</button>
      <button type="button" class="button" onClick=${() => onMode("edit")}>Edit arguments</button>
      <button type="button" class="button" onClick=${() => onMode("reject")}>Reject</button>
    </div>
  `;
}

function Reject({ onSubmit, onCancel }) {
  const input = useRef(null);
  useLayoutEffect(() => input.current.focus(), []);
  const submit = (event) => {
    event.preventDefault();
    onSubmit(input.current.value.trim());
  };
  return html`
    <form onSubmit=${submit}>
      <label class="field"><span>Reason, for the director (optional)</span><input ref=${input} maxlength="2000" autocomplete="off" /></label>
      <div class="approval-actions">
        <button type="submit" class="button primary">Reject</button>
        <button type="button" class="button quiet" onClick=${onCancel}>Back</button>
      </div>
    </form>
  `;
}
