// The middle of the page; pictures can be dropped onto it.

import { html, useRef, useState } from "../../vendor/preact-htm.js";
import { attach } from "../attachments.js";

export function DropZone({ children }) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const enter = (event) => {
    if (!carriesFiles(event)) return;
    depth.current++;
    setOver(true);
  };
  const leave = () => {
    depth.current = Math.max(0, depth.current - 1);
    if (!depth.current) setOver(false);
  };
  const drop = (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    void attach(event.dataTransfer.files);
  };
  return html`
    <div class="stage" onDragEnter=${enter} onDragLeave=${leave} onDragOver=${(event) => carriesFiles(event) && event.preventDefault()} onDrop=${drop}>
      ${children}
      ${over && html`<div class="drop-hint" aria-hidden="true">Drop pictures to attach them</div>`}
    </div>
  `;
}
