// The pictures of the open conversation, with what was made of them again.

import { useMemo } from "../vendor/preact-htm.js";
import { picturesOf } from "./findings.js";
import { contentsUnder } from "./repeats.js";
import { useStore } from "./store.js";

export function usePictures() {
  const messages = useStore((state) => state.messages);
  const turn = useStore((state) => state.turn);
  const repeats = useStore((state) => state.repeats);
  const generations = useStore((state) => state.generations);
  return useMemo(
    () => picturesOf(messages, turn, (content) => contentsUnder(content, { repeats, messages, generations })),
    [messages, turn, repeats, repeats.length && generations],
  );
}
