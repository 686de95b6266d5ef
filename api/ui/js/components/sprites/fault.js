// Why a step was refused, where it was asked for.

import { html, useEffect, useRef } from "../../../vendor/preact-htm.js";
import { Icon } from "../../icons.js";
import { forget } from "../../sprites/working.js";
import { useStore } from "../../store.js";

export function Fault({ where }) {
  const problem = useStore((state) => state.problem);
  const shown = problem?.where === where;
  const box = useRef(null);
  useEffect(() => {
    if (shown) box.current.scrollIntoView({ block: "nearest" });
  }, [shown, problem]);
  if (!shown) return null;
  return html`
    <div class="fault" role="alert" ref=${box} data-code=${problem.code}>
      <${Icon} name="alert" />
      <div>${problem.title && !problem.text.startsWith(problem.title) && html`<strong>${problem.title}</strong>`}<p>${problem.text}</p></div>
      <button type="button" class="icon-button" aria-label="Dismiss" onClick=${forget}><${Icon} name="close" /></button>
    </div>
  `;
}
