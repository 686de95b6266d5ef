// One character's DNA: measures, things, colours; what was measured is marked.

import { html, useRef } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { replacePicture } from "../../sprites/actions.js";
import { nameOf, roleOf } from "../../sprites/wording.js";
import { useStore } from "../../store.js";
import { humanised, thumbnailUrl } from "../../words.js";
import { Portrait } from "./portrait.js";
import { Swatches } from "./swatches.js";

export function DnaCard({ figure, onJoints, editing }) {
  const { dna } = figure;
  const name = nameOf(figure);
  return html`
    <section class="dna-card" aria-label=${`DNA of ${name}`}>
      <${Likeness} figure=${figure} />
      <header>
        <p class="eyebrow">${roleOf(figure.who)}</p>
        <h2>${name}</h2>
        ${dna && html`<p class="archetype">${dna.archetype === "unknown" ? "Archetype unknown" : humanised(dna.archetype)}<${Measured} dna=${dna} field="archetype" /></p>`}
      </header>
      ${dna ? html`<${Facts} dna=${dna} />` : html`<p class="quiet-words">Not read yet.</p>`}
      ${figure.reference_url && html`
        <div class="dna-actions">
          <button type="button" class="button small" aria-expanded=${editing ? "true" : "false"} onClick=${onJoints}><${Icon} name="joints" />Joints</button>
          <${Replace} figure=${figure} />
        </div>
      `}
    </section>
  `;
}

function Likeness({ figure }) {
  const roster = useStore((state) => state.roster);
  const character = roster.find((each) => each.id === figure.character_id);
  const name = nameOf(figure);
  if (figure.reference_url) return html`<img class="likeness" src=${thumbnailUrl(figure.reference_url, 512)} alt=${`Reference picture of ${name}`} />`;
  if (figure.frame_urls[0] && !character?.image_path) return html`<img class="likeness pixels" src=${figure.frame_urls[0]} alt=${`Sprite of ${name}`} />`;
  return html`<${Portrait} name=${name} url=${character?.image_path} large />`;
}

function Replace({ figure }) {
  const input = useRef(null);
  const chosen = (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) void replacePicture(figure.who, file);
  };
  return html`
    <button type="button" class="button small quiet" onClick=${() => input.current.click()}>Other picture</button>
    <input ref=${input} type="file" accept="image/*" hidden tabindex="-1" aria-label=${`Other picture of ${nameOf(figure)}`} onChange=${chosen} />
  `;
}

function Facts({ dna }) {
  const weapon = dna.weapon_type ? `${humanised(dna.weapon_type)}, ${dna.weapon_mass}` : "None";
  const rows = [
    ["Build", humanised(dna.body_type), "body_type"],
    ["Height", `${humanised(dna.body_proportions.height_class)}, ${dna.body_proportions.head_to_body.toFixed(1)} heads`, "body_proportions"],
    ["Mass", humanised(dna.mass_class), "mass_class"],
    ["Mobility", humanised(dna.mobility), "mobility"],
    ["Weapon", weapon, "weapon_type"],
    ["Reach", humanised(dna.reach), "reach"],
    ["Carries", dna.equipment.join(", "), "equipment"],
    ["Features", dna.special_features.join(", "), "special_features"],
    ["Cannot", dna.anatomical_constraints.join(", "), "anatomical_constraints"],
  ].filter(([, value]) => value);
  return html`
    <dl class="dna-facts">
      ${rows.map(([label, value, field]) => html`<div key=${field}><dt>${label}</dt><dd>${value}<${Measured} dna=${dna} field=${field} /></dd></div>`)}
      <div><dt>Colours</dt><dd><${Swatches} colors=${dna.dominant_colors} /><${Measured} dna=${dna} field="dominant_colors" /></dd></div>
      ${dna.palette.length > 0 && html`<div><dt>Palette</dt><dd><${Swatches} colors=${dna.palette} small /></dd></div>`}
    </dl>
  `;
}

function Measured({ dna, field }) {
  if (!dna.measured.includes(field)) return null;
  return html`<span class="measured" title="Measured: from the pixels or the definition, not an opinion"><${Icon} name="check" size=${11} /><span class="for-readers">measured</span></span>`;
}
