// The sprite studio: an animation's cast, its direction, its stage.

import { html } from "../../../vendor/preact-htm.js";
import { useStore } from "../../store.js";
import { ConnectionBanner } from "../status.js";
import { Booth } from "./booth.js";
import { DnaLab } from "./dna-lab.js";
import { NewAnimation } from "./new-animation.js";
import { StageRoom } from "./stage-room.js";
import { StudioHeader } from "./studio-header.js";

const ROOMS = { dna: DnaLab, booth: Booth, stage: StageRoom };

export function SpriteStudio() {
  const id = useStore((state) => state.animationId);
  const animation = useStore((state) => state.animation);
  const tab = useStore((state) => state.tab);
  const shown = animation && (tab ?? furthest(animation));
  const Room = ROOMS[shown];
  return html`
    <div class="stage">
      <${StudioHeader} tab=${shown} />
      <${ConnectionBanner} />
      <main class="studio" id="studio" tabindex="-1" aria-label="Sprite studio" aria-busy=${Boolean(id && !animation)}>
        ${!id && html`<${NewAnimation} />`}
        ${animation && html`<${Room} key=${`${animation.id}-${shown}`} animation=${animation} />`}
      </main>
    </div>
  `;
}

/** The room in which the animation goes on. */
export function furthest(animation) {
  if (animation.instigator.animation_script) return "stage";
  return animation.instigator.dna ? "booth" : "dna";
}
