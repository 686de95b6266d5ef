// The sprite pipeline over HTTP: the five client methods of the two-character pipeline, and
// what the sprite studio of this page asks beside them.

import { call, json, query } from "./js/api.js";

/**
 * @typedef {"single" | "dual"} GenerationMode
 * @typedef {"instigator" | "responder" | `responder-${number}`} Who
 * @typedef {"idle" | "walk" | "run" | "jump" | "light_attack" | "heavy_attack" | "combo" | "cast_spell" | "block" | "dodge" | "hit_reaction" | "death" | "victory"} ActionType
 * @typedef {"LIGHT" | "HEAVY" | "BOSS"} DifficultyTier
 * @typedef {"side" | "front" | "top_down" | "isometric"} Perspective
 * @typedef {"dodge" | "block" | "partial_hit" | "full_hit" | "counter" | "interrupt"} ResponderKind
 * @typedef {"aseprite" | "texturepacker" | "phaser" | "godot" | "unity" | "gif" | "apng" | "webp" | "mp4"} ExportFormat
 */

/**
 * @typedef {object} CharacterDNA
 * @property {string} archetype
 * @property {"slim" | "average" | "athletic" | "stocky" | "massive"} body_type
 * @property {{head_to_body: number, height_class: "short" | "average" | "tall"}} body_proportions
 * @property {"light" | "medium" | "heavy" | "massive"} mass_class
 * @property {"low" | "medium" | "high"} mobility
 * @property {string[]} dominant_colors hex, most frequent first
 * @property {string[]} equipment
 * @property {string | null} weapon_type
 * @property {"none" | "light" | "medium" | "heavy" | "oversized"} weapon_mass
 * @property {"short" | "medium" | "long"} reach
 * @property {string[]} special_features
 * @property {string[]} anatomical_constraints
 * @property {string[]} palette hex, what sprites are locked to
 * @property {string[]} measured the fields that come from pixels or from a definition
 */

/**
 * @typedef {object} InteractionConstraints
 * @property {"A" | "B" | "equal"} reach_advantage A is the instigator
 * @property {"A" | "B" | "equal"} speed_advantage
 * @property {number} mass_ratio the instigator's mass over the responder's, 0.1 to 10
 * @property {ResponderKind[]} likely_responses
 */

/**
 * @typedef {object} DualCharacterDNA
 * @property {CharacterDNA} instigator
 * @property {CharacterDNA} responder
 * @property {InteractionConstraints} interaction
 */

/**
 * @typedef {object} ResponderSuggestion
 * @property {string} action
 * @property {ResponderKind} kind
 * @property {string} reason
 * @property {boolean} recommended
 */

/**
 * @typedef {object} AnimationFrame
 * @property {number} frame_index from 0
 * @property {string} phase
 * @property {Record<string, {flex: number, abduct: number, twist: number}>} pose degrees
 * @property {string} pose_description
 * @property {string} visual_focus
 * @property {number} duration_ms
 */

/** @typedef {AnimationFrame & {impact_window?: boolean, force_vector?: string | null}} DualAnimationFrame */

/**
 * @typedef {object} AnimationScript
 * @property {ActionType} action_type
 * @property {DifficultyTier} difficulty_tier
 * @property {Perspective} perspective
 * @property {number} frame_count
 * @property {string} physics_reasoning
 * @property {DualAnimationFrame[]} frames
 */

/**
 * @typedef {object} Alignment how many frames later the responder acts, and what it may be
 * @property {number} value
 * @property {number} min
 * @property {number} max
 */

/**
 * @typedef {object} Sprites one character's frames
 * @property {string} spritesheet_url
 * @property {string[]} frame_urls
 * @property {number} frame_count
 * @property {number[]} durations_ms
 */

/**
 * @typedef {object} DualScripts
 * @property {AnimationScript} instigator_script
 * @property {AnimationScript} responder_script
 * @property {number} frame_count
 * @property {Alignment} alignment
 */

/**
 * @typedef {object} DualSuggestions
 * @property {CharacterDNA} instigator_dna
 * @property {CharacterDNA} responder_dna
 * @property {InteractionConstraints} interaction
 * @property {ResponderSuggestion[]} suggested_responder_actions
 */

/**
 * @typedef {object} DualPipelineStatus
 * @property {boolean} is_dual
 * @property {boolean} has_instigator_dna
 * @property {boolean} has_responder_dna
 * @property {boolean} has_instigator_script
 * @property {boolean} has_responder_script
 * @property {boolean} has_instigator_frames
 * @property {boolean} has_responder_frames
 */

const ROOT = "/api/pipeline";
const post = (path, body) => json(`${ROOT}${path}`, { method: "POST", body });
const project = (id, rest = "") => `${ROOT}/projects/${id}${rest}`;

function form(fields) {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== null && value !== undefined) made.append(name, value);
  return made;
}

function extract(mode, fields) {
  return json(`${ROOT}/${mode}/extract-dna`, { method: "POST", form: form(fields) });
}

function ordered(projectId, actionType, difficultyTier, perspective) {
  return { project_id: projectId, action_type: actionType, difficulty_tier: difficultyTier, perspective };
}

