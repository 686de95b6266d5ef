// A call that waits for the user: approve, edit its arguments, or reject with a reason.

import { html, useLayoutEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { resume } from "../conversation.js";
import { Icon } from "../icons.js";
import { humanised } from "../words.js";
import { ArgumentsForm } from "./arguments-form.js";
import { Value } from "./value.js";

export function Approval({ interrupt }) {
  const [mode, setMode] = useState("ask");
  const [sent, setSent] = useState(false);
  const card = useRef(null);
  const call = interrupt.tool_call ?? { tool: "", args: {} };
  useLayoutEffect(() => {
    if (!document.querySelector("#message")?.value) card.current.focus();
  }, []);
  const answer = async (decision, extra = {}) => {
    setSent(true);
    document.querySelector("#message")?.focus();
    await resume(interrupt, { decision, ...extra });
    setSent(false);
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
      ${mode === "ask" && html`<${Ask} call=${call} sent=${sent} onApprove=${() => answer("approve")} onMode=${setMode} />`}
      ${mode === "edit" && html`<${ArgumentsForm} args=${call.args} disabled=${sent} onSubmit=${(args) => answer("edit", { args })} onCancel=${() => setMode("ask")} />`}
      ${mode === "reject" && html`<${Reject} disabled=${sent} onSubmit=${(reason) => answer("reject", reason ? { reason } : {})} onCancel=${() => setMode("ask")} />`}
    </section>
  `;
}

function Ask({ call, sent, onApprove, onMode }) {
  return html`
    <${Value} value=${call.args} />
    <div class="approval-actions">
      <button type="button" class="button danger" disabled=${sent} onClick=${onApprove}>Approve</button>
      <button type="button" class="button" disabled=${sent} onClick=${() => onMode("edit")}>Edit arguments</button>
      <button type="button" class="button" disabled=${sent} onClick=${() => onMode("reject")}>Reject</button>
    </div>
  `;
}

function Reject({ disabled, onSubmit, onCancel }) {
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
        <button type="submit" class="button primary" disabled=${disabled}>Reject</button>
        <button type="button" class="button quiet" onClick=${onCancel}>Back</button>
      </div>
    </form>
  `;
}
