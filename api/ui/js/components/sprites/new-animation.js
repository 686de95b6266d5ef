// A new animation: who acts, who answers, by picture or by character.

import { html, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { createAnimation } from "../../sprites/actions.js";
import { RESPONDERS_MOST, roleOf } from "../../sprites/wording.js";
import { useStore } from "../../store.js";
import { CastCard } from "./cast-card.js";
import { Choice } from "./choice.js";
import { Fault } from "./fault.js";
import { Work } from "./work.js";

export function NewAnimation() {
  const work = useStore((state) => state.work);
  const [mode, setMode] = useState("dual");
  const [name, setName] = useState("");
  const [claims, setClaims] = useState("");
  const [cast, setCast] = useState([null, null]);
  const dual = mode === "dual";
  const shown = dual ? cast : cast.slice(0, 1);
  const put = (place, one) => setCast(cast.map((each, index) => (index === place ? one : each)));
  const ready = shown.every(Boolean) && !work;
  const submit = (event) => {
    event.preventDefault();
    if (ready) void createAnimation({ mode, name: name.trim(), cast: shown, claims, settings: {} });
  };
  return html`
    <form class="new-animation" onSubmit=${submit} aria-label="New animation">
      <div class="room-head">
        <h2>Who moves?</h2>
        <p class="lead">Give each a picture, or choose characters of the project. Their DNA is read from it: build, weapon, reach, colours.</p>
      </div>
      <${Choice} label="Mode" options=${[["dual", "Dual combat"], ["single", "Single"]]} value=${mode} onChange=${setMode} />
      <div class="cast-cards" data-count=${shown.length}>
        ${shown.map((one, place) => html`
          <${CastCard}
            key=${place}
            role=${roleOf(place === 0 ? "instigator" : place === 1 ? "responder" : `responder-${place}`)}
            one=${one}
            onPut=${(put_) => put(place, put_)}
            onRemove=${place > 1 ? () => setCast(cast.filter((_, index) => index !== place)) : null}
          />
        `)}
      </div>
      ${dual && cast.length <= RESPONDERS_MOST && html`<button type="button" class="text-button add-responder" onClick=${() => setCast([...cast, null])}>Add another responder</button>`}
      <div class="form-row">
        <label class="field"><span>Name <small>optional</small></span><input value=${name} maxlength="200" autocomplete="off" onInput=${(event) => setName(event.target.value)} /></label>
        <label class="field"><span>What you know of the instigator <small>optional, checked against the picture</small></span><input value=${claims} maxlength="2000" autocomplete="off" placeholder="A heavy knight with a red cape" onInput=${(event) => setClaims(event.target.value)} /></label>
      </div>
      <${Fault} where="cast" />
      <div class="room-actions">
        <button type="submit" class="button primary" disabled=${!ready}><${Icon} name="search" />${extracting(shown.length)}</button>
        <${Work} where="cast" />
      </div>
    </form>
  `;
}

const extracting = (count) => ["Extract the DNA", "Extract both DNAs"][count - 1] ?? "Extract all DNAs";
