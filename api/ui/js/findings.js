// What was found about each picture, gathered from the results of tools and generations.

const SHOWN = new Set(["image", "animation", "video"]);

/** Of one turn or message: `sha256` of a picture to `{verdict, score, similarity, reasons, …}`. */
export function findingsOf({ tool_calls = [], calls = [], result = null, generation_id = null }) {
  const found = new Map();
  if (result?.sha256) {
    const told = { generation_id, ...result };
    found.set(result.sha256, told);
    if (result.video?.sha256) found.set(result.video.sha256, told);
  }
  for (const { result: told } of [...tool_calls, ...calls]) {
    const made = told?.picture ?? told?.sheet;
    if (made?.sha256 && told.verdict) found.set(made.sha256, told).set(made.label, told);
    else if (typeof told?.picture === "string" && told.verdict) found.set(told.picture, told);
  }
  return found;
}

/** The generations whose pictures a content shows. */
export function generationsIn(content) {
  const findings = findingsOf(content);
  return new Set((content.artifacts ?? []).map((artifact) => findingFor(findings, artifact)?.generation_id).filter(Boolean));
}

/** The still that stands for a clip, its first frame, or null. */
export const firstFrameOf = (finding) => finding?.picture?.url ?? finding?.url ?? null;

/** The finding about an artifact: by its sha256, else by its label (so checks name it, and clips have it). */
export function findingFor(findings, artifact) {
  return findings.get(artifact.sha256) ?? findings.get(artifact.label) ?? null;
}

/**
 * Every picture of the conversation, oldest first, each once, with the latest finding about it.
 * `again` answers the contents of what was made again of a content's pictures.
 */
export function picturesOf(messages, turn, again = () => []) {
  const shown = new Map();
  const take = (content, repeated) => {
    const findings = findingsOf(content);
    for (const artifact of content.artifacts ?? []) {
      const known = shown.get(artifact.url);
      if (!SHOWN.has(artifact.kind) || (known && repeated)) continue;
      shown.set(artifact.url, { ...known, ...artifact, finding: findingFor(findings, artifact) ?? known?.finding ?? null });
    }
  };
  const all = messages.map((message) => message.content);
  if (turn && !messages.some((m) => m.role === "assistant" && m.run_id === turn.runId)) all.push(turn);
  for (const content of all) {
    take(content, false);
    for (const each of again(content)) take(each, true);
  }
  return [...shown.values()];
}
