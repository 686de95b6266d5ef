// The key of a service that wants one: it becomes a cookie that no script can read.

import { html, useState } from "../../vendor/preact-htm.js";
import { Problem, session, studio } from "../api.js";
import { settled } from "../keys.js";
import { set, useStore } from "../store.js";
import { Dialog } from "./dialog.js";

export function KeyDialog() {
  const wanted = useStore((state) => state.keyWanted);
  return wanted && html`<${KeyForm} />`;
}

function KeyForm() {
  const [key, setKey] = useState("");
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    if (!key.trim() || busy) return;
    setBusy(true);
    setFailure("");
    try {
      await session.begin(key.trim());
    } catch (error) {
      setFailure(error instanceof Problem && error.status === 401 ? "This key is not known, has expired or was revoked." : error.message);
      return setBusy(false);
    }
    settled(true);
    studio.ready().then((ready) => set({ ready }), () => {});
  };
  return html`
    <${Dialog} label="Key" onClose=${() => settled(false)}>
      <form class="dialog-body" onSubmit=${submit}>
        <h2>This service wants a key</h2>
        <p>Whoever runs it makes one with <code>echo-director keys create</code>. It opens your workspace in this browser for 30 days.</p>
        <label class="field">
          <span>Key</span>
          <input type="password" name="key" value=${key} onInput=${(event) => setKey(event.target.value)} autocomplete="current-password" spellcheck=${false} autofocus aria-invalid=${Boolean(failure)} aria-describedby="key-failure" />
        </label>
        <span id="key-failure" class="field-error" role="alert">${failure}</span>
        <div class="dialog-actions">
          <button type="button" class="button quiet" onClick=${() => settled(false)}>Not now</button>
          <button type="submit" class="button primary" disabled=${busy || !key.trim()}>Open the workspace</button>
        </div>
      </form>
    <//>
  `;
}
