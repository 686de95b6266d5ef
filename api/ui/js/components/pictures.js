// Pictures in a message, with what was found about each.

import { html } from "../../vendor/preact-htm.js";
import { findingFor, findingsOf } from "../findings.js";
import { Icon } from "../icons.js";
import { Swatched } from "../markdown.js";
import { set } from "../store.js";
import { ownUrl, thumbnailUrl } from "../words.js";
import { Verdict } from "./verdict.js";

const REASONS_SHOWN = 3;

export function Pictures({ content }) {
  const artifacts = unique(content.artifacts ?? []);
  if (!artifacts.length) return null;
  const findings = findingsOf(content);
  return html`
    <ul class="pictures" data-count=${Math.min(artifacts.length, 3)}>
      ${artifacts.map((artifact) => html`<li key=${artifact.url}><${Shown} artifact=${artifact} finding=${findingFor(findings, artifact)} /></li>`)}
    </ul>
  `;
}

function Shown({ artifact, finding }) {
  const url = ownUrl(artifact.url);
  if (!url) return html`<p class="quiet-words">${artifact.label}</p>`;
  if (artifact.kind === "image" || artifact.kind === "animation") return html`<${Picture} artifact=${artifact} finding=${finding} />`;
  if (artifact.kind === "video") return html`<figure class="picture"><video src=${url} controls loop muted playsinline></video><figcaption><span class="picture-label">${artifact.label}</span></figcaption></figure>`;
  return html`<a class="file" href=${url} download><${Icon} name="download" />${artifact.label}</a>`;
}

function Picture({ artifact, finding }) {
  const src = artifact.kind === "image" ? thumbnailUrl(artifact.url, 768) : ownUrl(artifact.url);
  return html`
    <figure class="picture">
      <button type="button" class="picture-frame" aria-label=${`Enlarge ${artifact.label}`} onClick=${() => set({ lightbox: artifact.url })}>
        <img src=${src} alt=${artifact.label} decoding="async" />
      </button>
      <figcaption>
        <span class="picture-label">${artifact.label}</span>
        ${finding && html`<${Verdict} finding=${finding} />`}
        ${finding && html`<${Notes} finding=${finding} />`}
      </figcaption>
    </figure>
  `;
}

function Notes({ finding }) {
  const reasons = [...(finding.changed ?? []), ...(finding.reasons ?? [])];
  const undrawn = finding.undrawn ?? [];
  if (!reasons.length && !undrawn.length) return null;
  return html`
    <ul class="notes">
      ${reasons.slice(0, REASONS_SHOWN).map((reason) => html`<li key=${reason}><${Swatched} text=${reason} /></li>`)}
      ${reasons.length > REASONS_SHOWN && html`<li>and ${reasons.length - REASONS_SHOWN} more</li>`}
      ${undrawn.length > 0 && html`<li class="undrawn">Not drawn: ${undrawn.map(String).join(", ")}</li>`}
    </ul>
  `;
}

function unique(artifacts) {
  return [...new Map(artifacts.map((artifact) => [artifact.url, artifact])).values()];
}
