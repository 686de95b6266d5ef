// From an animation's file to its place in the studio.

/** `/api/pipeline/12/export?format=gif&take=3` as `#/sprites/12/stage?take=3`; null for other addresses. */
export function animationOf(url) {
  const found = /^\/api\/pipeline\/(\d{1,10})\/export\?(.*)$/.exec(url ?? "");
  if (!found) return null;
  const take = new URLSearchParams(found[2]).get("take");
  return `#/sprites/${found[1]}/stage${/^\d{1,10}$/.test(take ?? "") ? `?take=${take}` : ""}`;
}
