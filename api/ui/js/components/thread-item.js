// One conversation of the list: opened, renamed in place, marked for deletion.

import { html, useLayoutEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { Icon } from "../icons.js";
import { useStore } from "../store.js";
import { renameThread } from "../threads.js";
import { whenOf } from "../words.js";

const TITLE_MOST = 200;
export const titleOf = (thread) => thread?.title?.trim() || "New conversation";

export function ThreadItem({ thread, onDelete }) {
  const open = useStore((state) => state.threadId) === thread.id;
  const [renaming, setRenaming] = useState(false);
  const title = titleOf(thread);
  if (renaming) return html`<li class="thread"><${Rename} thread=${thread} onEnd=${() => setRenaming(false)} /></li>`;
  return html`
    <li class="thread" data-open=${open}>
      <a href=${`#/t/${thread.id}`} aria-current=${open ? "page" : null} title=${title}>
        <span class="thread-title">${title}</span>
        <span class="thread-when">${whenOf(thread.updated_at)}</span>
      </a>
      <div class="thread-actions">
        <button type="button" class="icon-button" aria-label=${`Rename “${title}”`} onClick=${() => setRenaming(true)}><${Icon} name="pencil" /></button>
        <button type="button" class="icon-button" aria-label=${`Delete “${title}”`} onClick=${() => onDelete(thread)}><${Icon} name="trash" /></button>
      </div>
    </li>
  `;
}

function Rename({ thread, onEnd }) {
  const input = useRef(null);
  const over = useRef(false);
  useLayoutEffect(() => input.current.select(), []);
  const end = (keep) => {
    if (over.current) return;
    over.current = true;
    const title = input.current.value.trim();
    if (keep && title && title !== thread.title) void renameThread(thread.id, title);
    onEnd();
  };
  const key = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") end(true);
    if (event.key === "Escape") {
      event.stopPropagation();
      end(false);
    }
  };
  return html`<input class="rename" ref=${input} defaultValue=${titleOf(thread)} maxlength=${TITLE_MOST} aria-label="Title of the conversation" onKeyDown=${key} onBlur=${() => end(true)} />`;
}
