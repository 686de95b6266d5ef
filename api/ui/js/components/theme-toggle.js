// Light, dark, or as the system says.

import { html, useState } from "../../vendor/preact-htm.js";
import { Icon } from "../icons.js";

const NEXT = { auto: "light", light: "dark", dark: "auto" };
const NAMES = { auto: "as the system", light: "light", dark: "dark" };
const ICONS = { auto: "auto", light: "sun", dark: "moon" };

export function ThemeToggle() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme);
  const turn = () => {
    const next = NEXT[theme];
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem("echo-director.theme", next);
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
    setTheme(next);
  };
  const says = `Theme: ${NAMES[theme]}. Change to ${NAMES[NEXT[theme]]}`;
  return html`<button type="button" class="icon-button theme-toggle" onClick=${turn} aria-label=${says} title=${says}><${Icon} name=${ICONS[theme]} /></button>`;
}
