// The stage: everybody moving, the timelines below, the rules and the files beside.

import { html, useEffect, useMemo, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { draw } from "../../sprites/actions.js";
import { figuresOf } from "../../sprites/wording.js";
import { useStore } from "../../store.js";
import { usePlayback } from "../../sprites/playback.js";
import { Chain } from "./chain.js";
import { Exports } from "./exports.js";
import { Fault } from "./fault.js";
import { Player } from "./player.js";
import { RuleReport } from "./rule-report.js";
import { Timelines } from "./timelines.js";
import { Warnings } from "./warnings.js";
import { Work } from "./work.js";

export function StageRoom({ animation }) {
  const figures = figuresOf(animation).filter((figure) => figure.animation_script);
  const drawn = figures.length > 0 && figures.every((figure) => figure.sprites);
  const [facing, setFacing] = useState(0);
  const durations = useMemo(() => figures[0]?.animation_script.frames.map((frame) => frame.duration_ms) ?? [], [animation]);
  const playback = usePlayback(durations, drawn);
  useEffect(() => {
    if (facing >= (figures[0]?.sprites?.directions.length ?? 1)) setFacing(0);
  }, [animation]);
  if (!figures.length) return html`<div class="room"><p class="quiet-words">There is no script yet. <a href=${`#/sprites/${animation.id}/booth`}>To the director’s booth</a></p></div>`;
  return html`
    <div class="room stage-room">
      <div class="stage-main">
        ${drawn
          ? html`<${Player} animation=${animation} figures=${figures} facing=${facing} onFacing=${setFacing} playback=${playback} />`
          : html`<${Undrawn} animation=${animation} />`}
        <${Fault} where="stage" />
        ${drawn && html`<${Work} where="stage" />`}
        <${Timelines} figures=${figures} facing=${facing} playback=${playback} drawn=${drawn} />
      </div>
      <div class="stage-side">
        <${RuleReport} report=${animation.report} />
        ${drawn && html`<${Exports} />`}
        ${drawn && html`<${Chain} animation=${animation} />`}
        <${Warnings} notes=${animation.warnings} />
      </div>
    </div>
  `;
}

function Undrawn({ animation }) {
  const work = useStore((state) => state.work);
  const failed = animation.take?.status === "failed" ? animation.take.error : null;
  return html`
    <div class="undrawn">
      <p>${failed ? (failed.detail ?? "The last drawing failed.") : "The timelines are bound. Now draw them."}</p>
      <button type="button" class="button primary" disabled=${Boolean(work)} onClick=${draw}><${Icon} name="film" />Generate sprites</button>
      <${Work} where="stage" />
    </div>
  `;
}
