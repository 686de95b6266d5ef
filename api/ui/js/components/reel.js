// Beside a wide page: every picture of the conversation, newest last, as a strip.

import { html, useMemo } from "../../vendor/preact-htm.js";
import { picturesOf } from "../findings.js";
import { set, useStore } from "../store.js";
import { ownUrl, scoreWords, thumbnailUrl, verdictOf } from "../words.js";

export function Reel() {
  const messages = useStore((state) => state.messages);
  const turn = useStore((state) => state.turn);
  const pictures = useMemo(() => picturesOf(messages, turn), [messages, turn]);
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
      <img src=${picture.kind === "animation" ? ownUrl(picture.url) : thumbnailUrl(picture.url, 320)} class=${picture.kind === "animation" ? "pixels" : null} alt="" loading="lazy" decoding="async" />
      <span class="frame-line"><span class="frame-number">${String(number).padStart(2, "0")}</span>${verdict && html`<span class="dot" data-tone=${verdict.tone}></span>`}<span class="frame-label">${picture.label}</span></span>
    </button>
  `;
}
