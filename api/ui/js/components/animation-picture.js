// An animation in a message: it moves, and leads to its place in the sprite studio.

import { html } from "../../vendor/preact-htm.js";
import { Icon } from "../icons.js";
import { animationOf } from "../sprites/links.js";
import { set } from "../store.js";
import { ownUrl } from "../words.js";

export function AnimationPicture({ artifact }) {
  const place = animationOf(artifact.url);
  return html`
    <figure class="picture animation-picture">
      <button type="button" class="picture-frame" aria-label=${`Enlarge ${artifact.label}`} onClick=${() => set({ lightbox: artifact.url })}>
        <img src=${ownUrl(artifact.url)} alt=${artifact.label} decoding="async" />
      </button>
      <figcaption>
        <span class="picture-label">${artifact.label}</span>
        ${place && html`<a class="button small" href=${place}><${Icon} name="film" />Open in Sprites</a>`}
      </figcaption>
    </figure>
  `;
}
