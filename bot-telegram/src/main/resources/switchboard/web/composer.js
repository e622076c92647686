// Where messages are written: text, files, replies and edits, with a draft kept for every line.

import { attach, isOpen, kept, toKeep } from "./attachments.js";
import { arrange, el, icon, iconButton, setText } from "./dom.js";
import { fitting, startIntake, tooMany } from "./intake.js";
import { request } from "./connection.js";
import { commandMenu } from "./menu.js";
import { senderOf, summary } from "./message.js";
import { toast } from "./notices.js";
import { arrivedAfterAll, onUnsent, send } from "./outbox.js";
import { canRecord, leaveRecorder, startRecorder } from "./recorder.js";
import { changed, isOwn, store } from "./store.js";
import { chip } from "./tray.js";

const TALLEST = 0.4;

const form = document.getElementById("composer");
const input = document.getElementById("text");
const notice = document.getElementById("unsent");
const noticeWords = notice.querySelector("span");
const context = document.getElementById("compose-context");
const tray = document.getElementById("tray");
const row = document.getElementById("compose-row");

const written = new Map(); // line id -> what is being written there
const touch = matchMedia("(pointer: coarse)");
const menu = commandMenu(input, text => write(text));
let line = null;

const key = id => `switchboard.draft.${id}`;
const filesKey = id => `switchboard.files.${id}`;

/** Over a reload of the page the text stays, and the files that were uploaded. */
function draftOf(id) {
  if (!written.has(id)) {
    const files = JSON.parse(sessionStorage.getItem(filesKey(id)) ?? "[]").map(kept);
    written.set(id, { text: sessionStorage.getItem(key(id)) ?? "", replyTo: null, editing: null, files });
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
  startIntake(files => add(line, files), () => !!line && !line.info.closed);
  startRecorder(takeRecording, () => {
    if (line) show();
    focusComposer();
  });
  document.getElementById("record").hidden = !canRecord();
  onUnsent(takeBack);
  addEventListener("beforeunload", event => isUnfinished() && event.preventDefault());
}

/** Whether something would be lost with the page: what is on its way, is recorded or is not uploaded yet. */
const isUnfinished = () =>
  !document.getElementById("recording").hidden || [...store.lines.values()].some(({ outgoing }) => outgoing.length)
  || [...written.values()].some(({ files }) => files.some(({ state }) => state !== "done"));

/** Brings the composer up to date with the open line. */
export function paintComposer() {
  if (line !== store.open) {
    line = store.open;
    menu.close();
    leaveRecorder(line);
    if (line) show();
  }
  if (!line) return;
  form.hidden = line.info.closed;
  document.getElementById("closed").hidden = !line.info.closed;
  const arrived = arrivedAfterAll(line);
  if (arrived) takeOut(arrived);
  paintTray();
  notice.hidden = !line.unsent;
  const what = line.unsent?.files.length ? "It is" : "Your text is";
  setText(noticeWords, line.unsent ? `Not sent: ${line.unsent.error} ${what} still here.` : "");
}

/** What is written or added has arrived after all. */
function takeOut({ text, files }) {
  if (text && draft().text.startsWith(text)) keep(line.id, draft().text.slice(text.length).trimStart());
  draft().files = draft().files.filter(file => !files.includes(file));
  show();
}

function paintTray() {
  const { files } = draft();
  arrange(tray, files.map(file => chip(file, () => remove(line, file))));
  tray.hidden = !files.length;
  keepFiles(line.id, files);
}

function keepFiles(id, files) {
  const uploaded = files.filter(({ state }) => state === "done").map(toKeep);
  if (uploaded.length) sessionStorage.setItem(filesKey(id), JSON.stringify(uploaded));
  else sessionStorage.removeItem(filesKey(id));
}

/** Adds files to what is being written. */
function add(where, files) {
  const { files: present } = draftOf(where.id);
  present.push(...fitting(files, present.length).map(({ blob, ...about }) => attach(blob, about)));
  if (where === line) show();
  if (where === line) focusComposer();
}

function remove(where, file) {
  draftOf(where.id).files = draftOf(where.id).files.filter(each => each !== file);
  changed();
  if (where === line) show();
  input.focus();
}

/** A recording is sent by itself; what is being written stays. One that is not sent is kept, even if there are too many files. */
function takeRecording(where, { blob, ...about }, isSent) {
  const recorded = attach(blob, about);
  if (isSent) return send(where, { text: "", files: [recorded] });
  draftOf(where.id).files.push(recorded);
  if (where === line) show();
}

export function focusComposer() {
  if (!touch.matches) input.focus({ preventScroll: true });
}

export function startReply(message) {
  leaveEdit();
  draft().replyTo = message;
  show();
  input.focus();
}

/** What was being written comes back after the edit. */
export function startEdit(message) {
  leaveEdit();
  Object.assign(draft(), { editing: { message, before: draft().text }, replyTo: null });
  keep(line.id, message.text);
  show();
  input.focus();
}

function leaveEdit() {
  const { editing } = draft();
  draft().editing = null;
  if (editing) keep(line.id, editing.before);
}

function cancel() {
  leaveEdit();
  draft().replyTo = null;
  show();
  input.focus();
}

/** An edit that does not arrive is written on. */
async function change({ message, before }, text) {
  const where = line;
  leaveEdit();
  show();
  try {
    await request("PUT", `/api/chats/${message.chat.id}/messages/${message.message_id}`, { text });
  } catch (problem) {
    toast(problem.message);
    if (draftOf(where.id).editing) return;
    draftOf(where.id).editing = { message, before };
    keep(where.id, text);
    if (where === line) show();
  }
}

/** The newest own text, which ArrowUp edits. */
const lastOwn = () => [...line.messages.values()].filter(message => isOwn(message) && message.text).at(-1);

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
  const { text, replyTo, editing } = draft();
  input.value = text;
  row.hidden = !document.getElementById("recording").hidden;
  paintTray();
  context.hidden = !replyTo && !editing;
  context.replaceChildren(...(replyTo ? [
    icon("reply"),
    el("span", {}, el("b", {}, `Reply to ${senderOf(replyTo)}`), el("span", {}, summary(replyTo))),
    iconButton("close", "Cancel the reply", cancel),
  ] : editing ? [
    icon("pencil"),
    el("span", {}, el("b", {}, "Edit your message"), el("span", {}, summary(editing.message))),
    iconButton("close", "Cancel the edit", cancel),
  ] : []));
  fit();
}

