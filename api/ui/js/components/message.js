// What one side said: the user, the director, or a picture that came later.

import { html } from "../../vendor/preact-htm.js";
import { Markdown } from "../markdown.js";
import { fullTimeOf, timeOf } from "../words.js";
import { Approval } from "./approval.js";
import { Attached } from "./attached.js";
import { Calls } from "./calls.js";
import { Choices } from "./choices.js";
import { Pictures } from "./pictures.js";
import { Repeats } from "./repeats.js";

export function UserMessage({ message }) {
  const images = message.content?.images ?? [];
  return html`
    <article class="message by-user" aria-label="You">
      <${Byline} name="You" at=${message.created_at} />
      <div class="said">
        ${message.text && html`<p class="line">${message.text}</p>`}
        ${images.length > 0 && html`<${Attached} images=${images} />`}
      </div>
    </article>
  `;
}

/** From the record (`message`), or from what is seen of a turn in flight (`turn`); `latest`: nothing follows. */
export function DirectorMessage({ message, turn, latest = false }) {
  const content = message?.content ?? turn;
  const calls = message ? (content.tool_calls ?? []) : turn.calls;
  const texts = message ? [{ id: message.seq, text: message.text }] : turn.texts;
  const working = turn?.status === "running";
  const interrupt = turn?.interrupt;
  return html`
    <article class="message by-director" aria-label="Director" aria-busy=${working}>
      <${Byline} name="Director" at=${message?.created_at} />
      <div class="said">
        <${Calls} calls=${calls} answer=${texts.map(({ text }) => text).join("\n")} />
        ${texts.filter(({ text }) => text).map(({ id, text }) => html`<${Markdown} key=${id} text=${text} />`)}
        ${working && html`<${Working} calls=${calls} texts=${texts} />`}
        ${turn?.status === "failed" && html`<p class="failure">${turn.error?.message ?? "The turn failed."}</p>`}
        <${Pictures} content=${content} />
        <${Repeats} content=${content} />
        ${interrupt && html`<${Approval} key=${interrupt.id} interrupt=${interrupt} />`}
        ${message?.content?.interrupt?.options?.length > 0 && html`<${Choices} content=${message.content} open=${latest} />`}
      </div>
    </article>
  `;
}

export function ArtifactMessage({ message }) {
  return html`
    <article class="message by-director" aria-label="Director">
      <${Byline} name="Director" at=${message.created_at} />
      <div class="said">
        <${Markdown} text=${message.text} />
        <${Pictures} content=${message.content} />
        <${Repeats} content=${message.content} />
      </div>
    </article>
  `;
}

function Byline({ name, at }) {
  return html`
    <header class="byline">
      <span class="who">${name}</span>
      ${at && html`<time datetime=${at} title=${fullTimeOf(at)}>${timeOf(at)}</time>`}
    </header>
  `;
}

function Working({ calls, texts }) {
  const call = calls.find((each) => each.status === "running");
  if (texts.some(({ text, done }) => text && !done)) return html`<span class="caret" aria-hidden="true"></span>`;
  return html`<p class="working"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${call ? "At work" : "Reading your words"}</p>`;
}
