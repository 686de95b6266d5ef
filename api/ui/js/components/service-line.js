// One line on the service: connected, which model, which renderers, and what is missing.

import { html } from "../../vendor/preact-htm.js";
import { useStore } from "../store.js";

export function ServiceLine() {
  const ready = useStore((state) => state.ready);
  const connection = useStore((state) => state.connection);
  const findings = Array.isArray(ready?.findings) ? ready.findings : [];
  const missing = findings.filter((finding) => finding.needed && !finding.ok);
  const tone = connection === "lost" ? "bad" : missing.length ? "warn" : "good";
  return html`
    <p class="service-line" title=${findings.map((each) => `${each.part}: ${each.detail}`).join("\n")}>
      <span class="dot" data-tone=${tone} aria-hidden="true"></span>
      <span>${words(connection, missing, findings)}</span>
    </p>
  `;
}

function words(connection, missing, findings) {
  if (connection === "lost") return "Reconnecting";
  if (missing.length) return `Not ready: ${missing.map((finding) => finding.part).join(", ")}`;
  const model = findings.find((finding) => finding.part === "model")?.detail.split(/[,:]/)[0];
  const drawing = findings.filter((each) => each.part.startsWith("backend ") && each.ok).map((each) => each.part.slice(8));
  return [model && `${model} model`, drawing.join(", ")].filter(Boolean).join(" · ") || "Connected";
}
