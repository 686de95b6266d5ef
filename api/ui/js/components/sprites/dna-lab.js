// The DNA lab: what each character is, and what they are to each other, side by side.

import { html, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { extractAgain } from "../../sprites/actions.js";
import { figuresOf, INSTIGATOR } from "../../sprites/wording.js";
import { useStore } from "../../store.js";
import { Claims } from "./claims.js";
import { Constraints } from "./constraints.js";
import { DnaCard } from "./dna-card.js";
import { Fault } from "./fault.js";
import { JointsEditor } from "./joints-editor.js";
import { Warnings } from "./warnings.js";
import { Work } from "./work.js";

export function DnaLab({ animation }) {
  const work = useStore((state) => state.work);
  const [editing, setEditing] = useState(null);
  const [read, setRead] = useState(null);
  const [instigator, ...responders] = figuresOf(animation);
  const dual = animation.generation_mode === "dual";
  const again = async (claims) => setRead(await extractAgain(claims));
  const card = (figure) => html`<${DnaCard} key=${figure.who} figure=${figure} onJoints=${() => setEditing(editing === figure.who ? null : figure.who)} editing=${editing === figure.who} />`;
  return html`
    <div class="room">
      <div class="dna-row" data-count=${responders.length + 1}>
        ${card(instigator)}
        ${responders.map((figure) => html`<${Constraints} key=${`between-${figure.who}`} instigator=${instigator} responder=${figure} />${card(figure)}`)}
      </div>
      ${editing && html`<${JointsEditor} key=${editing} animation=${animation} who=${editing} onClose=${() => setEditing(null)} />`}
      <${Claims} key=${animation.id} claims=${animation.instigator.claims} report=${read?.claims?.[INSTIGATOR]} onCheck=${again} />
      <${Warnings} notes=${read?.warnings ?? []} />
      <${Fault} where="cast" />
      <div class="room-actions">
        ${instigator.dna
          ? html`<a class="button primary" href=${`#/sprites/${animation.id}/booth`}>To the director’s booth<${Icon} name="right" /></a>`
          : html`<button type="button" class="button primary" disabled=${Boolean(work)} onClick=${() => again()}><${Icon} name="search" />${dual ? "Extract both DNAs" : "Extract the DNA"}</button>`}
        <${Work} where="cast" />
      </div>
    </div>
  `;
}
