// The files that are added to a message or on their way, each with its picture, its progress and what can be done with it.

import { cancel, retry } from "./attachments.js";
import { el, icon, iconButton, setText } from "./dom.js";
import { fileSize, length } from "./format.js";

const views = new WeakMap();

/** The node of a file, up to date. `remove` takes it out of where it is shown. */
export function chip(file, remove) {
  if (!views.has(file)) views.set(file, chipView(file));
  const view = views.get(file);
  view.remove = remove;
  return view.paint();
}

function chipView(file) {
  const label = file.voice ? "Voice message" : file.name;
  const words = el("span", { class: "chip-state" });
  const bar = el("span", { class: "chip-bar", role: "progressbar", "aria-label": `Upload of ${label}`, "aria-valuemin": 0,
    "aria-valuemax": 100 }, el("i"));
  const again = iconButton("retry", `Upload ${label} again`, () => retry(file), { class: "icon-button again" });
  const drop = iconButton("close", `Remove ${label}`, () => {
    cancel(file);
    view.remove(file);
  });
  const node = el("li", { class: "chip" }, face(file),
    el("span", { class: "chip-words" }, el("b", { title: label }, label), words), again, drop, bar);
  const paint = () => {
    node.dataset.state = file.state;
    again.hidden = file.state !== "failed" || !file.blob;
    bar.hidden = file.state !== "uploading" && file.state !== "waiting";
    bar.ariaValueNow = String(Math.round(file.part * 100));
    bar.firstChild.style.width = `${file.part * 100}%`;
    drop.ariaLabel = drop.title = bar.hidden ? `Remove ${label}` : `Cancel the upload of ${label}`;
    setText(words, stateOf(file));
    return node;
  };
  const view = { paint, remove: () => {} };
  return view;
}

function stateOf({ state, part, size, seconds, voice, error }) {
  if (state === "failed") return error;
  const what = voice ? length(seconds) : fileSize(size);
  return state === "uploading" && part < 1 ? `${Math.round(part * 100)} % of ${what}` : what;
}

function face({ name, preview, voice }) {
  if (voice) return voiceFace(preview);
  if (preview) return el("span", { class: "chip-face" }, el("img", { src: preview, alt: "" }));
  const extension = name.includes(".") ? name.split(".").pop().slice(0, 4) : "";
  return el("span", { class: "chip-face", "aria-hidden": "true" }, extension || icon("file"));
}

/** Lets people hear what they have recorded. */
function voiceFace(address) {
  if (!address) return el("span", { class: "chip-face", "aria-hidden": "true" }, icon("mic"));
  const audio = el("audio", { src: address });
  const button = iconButton("play", "Listen", () => (audio.paused ? audio.play() : audio.pause()), { class: "chip-face" });
  const paint = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"), audio);
    button.ariaLabel = button.title = audio.paused ? "Listen" : "Pause";
  };
  for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, paint);
  paint();
  return button;
}
