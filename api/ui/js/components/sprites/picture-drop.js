// A place to drop a picture, or to choose one.

import { html, useRef, useState } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { toast } from "../../notices.js";

const BYTES_MOST = 10_000_000;

export function PictureDrop({ label, onFile, words = "Drop a picture, or choose one" }) {
  const [over, setOver] = useState(false);
  const input = useRef(null);
  const take = (files) => {
    const file = [...files].find((each) => each.type.startsWith("image/"));
    if (!file && files.length) return toast("Only pictures can be taken.", { title: "Not a picture" });
    if (file?.size > BYTES_MOST) return toast(`${file.name} is larger than 10 MB.`, { title: "Too large" });
    if (file) onFile(file);
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const chosen = (event) => {
    take(event.target.files);
    event.target.value = "";
  };
  return html`
    <button type="button" class="picture-drop" data-over=${over} onClick=${() => input.current.click()} onDragOver=${(event) => (event.preventDefault(), setOver(true))} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      <${Icon} name="person" size=${28} />
      <span>${words}</span>
      <span class="for-readers">${label}</span>
    </button>
    <input ref=${input} type="file" accept="image/*" hidden tabindex="-1" aria-label=${label} onChange=${chosen} />
  `;
}
