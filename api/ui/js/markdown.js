// The little markdown that models write, as elements: never as HTML.
// Paragraphs, headings, lists, quotes, fenced code; bold, italic, code. Links stay text.

import { html } from "../vendor/preact-htm.js";

const FENCE = /^```/;
const BULLET = /^\s*[-*•]\s+(.*)$/;
const NUMBER = /^\s*\d{1,3}[.)]\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;
const QUOTE = /^>\s?(.*)$/;
const INLINE = /(`[^`\n]+`|\*\*[^*\n]+\*\*|__[^_\n]+__|\*[^*\s][^*\n]*\*)/g;
const COLOR = /(#[0-9a-f]{6})\b/gi;

/** Text as elements. */
export function Markdown({ text }) {
  return html`<div class="prose">${blocks(String(text).split("\n"))}</div>`;
}

/** Plain text in which colours such as #1b1b2a carry a swatch. */
export function Swatched({ text }) {
  return html`${String(text)
    .replaceAll(" -> ", "\u00a0→ ")
    .split(COLOR)
    .map((part, index) => (index % 2 ? html`<span class="swatched"><i class="swatch" style=${{ background: part }}></i>${part}</span>` : part))}`;
}

function blocks(lines) {
  const made = [];
  let at = 0;
  const run = (pattern) => {
    const taken = [];
    while (at < lines.length && pattern.test(lines[at])) taken.push(pattern.exec(lines[at++])[1]);
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at];
    if (!line.trim()) at++;
    else if (FENCE.test(line)) made.push(fenced());
    else if (HEADING.test(line)) made.push(html`<p class="heading">${inline(HEADING.exec(lines[at++])[1])}</p>`);
    else if (BULLET.test(line)) made.push(html`<ul>${run(BULLET).map((item) => html`<li>${inline(item)}</li>`)}</ul>`);
    else if (NUMBER.test(line)) made.push(html`<ol>${run(NUMBER).map((item) => html`<li>${inline(item)}</li>`)}</ol>`);
    else if (QUOTE.test(line)) made.push(html`<blockquote>${run(QUOTE).map((item) => html`<p>${inline(item)}</p>`)}</blockquote>`);
    else made.push(paragraph());
  }
  return made;

  function fenced() {
    const code = [];
    for (at++; at < lines.length && !FENCE.test(lines[at]); at++) code.push(lines[at]);
    at++;
    return html`<pre tabindex="0"><code>${code.join("\n")}</code></pre>`;
  }

  function paragraph() {
    const said = [];
    while (at < lines.length && lines[at].trim() && !starts(lines[at])) said.push(lines[at++]);
    return html`<p>${said.flatMap((line, index) => (index ? [html`<br />`, ...inline(line)] : inline(line)))}</p>`;
  }
}

const starts = (line) => [FENCE, BULLET, NUMBER, HEADING, QUOTE].some((pattern) => pattern.test(line));

function inline(text) {
  return text.split(INLINE).map((part) => {
    if (/^`.+`$/.test(part)) return html`<code>${part.slice(1, -1)}</code>`;
    if (/^(\*\*.+\*\*|__.+__)$/.test(part)) return html`<strong>${part.slice(2, -2)}</strong>`;
    if (/^\*.+\*$/.test(part)) return html`<em>${part.slice(1, -1)}</em>`;
    return html`<${Swatched} text=${part} />`;
  });
}
