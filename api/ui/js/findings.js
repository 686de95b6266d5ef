// What was found about each picture, gathered from the results of tools and generations.

/** Of one turn or message: `sha256` of a picture to `{verdict, score, similarity, reasons, …}`. */
export function findingsOf({ tool_calls = [], calls = [], result = null }) {
  const found = new Map();
  if (result?.sha256) found.set(result.sha256, result);
  for (const { result: told } of [...tool_calls, ...calls]) {
    if (told?.picture?.sha256 && told.verdict) found.set(told.picture.sha256, told);
    else if (typeof told?.picture === "string" && told.verdict) found.set(told.picture, told);
  }
  return found;
}

/** The finding about an artifact: by its sha256, else by its label (as checks name it). */
export function findingFor(findings, artifact) {
  return findings.get(artifact.sha256) ?? findings.get(artifact.label) ?? null;
}

/** Every picture of the conversation, oldest first, each once, with the latest finding about it. */
export function picturesOf(messages, turn) {
  const shown = new Map();
  const take = (content) => {
    const findings = findingsOf(content);
    for (const artifact of content.artifacts ?? []) {
      if (artifact.kind !== "image" && artifact.kind !== "animation") continue;
      const known = shown.get(artifact.url);
      shown.set(artifact.url, { ...known, ...artifact, finding: findingFor(findings, artifact) ?? known?.finding ?? null });
    }
  };
  for (const message of messages) take(message.content);
  if (turn && !messages.some((m) => m.role === "assistant" && m.run_id === turn.runId)) take(turn);
  return [...shown.values()];
}
