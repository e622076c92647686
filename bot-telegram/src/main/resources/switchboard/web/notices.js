// What is said in passing: toasts, alerts, and announcements to screen readers.

import { el } from "./dom.js";

const SHOWN_FOR = 3_500, LETTER = 60; // a letter takes as long to read

const spoken = el("div", { class: "visually-hidden", "aria-live": "polite" });
const toasts = el("div", { class: "toasts" });
document.body.append(spoken, toasts);

/** Has screen readers say this once. */
export function announce(text) {
  spoken.replaceChildren(el("p", {}, text));
}

/** A line that goes away by itself. */
export function toast(text) {
  const node = el("p", { class: "toast" }, text);
  toasts.append(node);
  announce(text);
  setTimeout(() => node.remove(), Math.max(SHOWN_FOR, text.length * LETTER));
}

/** A message that stays until it is closed. */
export function alertBox(text) {
  const dialog = el("dialog", { class: "alert", "aria-label": "Message from the bot" },
    el("p", {}, text),
    el("form", { method: "dialog" }, el("button", { class: "primary", autofocus: true }, "OK")));
  show(dialog);
}

/** Opens a dialog; it is gone when it is closed. */
export function show(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
