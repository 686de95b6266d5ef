// The service over HTTP: JSON in and out, problems as errors.

import { keyGiven } from "./keys.js";

/** A problem answer (RFC 9457) of the service. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The service answered ${status}.`);
    this.status = status;
    this.code = body.code || "HTTP_ERROR";
    this.title = body.title || "";
    this.facts = body;
  }
}

/** The service could not be reached, or went away while it answered. */
export class Unreachable extends Error {
  constructor(cause) {
    super("The service cannot be reached.", { cause });
  }
}

/**
 * Fetch; where a key is wanted, ask the user and fetch again. Raises `Problem`, `Unreachable`, or
 * the `AbortError` of `signal`.
 */
export async function call(path, options = {}) {
  for (;;) {
    try {
      return await fetched(path, options);
    } catch (error) {
      const locked = error instanceof Problem && error.status === 401 && !options.keyless;
      if (!locked || !(await keyGiven(error.code))) throw error;
    }
  }
}

async function fetched(path, { method = "GET", body, form, accept = "application/json", headers = {}, signal }) {
  const sent = { Accept: accept, ...headers };
  if (body !== undefined) sent["Content-Type"] = "application/json";
  if (form) sent["X-Requested-With"] = "echo-director";
  let answer;
  try {
    const payload = form ?? (body === undefined ? undefined : JSON.stringify(body));
    answer = await fetch(path, { method, headers: sent, body: payload, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable(error);
  }
  if (!answer.ok) throw new Problem(answer.status, await problemBody(answer));
  return answer;
}

async function problemBody(answer) {
  try {
    const body = await answer.json();
    return body && typeof body === "object" ? body : {};
  } catch {
    return { title: answer.statusText };
  }
}

/** Fetch and read the JSON; null for 204. Raises as `call`. */
export async function json(path, options) {
  const answer = await call(path, options);
  if (answer.status === 204) return null;
  try {
    return await answer.json();
  } catch (error) {
    throw new Unreachable(error);
  }
}

const THREADS = "/api/chat/threads";
const at = (id, rest = "") => `${THREADS}/${encodeURIComponent(id)}${rest}`;

/** `?a=1&b=2` of what is given; nothing where nothing is. */
export function query(parameters) {
  const kept = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
}

export const threads = {
  list: (parameters) => json(THREADS + query(parameters)),
  open: (body) => json(THREADS, { method: "POST", body }),
  get: (id) => json(at(id)),
  change: (id, body) => json(at(id), { method: "PATCH", body }),
  remove: (id) => json(at(id), { method: "DELETE" }),
  messages: (id, cursor) => json(at(id, "/messages") + query({ limit: 200, cursor })),
  cancel: (id) => json(at(id, "/cancel"), { method: "POST" }),
  say: (id, body, signal) => streamed(at(id, "/messages"), body, signal),
  resume: (id, body, signal) => streamed(at(id, "/resume"), body, signal),
  follow: (id, lastSeq, signal) =>
    call(at(id, "/events"), {
      accept: "text/event-stream",
      headers: lastSeq ? { "Last-Event-ID": String(lastSeq) } : {},
      signal,
    }),
};

function streamed(path, body, signal) {
  return call(path, { method: "POST", body, accept: "text/event-stream", signal });
}

export const session = {
  begin: (key) => json("/api/session", { method: "POST", body: { key }, keyless: true }),
  who: () => json("/api/session"),
  end: () => json("/api/session", { method: "DELETE" }),
};

export const studio = {
  projects: () => json("/api/anime/projects?limit=200"),
  characters: (projectId, limit = 12) => json(`/api/anime/characters${query({ project_id: projectId, limit })}`),
  generation: (id) => json(`/api/status/${encodeURIComponent(id)}`),
  followGeneration: (id, lastSeq, signal) =>
    call(`/api/status/${encodeURIComponent(id)}/events`, {
      accept: "text/event-stream",
      headers: lastSeq ? { "Last-Event-ID": String(lastSeq) } : {},
      signal,
    }),
  repeat: (id, changes) => json(`/api/generations/${encodeURIComponent(id)}/regenerate`, { method: "POST", body: changes }),
  queue: () => json("/api/queue?limit=200"),
  spending: () => json("/api/spending?limit=1"),
  cancelGeneration: (id) => json(`/api/generations/${encodeURIComponent(id)}/cancel`, { method: "POST" }),
  ready: () => json("/readyz"),
  alive: () => call("/healthz"),
  upload: (file) => {
    const form = new FormData();
    form.append("file", file);
    return json("/api/assets", { method: "POST", form });
  },
};
