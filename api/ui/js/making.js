// How the making of pictures is worded: backends, stages, places, spans of time, money.

import { isAnimationStage, stageOf } from "./sprites/wording.js";
import { humanised, listed } from "./words.js";

const BACKENDS = { sketch: "Sketch", cutout: "Cutout", comfyui: "ComfyUI", gemini: "Gemini" };
const QUEUES = { embedded: "Embedded renderers", comfyui: "ComfyUI", gemini: "Gemini" };
const SERVERS = { embedded: "the embedded renderers" };
const STAGES = {
  queued: "Waiting for its turn",
  requirements: "Reading what is asked",
  bible: "Asking the bible",
  definition: "Gathering the character’s definition",
  wording: "Finding the words",
  reference: "Looking up its reference",
  render: "Drawing",
  consistency: "Comparing it with the reference",
  opinion: "Asking Echo Brain’s opinion",
  ranking: "Choosing the best",
  layout: "Laying the pictures out on one sheet",
  settle: "Keeping it",
  completed: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
  backend_busy: "The backend is busy",
  backend_down: "The backend cannot be reached",
  quota_exhausted: "The quota is used up for now",
  model_overloaded: "The model is overloaded",
  database_lost: "The database cannot be reached",
};

export const backendOf = (name) => BACKENDS[name] ?? humanised(name);
export const queueOf = (name) => QUEUES[name] ?? humanised(name);

/** A stage in words; one that is not known is never shown by its id. */
export function stageWords(stage, otherwise = "At work") {
  if (STAGES[stage]) return STAGES[stage];
  return isAnimationStage(stage) ? stageOf(stage) : otherwise;
}

/** What a generation makes, and of whom: `the character sheet of Kai`, `Kai and Mara`; null where it is not known. */
export function subjectOf(made) {
  if (!made?.character) return null;
  const who = listed([made.character, ...(made.order?.companions ?? [])]);
  const what = made.order?.frames > 1 ? "the clip" : THINGS[made.kind];
  return what ? `${what} of ${who}` : who;
}

const THINGS = { sheet: "the character sheet", batch: "the batch" };
const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });
const ENDINGS = { one: "st", two: "nd", few: "rd", other: "th" };

export const placeWords = (place) => (place === 1 ? "Next in line" : `${place}${ENDINGS[ORDINALS.select(place)]} in line`);

/** Seconds as one says them: "a few seconds", "40 s", "3 min", "2 h". */
export function spanOf(seconds) {
  if (seconds < 8) return "a few seconds";
  if (seconds < 57.5) return `${Math.round(seconds / 5) * 5} s`;
  if (seconds < 3570) return `${Math.round(seconds / 60) || 1} min`;
  return `${Math.round(seconds / 3600)} h`;
}

/** Where a run waits and for how long; `standing` is its queue's, `since` how old the answer is. */
export function waitWords(item, standing, since) {
  if (!item?.place) return STAGES.queued;
  const place = placeWords(item.place);
  if (standing && !standing.workers) return `${place}; no worker is up for ${SERVERS[item.queue] ?? queueOf(item.queue)}`;
  return typeof item.eta_seconds === "number" ? `${place}, ${aboutWords(item.eta_seconds - since)}` : place;
}

const aboutWords = (seconds) => (seconds < 8 ? "a few seconds" : `about ${spanOf(seconds)}`);

const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", minimumFractionDigits: 2, maximumFractionDigits: 4 });

export const moneyOf = (dollars) => DOLLARS.format(dollars);

/** `1` run, `2` runs. */
export const counted = (count, one, several) => `${count} ${count === 1 ? one : several}`;
