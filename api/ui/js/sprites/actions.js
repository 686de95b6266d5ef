// What one does with an animation: open it, cast it, order it, draw it, shift it, mend it.

import { api } from "../../pipeline.js";
import { Problem, Unreachable } from "../api.js";
import { back, reached } from "../connection.js";
import { announce, report } from "../notices.js";
import { get, set } from "../store.js";
import { currentProject } from "../threads.js";
import { listed, relisted } from "./list.js";
import { INSTIGATOR, nameOf, shiftWords } from "./wording.js";
import { worked } from "./working.js";

const dual = (animation) => animation.generation_mode === "dual";

/** Show an animation; a take by its number, the newest without. */
export async function openAnimation(id, tab = null, take = null) {
  const same = get().animationId === id;
  set({ animationId: id, tab, takeNumber: take, problem: null, drawerOpen: false, ...(same ? {} : { animation: null, takes: [] }) });
  try {
    await reload();
  } catch (error) {
    if (get().animationId !== id) return;
    if (error instanceof Unreachable) return void back().then(() => get().animationId === id && openAnimation(id, tab, take));
    if (error instanceof Problem && error.status === 404) location.hash = "#/sprites";
    report(error);
  }
}

export function newAnimation() {
  set({ animationId: null, animation: null, tab: null, takes: [], takeNumber: null, problem: null, drawerOpen: false });
}

/** Read the open animation again, with its takes. */
export async function reload() {
  const { animationId: id, takeNumber } = get();
  if (!id) return;
  const [animation, takes] = await reached(() => Promise.all([api.getProject(id, takeNumber), api.listTakes(id)]));
  if (get().animationId !== id) return;
  set({ animation, takes: takes.items });
  if (!takeNumber) relisted(animation);
}

export async function showTake(number) {
  const newest = get().takes.at(-1)?.take;
  set({ takeNumber: number === newest ? null : number, problem: null });
  await reload().catch(report);
}

/**
 * Begin an animation with its cast and read the DNAs. `cast` is `[{file}|{character}]`, the
 * instigator first; responders that are characters come before those that are pictures.
 */
export async function createAnimation({ mode, name, cast, claims, settings }) {
  const made = await worked(mode === "dual" ? "Reading both DNAs" : "Reading the DNA", "cast", async () => {
    const project_id = await currentProject();
    const [instigator, ...others] = cast;
    const responders = [...others.filter((one) => one.character), ...others.filter((one) => one.file)];
    const animation = await api.createProject({
      name: name || named([instigator, ...responders]),
      generation_mode: mode,
      ...settings,
      ...(project_id ? { project_id } : {}),
      ...(instigator.character ? { character_id: instigator.character.id } : {}),
      responder_character_ids: responders.filter((one) => one.character).map((one) => one.character.id),
    });
    try {
      await fill(animation.id, [instigator, ...responders]);
      await extractFor(animation, claims);
      return animation;
    } catch (error) {
      await api.deleteProject(animation.id).catch(() => {});
      throw error;
    }
  }, null);
  if (!made) return;
  const animation = await api.getProject(made.id);
  listed(animation);
  location.hash = `#/sprites/${made.id}/dna`;
}

/** Where pictures take part, after their files: characters name an animation themselves. */
function named(cast) {
  if (!cast.some((one) => one.file)) return "";
  return cast.map((one) => one.character?.name ?? one.file.name.replace(/\.\w+$/, "")).join(" → ").slice(0, 200);
}

/** Keep the pictures of those who have one; places count from the instigator. */
async function fill(id, cast) {
  for (const [place, { file }] of cast.entries()) {
    if (!file) continue;
    if (place === 0) await api.setInstigatorImage(id, file);
    else await api.setResponderImage(id, file, place);
  }
}

function extractFor(animation, claims) {
  const said = claims?.trim() || undefined;
  return dual(animation) ? api.extractDualDNA(animation.id, undefined, undefined, said) : api.extractDNA(animation.id, undefined, said);
}

/** Read the DNAs again, with what is claimed of the instigator checked. Answers the claims' report. */
export async function extractAgain(claims) {
  const { animation } = get();
  const read = await worked("Reading the DNAs again", "cast", () => extractFor(animation, claims));
  if (read) await reload().catch(report);
  return read;
}

