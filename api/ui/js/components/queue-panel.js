// What runs and waits, for whom it costs what, and how many machines are at it.

import { html, useEffect } from "../../vendor/preact-htm.js";
import { learn } from "../generations.js";
import { Icon } from "../icons.js";
import { cancelJob } from "../jobs.js";
import { backendOf, counted, moneyOf, queueOf, stageWords, waitWords } from "../making.js";
import { listed } from "../words.js";
import { readSpending, refreshQueue, standingOf } from "../queue.js";
import { set, useStore } from "../store.js";
import { Dialog } from "./dialog.js";
import { useNow } from "./now.js";

const AGAIN_MS = 2000;
const NAMED = new Set(["generation", "sheet", "batch", "animation"]);
const KINDS = { generation: "Picture", sheet: "Character sheet", animation: "Animation", batch: "Batch" };

export function QueueButton() {
  return html`<button type="button" class="icon-button" aria-label="Queue" title="Queue" aria-haspopup="dialog" onClick=${() => set({ queueOpen: true })}><${Icon} name="queue" /></button>`;
}

export function QueuePanel() {
  const open = useStore((state) => state.queueOpen);
  return open && html`<${Panel} />`;
}

function Panel() {
  const queue = useStore((state) => state.queue);
  const spending = useStore((state) => state.spending);
  const close = () => set({ queueOpen: false });
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && void refreshQueue();
    look();
    void readSpending();
    const timer = setInterval(look, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return html`
    <${Dialog} label="Queue" className="dialog queue-panel" onClose=${close}>
      <div class="queue-head">
        <h2>Queue</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${close} autofocus><${Icon} name="close" /></button>
      </div>
      <div class="queue-body" tabindex="0" role="group" aria-label="Runs and machines">
        ${queue ? html`<${Runs} queue=${queue} /><${Machines} queues=${queue.queues} />` : html`<p class="quiet-words" role="status">Asking</p>`}
        ${spending?.total_usd > 0 && html`<${Spending} spending=${spending} />`}
      </div>
    <//>
  `;
}

function Runs({ queue }) {
  if (!queue.items.length) return html`<p class="queue-empty">Nothing runs and nothing waits.</p>`;
  const order = [...queue.items].sort((one, other) => (one.place ?? 0) - (other.place ?? 0));
  return html`<ol class="queue-runs" aria-label="Runs">${order.map((item) => html`<li key=${item.id}><${QueuedRun} item=${item} queue=${queue} /></li>`)}</ol>`;
}

function QueuedRun({ item, queue }) {
  const made = useStore((state) => state.generations[item.id]);
  const now = useNow(item.status === "queued");
  useEffect(() => {
    if (NAMED.has(item.kind)) void learn(item.id);
  }, [item.id]);
  const name = made?.character ? listed([made.character, ...(made.order?.companions ?? [])]) : KINDS[item.kind];
  const kind = made?.order?.frames > 1 ? "Clip" : KINDS[item.kind];
  return html`
    <div class="queue-words">
      <strong>${name}</strong>
      <span class="quiet-words">${[kind, made?.backend && `by ${backendOf(made.backend)}`].filter((words) => words && words !== name).join(" ")}</span>
      <span class="quiet-words">${stateOf(item, queue, now)}</span>
    </div>
    ${NAMED.has(item.kind) && html`<button type="button" class="button small" aria-label=${`Cancel ${name}`} onClick=${() => cancelJob(item.id)}>Cancel</button>`}
  `;
}

function stateOf(item, queue, now) {
  if (item.status === "waiting") return "Waits for somebody’s choice";
  if (item.status === "running") return `${stageWords(item.stage)}, ${Math.round(item.progress * 100)}%`;
  const why = item.stage && item.stage !== "queued" ? `${stageWords(item.stage, "It is tried again")}. ` : "";
  return why + waitWords(item, standingOf(queue, item.queue), Math.max(0, now - queue.at) / 1000);
}

/** Queues that have machines or work. */
function Machines({ queues }) {
  const shown = queues.filter(({ workers, waiting, running }) => workers || waiting || running);
  return html`
    <section class="queue-part">
      <h3 class="eyebrow">Machines</h3>
      ${!shown.length && html`<p class="quiet-words">No worker is up.</p>`}
      <dl class="facts">${shown.map((each) => html`<div key=${each.queue}><dt>${queueOf(each.queue)}</dt><dd><span class="dot" data-tone=${each.workers ? "good" : "bad"} aria-hidden="true"></span> ${standing(each)}</dd></div>`)}</dl>
    </section>
  `;
}

function standing({ workers, places, running, waiting }) {
  const up = workers ? `${counted(workers, "worker", "workers")}, ${counted(places, "place", "places")}` : "no worker is up";
  return [up, running && `${running} at work`, waiting && `${waiting} waiting`].filter(Boolean).join("; ");
}

function Spending({ spending }) {
  const { total_usd: total, limit_usd: limit, left_usd: left } = spending;
  return html`
    <section class="queue-part">
      <h3 class="eyebrow">Spent today</h3>
      <p>${moneyOf(total)}${limit === null ? "" : ` of ${moneyOf(limit)}; ${moneyOf(Math.max(0, left))} left`}</p>
      <dl class="facts">${spending.models.filter(({ cost_usd }) => cost_usd > 0).map((each) => html`<div key=${`${each.backend} ${each.model}`}><dt>${backendOf(each.backend)}</dt><dd>${each.model}: ${moneyOf(each.cost_usd)}, ${counted(each.calls, "call", "calls")}</dd></div>`)}</dl>
    </section>
  `;
}
