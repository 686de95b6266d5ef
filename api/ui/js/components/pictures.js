// Pictures in a message, with what was found about each.

import { html, useState } from "../../vendor/preact-htm.js";
import { findingFor, findingsOf, firstFrameOf } from "../findings.js";
import { Icon } from "../icons.js";
import { backendOf } from "../making.js";
import { Swatched } from "../markdown.js";
import { say } from "../conversation.js";
import { set, useStore } from "../store.js";
import { ownUrl, thumbnailUrl } from "../words.js";
import { AnimationPicture } from "./animation-picture.js";
import { MakingOnDemand } from "./making.js";
import { Verdict } from "./verdict.js";

const REASONS_SHOWN = 3;
const SHAPE_MOST = 2;
/** Pixels that are asked for, so that a sheet's labels can be read. */
const SHEET_WIDTH = 1536;
const PICTURE_WIDTH = 768;
const REFERENCES = {
  canonical: "This picture is now canonical",
  candidate: "Candidate, not approved",
  rejected: "Rejected",
};

export function Pictures({ content }) {
  const artifacts = unique(content.artifacts ?? []);
  if (!artifacts.length) return null;
  const findings = findingsOf(content);
  return html`
    <ul class="pictures" data-count=${Math.min(artifacts.length, 3)}>
      ${artifacts.map((artifact) => html`<li key=${artifact.url}><${Shown} artifact=${artifact} finding=${findingFor(findings, artifact)} /></li>`)}
    </ul>
  `;
}

function Shown({ artifact, finding }) {
  const url = ownUrl(artifact.url);
  if (!url) return html`<p class="quiet-words">${artifact.label}</p>`;
  if (artifact.kind === "animation") return html`<${AnimationPicture} artifact=${artifact} />`;
  if (artifact.kind === "image" || artifact.kind === "video") return html`<${Picture} artifact=${artifact} finding=${finding} />`;
  return html`<a class="button file" href=${url} download><${Icon} name="download" />${artifact.label}</a>`;
}

function Picture({ artifact, finding }) {
  return html`
    <figure class=${finding?.cells ? "picture whole" : "picture"}>
      ${artifact.kind === "video" ? html`<${Clip} artifact=${artifact} finding=${finding} />` : html`<${Still} artifact=${artifact} width=${finding?.cells ? SHEET_WIDTH : PICTURE_WIDTH} />`}
      <figcaption>
        <span class="picture-label">${artifact.label}</span>
        ${finding && html`<${Verdict} finding=${finding} />`}
        ${finding && html`<${Notes} finding=${finding} />`}
        ${finding && html`<${Facts} finding=${finding} />`}
        ${finding?.generation_id && html`<${Next} artifact=${artifact} finding=${finding} />`}
        ${finding?.generation_id && html`<${MakingOnDemand} id=${finding.generation_id} label=${artifact.label} />`}
      </figcaption>
    </figure>
  `;
}

function Still({ artifact, width }) {
  const [shape, setShape] = useState(null);
  const shaped = ({ currentTarget: { naturalWidth, naturalHeight } }) => setShape(shapeOf(naturalWidth, naturalHeight));
  return html`
    <button type="button" class="picture-frame" style=${shape} aria-label=${`Enlarge ${artifact.label}`} onClick=${() => set({ lightbox: artifact.url })}>
      <img src=${thumbnailUrl(artifact.url, width)} alt=${artifact.label} decoding="async" onLoad=${shaped} />
    </button>
  `;
}

/** Plays where it stands; its first frame is there before it does. */
function Clip({ artifact, finding }) {
  const first = firstFrameOf(finding);
  const [shape, setShape] = useState(null);
  const shaped = ({ currentTarget: { videoWidth, videoHeight } }) => setShape(shapeOf(videoWidth, videoHeight));
  return html`<div class="picture-frame clip" style=${shape}><video onLoadedMetadata=${shaped} src=${ownUrl(artifact.url)} poster=${first ? thumbnailUrl(first, PICTURE_WIDTH) : null} aria-label=${artifact.label} controls loop muted playsinline preload="metadata"></video></div>`;
}

/** The frame as wide and high as what it shows, but no wider than two to one. */
function shapeOf(width, height) {
  if (!width || !height) return null;
  return { aspectRatio: String(Math.min(SHAPE_MOST, Math.max(1 / SHAPE_MOST, width / height))) };
}

function Notes({ finding }) {
  const reasons = [...(finding.changed ?? []), ...(finding.reasons ?? [])];
  if (!reasons.length) return null;
  return html`
    <ul class="notes">
      ${reasons.slice(0, REASONS_SHOWN).map((reason) => html`<li key=${reason}><${Swatched} text=${reason} /></li>`)}
      ${reasons.length > REASONS_SHOWN && html`<li>and ${reasons.length - REASONS_SHOWN} more</li>`}
    </ul>
  `;
}

/** The few facts that one asks for first; the lightbox has the rest. */
function Facts({ finding }) {
  const unscored = typeof finding.score !== "number" && typeof finding.similarity === "number";
  const facts = [
    ["Scene", finding.scene],
    ["Reference", REFERENCES[finding.reference]],
    ["Attempts", triesOf(finding) > 1 ? triesOf(finding) : null],
    ["Drawn by", finding.backend ? backendOf(finding.backend) : null],
    ["Similarity", unscored ? `${finding.similarity.toFixed(2)}, uncalibrated` : null],
    ["Not drawn", finding.undrawn?.length ? finding.undrawn.map(String).join(", ") : null],
  ].filter(([, value]) => value);
  if (!facts.length) return null;
  return html`<dl class="facts">${facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${String(value)}</dd></div>`)}</dl>`;
}

/** A tool counts them, a generation's result lists them. */
const triesOf = ({ attempts }) => (Array.isArray(attempts) ? attempts.length : attempts);

/** What one usually says next, as buttons that say it. */
function Next({ artifact, finding }) {
  const running = useStore((state) => state.turn?.status === "running");
  const { character, scene, reference } = finding;
  if (!character) return null;
  const steps = [["Another take", `Generate ${character} ${scene || ""}`.trim()]];
  if (reference !== "canonical") steps.push(["Make it the reference", `Approve ${artifact.label} as the reference of ${character}`]);
  return html`
    <div class="next" role="group" aria-label=${`Next steps for ${artifact.label}`}>
      ${steps.map(([label, words]) => html`<button type="button" class="button small" key=${label} disabled=${running} title=${words} onClick=${() => say(words)}>${label}</button>`)}
    </div>
  `;
}

function unique(artifacts) {
  return [...new Map(artifacts.map((artifact) => [artifact.url, artifact])).values()];
}
