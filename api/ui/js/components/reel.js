// Beside a wide page: every picture of the conversation, newest last, as a strip.

import { html } from "../../vendor/preact-htm.js";
import { firstFrameOf } from "../findings.js";
import { Icon } from "../icons.js";
import { usePictures } from "../shown.js";
import { set } from "../store.js";
import { ownUrl, scoreWords, thumbnailUrl, verdictOf } from "../words.js";

export function Reel() {
  const pictures = usePictures();
  if (!pictures.length) return null;
  return html`
    <aside class="reel" aria-label="Pictures of this conversation">
      <h2 class="eyebrow">Reel <span>${pictures.length}</span></h2>
      <ol>
        ${pictures.map((picture, index) => html`<li key=${picture.url}><${Frame} picture=${picture} number=${index + 1} /></li>`)}
      </ol>
    </aside>
  `;
}

function Frame({ picture, number }) {
  const verdict = picture.finding && verdictOf(picture.finding.verdict);
  const says = [picture.label, verdict?.text, picture.finding && scoreWords(picture.finding)].filter(Boolean).join(", ");
  return html`
    <button type="button" class="frame" aria-label=${`Enlarge ${says}`} title=${says} onClick=${() => set({ lightbox: picture.url })}>
      <${Small} picture=${picture} />
      <span class="frame-line"><span class="frame-number">${String(number).padStart(2, "0")}</span>${verdict && html`<span class="dot" data-tone=${verdict.tone}></span>`}<span class="frame-label">${picture.label}</span></span>
    </button>
  `;
}

function Small({ picture: { kind, url, finding } }) {
  const still = kind === "video" ? firstFrameOf(finding) : url;
  if (!still) return html`<span class="frame-blank"><${Icon} name="film" size=${24} /></span>`;
  if (kind === "animation") return html`<img src=${ownUrl(still)} class="pixels" alt="" loading="lazy" decoding="async" />`;
  return html`<img src=${thumbnailUrl(still, 320)} alt="" loading="lazy" decoding="async" />`;
}
