// The two rooms of the page: the conversation and the sprite studio.

import { html } from "../../vendor/preact-htm.js";
import { Icon } from "../icons.js";
import { useStore } from "../store.js";

export function ViewSwitch() {
  const view = useStore((state) => state.view);
  const threadId = useStore((state) => state.threadId);
  const animationId = useStore((state) => state.animationId);
  const rooms = [
    ["chat", "Chat", "chat", threadId ? `#/t/${threadId}` : "#/"],
    ["sprites", "Sprites", "film", animationId ? `#/sprites/${animationId}` : "#/sprites"],
  ];
  return html`
    <nav class="view-switch" aria-label="Views">
      ${rooms.map(([name, label, icon, href]) => html`<a key=${name} href=${href} aria-current=${view === name ? "page" : null}><${Icon} name=${icon} />${label}</a>`)}
    </nav>
  `;
}
