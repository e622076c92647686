// What messages bring besides text: pictures and videos, alone or as a grid, sounds, and files to be downloaded.

import { fileAddress, hasFile } from "./connection.js";
import { diffOpener, isDiff } from "./diff.js";
import { el, icon } from "./dom.js";
import { fileSize, length } from "./format.js";
import { openLightbox } from "./lightbox.js";
import { player } from "./player.js";

const WIDTH = 440, HEIGHT = 400;
const PICTURES = /^image\/(png|jpeg|gif|webp)$/;
const VIDEOS = /^video\/(mp4|webm|quicktime)$/;
const SOUNDS = /^audio\//;

const addressOf = ({ file_id: id }) => fileAddress(id);

/** The fields of a message that are shown here. */
export const brought = ({ photo, video, animation, voice, audio, document: file }) =>
  ({ photo, video, animation, voice, audio, file });

/** What a message without words is called. */
export function nameOf({ photo, video, animation, voice, audio, document: file }) {
  if (photo) return "Photo";
  if (animation) return "GIF";
  if (video) return video.file_name ?? "Video";
  if (voice) return "Voice message";
  if (audio) return audio.title ?? audio.file_name ?? "Audio";
  return file ? file.file_name ?? "File" : "Message";
}

/** The nodes of the messages of an album, or of one message. */
export function mediaOf(messages) {
  const seen = messages.map(picture).filter(Boolean);
  const rest = messages.filter(message => !picture(message)).flatMap(restOf);
  const pictures = seen.length > 1 ? [el("div", { class: "album", "data-count": Math.min(seen.length, 5) }, seen.map(tile))] : seen.map(single);
  return [...pictures, ...rest];
}

/** What of a message can be looked at; null if there is nothing. */
function picture({ photo, video, animation, document: file }) {
  if (photo?.length) {
    const largest = photo.reduce((a, b) => (b.width > a.width ? b : a));
    const inline = photo.filter(size => size.width >= WIDTH).sort((a, b) => a.width - b.width)[0] ?? largest;
    return { kind: "photo", file: largest, look: addressOf(largest), src: addressOf(inline), name: "Photo", ...sides(largest) };
  }
  const moving = animation ?? video ?? (isA(VIDEOS, file) ? file : null);
  if (moving && /^image\//.test(moving.mime_type ?? "")) return asPicture(moving, "GIF");
  if (moving) {
    return { kind: animation ? "loop" : "video", file: moving, look: addressOf(moving), src: addressOf(moving),
      name: moving.file_name ?? (animation ? "GIF" : "Video"), seconds: moving.duration, ...sides(moving) };
  }
  return isA(PICTURES, file) ? asPicture(file, file.file_name ?? "Picture") : null;
}

const isA = (kinds, file) => kinds.test(file?.mime_type ?? "");
const sides = ({ width, height }) => ({ width: width || 0, height: height || 0 });
const asPicture = (file, name) => ({ kind: "photo", file, look: addressOf(file), src: addressOf(file), name, width: 0, height: 0 });

/** A picture of its own: as large as there is room; a video plays where it stands. */
function single(it) {
  const { kind, src, look, name, width, height } = it;
  const size = width && height ? { width, height } : {};
  const scale = Math.min(1, WIDTH / (width || WIDTH), HEIGHT / (height || HEIGHT));
  if (kind === "photo") return opener(it, "photo", fit(imageOf(it, size), width, scale));
  const node = kind === "loop"
    ? el("video", { src, autoplay: true, loop: true, muted: true, playsinline: true, "aria-label": name, ...size })
    : el("video", { src: look, controls: true, preload: "metadata", playsinline: true, "aria-label": name, ...size });
  if (kind === "loop") node.muted = true; // the attribute alone does not mute what scripts make
  return el("div", { class: "photo" }, orCard(fit(node, width, scale), it));
}

function fit(node, width, scale) {
  if (width) node.style.width = `min(${Math.round(width * scale)}px, 78vw)`;
  return node;
}

/** A picture among others. */
function tile(it) {
  const face = it.kind === "photo" ? imageOf(it) : orCard(el("video", { src: it.src, preload: "metadata", muted: true, playsinline: true }), it);
  return opener(it, "tile", face, it.kind === "video" && el("span", { class: "tile-play" }, icon("play"), length(it.seconds ?? 0)));
}

const imageOf = (it, size = {}) =>
  orCard(el("img", { src: it.src, alt: it.name, loading: "lazy", decoding: "async", ...size }), it);

function opener({ kind, look, name }, kindOfNode, ...faces) {
  const label = kind === "video" ? `Open the video ${name}` : name === "Photo" ? "Open the photo" : `Open ${name}`;
  const node = el("button", { type: "button", class: kindOfNode, "aria-label": label, "data-look": look,
    "data-kind": kind === "photo" ? "photo" : "video", "data-name": name, onclick: () => openLightbox(node) }, faces);
  return node;
}

/** What a browser cannot show can still be downloaded, unless it has been deleted, as old files are at some time. */
function orCard(node, { file, name }) {
  node.addEventListener("error", async () => {
    const isThere = await hasFile(file.file_id);
    const tile = node.closest(".photo, .tile");
    const album = node.closest(".album");
    (album ?? tile)?.after(
      isThere ? card(file, file.file_name ?? name) : el("span", { class: "gone" }, icon("file"), `${name} is no longer here`));
    tile?.remove();
    if (album && !album.childElementCount) album.remove();
  });
  return node;
}

function restOf({ voice, audio, document: file }) {
  if (voice) return [player(addressOf(voice), "Voice message", voice.duration ?? 0)];
  const sound = audio ?? (isA(SOUNDS, file) ? file : null);
  if (sound) {
    const name = sound.title ?? sound.file_name ?? "Audio";
    return [el("div", { class: "audio" }, card(sound, sound.file_name ?? name), player(addressOf(sound), name, sound.duration ?? 0))];
  }
  if (!file) return [];
  return [card(file, file.file_name ?? "file"), isDiff(file) && diffOpener(file)].filter(Boolean);
}

/** A file with its name and size, to be downloaded. */
function card(file, name) {
  const extension = name.includes(".") ? name.split(".").pop().slice(0, 4) : "";
  return el("a", { class: "document", href: addressOf(file), download: name, title: `Download ${name}` },
    el("span", { class: "document-icon", "aria-hidden": "true" }, extension || icon("file")),
    el("span", { class: "document-words" }, el("b", {}, name), el("span", {}, fileSize(file.file_size ?? 0))),
    icon("download"));
}
