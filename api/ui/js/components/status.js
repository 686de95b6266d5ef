// Toasts, the lost connection, and words for screen readers.

import { html } from "../../vendor/preact-htm.js";
import { retryNow } from "../connection.js";
import { Icon } from "../icons.js";
import { dismiss } from "../notices.js";
import { useStore } from "../store.js";

export function Toasts() {
  const toasts = useStore((state) => state.toasts);
  return html`
    <div class="toasts" role="region" aria-label="Notices">
      ${toasts.map(
        (toast) => html`
          <div class="toast" key=${toast.id} role="alert" data-kind=${toast.kind}>
            <${Icon} name="alert" />
            <div>
              ${toast.title && html`<strong>${toast.title}</strong>`}
              <p>${toast.text}</p>
            </div>
            <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => dismiss(toast.id)}><${Icon} name="close" /></button>
          </div>
        `,
      )}
    </div>
  `;
}

export function ConnectionBanner() {
  const connection = useStore((state) => state.connection);
  if (connection === "ok") return null;
  return html`
    <div class="banner" role="status">
      <span class="pulse" aria-hidden="true"></span>
      <span>Connection lost. Reconnecting; nothing said is lost.</span>
      <button type="button" class="button quiet small" onClick=${retryNow}>Retry now</button>
    </div>
  `;
}

export function LiveRegion() {
  const words = useStore((state) => state.announcement);
  return html`<div class="for-readers" role="status" aria-live="polite">${words}</div>`;
}
