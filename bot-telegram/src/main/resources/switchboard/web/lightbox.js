// Pictures and videos in full size, one after the other.

import { el, icon, iconButton, setText } from "./dom.js";
import { show } from "./notices.js";

const SWIPE = 50;

/** Opens what `tile` shows. Every tile of the conversation, marked `data-look`, can be reached from there. */
export function openLightbox(tile) {
  const tiles = [...tile.closest(".log").querySelectorAll("[data-look]")];
  const stage = el("div", { class: "lightbox-stage" });
  const words = el("span", { class: "lightbox-words" });
  const download = el("a", { class: "quiet", "aria-label": "Download", title: "Download" }, icon("download"));
  const back = iconButton("back", "Previous", () => go(at - 1), { class: "icon-button lightbox-step back" });
  const next = iconButton("next", "Next", () => go(at + 1), { class: "icon-button lightbox-step next" });
  let at = tiles.indexOf(tile);

  const go = to => {
    if (to < 0 || to >= tiles.length) return;
    at = to;
    const { look, kind, name } = tiles[at].dataset;
    stage.replaceChildren(kind === "video"
      ? el("video", { src: look, controls: true, autoplay: true, playsinline: true, "aria-label": name })
      : el("img", { src: look, alt: name, draggable: "false" }));
    setText(words, tiles.length > 1 ? `${name} · ${at + 1} of ${tiles.length}` : name);
    download.href = look;
    download.setAttribute("download", name);
    back.hidden = at === 0;
    next.hidden = at === tiles.length - 1;
    if (document.activeElement?.hidden) dialog.focus();
  };

  const dialog = el("dialog", { class: "lightbox", "aria-label": "Picture", tabindex: -1 }, stage,
    el("div", { class: "lightbox-bar" }, words, download, iconButton("close", "Close", () => dialog.close())), back, next);
  words.setAttribute("aria-live", "polite");
  dialog.addEventListener("click", event => event.target.closest("a, button, img, video") || dialog.close());
  dialog.addEventListener("keydown", event => {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tiles.length - 1 }[event.key];
    if (to === undefined || event.target.matches("video")) return;
    event.preventDefault();
    go(to);
  });
  followSwipes(stage, { left: () => go(at + 1), right: () => go(at - 1), down: () => dialog.close() });
  dialog.addEventListener("close", () => tiles[at].isConnected && tiles[at].focus({ preventScroll: true }));
  go(at);
  show(dialog);
}

/** A finger that moves far enough in one direction. */
function followSwipes(stage, { left, right, down }) {
  let from = null;
  stage.addEventListener("pointerdown", event => (from = event.pointerType === "mouse" ? null : event));
  stage.addEventListener("pointercancel", () => (from = null));
  stage.addEventListener("pointerup", event => {
    if (!from || from.pointerId !== event.pointerId) return;
    const x = event.clientX - from.clientX, y = event.clientY - from.clientY;
    from = null;
    if (Math.abs(x) > SWIPE && Math.abs(x) > Math.abs(y)) (x < 0 ? left : right)();
    else if (y > SWIPE) down();
  });
}
