// What was made again of a message's pictures, at the pictures' own place.

import { html, useEffect, useRef } from "../../vendor/preact-htm.js";
import { contentOf } from "../generations.js";
import { repeatsUnder } from "../repeats.js";
import { useStore } from "../store.js";
import { Job } from "./job.js";
import { Pictures } from "./pictures.js";

export function Repeats({ content }) {
  const repeats = useStore((state) => state.repeats);
  const messages = useStore((state) => state.messages);
  const mine = repeats.length ? repeatsUnder(content, repeats, messages) : [];
  if (!mine.length) return null;
  return html`<ol class="repeats" aria-label="Drawn again">${mine.map((each) => html`<li key=${each.id}><${Repeat} repeat=${each} /></li>`)}</ol>`;
}

function Repeat({ repeat }) {
  const job = useStore((state) => state.jobs[repeat.id]);
  const made = useStore((state) => state.generations[repeat.id]);
  const place = useRef(null);
  useEffect(() => {
    if (repeat.fresh) place.current.scrollIntoView({ block: "nearest" });
  }, []);
  const content = made && contentOf(made);
  return html`
    <div ref=${place}>
      ${content ? html`<${Pictures} content=${content} />` : job && html`<${Job} id=${repeat.id} job=${job} />`}
    </div>
  `;
}
