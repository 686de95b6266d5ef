// Pictures that went with the user's words.

import { html } from "../../vendor/preact-htm.js";

const SHA256 = /^[0-9a-f]{64}$/;

export function Attached({ images }) {
  const known = images.filter((sha256) => SHA256.test(sha256));
  return html`
    <ul class="attached">
      ${known.map((sha256, index) => html`<li key=${sha256}><img src=${`/api/assets/${sha256}?w=256`} alt=${`Attached picture ${index + 1}`} loading="lazy" /></li>`)}
    </ul>
  `;
}
