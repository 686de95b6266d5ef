// Whose key opened this page, and a way to give it back.

import { html } from "../../vendor/preact-htm.js";
import { session } from "../api.js";
import { report } from "../notices.js";
import { useStore } from "../store.js";

const MAY = { owner: "", editor: " · may edit", viewer: " · may look" };

export function Who() {
  const who = useStore((state) => state.who);
  if (!who || (who.workspace === "local" && who.user === "local")) return null;
  const leave = () => session.end().then(() => location.reload(), report);
  return html`
    <div class="signed-in">
      <span title=${`${who.user}, ${who.role} in the workspace ${who.workspace}`}>${who.user} · ${who.workspace}${MAY[who.role]}</span>
      <button type="button" class="button quiet small" onClick=${leave}>Leave</button>
    </div>
  `;
}
