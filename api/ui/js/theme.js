// The theme, before the first paint: "auto" follows the system.
"use strict";
(() => {
  const THEMES = ["auto", "light", "dark"];
  const stored = () => {
    try {
      const name = localStorage.getItem("echo-director.theme");
      return THEMES.includes(name) ? name : "auto";
    } catch {
      return "auto";
    }
  };
  document.documentElement.dataset.theme = stored();
})();
