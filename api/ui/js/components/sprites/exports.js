// Files for engines, editors and people.

import { html, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { exportAs } from "../../sprites/actions.js";
import { useStore } from "../../store.js";
import { Fault } from "./fault.js";
import { Work } from "./work.js";

const GROUPS = [
  ["Engines", [["godot", "Godot 4"], ["unity", "Unity"], ["phaser", "Phaser"]]],
  ["Editors", [["aseprite", "Aseprite"], ["texturepacker", "TexturePacker"]]],
  ["Moving pictures", [["gif", "GIF"], ["apng", "APNG"], ["webp", "WebP"], ["mp4", "MP4"]]],
];

export function Exports() {
  const work = useStore((state) => state.work);
  const [layout, setLayout] = useState("hash");
  return html`
    <section class="panel exports" aria-label="Export">
      <h2>Export</h2>
      ${GROUPS.map(([group, formats]) => html`
        <div key=${group} class="export-group" role="group" aria-label=${group}>
          <span class="eyebrow">${group}</span>
          <div>
            ${formats.map(([format, words]) => html`<button type="button" class="button small" key=${format} disabled=${Boolean(work)} onClick=${() => exportAs(format, format === "aseprite" ? layout : undefined)}><${Icon} name="download" size=${14} />${words}</button>`)}
            ${group === "Editors" && html`<label class="pick"><span class="for-readers">Frames of the Aseprite file</span><select value=${layout} onChange=${(event) => setLayout(event.target.value)}><option value="hash">hash</option><option value="array">array</option></select></label>`}
          </div>
        </div>
      `)}
      <${Fault} where="export" />
      <${Work} where="export" />
    </section>
  `;
}
