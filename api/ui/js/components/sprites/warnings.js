// What did not stop a step, and that one should know.

import { html } from "../../../vendor/preact-htm.js";
import { roleOf } from "../../sprites/wording.js";

export function Warnings({ notes }) {
  if (!notes.length) return null;
  return html`
    <details class="notes-list">
      <summary>${notes.length === 1 ? "1 note" : `${notes.length} notes`}</summary>
      <ul>
        ${notes.map((note, index) => html`<li key=${index}>${note.who && html`<strong>${roleOf(note.who)}</strong>`}${note.detail}${note.repaired_by && html`<span class="chip" data-tone="warn">mended by ${note.repaired_by === "model" ? "the model" : "the rules"}</span>`}</li>`)}
      </ul>
    </details>
  `;
}
