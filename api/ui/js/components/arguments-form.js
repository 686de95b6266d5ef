// A call's arguments as a form: words as words, everything else as JSON.

import { html, useLayoutEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { humanised } from "../words.js";

export function ArgumentsForm({ args, onSubmit, onCancel }) {
  const [values, setValues] = useState(() => Object.fromEntries(Object.entries(args).map(([name, value]) => [name, shown(value)])));
  const [wrong, setWrong] = useState({});
  const form = useRef(null);
  useLayoutEffect(() => form.current.querySelector("input, textarea")?.focus(), []);
  const submit = (event) => {
    event.preventDefault();
    const { read, failures } = parsed(args, values);
    setWrong(failures);
    if (!Object.keys(failures).length) onSubmit(read);
  };
  return html`
    <form ref=${form} onSubmit=${submit} class="arguments">
      ${Object.entries(values).map(([name, value]) => html`<${Field} key=${name} name=${name} value=${value} failure=${wrong[name]} words=${typeof args[name] === "string"} onInput=${(now) => setValues({ ...values, [name]: now })} />`)}
      <div class="approval-actions">
        <button type="submit" class="button danger">Approve with these</button>
        <button type="button" class="button quiet" onClick=${onCancel}>Back</button>
      </div>
    </form>
  `;
}

function Field({ name, value, failure, words, onInput }) {
  const type = (event) => onInput(event.target.value);
  const short = words && value.length <= 80 && !value.includes("\n");
  return html`
    <label class="field">
      <span>${humanised(name)}${!words && html` <small>as JSON</small>`}</span>
      ${short
        ? html`<input value=${value} onInput=${type} autocomplete="off" />`
        : html`<textarea class=${words ? "" : "code"} rows=${Math.min(12, value.split("\n").length + 1)} value=${value} onInput=${type} spellcheck=${words}></textarea>`}
      ${failure && html`<span class="field-error" role="alert">${failure}</span>`}
    </label>
  `;
}

const shown = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

function parsed(args, values) {
  const read = {};
  const failures = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof args[name] === "string") read[name] = value;
    else {
      try {
        read[name] = JSON.parse(value);
      } catch {
        failures[name] = "This is not valid JSON.";
      }
    }
  }
  return { read, failures };
}
