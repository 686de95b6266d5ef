// Above the studio: what the animation is called, its rooms, its takes.

import { html } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { showTake } from "../../sprites/actions.js";
import { titleOf } from "../../sprites/wording.js";
import { set, useStore } from "../../store.js";
import { ProjectPicker } from "../header.js";

const ROOMS = [["dna", "DNA lab"], ["booth", "Director’s booth"], ["stage", "Stage"]];

export function StudioHeader({ tab }) {
  const animation = useStore((state) => state.animation);
  const id = useStore((state) => state.animationId);
  const open = useStore((state) => state.drawerOpen);
  return html`
    <header class="header studio-header">
      <button type="button" class="icon-button menu-button" aria-label="Animations" aria-expanded=${open ? "true" : "false"} aria-controls="conversations" onClick=${() => set({ drawerOpen: !open })}>
        <${Icon} name="menu" />
      </button>
      <h1 class=${animation ? "title" : "title untitled"}>${animation ? titleOf(animation) : id ? "Animation" : "New animation"}</h1>
      ${animation && html`<${Rooms} animation=${animation} tab=${tab} />`}
      ${animation ? html`<${Takes} animation=${animation} />` : html`<${ProjectPicker} />`}
    </header>
  `;
}

function Rooms({ animation, tab }) {
  const ready = { dna: true, booth: Boolean(animation.instigator.dna), stage: Boolean(animation.instigator.animation_script) };
  return html`
    <nav class="rooms" aria-label="Steps">
      ${ROOMS.map(([name, label]) =>
        ready[name]
          ? html`<a key=${name} href=${`#/sprites/${animation.id}/${name}`} aria-current=${tab === name ? "step" : null}>${label}</a>`
          : html`<span key=${name} class="room-closed">${label}</span>`,
      )}
    </nav>
  `;
}

function Takes({ animation }) {
  const takes = useStore((state) => state.takes);
  if (takes.length < 2 || !animation.take) return null;
  return html`
    <label class="picker takes">
      <${Icon} name="film" />
      <span class="for-readers">Take</span>
      <select value=${String(animation.take.take)} onChange=${(event) => showTake(Number(event.target.value))}>
        ${takes.map((take) => html`<option key=${take.take} value=${String(take.take)}>Take ${take.take}</option>`)}
      </select>
      <${Icon} name="down-small" />
    </label>
  `;
}
