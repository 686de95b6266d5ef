// Before the first words: what one can say here, worded with the production's own names.

import { html } from "../../vendor/preact-htm.js";
import { say } from "../conversation.js";
import { useStore } from "../store.js";
import { chosenProject } from "../threads.js";
import { thumbnailUrl } from "../words.js";

const CAST_SHOWN = 6;

export function Empty() {
  const cast = useStore((state) => state.cast);
  const projects = useStore((state) => state.projects);
  useStore((state) => state.projectId);
  const project = projects.find((each) => each.id === chosenProject());
  return html`
    <div class="empty">
      <p class="eyebrow">${project ? project.title : "Echo Director"}</p>
      <h2>Say what the scene shows.</h2>
      <p class="lead">The director looks it up, draws it, and holds every picture against the character’s reference.</p>
      <${Cast} cast=${cast} />
      <ul class="examples">
        ${examples(cast, project).map(([kind, words]) => html`
          <li key=${words}>
            <button type="button" onClick=${() => say(words)}><span class="example-kind">${kind}</span><span class="example-words">${words}</span></button>
          </li>
        `)}
      </ul>
    </div>
  `;
}

/** The production's faces: those that have been drawn show, the others stand by their initials. */
function Cast({ cast }) {
  if (!cast.length) return null;
  return html`
    <ul class="cast" aria-label="The cast">
      ${cast.slice(0, CAST_SHOWN).map((character) => {
        const portrait = thumbnailUrl(character.image_path, 320);
        return html`
          <li key=${character.id}>
            <button type="button" onClick=${() => say(`What does ${character.name} look like?`)} title=${`What does ${character.name} look like?`}>
              <span class="portrait" aria-hidden="true">${portrait ? html`<img src=${portrait} alt="" />` : initials(character.name)}</span>
              ${character.name}
            </button>
          </li>
        `;
      })}
    </ul>
  `;
}

const initials = (name) => name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");

function examples(cast, project) {
  const names = cast.map((character) => character.name);
  if (!project) return [["Begin", "Create a project called Glass Harbor"], ["Look around", "Which projects do we have?"], ["Ask", "What can you do?"]];
  if (!names.length) return [["Look around", "Who is in the bible?"], ["Invent", "Create a character called Rin Aoki with short silver hair and a yellow raincoat"], ["Ask", "What can you do?"]];
  const [first, second = names[0]] = names;
  return [
    ["Draw", `Generate ${first} walking through the neon alley`],
    ["Look up", `What does the bible say about ${second}?`],
    ["Change", `Make ${first}'s jacket red`],
    ["Check", `Is ${first} still on model?`],
  ];
}
