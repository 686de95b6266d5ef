// How each responder could answer, with reasons; a click takes one, own words do too.

import { html, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { respond } from "../../sprites/actions.js";
import { kindOf, nameOf } from "../../sprites/wording.js";
import { useStore } from "../../store.js";
import { Fault } from "./fault.js";
import { Work } from "./work.js";

export function Responses({ animation }) {
  const work = useStore((state) => state.work);
  const responders = animation.responders.filter((figure) => figure.suggested_actions.length);
  const [chosen, setChosen] = useState(() => confirmed(responders));
  if (!responders.length) return null;
  const alone = responders.length === 1;
  const choose = (who, action) => {
    const next = { ...chosen, [who]: action };
    setChosen(next);
    if (alone) void respond(next);
  };
  const complete = responders.every((figure) => chosen[figure.who]);
  return html`
    <div class="responses">
      ${responders.map((figure) => html`
        <section key=${figure.who} aria-label=${`How ${nameOf(figure)} responds`}>
          <h2>How does ${nameOf(figure)} respond?</h2>
          <div class="response-cards">
            ${figure.suggested_actions.map((each) => html`<${Card} key=${each.action} suggestion=${each} on=${chosen[figure.who] === each.action} disabled=${Boolean(work)} onChoose=${() => choose(figure.who, each.action)} />`)}
          </div>
          <${OwnWords} figure=${figure} words=${own(figure, chosen[figure.who])} disabled=${Boolean(work)} onSay=${(words) => choose(figure.who, words)} />
        </section>
      `)}
      <${Fault} where="respond" />
      <div class="room-actions">
        ${!alone && html`<button type="button" class="button primary" disabled=${!complete || Boolean(work)} onClick=${() => respond(chosen)}>Bind the timelines</button>`}
        <${Work} where="respond" />
      </div>
    </div>
  `;
}

function Card({ suggestion, on, disabled, onChoose }) {
  return html`
    <button type="button" class="response" data-kind=${suggestion.kind} aria-pressed=${on ? "true" : "false"} disabled=${disabled} onClick=${onChoose}>
      <span class="response-head"><strong>${suggestion.action}</strong>${suggestion.recommended && html`<span class="chip" data-tone="good">Recommended</span>`}${on && html`<${Icon} name="check" />`}</span>
      <span class="response-kind">${kindOf(suggestion.kind)}</span>
      <span class="response-reason">${figured(suggestion.reason)}</span>
    </button>
  `;
}

/** The sentence, with its figures set as figures. */
function figured(reason) {
  return reason.split(/(\d+(?:\.\d+)?)/).map((part, index) => (index % 2 ? html`<b class="figure" key=${index}>${part}</b>` : part));
}

function OwnWords({ figure, words, disabled, onSay }) {
  const [text, setText] = useState(words);
  const submit = (event) => {
    event.preventDefault();
    if (text.trim()) onSay(text.trim());
  };
  return html`
    <form class="own-words" onSubmit=${submit}>
      <label class="field"><span>Or in your own words</span><input value=${text} maxlength="200" autocomplete="off" placeholder="ducks under the blade" aria-label=${`How ${nameOf(figure)} responds, in your own words`} onInput=${(event) => setText(event.target.value)} /></label>
      <button type="submit" class="button" disabled=${disabled || !text.trim()}>Respond so</button>
    </form>
  `;
}

function confirmed(responders) {
  return Object.fromEntries(responders.filter((figure) => figure.confirmed_action).map((figure) => [figure.who, figure.confirmed_action.action]));
}

const own = (figure, action) => (action && !figure.suggested_actions.some((each) => each.action === action) ? action : "");
