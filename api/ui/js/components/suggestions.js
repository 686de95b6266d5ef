// Names or answers that one click says.

import { html } from "../../vendor/preact-htm.js";
import { say } from "../conversation.js";
import { useStore } from "../store.js";

/** `wordsFor(name)` is what the click says; the name itself where it is left out. */
export function Suggestions({ label, names, wordsFor = (name) => name }) {
  const running = useStore((state) => state.turn?.status === "running");
  return html`
    <div class="suggestions" role="group" aria-label=${label}>
      <span class="suggestions-label">${label}</span>
      ${names.map((name) => html`<button type="button" class="suggestion" key=${name} disabled=${running} onClick=${() => say(wordsFor(String(name)))}>${String(name)}</button>`)}
    </div>
  `;
}
