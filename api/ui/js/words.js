// How facts are worded on the page.

const VERDICTS = {
  approved: { text: "Approved", tone: "good" },
  needs_review: { text: "Needs review", tone: "warn" },
  needs_revision: { text: "Needs revision", tone: "bad" },
  no_reference: { text: "First of its design", tone: "plain" },
  unscored: { text: "Unscored", tone: "plain" },
};

const STATUSES = {
  running: "working",
  ok: "done",
  error: "failed",
  rejected: "rejected",
  awaiting_approval: "needs approval",
};

export const verdictOf = (name) => VERDICTS[name] ?? { text: humanised(name), tone: "plain" };
export const statusOf = (name) => STATUSES[name] ?? humanised(name);

/** A score as a figure, or why there is none. */
export function scoreWords(finding) {
  if (typeof finding.score === "number") return `score ${finding.score.toFixed(2)}`;
  if (finding.cells) return cellsWords(finding.cells);
  if (finding.verdict === "no_reference") return "unscored: no reference yet";
  if (finding.verdict === "approved") return "unscored: the reference itself";
  return "unscored: no calibration";
}

/** How many of a sheet's pictures match, and how well those that were scored. */
function cellsWords(cells) {
  const scores = cells.map(({ score }) => score).filter((score) => typeof score === "number");
  const approved = cells.filter(({ verdict }) => verdict === "approved").length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return `${approved} of ${cells.length} pictures approved${scores.length ? `, mean score ${mean.toFixed(2)}` : ""}`;
}

const LIST = new Intl.ListFormat("en-GB");

/** `Kai`, `Kai and Mara`, `Kai, Mara and Genzo`. */
export const listed = (names) => LIST.format(names);

/** `scene_description` as "Scene description". */
export function humanised(name) {
  const words = String(name ?? "").replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The arguments in one line: what was named first, then the rest. */
export function gist(args) {
  return Object.entries(args ?? {})
    .filter(([, value]) => value !== null && value !== "" && value !== undefined)
    .map(([name, value]) => (typeof value === "number" ? `${humanised(name).toLowerCase()} ${value}` : value))
    .map((value) => (typeof value === "object" ? Object.values(value).flat().filter((v) => typeof v !== "object").join(", ") : String(value)))
    .join(" · ");
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "short" });

export const timeOf = (at) => (at ? TIME.format(new Date(at)) : "");
export const fullTimeOf = (at) => (at ? FULL.format(new Date(at)) : "");

/** The heading under which a day's conversations stand. */
export function dayOf(at, now = new Date()) {
  const day = new Date(at);
  const days = Math.round((midnight(now) - midnight(day)) / 86_400_000);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  return days < 7 ? "This week" : days < 31 ? "This month" : "Earlier";
}

/** Short: the time today, else the date. */
export function whenOf(at, now = new Date()) {
  const day = new Date(at);
  return midnight(day) === midnight(now) ? TIME.format(day) : DAY.format(day);
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** An address on this service, or null: nothing else is loaded or linked. */
export function ownUrl(url) {
  return typeof url === "string" && /^\/(?![/\\])/.test(url) ? url : null;
}

export function thumbnailUrl(url, width) {
  const own = ownUrl(url);
  return own ? `${own}${own.includes("?") ? "&" : "?"}w=${width}` : null;
}
