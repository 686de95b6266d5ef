// The open conversation: what was said, what is being said, what is being made.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { rests, unfinished } from "../jobs.js";
import { Icon } from "../icons.js";
import { useStore } from "../store.js";
import { Empty } from "./empty.js";
import { Job } from "./job.js";
import { ArtifactMessage, DirectorMessage, UserMessage } from "./message.js";

const NEAR_PX = 120;

export function Conversation() {
  const messages = useStore((state) => state.messages);
  const turn = useStore((state) => state.turn);
  const jobs = useStore((state) => state.jobs);
  const repeats = useStore((state) => state.repeats);
  const loaded = useStore((state) => state.messagesLoaded);
  const threadId = useStore((state) => state.threadId);
  const scroller = useRef(null);
  const following = useFollowing(scroller, threadId);
  const said = items(messages, turn);
  return html`
    <main class="conversation" ref=${scroller} tabindex="-1" aria-label="Conversation" aria-busy=${!loaded}>
      ${!said.length && loaded
        ? html`<${Empty} />`
        : html`<div class="sheet" role="log" aria-live="off">${said.map((item, index) => view(item, index === said.length - 1))}${running(messages, jobs, repeats)}</div>`}
      ${!following.near && said.length > 0 && html`<button type="button" class="to-latest" onClick=${following.go}><${Icon} name="down" />Latest</button>`}
    </main>
  `;
}

/** Messages of the record, then what is seen of the turn that has no record yet. */
function items(messages, turn) {
  const shown = messages.map((message) => ({ kind: message.role, key: keyOf(message), message }));
  if (!turn) return shown;
  const has = (role) => messages.some((message) => message.role === role && message.run_id === turn.runId);
  if (turn.said && !has("user")) shown.push({ kind: "user", key: `user-${turn.runId}`, message: saidOf(turn) });
  if (!has("assistant")) shown.push({ kind: "turn", key: `assistant-${turn.runId}`, turn });
  return shown;
}

function keyOf(message) {
  return message.role === "artifact" || !message.run_id ? message.seq : `${message.role}-${message.run_id}`;
}

const saidOf = (turn) => ({ role: "user", text: turn.said.text, content: { images: turn.said.images }, created_at: null });

function view({ kind, key, message, turn }, latest) {
  if (kind === "user") return html`<${UserMessage} key=${key} message=${message} />`;
  if (kind === "artifact") return html`<${ArtifactMessage} key=${key} message=${message} />`;
  return html`<${DirectorMessage} key=${key} message=${message} turn=${turn} latest=${latest} />`;
}

/** Those that stand at the end; what is made again has its place beside what it repeats. */
function running(messages, jobs, repeats) {
  const placed = new Set(repeats.map(({ id }) => id));
  const open = new Map(unfinished(messages).map((result) => [result.generation_id, result]));
  for (const [id, job] of Object.entries(jobs)) if (!job.ended && !rests(messages, id)) open.set(id, { ...open.get(id), ...job });
  return [...open]
    .filter(([id]) => !placed.has(id) && (!jobs[id]?.ended || jobs[id].failed))
    .map(([id, job]) => html`<${Job} key=${`job-${id}`} id=${id} job=${{ ...job, ...jobs[id], character: job.character }} />`);
}

/** Keeps the end in sight while the reader is near it; otherwise leaves the reader alone. */
function useFollowing(scroller, threadId) {
  const [near, setNear] = useState(true);
  const stick = useRef(true);
  const go = () => scroller.current.scrollTo({ top: scroller.current.scrollHeight });
  useEffect(() => {
    const view = scroller.current;
    const look = () => {
      stick.current = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_PX;
      setNear(stick.current);
    };
    view.addEventListener("scroll", look, { passive: true });
    const grown = new ResizeObserver(() => stick.current && go());
    grown.observe(view);
    const watchContent = new MutationObserver(() => stick.current && go());
    watchContent.observe(view, { childList: true, subtree: true, characterData: true });
    return () => {
      view.removeEventListener("scroll", look);
      grown.disconnect();
      watchContent.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    stick.current = true;
    go();
  }, [threadId]);
  return { near, go };
}
