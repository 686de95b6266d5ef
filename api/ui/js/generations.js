// What the service says of single generations, asked once for each that has ended.

import { Problem, Unreachable, studio } from "./api.js";
import { get, set } from "./store.js";

const ENDED = new Set(["completed", "failed", "cancelled"]);
const asking = new Map();

/** Learn of a generation; where it is not there, or cannot be reached, that is kept as `{missing}`. */
export function learn(id) {
  const known = get().generations[id];
  if (ENDED.has(known?.status)) return Promise.resolve(known);
  if (!asking.has(id)) asking.set(id, ask(id).finally(() => asking.delete(id)));
  return asking.get(id);
}

async function ask(id) {
  try {
    const made = await studio.generation(id);
    keep(made);
    return made;
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof Unreachable)) throw error;
    const missing = { missing: error.message };
    set(({ generations }) => ({ generations: { ...generations, [id]: missing } }));
    return missing;
  }
}

/** Keep what was answered of a generation. */
export function keep(made) {
  set(({ generations }) => ({ generations: { ...generations, [made.id]: made } }));
}

/** A completed generation as a message's content, so that its picture is shown like any other. */
export function contentOf(made) {
  const { image, video, result } = made;
  if (made.status !== "completed" || !image) return null;
  const artifact = video
    ? { kind: "video", url: video.url, sha256: video.sha256, label: image.label }
    : { kind: "image", url: image.url, sha256: image.sha256, label: image.label };
  return {
    artifacts: [artifact],
    generation_id: made.id,
    result: { ...result, character: made.character, scene: made.order.scene_description },
  };
}
