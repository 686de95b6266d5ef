// The icons of the page, drawn on a grid of 16.

import { html } from "../vendor/preact-htm.js";

const PATHS = {
  plus: "M8 3v10M3 8h10",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
  pencil: "m3 13 .6-2.8 7-7a1.4 1.4 0 0 1 2 0l.2.2a1.4 1.4 0 0 1 0 2l-7 7L3 13Z",
  trash: "M3 4.5h10M6.5 4V2.5h3V4M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "m4 4 8 8M12 4l-8 8",
  send: "M8 13V3M3.5 7.5 8 3l4.5 4.5",
  stop: "M5 5h6v6H5z",
  attach: "m13 7.3-5.4 5.4a3.2 3.2 0 0 1-4.5-4.5l5.7-5.7a2.1 2.1 0 0 1 3 3l-5.6 5.6a1.05 1.05 0 0 1-1.5-1.5L9.8 4.5",
  chevron: "m6 4 4 4-4 4",
  "down-small": "m4.5 6.5 3.5 3.5 3.5-3.5",
  left: "m10 3-5 5 5 5",
  right: "m6 3 5 5-5 5",
  down: "M8 3v10M3.5 8.5 8 13l4.5-4.5",
  check: "m3.5 8.5 3 3 6-7",
  alert: "M8 5v4M8 11.4v.1M8 1.8 14.6 13.5H1.4L8 1.8Z",
  block: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.8 3.8l8.4 8.4",
  hand: "M8 1.8 13 3.6v4c0 3-2 5.3-5 6.6-3-1.3-5-3.6-5-6.6v-4L8 1.8ZM8 5.2v3M8 10.5v.100",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",
  moon: "M13.5 9.6A5.7 5.7 0 0 1 6.4 2.5a5.7 5.7 0 1 0 7.1 7.1Z",
  auto: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M8 5h4.5M8 8h6M8 11h4.5",
  download: "M8 2.5v7M5 7l3 3 3-3M3 13h10",
  external: "M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9v4.5h-9v-9H7",
  film: "M2.5 3h11v10h-11zM5 3v10M11 3v10M2.5 6.3H5M2.5 9.7H5M11 6.3h2.5M11 9.7h2.5",
  chat: "M2.5 3.5h11v7.5H7l-3 2.5V11H2.5Z",
  play: "M5 3.2v9.6l7.5-4.8L5 3.2Z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  "step-forward": "M4 3.5v9L10 8 4 3.5ZM12 3.5v9",
  "step-back": "M12 3.5v9L6 8l6-4.5ZM4 3.5v9",
  loop: "M11 2.5 13.5 5 11 7.5M2.5 8V6.5A1.5 1.5 0 0 1 4 5h9.5M5 13.5 2.5 11 5 8.5M13.5 8v1.5A1.5 1.5 0 0 1 12 11H2.5",
  onion: "M6 13a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10 12a4.5 4.5 0 1 0 0-9",
  redo: "M13 6.5A5.2 5.2 0 1 0 13.2 9M13.2 3v3.6H9.6",
  grip: "M5.5 4v.01M5.5 8v.01M5.5 12v.01M10.5 4v.01M10.5 8v.01M10.5 12v.01",
  person: "M8 7.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5ZM2.8 14a5.2 5.2 0 0 1 10.4 0",
  joints: "M8 4.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM8 4.5v5M8 9.5 4.5 14M8 9.5l3.5 4.5M3 7l5-1 5 1",
  queue: "M6 4h7.5M6 8h7.5M6 12h7.5M2.6 4h.01M2.6 8h.01M2.6 12h.01",
  folder: "M2 4.2c0-.6.4-1 1-1h3l1.4 1.6H13c.6 0 1 .4 1 1v6c0 .6-.4 1-1 1H3c-.6 0-1-.4-1-1V4.2Z",
};

export function Icon({ name, size = 16 }) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>`;
}

/** The mark: an animator's peg bar. */
export function Mark({ size = 28 }) {
  return html`<svg class="mark" width=${size} height=${size} viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect class="mark-bar" width="32" height="32" rx="8" /><g class="mark-pegs"><rect x="4.5" y="13.5" width="7.5" height="5" rx="1.6" /><circle cx="16" cy="16" r="3.1" /><rect x="20" y="13.5" width="7.5" height="5" rx="1.6" /></g></svg>`;
}