/** Every method raises `Problem` with the service's sentence and code, or `Unreachable`. */
export const api = {
  /**
   * Extract DNA for both characters, from these pictures or from what is stored where one is left out.
   * @param {number} projectId
   * @param {Blob} [instigatorImage]
   * @param {Blob} [responderImage]
   * @param {string} [claims] what one says of the instigator, to be checked against the picture
   * @returns {Promise<DualCharacterDNA>}
   */
  extractDualDNA: (projectId, instigatorImage, responderImage, claims) =>
    extract("dual", { project_id: projectId, instigator_image: instigatorImage, responder_image: responderImage, claims }),

  /**
   * Budget and suggestions: how the responder could answer the action.
   * @param {number} projectId
   * @param {ActionType} actionType
   * @param {DifficultyTier} difficultyTier
   * @param {Perspective} perspective
   * @param {{directions?: 1 | 4 | 8}} [more]
   * @returns {Promise<DualSuggestions>}
   */
  generateDualScript: (projectId, actionType, difficultyTier, perspective, more = {}) =>
    post("/dual/generate-script", { ...ordered(projectId, actionType, difficultyTier, perspective), ...more }),

  /**
   * Confirm how the responder answers: a suggestion's name, a kind, own words, or those by `who`.
   * @param {number} projectId
   * @param {string | string[] | Record<Who, string>} responderAction
   * @param {number} [take]
   * @returns {Promise<DualScripts>}
   */
  confirmResponderAction: (projectId, responderAction, take) =>
    post("/dual/confirm-responder", { project_id: projectId, responder_action: responderAction, take }),

  /**
   * Draw the sprites of both characters, with the values of the confirmed script.
   * @param {number} projectId
   * @param {ActionType} actionType
   * @param {DifficultyTier} difficultyTier
   * @param {Perspective} perspective
   * @param {number} [take]
   * @returns {Promise<{instigator: Sprites, responder: Sprites}>}
   */
  generateDualSprites: (projectId, actionType, difficultyTier, perspective, take) =>
    post("/dual/generate-sprites", { ...ordered(projectId, actionType, difficultyTier, perspective), take }),

  /**
   * @param {number} projectId
   * @returns {Promise<DualPipelineStatus>}
   */
  getDualPipelineStatus: (projectId) => json(`${ROOT}/dual/${projectId}/status`),

  /** The same for one character. */
  extractDNA: (projectId, image, claims) => extract("single", { project_id: projectId, image, claims }),
  generateScript: (projectId, actionType, difficultyTier, perspective, more = {}) =>
    post("/single/generate-script", { ...ordered(projectId, actionType, difficultyTier, perspective), ...more }),
  generateSprites: (projectId, actionType, difficultyTier, perspective, take) =>
    post("/single/generate-sprites", { ...ordered(projectId, actionType, difficultyTier, perspective), take }),
  getPipelineStatus: (projectId) => json(`${ROOT}/single/${projectId}/status`),

  /** Newest first, a page at a time. */
  listProjects: ({ limit = 20, cursor } = {}) => json(`${ROOT}/projects${query({ limit, cursor, order: "newest" })}`),
  createProject: (body) => json(`${ROOT}/projects`, { method: "POST", body }),
  getProject: (projectId, take) => json(project(projectId, query({ take }))),
  updateProject: (projectId, body) => json(project(projectId), { method: "PUT", body }),
  deleteProject: (projectId) => json(project(projectId), { method: "DELETE" }),
  listTakes: (projectId) => json(project(projectId, "/takes")),

  setInstigatorImage: (projectId, file) => json(project(projectId, "/reference-image"), { method: "POST", form: form({ file }) }),
  /** `place` 1 is the first responder. */
  setResponderImage: (projectId, file, place = 1) => json(project(projectId, "/responder-image"), { method: "POST", form: form({ file, place }) }),

  /** Joints of a reference picture, in its pixels: `{width, height, joints, estimated, confidence, corrected}`. */
  getJoints: (projectId, who) => json(`${ROOT}/${projectId}/joints/${who}`),
  setJoints: (projectId, who, joints) => json(`${ROOT}/${projectId}/joints/${who}`, { method: "PUT", body: { joints } }),

  /** Shift a responder to `frames` later than derived; a shift that breaks a rule is refused with the frame. */
  setAlignment: (projectId, frames, { who, take } = {}) => post(`/${projectId}/alignment${query({ take })}`, { frames, who }),
  regenerateFrame: (projectId, who, index, { facing, take, seed } = {}) =>
    post(`/${projectId}/frames/${who}/${index}/regenerate${query({ facing, take })}`, { seed }),
  putScript: (projectId, who, script, take) => json(`${ROOT}/${projectId}/scripts/${who}${query({ take })}`, { method: "PUT", body: script }),
  chainCombo: (animations) => post("/combos", { animations }),

  exportUrl: (projectId, format, { layout, take } = {}) => `${ROOT}/${projectId}/export${query({ format, layout, take })}`,
  /** The file itself: `{name, blob}`. */
  exportFile: async (projectId, format, options) => {
    const answer = await call(api.exportUrl(projectId, format, options), { accept: "*/*" });
    const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
    return { name: named ? decodeURIComponent(named[1]) : `animation-${projectId}.${format}`, blob: await answer.blob() };
  },

  /** The progress of a take's run, as server-sent events. */
  followRun: (generationId, signal) => call(`/api/status/${generationId}/events`, { accept: "text/event-stream", signal }),
};
