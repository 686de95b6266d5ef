// The joints of a reference picture, to be put where they belong: by pointer or by arrow keys.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../../../vendor/preact-htm.js";
import { api } from "../../../pipeline.js";
import { reached } from "../../connection.js";
import { Icon } from "../../icons.js";
import { announce, report } from "../../notices.js";
import { BONES, jointWords, moved } from "../../sprites/joints.js";
import { nameOf } from "../../sprites/wording.js";

const UNSURE = 0.5;

export function JointsEditor({ animation, who, onClose }) {
  const [found, setFound] = useState(null);
  const [held, setHeld] = useState(null);
  const box = useRef(null);
  const figure = who === "instigator" ? animation.instigator : animation.responders.find((each) => each.who === who);
  useEffect(() => {
    reached(() => api.getJoints(animation.id, who)).then(setFound, (error) => (report(error), onClose()));
  }, [figure.reference_url]);
  useLayoutEffect(() => found && box.current?.scrollIntoView({ block: "nearest" }), [Boolean(found)]);
  if (!found) return html`<p class="quiet-words">Looking for the joints.</p>`;
  const joints = held ? { ...found.joints, [held.name]: held.place } : found.joints;
  const keep = async (change, words) => {
    try {
      const corrected = Object.fromEntries(found.corrected.map((name) => [name, found.joints[name]]));
      setFound(await reached(() => api.setJoints(animation.id, who, change ? { ...corrected, ...change } : {})));
      announce(words);
    } catch (error) {
      report(error);
    } finally {
      setHeld(null);
    }
  };
  const put = (name, place) => void keep({ [name]: place }, `${jointWords(name)} is at ${place.map(Math.round).join(", ")}.`);
  return html`
    <section class="joints" ref=${box} aria-label=${`Joints of ${nameOf(figure)}`}>
      <header>
        <div><h3>Joints of ${nameOf(figure)}</h3><p class="quiet-words">Drag a joint to where it belongs, or choose it and use the arrow keys (with Shift ten pixels). New takes move the picture by these.</p></div>
        <button type="button" class="icon-button" aria-label="Close the joints" onClick=${onClose}><${Icon} name="close" /></button>
      </header>
      <div class="joints-picture" style=${{ aspectRatio: `${found.width} / ${found.height}`, "--wide": found.width, "--tall": found.height }}>
        <img src=${found.reference_url} alt=${`Reference picture of ${nameOf(figure)}`} />
        <${Bones} found=${found} joints=${joints} />
        ${Object.entries(joints).map(([name, place]) => html`<${Joint} key=${name} name=${name} place=${place} found=${found} onHold=${(at) => setHeld({ name, place: at })} onPut=${(at) => put(name, at)} />`)}
      </div>
      <footer>
        <span class="quiet-words">${found.corrected.length ? `${found.corrected.length} corrected` : "All as estimated"}</span>
        <button type="button" class="button small" disabled=${!found.corrected.length} onClick=${() => keep(null, "All joints are as estimated.")}>Trust the estimate</button>
      </footer>
    </section>
  `;
}

function Bones({ found, joints }) {
  return html`
    <svg class="bones" viewBox=${`0 0 ${found.width} ${found.height}`} aria-hidden="true" focusable="false">
      ${BONES.filter(([a, b]) => joints[a] && joints[b]).map(([a, b]) => html`<line key=${a} x1=${joints[a][0]} y1=${joints[a][1]} x2=${joints[b][0]} y2=${joints[b][1]} />`)}
    </svg>
  `;
}

function Joint({ name, place, found, onHold, onPut }) {
  const grip = useRef(null);
  const within = ([x, y]) => [Math.min(found.width, Math.max(0, x)), Math.min(found.height, Math.max(0, y))];
  const down = (event) => {
    event.preventDefault();
    event.currentTarget.focus();
    event.currentTarget.setPointerCapture(event.pointerId);
    const area = event.currentTarget.parentElement.getBoundingClientRect();
    grip.current = { scale: found.width / area.width, from: [event.clientX, event.clientY], start: place, at: place };
  };
  const move = (event) => {
    const held = grip.current;
    if (!held) return;
    held.at = within([held.start[0] + (event.clientX - held.from[0]) * held.scale, held.start[1] + (event.clientY - held.from[1]) * held.scale]);
    onHold(held.at);
  };
  const up = () => {
    const held = grip.current;
    grip.current = null;
    if (held && held.at !== held.start) onPut(held.at);
  };
  const key = (event) => {
    const step = moved(event.key, event.shiftKey ? 10 : 1);
    if (!step) return;
    event.preventDefault();
    grip.current = { at: within([place[0] + step[0], place[1] + step[1]]), start: null };
    onHold(grip.current.at);
  };
  const corrected = found.corrected.includes(name);
  const sure = corrected || (found.confidence[name] ?? 1) >= UNSURE;
  const says = `${jointWords(name)}, at ${place.map(Math.round).join(", ")}${corrected ? ", corrected" : sure ? "" : ", unsure"}`;
  return html`
    <button
      type="button"
      class="joint"
      data-corrected=${corrected}
      data-sure=${sure}
      data-joint=${name}
      aria-label=${says}
      title=${says}
      style=${{ left: `${(100 * place[0]) / found.width}%`, top: `${(100 * place[1]) / found.height}%` }}
      onPointerDown=${down}
      onPointerMove=${move}
      onPointerUp=${up}
      onPointerCancel=${up}
      onKeyDown=${key}
      onKeyUp=${(event) => moved(event.key, 1) && up()}
      onBlur=${() => grip.current && up()}
    ></button>
  `;
}
