// A choice that the director offers: a click says it. Once something follows, it is over.

import { html } from "../../vendor/preact-htm.js";
import { say } from "../conversation.js";
import { useStore } from "../store.js";

export function Choices({ content, open }) {
  const running = useStore((state) => state.turn?.status === "running");
  const { prompt, options } = content.interrupt;
  const known = suggestionsOf(content);
  return html`
    <div class="choices" role="group" aria-label=${prompt || "Choose one"}>
      ${options.map((option) => {
        const suggestion = known.get(String(option));
        return html`
          <button type="button" class="button" key=${option} disabled=${!open || running} title=${suggestion?.reason} data-recommended=${Boolean(suggestion?.recommended)} onClick=${() => say(String(option))}>
            ${String(option)}${suggestion?.recommended && html`<span class="chip" data-tone="good">Recommended</span>`}
          </button>
        `;
      })}
    </div>
  `;
}

/** What the turn's tools said about the options, by name. */
function suggestionsOf(content) {
  const lists = (content.tool_calls ?? []).flatMap((call) => Object.values(call.result?.suggestions ?? {}));
  return new Map(lists.flat().filter((each) => each?.action).map((each) => [each.action, each]));
}
