// A character's face, or initials where it was never drawn.

import { html } from "../../../vendor/preact-htm.js";
import { thumbnailUrl } from "../../words.js";

export function Portrait({ name, url, large = false }) {
  const src = thumbnailUrl(url, large ? 512 : 128);
  const initials = String(name).split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return html`<span class=${large ? "face large" : "face"} aria-hidden="true">${src ? html`<img src=${src} alt="" />` : initials}</span>`;
}
