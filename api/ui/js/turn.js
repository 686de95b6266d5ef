// A turn in flight: a pure reduction of AG-UI events. The stored messages are the record;
// this is what is seen of a turn until its record is there.

export function newTurn(said = null) {
  return {
    runId: null,
    lastSeq: 0,
    said,
    texts: [],
    calls: [],
    artifacts: [],
    interrupt: null,
    error: null,
    status: "running",
  };
}

/** The turn after one event. Events of other runs (generations) are not for here: see `aboutJob`. */
export function withEvent(turn, event, seq) {
  const next = { ...turn, lastSeq: Math.max(turn.lastSeq, Number(seq) || 0) };
  const reduce = REDUCERS[event.type];
  return reduce ? reduce(next, event) : next;
}

/** The turn as it goes on once its approval is answered, before the service has said so. */
export const answered = (turn) => CUSTOM["approval.answered"]({ ...turn, status: "running" });

export const ended = (turn) => turn.status !== "running";
export const waiting = (turn) => turn?.status === "waiting";

/** Whether an event is about a run other than the turn's, such as a generation. */
export function aboutJob(turn, event) {
  const run = event.type === "CUSTOM" ? event.value?.run_id : event.runId;
  return Boolean(run && turn?.runId && run !== turn.runId);
}

const REDUCERS = {
  RUN_STARTED: (turn, event) => ({ ...turn, runId: event.runId, status: "running" }),
  TEXT_MESSAGE_START: (turn, event) => ({ ...turn, texts: [...turn.texts, { id: event.messageId, text: "", done: false }] }),
  TEXT_MESSAGE_CONTENT: (turn, event) => withText(turn, event.messageId, (text) => ({ ...text, text: text.text + event.delta })),
  TEXT_MESSAGE_END: (turn, event) => withText(turn, event.messageId, (text) => ({ ...text, done: true })),
  TOOL_CALL_START: (turn, event) => ({
    ...turn,
    calls: [
      ...turn.calls.filter((call) => call.id !== event.toolCallId),
      { id: event.toolCallId, tool: event.toolCallName, argsText: "", args: null, status: "running", result: null },
    ],
  }),
  TOOL_CALL_ARGS: (turn, event) =>
    withCall(turn, event.toolCallId, (call) => {
      const argsText = (call.argsText ?? "") + event.delta;
      return { ...call, argsText, args: parsedOr(argsText, call.args) };
    }),
  TOOL_CALL_END: (turn) => turn,
  TOOL_CALL_RESULT: (turn, event) => {
    const content = parsedOr(event.content, {});
    return withCall(turn, event.toolCallId, (call) => ({ ...call, status: content.status ?? "ok", result: content.result ?? content }));
  },
  CUSTOM: (turn, event) => (CUSTOM[event.name] ? CUSTOM[event.name](turn, event.value ?? {}) : turn),
  RUN_FINISHED: (turn) => ({ ...turn, status: turn.interrupt ? "waiting" : "finished" }),
  RUN_ERROR: (turn, event) => ({ ...turn, status: "failed", error: { code: event.code, message: event.message } }),
};

const CUSTOM = {
  artifact: (turn, value) => ({ ...turn, artifacts: [...turn.artifacts, value] }),
  "approval.asked": (turn, value) => ({
    ...turn,
    interrupt: value,
    calls: value.tool_call ? awaiting(turn.calls, value.tool_call) : turn.calls,
  }),
  "approval.answered": (turn) => ({
    ...turn,
    interrupt: null,
    calls: turn.calls.map((call) => (call.status === "awaiting_approval" ? { ...call, status: "running" } : call)),
  }),
  message: (turn, value) => ({
    ...turn,
    texts: value.message ? [{ id: `${value.run_id}:final`, text: value.message, done: true }] : turn.texts,
    calls: value.tool_calls ?? turn.calls,
    artifacts: value.artifacts ?? turn.artifacts,
  }),
};

function withText(turn, id, change) {
  return { ...turn, texts: turn.texts.map((text) => (text.id === id ? change(text) : text)) };
}

function withCall(turn, id, change) {
  return { ...turn, calls: turn.calls.map((call) => (call.id === id ? change(call) : call)) };
}

function awaiting(calls, asked) {
  const known = calls.some((call) => call.id === asked.id);
  const listed = known ? calls : [...calls, { id: asked.id, tool: asked.tool, result: null }];
  return listed.map((call) => (call.id === asked.id ? { ...call, args: asked.args, status: "awaiting_approval" } : call));
}

function parsedOr(text, otherwise) {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
