// Where messages are written: text, files, replies and edits, with a draft kept for every line.

import { el, icon, iconButton, setText } from "./dom.js";
import { request } from "./connection.js";
import { fileSize } from "./format.js";
import { commandMenu } from "./menu.js";
import { senderOf, summary } from "./message.js";
import { toast } from "./notices.js";
import { arrivedAfterAll, onUnsent, sendFile, sendText } from "./outbox.js";
import { changed, isOwn, putMessage, shownMessages, store } from "./store.js";

const LONGEST_CAPTION = 1024, LARGEST_FILE = 20 * 1024 * 1024, TALLEST = 0.4;

const form = document.getElementById("composer");
const input = document.getElementById("text");
const notice = document.getElementById("unsent");
const noticeWords = notice.querySelector("span");
const context = document.getElementById("compose-context");
const tray = document.getElementById("tray");
const picker = document.getElementById("picker");
const sendButton = document.getElementById("send");
const drop = document.getElementById("drop");

const written = new Map(); // line id -> what is being written there
const touch = matchMedia("(pointer: coarse)");
const menu = commandMenu(input, text => write(text));
let line = null;

const key = id => `switchboard.draft.${id}`;

/** `text` is the draft; while a message is edited, its text is in `editText`. */
function draftOf(id) {
  if (!written.has(id)) {
    written.set(id, { text: sessionStorage.getItem(key(id)) ?? "", files: [], replyTo: null, editing: null, editText: "" });
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
  input.addEventListener("paste", event => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    attach(event.clipboardData.files);
  });
  document.getElementById("attach").addEventListener("click", () => picker.click());
  document.getElementById("slash").addEventListener("click", () => write("/"));
  document.getElementById("retry").addEventListener("click", submit);
  picker.addEventListener("change", () => {
    attach(picker.files);
    picker.value = "";
  });
  acceptDrops(document.getElementById("conversation"));
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
  Object.assign(draft(), { replyTo: message, editing: null });
  show();
  input.focus();
}

export function startEdit(message) {
  Object.assign(draft(), { editing: message, editText: message.text, replyTo: null });
  show();
  input.focus();
}

function cancelContext() {
  Object.assign(draft(), { replyTo: null, editing: null });
  show();
  input.focus();
}

/** Sets the text that is being written, and shows it. */
function write(text) {
  const { editing } = draft();
  if (editing) draft().editText = text;
  else keep(line.id, text);
  if (input.value !== text) {
    input.value = text;
    input.focus();
  }
  fit();
  menu.update(editing ? "" : text);
}

function keep(id, text) {
  draftOf(id).text = text;
  if (text) sessionStorage.setItem(key(id), text);
  else sessionStorage.removeItem(key(id));
}

function show() {
  const { text, files, replyTo, editing, editText } = draft();
  input.value = editing ? editText : text;
  const about = editing ?? replyTo;
  context.hidden = !about;
  context.replaceChildren(...(about ? [
    icon(editing ? "pencil" : "reply"),
    el("span", {}, el("b", {}, editing ? "Edit message" : `Reply to ${senderOf(about)}`), el("span", {}, summary(about))),
    iconButton("close", editing ? "Cancel editing" : "Cancel the reply", cancelContext),
  ] : []));
  sendButton.ariaLabel = sendButton.title = editing ? "Save" : "Send";
  sendButton.replaceChildren(icon(editing ? "check" : "send"));
  tray.hidden = !files.length;
  tray.replaceChildren(...files.map(fileChip));
  input.placeholder = files.length ? "Add a caption" : "Message";
  fit();
}

/** As tall as its text, up to a part of the window. */
function fit() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, innerHeight * TALLEST)}px`;
  const { text, files, editing, editText } = draft();
  form.classList.toggle("empty", !(editing ? editText : text).trim() && !files.length);
}

function onKey(event) {
  if (event.isComposing || event.altKey) return;
  if (menu.onKey(event)) return event.preventDefault();
  if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && !context.hidden) {
    event.preventDefault();
    cancelContext();
  } else if (event.key === "ArrowUp" && !input.value && !draft().files.length) {
    const last = shownMessages(line).findLast(message => isOwn(message) && message.text);
    if (!last) return;
    event.preventDefault();
    startEdit(last);
  }
}

function submit() {
  const { text, files, replyTo, editing } = draft();
  if (editing) return saveEdit();
  if (!text.trim() && !files.length) return;
  const caption = files.length && text.length <= LONGEST_CAPTION ? text.trim() : "";
  files.forEach((file, at) => sendFile(line, file, at === 0 ? caption : "", replyTo));
  Object.assign(draft(), { files: [], replyTo: null });
  keep(line.id, "");
  menu.close();
  if (text.trim() && !caption) sendText(line, text.trim(), replyTo);
  show();
  input.focus();
}

async function saveEdit() {
  const here = line;
  const mine = draft();
  const { editing, editText } = mine;
  if (!editText.trim()) return toast("A message cannot be empty");
  try {
    if (editText !== editing.text) {
      putMessage(await request("PUT", `/api/chats/${here.chat}/messages/${editing.message_id}`, { text: editText }));
    }
    mine.editing = null;
    if (here === line) show();
    changed();
  } catch (problem) {
    toast(`Not changed: ${problem.message}`);
  }
}

/** A text that could not be sent stands again where it was written, before what was written since. */
function takeBack(where, text, replyTo) {
  const { text: since } = draftOf(where.id);
  keep(where.id, since ? `${text}\n\n${since}` : text);
  draftOf(where.id).replyTo = replyTo;
  if (where === line) show();
}

function attach(files) {
  const fitting = [...files].filter(file => file.size <= LARGEST_FILE);
  if (fitting.length < files.length) toast("A file may have at most 20 MB: no bot can fetch a larger one");
  if (draft().editing) draft().editing = null;
  draft().files.push(...fitting);
  show();
  input.focus();
}

function fileChip(file) {
  const discard = () => {
    draft().files = draft().files.filter(each => each !== file);
    show();
    input.focus();
  };
  const picture = el("img", { alt: "" });
  if (file.type.startsWith("image/")) {
    picture.src = URL.createObjectURL(file);
    picture.onload = () => URL.revokeObjectURL(picture.src);
  }
  return el("li", {},
    picture.src ? picture : icon("file"),
    el("span", {}, el("b", {}, file.name), el("span", {}, fileSize(file.size))),
    iconButton("close", `Remove ${file.name}`, discard));
}

function acceptDrops(area) {
  const hasFiles = event => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", event => hasFiles(event) && event.preventDefault());
  addEventListener("drop", event => hasFiles(event) && event.preventDefault());
  area.addEventListener("dragenter", event => (drop.hidden = !hasFiles(event) || !line || line.info.closed));
  drop.addEventListener("dragleave", () => (drop.hidden = true));
  drop.addEventListener("drop", event => {
    drop.hidden = true;
    attach(event.dataTransfer.files);
  });
}
