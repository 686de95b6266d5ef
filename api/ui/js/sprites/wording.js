// How the facts of animations are worded and ordered on the page.

import { humanised } from "../words.js";

export const CONTACT_ACTIONS = ["light_attack", "heavy_attack", "combo", "cast_spell"];
export const ACTIONS = [
  "idle", "walk", "run", "jump", ...CONTACT_ACTIONS, "block", "dodge", "hit_reaction", "death", "victory",
];
export const TIERS = ["LIGHT", "HEAVY", "BOSS"];
export const PERSPECTIVES = [["side", "Side"], ["front", "Front"], ["top_down", "Top-down"], ["isometric", "Isometric"]];
export const DIRECTIONS = [[1, "1"], [4, "4"], [8, "8"]];
export const SIZES = [64, 96, 128, 192, 256, 384, 512];
export const STYLES = [["pixel", "Pixel art"], ["smooth", "Smooth"]];
export const RESPONDERS_MOST = 9;

export const INSTIGATOR = "instigator";

const KINDS = {
  dodge: "Dodge",
  block: "Block",
  partial_hit: "Partial hit",
  full_hit: "Full hit",
  counter: "Counter",
  interrupt: "Interrupt",
};

export const kindOf = (kind) => KINDS[kind] ?? humanised(kind);

const STAGES = {
  queued: "Waiting for its turn",
  dna: "Reading both DNAs",
  verify: "Checking the claims",
  budget: "Counting frames",
  suggest: "Weighing the responses",
  instigator_script: "Writing the instigator’s script",
  responder_scripts: "Binding the responder to it",
  instigator_sheets: "Drawing the instigator",
  responder_sheets: "Drawing the responders",
  post_process: "Cutting the frames out",
};

export const stageOf = (stage) => STAGES[stage] ?? (humanised(stage) || "At work");

export const isAnimationStage = (stage) => stage in STAGES && stage !== "queued";

/** `responder-2` as "Responder 2". */
export function roleOf(who) {
  const number = /-(\d+)$/.exec(who)?.[1];
  return who === INSTIGATOR ? "Instigator" : number ? `Responder ${number}` : "Responder";
}

/** What a figure is called: its character's name, else its role. */
export const nameOf = (figure) => figure.character || roleOf(figure.who);

export const figuresOf = (animation) =>
  animation.generation_mode === "dual" ? [animation.instigator, ...animation.responders] : [animation.instigator];

/** Who acts on whom, or the animation's own name. */
export function castOf(animation) {
  if (animation.name?.trim()) return animation.name.trim();
  const names = figuresOf(animation).map((figure) => figure.character ?? roleOf(figure.who));
  return names.length > 1 ? `${names[0]} → ${names.slice(1).join(", ")}` : names[0];
}

/** What is done, and how it is answered. */
export function detailOf(animation) {
  const { take } = animation;
  if (!take) return "Not directed yet";
  const answers = animation.responders.map((figure) => figure.confirmed_action?.action).filter(Boolean);
  return [humanised(take.action_type), ...answers].join(", ");
}

/** One line for an animation: who does what to whom. */
export function titleOf(animation) {
  const action = animation.take?.action_type;
  return action ? `${castOf(animation)}, ${humanised(action).toLowerCase()}` : castOf(animation);
}

const COMPASS = ["South", "South-east", "East", "North-east", "North", "North-west", "West", "South-west"];

/** Degrees, 0 to the viewer and 90 to the picture's right, as a direction. */
export const compassOf = (facing) => COMPASS[Math.round(facing / 45) % 8];

const RULES = {
  script_alone: ["Each script is whole", "Frames are numbered, phases stand in an order that can be."],
  physical: ["Bodies could do it", "No joint beyond its range, no jump in pose, feet on the ground."],
  equal_counts: ["Equal frame counts", "Both have the same number of frames."],
  no_early_reaction: ["No effect before its cause", "No Contact, Impact Received or Recovery before the first Contact."],
  windows_are_received: ["Impacts are received", "Every impact window of the responder is one of the instigator, shifted."],
  equal_durations: ["Equal durations", "Frame by frame, both last equally long."],
  phases_answer: ["Phases answer phases", "Each responder phase answers the instigator’s phase."],
  roles_swap_once: ["Roles swap once", "In a counter, from the named frame on."],
  knockback_follows_force: ["Knockback follows force", "Along the force, and farther the greater the mass ratio."],
};

export const ruleOf = (rule) => RULES[rule] ?? [humanised(rule), ""];

const BREAKS = {
  FRAME_COUNT_MISMATCH: "equal_counts",
  TEMPORAL_CAUSALITY_VIOLATION: "no_early_reaction",
  IMPACT_WINDOW_MISMATCH: "windows_are_received",
  DURATION_MISMATCH: "equal_durations",
  PHASE_MISMATCH: "phases_answer",
  KNOCKBACK_MISMATCH: "knockback_follows_force",
  JOINT_OUT_OF_RANGE: "physical",
  POSE_JUMP: "physical",
  FEET_OFF_GROUND: "physical",
  SCRIPT_MALFORMED: "script_alone",
};

/** The rule that a violation breaks. */
export const ruleBroken = (code) => BREAKS[code] ?? null;

/** `1` as "1 frame later". */
export function shiftWords(frames) {
  if (!frames) return "as derived";
  const count = Math.abs(frames);
  return `${count} ${count === 1 ? "frame" : "frames"} ${frames > 0 ? "later" : "sooner"}`;
}

/** −1 with a true minus, +2 with a plus. */
export const signed = (number) => (number > 0 ? `+${number}` : number < 0 ? `−${-number}` : "0");
