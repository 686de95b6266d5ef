// One of a few, as a row of radio buttons.

import { html, useId } from "../../../vendor/preact-htm.js";

/** `options` are `[value, label]` pairs; disabled ones carry a third, true. */
export function Choice({ label, options, value, onChange, hidden = false }) {
  const group = useId();
  return html`
    <fieldset class="choice">
      <legend class=${hidden ? "for-readers" : ""}>${label}</legend>
      <div class="choice-row">
        ${options.map(([each, words, disabled = false]) => html`
          <label key=${each} data-on=${each === value}>
            <input type="radio" name=${group} value=${String(each)} checked=${each === value} disabled=${disabled} onChange=${() => onChange(each)} />
            <span>${words}</span>
          </label>
        `)}
      </div>
    </fieldset>
  `;
}
