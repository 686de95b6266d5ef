// The director's booth: what the instigator does, how it is shown, how the others answer.

import { html, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { direct } from "../../sprites/actions.js";
import { ACTIONS, CONTACT_ACTIONS, DIRECTIONS, nameOf, PERSPECTIVES, SIZES, STYLES, TIERS } from "../../sprites/wording.js";
import { useStore } from "../../store.js";
import { humanised } from "../../words.js";
import { Choice } from "./choice.js";
import { Fault } from "./fault.js";
import { Responses } from "./responses.js";
import { Warnings } from "./warnings.js";
import { Work } from "./work.js";

export function Booth({ animation }) {
  const work = useStore((state) => state.work);
  const dual = animation.generation_mode === "dual";
  const [order, setOrder] = useState(() => orderOf(animation, dual));
  const put = (name) => (value) => setOrder({ ...order, [name]: value });
  const names = (dual ? CONTACT_ACTIONS : ACTIONS).map((name) => [name, humanised(name)]);
  const submit = (event) => {
    event.preventDefault();
    void direct(order);
  };
  return html`
    <div class="room">
      <form class="booth" onSubmit=${submit} aria-label="Direction">
        <div class="room-head"><h2>What does ${nameOf(animation.instigator)} do?</h2></div>
        <${Choice} label="Action" options=${names} value=${order.action_type} onChange=${put("action_type")} />
        <div class="booth-row">
          <${Choice} label="Difficulty" options=${TIERS.map((tier) => [tier, humanised(tier.toLowerCase())])} value=${order.difficulty_tier} onChange=${put("difficulty_tier")} />
          <${Choice} label="Perspective" options=${PERSPECTIVES} value=${order.perspective} onChange=${put("perspective")} />
        </div>
        <div class="booth-row">
          <${Choice} label="Directions" options=${DIRECTIONS} value=${order.directions} onChange=${put("directions")} />
          <${Choice} label="Style" options=${STYLES} value=${order.style} onChange=${put("style")} />
          <label class="field size"><span>Sprite size</span><select value=${String(order.sprite_px)} onChange=${(event) => put("sprite_px")(Number(event.target.value))}>${sizes(order.sprite_px).map((size) => html`<option key=${size} value=${String(size)}>${size} px</option>`)}</select></label>
        </div>
        <${Fault} where="direct" />
        <div class="room-actions">
          <button type="submit" class=${animation.take ? "button" : "button primary"} disabled=${Boolean(work)}><${Icon} name="film" />${dual ? "Suggest responses" : "Write the script"}</button>
          <${Work} where="direct" />
        </div>
      </form>
      ${animation.budget && html`<p class="budget"><strong class="figure">${animation.budget.frame_count} frames</strong> ${animation.budget.reasons.join(" ")}</p>`}
      ${dual && html`<${Responses} key=${animation.take?.generation_id} animation=${animation} />`}
      <${Warnings} notes=${animation.warnings} />
    </div>
  `;
}

function orderOf(animation, dual) {
  const { perspective, directions, sprite_px, style, take } = animation;
  return {
    action_type: take?.action_type ?? (dual ? "heavy_attack" : "walk"),
    difficulty_tier: take?.difficulty_tier ?? "LIGHT",
    perspective,
    directions,
    sprite_px,
    style,
  };
}

const sizes = (own) => [...new Set([...SIZES, own])].sort((a, b) => a - b);
