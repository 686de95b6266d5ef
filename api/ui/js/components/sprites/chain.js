// Chaining: other animations of the same cast played after this one, through matching poses.

import { html, useState } from "../../../vendor/preact-htm.js";
import { chainWith } from "../../sprites/actions.js";
import { castOf, detailOf, figuresOf } from "../../sprites/wording.js";
import { useStore } from "../../store.js";
import { Fault } from "./fault.js";
import { Work } from "./work.js";

const MOST = 7;

export function Chain({ animation }) {
  const work = useStore((state) => state.work);
  const animations = useStore((state) => state.animations);
  const [chosen, setChosen] = useState([]);
  const fitting = animations.filter((each) => each.id !== animation.id && each.instigator.animation_script && sameCast(each, animation));
  if (!fitting.length) return null;
  const toggle = (id) => setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id].slice(0, MOST));
  return html`
    <section class="panel chain" aria-label="Chain">
      <h2>Chain</h2>
      <p class="quiet-words">Play these after it, in the order in which you choose them.</p>
      <div class="chain-list" role="group" aria-label="Animations to chain">
        ${fitting.map((each) => {
          const place = chosen.indexOf(each.id);
          return html`<button type="button" key=${each.id} aria-pressed=${place >= 0 ? "true" : "false"} onClick=${() => toggle(each.id)}><span class="figure">${place >= 0 ? place + 2 : ""}</span><span>${detailOf(each)}<small>${castOf(each)}</small></span></button>`;
        })}
      </div>
      <button type="button" class="button" disabled=${!chosen.length || Boolean(work)} onClick=${() => chainWith(chosen)}>Chain into a combo</button>
      <${Fault} where="chain" />
      <${Work} where="chain" />
    </section>
  `;
}

/** One cast: the same characters, or the same pictures, in the same places. */
function sameCast(one, other) {
  const cast = (animation) => figuresOf(animation).map((figure) => figure.character_id ?? figure.reference_url).join(" ");
  return one.generation_mode === other.generation_mode && cast(one) === cast(other);
}
