// Files that are added to a message. Each is uploaded at once, a few at a time; the message then names what the server has.

import { upload } from "./connection.js";
import { changed } from "./store.js";

const AT_ONCE = 3, MEASURED_WITHIN = 3_000;

let nextKey = 1;
let running = 0;
const waiting = [];

/** `state` is waiting, uploading, done, failed or cancelled; `part` is what has been uploaded, from 0 to 1. */
export function attach(blob, { name, voice = false, seconds = 0 }) {
  const it = {
    key: `file-${nextKey++}`, blob, name, type: blob.type, size: blob.size, voice, seconds, width: 0, height: 0,
    state: "waiting", part: 0, upload: "", error: "", preview: isPreviewed(blob) || voice ? URL.createObjectURL(blob) : "",
  };
  start(it);
  return it;
}

const isPreviewed = blob => /^image\/(png|jpeg|gif|webp)$/.test(blob.type);

/** What of an uploaded file is kept over a reload of the page. */
export const toKeep = ({ name, type, size, voice, seconds, width, height, upload }) =>
  ({ name, type, size, voice, seconds, width, height, upload });

/** A file that an earlier page has uploaded. */
export const kept = stored =>
  ({ ...stored, key: `file-${nextKey++}`, blob: null, state: "done", part: 1, error: "", preview: "" });

/** How a message names a file. */
export const toSend = ({ upload, name, type, voice, seconds, width, height }) =>
  ({ upload, name, type, voice, seconds: Math.round(seconds), width, height });

export const isOpen = ({ state }) => state !== "cancelled";

/** Uploads a file again that failed, or that the server no longer has. */
export function retry(it) {
  if (!it.blob) return;
  Object.assign(it, { state: "waiting", part: 0, upload: "", error: "" });
  start(it);
}

export function cancel(it) {
  it.state = "cancelled";
  it.abort?.();
  release(it);
  changed();
}

/** The server has no such upload. Only a file that this page still holds can be uploaded again. */
export function isGone(it) {
  Object.assign(it, { state: "failed", upload: "", error: it.blob ? "Not uploaded" : "No longer there. Add it again." });
}

/** Frees the memory of a file that is sent or cancelled. */
export function release(it) {
  if (it.preview) URL.revokeObjectURL(it.preview);
  it.preview = "";
}

/** Waits until a file is uploaded or cancelled; fails if it cannot be uploaded. */
export async function uploaded(it) {
  if (it.state === "failed") retry(it);
  await it.running;
  if (it.state === "failed") throw it.problem ?? new Error(`${it.name}: ${it.error}`);
}

function start(it) {
  it.running = new Promise(resolve => waiting.push({ it, resolve }));
  next();
  changed();
}

async function next() {
  if (running >= AT_ONCE || !waiting.length) return;
  const { it, resolve } = waiting.shift();
  running++;
  await send(it);
  running--;
  resolve();
  changed();
  next();
}

async function send(it) {
  if (!isOpen(it)) return;
  it.state = "uploading";
  changed();
  try {
    await measure(it);
    const call = upload("/api/uploads", it.blob, part => {
      it.part = part;
      changed();
    });
    it.abort = call.abort;
    const answer = await call.done;
    if (isOpen(it)) Object.assign(it, { state: "done", part: 1, upload: answer.upload });
  } catch (problem) {
    if (isOpen(it)) Object.assign(it, { state: "failed", error: "Not uploaded", problem });
  }
}

/** Finds out how long and how large a video or sound is; what cannot be found out stays 0. */
async function measure(it) {
  const kind = /^(video|audio)\//.exec(it.type)?.[1];
  if (!kind || it.voice) return;
  const address = URL.createObjectURL(it.blob);
  const player = document.createElement(kind);
  await new Promise(resolve => {
    player.onloadedmetadata = player.onerror = resolve;
    setTimeout(resolve, MEASURED_WITHIN);
    player.preload = "metadata";
    player.src = address;
  });
  if (Number.isFinite(player.duration)) it.seconds = player.duration;
  Object.assign(it, { width: player.videoWidth ?? 0, height: player.videoHeight ?? 0 });
  player.removeAttribute("src");
  URL.revokeObjectURL(address);
}
