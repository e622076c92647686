// What is said in passing: toasts, alerts, pictures in full size, and announcements to screen readers.

import { el, iconButton } from "./dom.js";

const SHOWN_FOR = 3_500;

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
  setTimeout(() => node.remove(), SHOWN_FOR);
}

/** A message that stays until it is closed. */
export function alertBox(text) {
  const dialog = el("dialog", { class: "alert", "aria-label": "Message from the bot" },
    el("p", {}, text),
    el("form", { method: "dialog" }, el("button", { class: "primary", autofocus: true }, "OK")));
  show(dialog);
}

/** A picture in full size. */
export function pictureBox(address, name) {
  const dialog = el("dialog", { class: "picture", "aria-label": name },
    el("img", { src: address, alt: name }),
    el("div", { class: "picture-bar" },
      el("a", { class: "quiet", href: address, download: name }, "Download"),
      iconButton("close", "Close", () => dialog.close())));
  dialog.addEventListener("click", event => event.target.closest("a, button") || dialog.close());
  show(dialog);
}

function show(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
