// Asking once more before a conversation goes.

import { html } from "../../vendor/preact-htm.js";
import { removeThread } from "../threads.js";
import { Dialog } from "./dialog.js";
import { titleOf } from "./thread-item.js";

export function DeleteDialog({ thread, onClose }) {
  const remove = () => {
    void removeThread(thread.id);
    onClose();
  };
  return html`
    <${Dialog} label="Delete the conversation" onClose=${onClose}>
      <div class="dialog-body">
        <h2>Delete this conversation?</h2>
        <p>“${titleOf(thread)}” goes, with everything said in it. Pictures, characters and the bible stay in the production.</p>
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${onClose} autofocus>Keep it</button>
          <button type="button" class="button danger" onClick=${remove}>Delete</button>
        </div>
      </div>
    <//>
  `;
}
