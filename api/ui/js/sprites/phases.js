// Phases of a script as runs of frames.

/** `[{phase, from, count}]`: neighbours of one phase together. */
export function phaseRuns(frames) {
  const runs = [];
  for (const { phase, frame_index } of frames) {
    const last = runs.at(-1);
    if (last?.phase === phase) last.count += 1;
    else runs.push({ phase, from: frame_index, count: 1 });
  }
  return runs;
}