/** As tall as its text, up to a part of the window. */
function fit() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, innerHeight * TALLEST)}px`;
  form.classList.toggle("empty", !draft().text.trim() && !draft().files.length);
}

function onKey(event) {
  if (event.isComposing || event.altKey) return;
  if (menu.onKey(event)) return event.preventDefault();
  if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape" && !context.hidden) {
    event.preventDefault();
    cancel();
  } else if (event.key === "ArrowUp" && !input.value && context.hidden && lastOwn()) {
    event.preventDefault();
    startEdit(lastOwn());
  }
}

function submit() {
  const { text, replyTo, editing, files } = draft();
  if (editing) return text.trim() ? change(editing, text.trim()) : undefined;
  if (!text.trim() && !files.length) return;
  if (files.length > store.limits.files) return toast(tooMany());
  Object.assign(draft(), { replyTo: null, files: [] });
  keep(line.id, "");
  menu.close();
  send(line, { text: text.trim(), replyTo, files });
  show();
  input.focus();
}

/** What could not be sent stands again where it was written, before what was written since. */
function takeBack(where, { text, replyTo, files }) {
  const { text: since } = draftOf(where.id);
  keep(where.id, [text, since].filter(Boolean).join("\n\n"));
  draftOf(where.id).replyTo = replyTo;
  draftOf(where.id).files.unshift(...files.filter(isOpen));
  if (where === line) show();
}
