// Where the user speaks: words, pictures, send, stop.

import { html, useEffect, useLayoutEffect, useRef } from "../../vendor/preact-htm.js";
import { attach, detach, takeAttachments } from "../attachments.js";
import { say, stop } from "../conversation.js";
import { Icon } from "../icons.js";
import { announce } from "../notices.js";
import { get, set, useStore } from "../store.js";

const CHARACTERS_MOST = 20000;
const WARN_FROM = 18000;

export function Composer() {
  const draft = useStore((state) => state.draft);
  const running = useStore((state) => state.turn?.status === "running");
  const attachments = useStore((state) => state.attachments);
  const threadId = useStore((state) => state.threadId);
  const box = useRef(null);
  useLayoutEffect(() => grow(box.current), [draft]);
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) box.current.focus();
  }, [threadId]);
  const uploading = attachments.some((each) => !each.sha256);
  const ready = !running && !uploading && (draft.trim() !== "" || attachments.length > 0);
  const send = async (event) => {
    event?.preventDefault();
    if (!ready) return void (running && announce("Wait for the answer, or stop it with Escape."));
    const text = draft.trim();
    set({ draft: "" });
    const taken = await say(text, takeAttachments());
    if (!taken && !get().draft) set({ draft: text });
  };
  const key = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) void send(event);
    if (event.key === "Escape" && running) void stop();
  };
  const paste = (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    void attach(files);
  };
  return html`
    <form class="composer" onSubmit=${send} aria-label="Message">
      <div class="composer-box">
        ${attachments.length > 0 && html`<${Attachments} attachments=${attachments} />`}
        <label class="for-readers" for="message">Message to the director</label>
        <textarea id="message" ref=${box} rows="1" value=${draft} maxlength=${CHARACTERS_MOST} placeholder="Direct a scene" autocomplete="off" aria-describedby="composer-hint" onInput=${(event) => set({ draft: event.target.value })} onKeyDown=${key} onPaste=${paste}></textarea>
        <div class="composer-bar">
          <${AttachButton} />
          <p class="hint" id="composer-hint">${draft.length >= WARN_FROM ? `${(CHARACTERS_MOST - draft.length).toLocaleString()} characters left` : html`<kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> breaks the line`}</p>
          ${running
            ? html`<button type="button" class="round stop" aria-label="Stop" title="Stop (Esc)" onClick=${stop}><${Icon} name="stop" /></button>`
            : html`<button type="submit" class="round send" aria-label="Send" disabled=${!ready}><${Icon} name="send" /></button>`}
        </div>
      </div>
    </form>
  `;
}

function AttachButton() {
  const input = useRef(null);
  const chosen = (event) => {
    void attach(event.target.files);
    event.target.value = "";
  };
  return html`
    <button type="button" class="icon-button" aria-label="Attach pictures" title="Attach pictures" onClick=${() => input.current.click()}><${Icon} name="attach" /></button>
    <input ref=${input} type="file" accept="image/*" multiple hidden tabindex="-1" aria-label="Pictures to attach" onChange=${chosen} />
  `;
}

function Attachments({ attachments }) {
  return html`
    <ul class="attachments" aria-label="Attached pictures">
      ${attachments.map((each) => html`
        <li key=${each.key} data-uploading=${!each.sha256}>
          <img src=${each.preview} alt=${each.name} />
          <button type="button" class="detach" aria-label=${`Remove ${each.name}`} onClick=${() => detach(each.key)}><${Icon} name="close" size=${12} /></button>
        </li>
      `)}
    </ul>
  `;
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}
