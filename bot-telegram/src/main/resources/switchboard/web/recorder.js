// Spoken messages: recorded in the page, and sent, kept or thrown away.

import { el, iconButton, setText } from "./dom.js";
import { length } from "./format.js";
import { announce, toast } from "./notices.js";
import { store } from "./store.js";

const KINDS = [["audio/ogg;codecs=opus", "ogg"], ["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"]];
const SPEECH = 32_000, LONGEST = 60 * 60_000, TICK = 250;
const REFUSED = {
  NotAllowedError: "The microphone is blocked. Allow it in the browser's settings for this page, then try again.",
  NotFoundError: "I can't find a microphone.",
  NotReadableError: "Another program uses the microphone.",
};

const row = document.getElementById("recording");
const microphone = document.getElementById("record");
let current = null;

/** Whether this browser can record at all. */
export const canRecord = () => !!navigator.mediaDevices?.getUserMedia && !!window.MediaRecorder;

/** `take(line, recording, isSent)` gets what was recorded; `turned()` is called when recording begins or has ended. */
export function startRecorder(take, turned) {
  microphone.addEventListener("click", () => record(store.open, take, turned));
  row.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !current) return;
    event.stopPropagation();
    current.end("cancel");
  });
}

/** What is recorded stays with the line that it was begun for. */
export function leaveRecorder(line) {
  if (current && current.line !== line) current.end("keep");
}

async function record(line, take, turned) {
  if (current) return;
  const asked = { line, end: () => (current = null) }; // as long as the browser asks, there is nothing to keep
  current = asked;
  let stream = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    if (current === asked) return recordFrom(stream, line, take, turned);
  } catch (problem) {
    if (current === asked) {
      current = null;
      toast(REFUSED[problem.name] ?? `The microphone can't be used (${problem.message}).`);
    }
  }
  release(stream);
}

const release = stream => stream?.getTracks().forEach(track => track.stop());

function recordFrom(stream, line, take, turned) {
  const [type, ending] = KINDS.find(([kind]) => MediaRecorder.isTypeSupported(kind)) ?? ["", "webm"];
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: SPEECH, ...(type && { mimeType: type }) });
  const pieces = [];
  const begun = performance.now();
  const lasted = () => performance.now() - begun;
  let decision = "keep"; // also if the microphone is pulled out
  let seconds = 0;
  const time = el("span", { class: "recording-time", role: "timer", "aria-label": "Length" });
  const tick = () => {
    setText(time, length(lasted() / 1000));
    if (lasted() > LONGEST) end("keep");
  };
  const end = how => {
    decision = how;
    if (recorder.state !== "inactive") recorder.stop();
  };
  recorder.ondataavailable = event => event.data.size && pieces.push(event.data);
  recorder.onstop = () => {
    seconds = lasted() / 1000;
    clearInterval(timer);
    release(stream);
    current = null;
    row.hidden = true;
    row.replaceChildren();
    const blob = new Blob(pieces, { type: (type || recorder.mimeType).split(";")[0] });
    if (decision !== "cancel" && blob.size) {
      take(line, { blob, name: `voice.${ending}`, voice: true, seconds }, decision === "send");
    }
    turned();
  };
  recorder.start(TICK);
  const timer = setInterval(tick, TICK);
  current = { line, end };
  const send = iconButton("send", "Send the recording", () => end("send"), { class: "icon-button send" });
  row.replaceChildren(
    iconButton("trash", "Cancel the recording", () => end("cancel")),
    el("i", { class: "recording-light", "aria-hidden": "true" }),
    time,
    el("span", { class: "recording-words" }, "Recording…"),
    iconButton("stop", "Stop the recording", () => end("keep")),
    send);
  row.hidden = false;
  turned();
  tick();
  announce("Recording");
  send.focus();
}
