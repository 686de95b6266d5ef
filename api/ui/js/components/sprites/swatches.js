// Colours as they are.

import { html } from "../../../vendor/preact-htm.js";

export function Swatches({ colors, small = false }) {
  return html`
    <ul class=${small ? "swatches small" : "swatches"}>
      ${colors.map((color, index) => html`<li key=${index} title=${color} style=${{ background: color }}><span class="for-readers">${color}</span></li>`)}
    </ul>
  `;
}
