// A modal dialog: the browser's own, so that focus stays inside and comes back.

import { html, useLayoutEffect, useRef } from "../../vendor/preact-htm.js";

export function Dialog({ label, className = "dialog", onClose, onKeyDown, children }) {
  const dialog = useRef(null);
  useLayoutEffect(() => {
    const from = document.activeElement;
    dialog.current.showModal();
    return () => {
      dialog.current?.close();
      from?.isConnected && from.focus();
    };
  }, []);
  const outside = (event) => event.target === dialog.current && onClose();
  return html`
    <dialog class=${className} ref=${dialog} aria-label=${label} onCancel=${(event) => (event.preventDefault(), onClose())} onClick=${outside} onKeyDown=${onKeyDown}>
      ${children}
    </dialog>
  `;
}
