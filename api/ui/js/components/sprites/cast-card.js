// One place in the cast: a picture that is dropped or chosen, or a character of the project.

import { html, useEffect, useMemo, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { useStore } from "../../store.js";
import { Portrait } from "./portrait.js";
import { PictureDrop } from "./picture-drop.js";

export function CastCard({ role, one, onPut, onRemove }) {
  const roster = useStore((state) => state.roster);
  return html`
    <section class="cast-card" aria-label=${role} data-filled=${Boolean(one)}>
      <header>
        <h3>${role}</h3>
        ${onRemove && html`<button type="button" class="icon-button" aria-label=${`Remove ${role}`} onClick=${onRemove}><${Icon} name="close" /></button>`}
      </header>
      ${one ? html`<${Chosen} one=${one} onClear=${() => onPut(null)} />` : html`<${PictureDrop} label=${`Picture of the ${role.toLowerCase()}`} onFile=${(file) => onPut({ file })} />`}
      ${roster.length > 0 && html`
        <div class="roster" role="group" aria-label=${`Characters for the ${role.toLowerCase()}`}>
          ${roster.map((character) => html`
            <button type="button" key=${character.id} aria-pressed=${one?.character?.id === character.id ? "true" : "false"} onClick=${() => onPut({ character })}>
              <${Portrait} name=${character.name} url=${character.image_path} />${character.name}
            </button>
          `)}
        </div>
      `}
    </section>
  `;
}

function Chosen({ one, onClear }) {
  const [url, setUrl] = useState(null);
  useEffect(() => {
    if (!one.file) return setUrl(null);
    const made = URL.createObjectURL(one.file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [one.file]);
  const name = useMemo(() => one.character?.name ?? one.file.name, [one]);
  return html`
    <div class="chosen">
      ${url ? html`<img src=${url} alt=${name} />` : html`<${Portrait} name=${name} url=${one.character?.image_path} large />`}
      <span class="chosen-name">${name}</span>
      <button type="button" class="icon-button" aria-label=${`Take ${name} out`} onClick=${onClear}><${Icon} name="close" /></button>
    </div>
  `;
}
