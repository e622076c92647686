// Where messages are written: text and replies, with a draft kept for every line.

import { el, icon, iconButton, setText } from "./dom.js";
import { commandMenu } from "./menu.js";
import { senderOf, summary } from "./message.js";
import { toast } from "./notices.js";
import { arrivedAfterAll, onUnsent, sendText } from "./outbox.js";
import { store } from "./store.js";

const TALLEST = 0.4;
const NO_FILES = "I can't read files yet. Describe it in text, or tell me its path.";

const form = document.getElementById("composer");
const input = document.getElementById("text");
const notice = document.getElementById("unsent");
const noticeWords = notice.querySelector("span");
const context = document.getElementById("compose-context");

const written = new Map(); // line id -> what is being written there
const touch = matchMedia("(pointer: coarse)");
const menu = commandMenu(input, text => write(text));
let line = null;

const key = id => `switchboard.draft.${id}`;

function draftOf(id) {
  if (!written.has(id)) {
    written.set(id, { text: sessionStorage.getItem(key(id)) ?? "", replyTo: null });
  }
  return written.get(id);
}

const draft = () => draftOf(line.id);

export function startComposer() {
  form.querySelector(".menu-place").append(menu.node);
  form.addEventListener("submit", event => {
    event.preventDefault();
    submit();
  });
  input.addEventListener("input", () => write(input.value));
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", menu.close);
  document.getElementById("slash").addEventListener("click", () => write("/"));
  document.getElementById("retry").addEventListener("click", submit);
  refuseFiles();
  onUnsent(takeBack);
}

/** Brings the composer up to date with the open line. */
export function paintComposer() {
  if (line !== store.open) {
    line = store.open;
    menu.close();
    if (line) show();
  }
  if (!line) return;
  form.hidden = line.info.closed;
  document.getElementById("closed").hidden = !line.info.closed;
  const arrived = arrivedAfterAll(line);
  if (arrived !== null && draft().text.startsWith(arrived)) keep(line.id, draft().text.slice(arrived.length).trimStart());
  if (arrived !== null) show();
  notice.hidden = !line.unsent;
  setText(noticeWords, line.unsent ? `Not sent: ${line.unsent.error} Your text is still here.` : "");
}

export function focusComposer() {
  if (!touch.matches) input.focus({ preventScroll: true });
}

export function startReply(message) {
  draft().replyTo = message;
  show();
  input.focus();
}

function cancelReply() {
  draft().replyTo = null;
  show();
  input.focus();
}

/** Sets the text that is being written, and shows it. */
function write(text) {
  keep(line.id, text);
  if (input.value !== text) {
    input.value = text;
    input.focus();
  }
  fit();
  menu.update(text);
}

function keep(id, text) {
  draftOf(id).text = text;
  if (text) sessionStorage.setItem(key(id), text);
  else sessionStorage.removeItem(key(id));
}

function show() {
  const { text, replyTo } = draft();
  input.value = text;
  context.hidden = !replyTo;
  context.replaceChildren(...(replyTo ? [
    icon("reply"),
    el("span", {}, el("b", {}, `Reply to ${senderOf(replyTo)}`), el("span", {}, summary(replyTo))),
    iconButton("close", "Cancel the reply", cancelReply),
  ] : []));
  fit();
}

/** As tall as its text, up to a part of the window. */
function fit() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, innerHeight * TALLEST)}px`;
  form.classList.toggle("empty", !draft().text.trim());
}

function onKey(event) {
  if (event.isComposing || event.altKey) return;
  if (menu.onKey(event)) return event.preventDefault();
  if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && !context.hidden) {
    event.preventDefault();
    cancelReply();
  }
}

function submit() {
  const { text, replyTo } = draft();
  if (!text.trim()) return;
  draft().replyTo = null;
  keep(line.id, "");
  menu.close();
  sendText(line, text.trim(), replyTo);
  show();
  input.focus();
}

/** A text that could not be sent stands again where it was written, before what was written since. */
function takeBack(where, text, replyTo) {
  const { text: since } = draftOf(where.id);
  keep(where.id, since ? `${text}\n\n${since}` : text);
  draftOf(where.id).replyTo = replyTo;
  if (where === line) show();
}

/** Says so when a file is pasted or dropped; the browser would leave the page for it, or do nothing. */
function refuseFiles() {
  const hasFiles = event => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", event => hasFiles(event) && event.preventDefault());
  addEventListener("drop", event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    toast(NO_FILES);
  });
  addEventListener("paste", event => {
    const files = [...event.clipboardData.files];
    if (!files.length || isPictureOf(event.clipboardData.getData("text/plain"), files)) return;
    event.preventDefault();
    toast(NO_FILES);
  });
}

/** Whether the files are but a picture of the text, as office programs copy one; file managers copy files with their names. */
const isPictureOf = (text, files) =>
  !!text && files.every(file => file.type.startsWith("image/") && !text.split(/\r?\n/).includes(file.name));
