// The page begins here: routes of the address bar, first data, the view.

import { html, render } from "../vendor/preact-htm.js";
import { session, studio } from "./api.js";
import { App } from "./components/app.js";
import { lost } from "./connection.js";
import { loadCast, newConversation, openThread, refresh } from "./conversation.js";
import { showSprites, spriteRoute } from "./sprites/routes.js";
import { get, set } from "./store.js";
import { chosenProject, readProjects, refreshThreads, storedProject } from "./threads.js";

/** To the message box or the studio, without an address of its own: the address names what is open. */
function skip(event) {
  event.preventDefault();
  document.getElementById(get().view === "sprites" ? "studio" : "message").focus();
}

function nameSkip(sprites) {
  const link = document.querySelector(".skip");
  link.textContent = sprites ? "Skip to the studio" : "Skip to the message box";
  link.setAttribute("href", sprites ? "#studio" : "#message");
}

function route() {
  const sprites = spriteRoute(location.hash);
  set({ view: sprites ? "sprites" : "chat" });
  nameSkip(sprites);
  if (sprites) return void showSprites(sprites);
  const found = /^#\/t\/([0-9a-f-]{36})$/.exec(location.hash);
  if (!found) return /^#?\/?$/.test(location.hash) ? newConversation() : undefined;
  set({ drawerOpen: false });
  if (found[1] !== get().threadId) void openThread(found[1]);
}

async function loadAround() {
  // Where a key is wanted, the projects wait for it; what is said before it says less.
  await readProjects().catch(() => {});
  const [ready, who] = await Promise.allSettled([studio.ready(), session.who()]);
  set({ who: who.status === "fulfilled" ? who.value : null });
  set({ ready: ready.status === "fulfilled" ? ready.value : (ready.reason?.facts ?? null) });
  await loadCast(chosenProject());
}

async function comeBack() {
  await Promise.all([refreshThreads(), loadAround(), refresh()]);
}

set({ projectId: storedProject() });
render(html`<${App} onReturn=${comeBack} />`, document.getElementById("app"));
document.querySelector(".skip").addEventListener("click", skip);
addEventListener("hashchange", route);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible" || get().connection === "lost") return;
  void refreshThreads();
  void refresh();
});
loadAround().catch(lost);
route();
void refreshThreads();