/** Put another picture in a figure's place. */
export async function replacePicture(who, file) {
  const { animation } = get();
  const place = who === INSTIGATOR ? 0 : Number(/-(\d+)$/.exec(who)?.[1] ?? 1);
  await worked("Taking the picture", "cast", async () => {
    await (place ? api.setResponderImage(animation.id, file, place) : api.setInstigatorImage(animation.id, file));
    await extractFor(animation);
  });
  await reload().catch(report);
}

/** Stages up to the suggestions (or, single, to the script). `order` has action, tier and settings. */
export async function direct(order) {
  const { animation } = get();
  const { action_type, difficulty_tier, perspective, directions, sprite_px, style } = order;
  const client = dual(animation) ? api.generateDualScript : api.generateScript;
  set({ takeNumber: null });
  const answer = await worked(dual(animation) ? "Weighing the responses" : "Writing the script", "direct", async () => {
    const change = changed(animation, { perspective, directions, sprite_px, style });
    if (Object.keys(change).length) await api.updateProject(animation.id, change);
    return client(animation.id, action_type, difficulty_tier, perspective, { directions });
  });
  await reload().catch(report);
  if (answer && !dual(animation)) location.hash = `#/sprites/${animation.id}/stage`;
}

function changed(animation, settings) {
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => animation[name] !== value));
}

/** How the responders answer: by `who`, a suggestion's name or own words. */
export async function respond(choices) {
  const { animation, takeNumber } = get();
  const answer = await worked("Binding the timelines", "respond", () =>
    api.confirmResponderAction(animation.id, choices, takeNumber ?? undefined),
  );
  if (answer) set({ takeNumber: null });
  await reload().catch(report);
  if (answer) location.hash = `#/sprites/${animation.id}/stage`;
}

export async function draw() {
  const { animation, takeNumber } = get();
  const { action_type, difficulty_tier, perspective } = animation.take;
  const client = dual(animation) ? api.generateDualSprites : api.generateSprites;
  const drawn = await worked("Drawing the sprites", "stage", () =>
    client(animation.id, action_type, difficulty_tier, perspective, takeNumber ?? undefined),
  );
  await reload().catch(report);
  if (drawn) announce("The sprites are drawn.");
}

/** Shift a responder. Refused shifts change nothing; the sentence stands at the tracks. */
export async function shift(figure, frames) {
  const { animation, takeNumber } = get();
  const drawn = animation.instigator.sprites !== null;
  const words = drawn ? "Shifting, and drawing again" : "Shifting";
  const answer = await worked(words, "tracks", () =>
    api.setAlignment(animation.id, frames, { who: figure.who, take: takeNumber ?? undefined }),
  );
  if (!answer) {
    set(({ problem }) => (problem ? { problem: { ...problem, who: figure.who } } : {}));
    return false;
  }
  set({ takeNumber: null });
  await reload().catch(report);
  announce(`${nameOf(figure)} now acts ${shiftWords(frames)}. All rules hold.`);
  return true;
}

/** Draw one frame again; the others stay as they are, byte for byte. */
export async function mendFrame(figure, index, facing) {
  const { animation, takeNumber } = get();
  const mended = await worked(`Drawing frame ${index} of ${nameOf(figure)} again`, "stage", () =>
    api.regenerateFrame(animation.id, figure.who, index, { facing, take: takeNumber ?? undefined }),
  );
  if (!mended) return;
  await reload().catch(report);
  announce(`Frame ${index} of ${nameOf(figure)} is drawn again.`);
}

/** Play other animations after this one, as one: a new animation, drawn. */
export async function chainWith(ids) {
  const { animation } = get();
  const made = await worked("Chaining and drawing", "chain", () => api.chainCombo([animation.id, ...ids]), null);
  if (!made) return;
  listed(made);
  location.hash = `#/sprites/${made.id}/stage`;
}

/** Save the animation as a file of the format. */
export async function exportAs(format, layout) {
  const { animation } = get();
  const file = await worked(`Writing ${format}`, "export", () => api.exportFile(animation.id, format, { layout, take: animation.take.take }), null);
  if (!file) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file.blob);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 30_000);
  announce(`${file.name} is saved.`);
}
