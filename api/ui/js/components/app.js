// The whole page: conversations, the one that is open, its pictures, and what lies over them.

import { html, useEffect, useRef } from "../../vendor/preact-htm.js";
import { set, useStore } from "../store.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { DropZone } from "./drop-zone.js";
import { Header } from "./header.js";
import { KeyDialog } from "./key-dialog.js";
import { Lightbox } from "./lightbox.js";
import { QueuePanel } from "./queue-panel.js";
import { Reel } from "./reel.js";
import { Sidebar } from "./sidebar.js";
import { SpriteStudio } from "./sprites/studio.js";
import { ConnectionBanner, LiveRegion, Toasts } from "./status.js";

export function App({ onReturn }) {
  const connection = useStore((state) => state.connection);
  const drawerOpen = useStore((state) => state.drawerOpen);
  const view = useStore((state) => state.view);
  const was = useRef(connection);
  useEffect(() => {
    if (was.current === "lost" && connection === "ok") void onReturn();
    was.current = connection;
  }, [connection]);
  return html`
    <div class="app" data-drawer=${drawerOpen ? "open" : "closed"}>
      <${Sidebar} />
      <div class="scrim" onClick=${() => set({ drawerOpen: false })}></div>
      ${view === "sprites"
        ? html`<${SpriteStudio} />`
        : html`
            <${DropZone}>
              <${Header} />
              <${ConnectionBanner} />
              <${Conversation} />
              <${Composer} />
            <//>
            <${Reel} />
          `}
    </div>
    <${Lightbox} />
    <${QueuePanel} />
    <${KeyDialog} />
    <${Toasts} />
    <${LiveRegion} />
  `;
}
