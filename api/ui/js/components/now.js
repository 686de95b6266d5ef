// The time, by the second, for as long as a view counts with it.

import { useEffect, useState } from "../../vendor/preact-htm.js";

/** Milliseconds; while `counting`, redrawn every second. */
export function useNow(counting) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!counting) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [counting]);
  return now;
}
