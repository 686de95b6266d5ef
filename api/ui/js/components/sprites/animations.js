// The list of animations beside the studio.

import { html, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { moreAnimations, removeAnimation } from "../../sprites/list.js";
import { castOf, detailOf, figuresOf, titleOf } from "../../sprites/wording.js";
import { useStore } from "../../store.js";
import { whenOf } from "../../words.js";
import { Dialog } from "../dialog.js";

export function Animations() {
  const animations = useStore((state) => state.animations);
  const loaded = useStore((state) => state.animationsLoaded);
  const cursor = useStore((state) => state.animationsCursor);
  const [doomed, setDoomed] = useState(null);
  return html`
    <div class="sidebar-tools">
      <a class="button new-thread" href="#/sprites"><${Icon} name="plus" />New animation</a>
    </div>
    <nav class="thread-list" aria-label="Animation list" tabindex="-1">
      <ul>
        ${animations.map((animation) => html`<${Item} key=${animation.id} animation=${animation} onDelete=${setDoomed} />`)}
      </ul>
      ${loaded && !animations.length && html`<p class="list-empty">Your animations will stand here.</p>`}
      ${cursor && html`<button type="button" class="button quiet small more" onClick=${moreAnimations}>Show older</button>`}
    </nav>
    ${doomed && html`<${DeleteAnimation} animation=${doomed} onClose=${() => setDoomed(null)} />`}
  `;
}

function Item({ animation, onDelete }) {
  const open = useStore((state) => state.animationId) === animation.id;
  const title = titleOf(animation);
  return html`
    <li class="thread animation-item" data-open=${open}>
      <a href=${`#/sprites/${animation.id}`} aria-current=${open ? "page" : null} title=${title}>
        <${Still} animation=${animation} />
        <span class="thread-title">${castOf(animation)}<small>${detailOf(animation)}</small></span>
        <span class="thread-when">${whenOf(animation.updated_at)}</span>
      </a>
      <div class="thread-actions">
        <button type="button" class="icon-button" aria-label=${`Delete “${title}”`} onClick=${() => onDelete(animation)}><${Icon} name="trash" /></button>
      </div>
    </li>
  `;
}

/** The moment of the blow, small: the frame that tells what the animation is. */
function Still({ animation }) {
  const figures = figuresOf(animation).slice(0, 2).filter((figure) => figure.sprites);
  return html`
    <span class="still" aria-hidden="true">
      ${figures.map((figure) => {
        const telling = animation.instigator.animation_script?.frames.findIndex((frame) => frame.impact_window) ?? 0;
        return html`<img key=${figure.who} src=${figure.frame_urls[Math.max(0, telling)]} alt="" loading="lazy" />`;
      })}
      ${!figures.length && html`<${Icon} name="film" size=${14} />`}
    </span>
  `;
}

function DeleteAnimation({ animation, onClose }) {
  const remove = () => {
    void removeAnimation(animation.id);
    onClose();
  };
  return html`
    <${Dialog} label="Delete the animation" onClose=${onClose}>
      <div class="dialog-body">
        <h2>Delete this animation?</h2>
        <p>“${titleOf(animation)}” goes, with all its takes and sprites. Characters stay in the production.</p>
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${onClose} autofocus>Keep it</button>
          <button type="button" class="button danger" onClick=${remove}>Delete</button>
        </div>
      </div>
    <//>
  `;
}
