// Above the conversation: what it is called and which production it belongs to.

import { html } from "../../vendor/preact-htm.js";
import { loadCast } from "../conversation.js";
import { Icon } from "../icons.js";
import { loadRoster } from "../sprites/list.js";
import { set, useStore } from "../store.js";
import { chooseProject, chosenProject } from "../threads.js";
import { QueueButton } from "./queue-panel.js";
import { titleOf } from "./thread-item.js";

export function Header() {
  const thread = useStore((state) => state.thread);
  const open = useStore((state) => state.drawerOpen);
  return html`
    <header class="header">
      <button type="button" class="icon-button menu-button" aria-label="Conversations" aria-expanded=${open ? "true" : "false"} aria-controls="conversations" onClick=${() => set({ drawerOpen: !open })}>
        <${Icon} name="menu" />
      </button>
      <h1 class=${thread ? "title" : "title untitled"}>${thread ? titleOf(thread) : "New conversation"}</h1>
      <${QueueButton} />
      <${ProjectPicker} />
    </header>
  `;
}

export function ProjectPicker() {
  const projects = useStore((state) => state.projects);
  useStore((state) => state.projectId);
  useStore((state) => state.thread);
  if (!projects.length) return null;
  const current = chosenProject();
  const choose = (event) => {
    const id = Number(event.target.value);
    void chooseProject(id);
    void loadCast(id);
    void loadRoster(id);
  };
  return html`
    <label class="picker">
      <${Icon} name="folder" />
      <span class="for-readers">Project</span>
      <select value=${current === null ? "" : String(current)} onChange=${choose}>
        ${projects.map((project) => html`<option key=${project.id} value=${String(project.id)}>${project.title}</option>`)}
      </select>
      <${Icon} name="down-small" />
    </label>
  `;
}
