// A sound that is played where it stands.

import { el, icon, iconButton, setText } from "./dom.js";
import { length } from "./format.js";

let playing = null; // only one sound at a time

/** `seconds` is its length as far as it is known: recordings of browsers do not tell it. */
export function player(address, label, seconds) {
  const audio = el("audio", { src: address, preload: "none" });
  const place = el("input", { type: "range", min: 0, max: 1000, value: 0, "aria-label": `Position in ${label}` });
  const time = el("span", { class: "player-time" });
  const button = iconButton("play", `Play ${label}`, () => (audio.paused ? audio.play() : audio.pause()));
  const total = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : seconds);

  const paint = () => {
    const at = audio.currentTime;
    button.ariaLabel = button.title = `${audio.paused ? "Play" : "Pause"} ${label}`;
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    place.value = total() ? Math.round((at / total()) * 1000) : 0;
    place.style.setProperty("--at", `${place.value / 10}%`);
    place.setAttribute("aria-valuetext", `${length(at)} of ${length(total())}`);
    setText(time, at ? `${length(at)} / ${length(total())}` : length(total()));
  };
  audio.addEventListener("play", () => {
    if (playing !== audio) playing?.pause();
    playing = audio;
  });
  audio.addEventListener("ended", () => (audio.currentTime = 0));
  for (const event of ["play", "pause", "ended", "timeupdate", "durationchange", "seeked"]) audio.addEventListener(event, paint);
  audio.addEventListener("error", () => setText(time, "This sound can't be played."));
  place.addEventListener("input", () => total() && (audio.currentTime = (place.value / 1000) * total()));
  paint();
  return el("div", { class: "player", role: "group", "aria-label": label }, button, place, time, audio);
}
