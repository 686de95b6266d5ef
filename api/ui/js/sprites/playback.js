// Playing frames that last unequally long: which frame is shown, and what changes it.

import { useEffect, useRef, useState } from "../../vendor/preact-htm.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** `{frame, playing, speed, loop, …}` over frames of these durations (ms). Still where motion is not wanted. */
export function usePlayback(durations, drawn) {
  const [frame, setFrame] = useState(0);
  const [playing, setPlaying] = useState(drawn && !STILL.matches);
  const [speed, setSpeed] = useState(1);
  const [loop, setLoop] = useState(true);
  const now = useRef({ frame: 0, left: 0 });
  const count = durations.length;
  const show = (index) => {
    now.current = { frame: index, left: durations[index] };
    setFrame(index);
  };
  useEffect(() => {
    if (now.current.frame >= count) show(0);
  }, [count]);
  useEffect(() => {
    if (drawn && !STILL.matches) setPlaying(true);
  }, [drawn]);
  useEffect(() => {
    if (!playing || !drawn) return undefined;
    let asked = 0;
    let last = null;
    now.current.left = durations[now.current.frame];
    const tick = (at) => {
      const passed = last === null ? 0 : (at - last) * speed;
      last = at;
      const next = advanced(now.current, passed, durations, loop);
      if (next.frame !== now.current.frame) setFrame(next.frame);
      now.current = next;
      if (next.over) return setPlaying(false);
      asked = requestAnimationFrame(tick);
    };
    asked = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(asked);
  }, [playing, drawn, speed, loop, durations]);
  const pick = (index) => {
    setPlaying(false);
    show((index + count) % count);
  };
  const toggle = () => {
    if (!playing && !loop && now.current.frame === count - 1) show(0);
    setPlaying(!playing);
  };
  return { frame: Math.min(frame, count - 1), count, playing, speed, loop, pick, toggle, step: (by) => pick(now.current.frame + by), setSpeed, setLoop };
}

/** Where playing stands `passed` ms later: `{frame, left, over}`. */
export function advanced({ frame, left }, passed, durations, loop) {
  let rest = left - passed;
  while (rest <= 0) {
    if (frame === durations.length - 1 && !loop) return { frame, left: durations[frame], over: true };
    frame = (frame + 1) % durations.length;
    rest += durations[frame];
  }
  return { frame, left: rest, over: false };
}
