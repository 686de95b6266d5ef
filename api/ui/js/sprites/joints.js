// The joints of a figure: how they hang together, what they are called, how arrow keys move them.

import { humanised } from "../words.js";

/** Joint and the one that its bone leads to. */
export const BONES = [
  ["chest", "pelvis"], ["neck", "chest"], ["head", "neck"],
  ["shoulder_l", "chest"], ["elbow_l", "shoulder_l"], ["wrist_l", "elbow_l"],
  ["shoulder_r", "chest"], ["elbow_r", "shoulder_r"], ["wrist_r", "elbow_r"],
  ["hip_l", "pelvis"], ["knee_l", "hip_l"], ["ankle_l", "knee_l"], ["toes_l", "ankle_l"],
  ["hip_r", "pelvis"], ["knee_r", "hip_r"], ["ankle_r", "knee_r"], ["toes_r", "ankle_r"],
];

const SIDES = { l: "Left", r: "Right" };

/** `knee_l` as "Left knee": the character's own left. */
export function jointWords(name) {
  const [part, side] = name.split("_");
  return side ? `${SIDES[side]} ${part}` : humanised(part);
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The step of an arrow key, in pixels; null for other keys. */
export function moved(key, pixels) {
  const step = STEPS[key];
  return step ? step.map((each) => each * pixels) : null;
}
