// The screen of the player: sprites drawn at their size, shown enlarged by whole factors.

import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../../vendor/preact-htm.js";
import { onionOf, pictured } from "../../sprites/drawing.js";
import { stagedAs } from "../../sprites/staging.js";

/** `zoom` 0 fits; `actors` are `{name, script, sheet}`, the instigator first. */
export function PlayerScreen({ actors, frame, zoom, onion, loop }) {
  const canvas = useRef(null);
  const pictures = usePictures(actors);
  const set = useMemo(() => stagedAs(actors), [actors.map(({ sheet }) => sheet.spritesheet_url).join()]);
  const factor = useFactor(canvas, set, zoom);
  useLayoutEffect(() => {
    const pen = canvas.current.getContext("2d");
    pen.imageSmoothingEnabled = false;
    pen.clearRect(0, 0, set.width, set.height);
    if (!pictures) return;
    const count = actors[0].sheet.frames.length;
    const at = (index) => (loop ? (index + count) % count : index);
    if (onion) for (const [step, tint] of [[-1, "before"], [1, "after"]]) lay(pen, set, pictures, at(frame + step), tint);
    lay(pen, set, pictures, frame, null);
  }, [set, pictures, frame, onion, loop]);
  const says = actors.map(({ name, script }) => `${name}: ${script.frames[frame]?.phase ?? ""}`).join("; ");
  return html`
    <div class="screen-scroll">
      <canvas ref=${canvas} class="sprites-canvas" width=${set.width} height=${set.height} data-zoom=${factor} data-ready=${Boolean(pictures)} role="img" aria-label=${`Frame ${frame} of 0 to ${actors[0].sheet.frames.length - 1}. ${says}`} style=${{ width: `${set.width * factor}px`, height: `${set.height * factor}px` }}></canvas>
    </div>
  `;
}

/** Everybody's frame `index`, the instigator in front. */
function lay(pen, set, pictures, index, tint) {
  for (let who = pictures.length - 1; who >= 0; who--) {
    const picture = pictures[who][index];
    if (picture) pen.drawImage(tint ? onionOf(picture, tint) : picture, set.places[who], set.tops[who]);
  }
}

/** All frames of all actors, once every one is decoded. */
function usePictures(actors) {
  const [pictures, setPictures] = useState(null);
  const urls = actors.map(({ sheet }) => sheet.frame_urls);
  useEffect(() => {
    let mine = true;
    pictured(urls).then((found) => mine && setPictures(found));
    return () => (mine = false);
  }, [urls.flat().join()]);
  return pictures;
}

/** The chosen factor, or the largest whole one that fits the screen. */
function useFactor(canvas, set, zoom) {
  const [fitting, setFitting] = useState(1);
  useLayoutEffect(() => {
    const screen = canvas.current.closest(".screen");
    const look = () => setFitting(Math.max(1, Math.floor(Math.min((screen.clientWidth - 16) / set.width, (screen.clientHeight - 16) / set.height))));
    const watch = new ResizeObserver(look);
    watch.observe(screen);
    look();
    return () => watch.disconnect();
  }, [set]);
  return zoom || fitting;
}
