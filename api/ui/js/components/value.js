// Any JSON value, readable: facts as a list, names as chips, rows as a table.

import { html } from "../../vendor/preact-htm.js";
import { stageWords } from "../making.js";
import { Swatched } from "../markdown.js";
import { humanised, ownUrl, scoreWords } from "../words.js";

const DEEPEST = 4;
const COLUMNS_MOST = 5;
const SHORT = 28;
const FIRST = ["error", "message", "name", "title", "character", "scene", "description", "status", "verdict", "score", "similarity"];
const LAST = ["sha256", "url", "id", "generation_id"];

export function Value({ value, depth = 0 }) {
  if (value === null || value === undefined) return html`<span class="quiet-words">none</span>`;
  if (typeof value === "boolean") return html`<span>${value ? "yes" : "no"}</span>`;
  if (typeof value === "number") return html`<span class="figure" title=${String(value)}>${figure(value)}</span>`;
  if (typeof value === "string") return html`<${Words} text=${value} />`;
  if (depth >= DEEPEST) return html`<code class="deep">${JSON.stringify(value)}</code>`;
  if (Array.isArray(value)) return html`<${List} items=${value} depth=${depth} />`;
  return html`<${Facts} facts=${value} depth=${depth} />`;
}

const figure = (value) => (Number.isInteger(value) ? String(value) : String(Math.round(value * 1000) / 1000));

function Words({ text }) {
  if (!text) return html`<span class="quiet-words">empty</span>`;
  const url = ownUrl(text);
  if (url && /^\/api\/(assets|status)\//.test(url)) return html`<a href=${url} target="_blank" rel="noopener">${text}</a>`;
  return html`<span class="words"><${Swatched} text=${text} /></span>`;
}

function Facts({ facts, depth }) {
  const entries = Object.entries(facts).sort(([one], [other]) => place(one) - place(other));
  if (!entries.length) return html`<span class="quiet-words">none</span>`;
  return html`
    <dl class="facts">
      ${entries.map(([name, value]) => html`<div key=${name}><dt>${humanised(name)}</dt><dd>${worded(name, value, facts) ?? html`<${Value} value=${value} depth=${depth + 1} />`}</dd></div>`)}
    </dl>
  `;
}

/** What is said in words whatever its value. */
function worded(name, value, facts) {
  if (name === "score" && value === null) return scoreWords(facts);
  return name === "stage" && typeof value === "string" ? stageWords(value) : null;
}

/** What tells most stands first, what only machines read last. */
function place(name) {
  if (FIRST.includes(name)) return FIRST.indexOf(name) - FIRST.length;
  return LAST.includes(name) ? 1 + LAST.indexOf(name) : 0;
}

function List({ items, depth }) {
  if (!items.length) return html`<span class="quiet-words">none</span>`;
  if (items.every((item) => typeof item === "string" && item.length <= SHORT)) {
    return html`<ul class="chips">${items.map((item, index) => html`<li key=${index}><${Swatched} text=${item} /></li>`)}</ul>`;
  }
  const columns = tableColumns(items);
  if (columns) return html`<${Table} rows=${items} columns=${columns} depth=${depth} />`;
  return html`<ul class="values">${items.map((item, index) => html`<li key=${index}><${Value} value=${item} depth=${depth + 1} /></li>`)}</ul>`;
}

function Table({ rows, columns, depth }) {
  return html`
    <div class="table-scroll" tabindex="0" role="group" aria-label="Table">
      <table>
        <thead><tr>${columns.map((name) => html`<th key=${name} scope="col">${humanised(name)}</th>`)}</tr></thead>
        <tbody>${rows.map((row, index) => html`<tr key=${index}>${columns.map((name) => html`<td key=${name}><${Value} value=${row[name]} depth=${depth + 2} /></td>`)}</tr>`)}</tbody>
      </table>
    </div>
  `;
}

/** The columns where all items are flat objects with few names between them, else null. */
function tableColumns(items) {
  if (items.length < 2 || !items.every((item) => item && typeof item === "object" && !Array.isArray(item))) return null;
  const names = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const flat = items.every((item) => Object.values(item).every((value) => value === null || typeof value !== "object"));
  return flat && names.length <= COLUMNS_MOST ? names : null;
}
