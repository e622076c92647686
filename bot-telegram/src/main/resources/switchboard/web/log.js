// The conversation: the messages of the open line, by day, with what is being sent and written; keeps the reader's place.

import { arrange, el, setText } from "./dom.js";
import { formatted } from "./entities.js";
import { count, dayName, dayOf } from "./format.js";
import { isService, messageView } from "./message.js";
import { hasArrived, leaveOut } from "./outbox.js";
import { request } from "./connection.js";
import { toast } from "./notices.js";
import { isOwn, loadOlder, shownMessages, store } from "./store.js";
import { chip } from "./tray.js";

const NEAR = 60, OLDER_WITHIN = 600, SAME_BREATH = 300;
const EXAMPLES = [
  "What is in this directory?",
  "Find a bug here and tell me how you would fix it",
  "Which parts of this code have no tests?",
];

const log = document.getElementById("log");
const content = document.getElementById("messages");
const downButton = document.getElementById("down");
const downCount = downButton.querySelector(".badge");

let actions; // what a reader can do with a message
let line = null; // the line that is drawn
let views = new Map(); // message id, or key of what is being sent -> its view
let days = new Map(); // day -> the node with its name
let unreadFrom = 0; // the first message that was unread when the line was opened; 0 until that is known
let markIsNew = true; // the reader has not been led to the mark of unread messages yet
let atEnd = true; // the reader is at the end and stays there
let topBefore = 0; // where the log was scrolled to
let unseen = 0; // messages that came while the reader was further up

const unreadMark = el("div", { class: "service unread-mark" }, el("span", {}, "New messages"));
const examples = el("div", { class: "examples" },
  el("p", {}, "This chat is a Claude Code session of its own. Ask it something, for example:"),
  EXAMPLES.map(text => el("button", { type: "button", onclick: () => actions.command(text) }, text)));
const draft = draftView();

export const isAtEnd = () => atEnd;

export function startLog(given) {
  actions = given;
  log.addEventListener("scroll", scrolled, { passive: true });
  log.addEventListener("click", showTools);
  log.addEventListener("keydown", walk);
  downButton.addEventListener("click", toEnd);
  const stay = new ResizeObserver(() => atEnd && scrollToEnd());
  stay.observe(log);
  stay.observe(content);
}

/** Draws what has changed; another line than before is drawn from its end, or from its first unread message. */
export function paintLog() {
  const opened = line !== store.open;
  if (opened) {
    line = store.open;
    views = new Map();
    days = new Map();
    unreadFrom = 0;
    markIsNew = true;
    unseen = 0;
    atEnd = true;
  }
  if (!line) {
    log.ariaBusy = "true";
    return content.replaceChildren();
  }
  if (!unreadFrom && line.loaded) unreadFrom = line.info.unread ? line.info.last_read + 1 : Infinity;
  keepPlace(() => arrange(content, nodes()));
  if (unreadMark.isConnected && markIsNew) {
    markIsNew = false;
    unreadMark.scrollIntoView({ block: "center" });
    scrolled();
  }
  paintDown();
  log.ariaBusy = String(!line.loaded);
}

/** A message of the bot came into the open line. */
export function countUnseen() {
  if (!atEnd) unseen++;
}

export function toEnd() {
  unseen = 0;
  atEnd = true;
  scrollToEnd();
  paintDown();
}

function scrollToEnd() {
  log.scrollTop = log.scrollHeight;
  topBefore = log.scrollTop;
}

/** Scrolls to a message and lights it up, loading older ones if need be. */
export async function goTo(id) {
  const here = line;
  while (!views.get(id)?.node.isConnected && here.more && here === store.open) {
    const before = here.oldest;
    await loadOlder(here);
    if (here.oldest === before) break;
  }
  const node = views.get(id)?.node;
  if (!node?.isConnected) return toast("This message is no longer there");
  node.scrollIntoView({ block: "center" });
  node.focus({ preventScroll: true });
  node.classList.remove("lit");
  requestAnimationFrame(() => node.classList.add("lit"));
}

function nodes() {
  const messages = shownMessages(line);
  const list = [];
  let previous = null;
  const groups = albums(messages);
  groups.forEach((album, at) => {
    const message = album[0];
    if (!previous || dayOf(previous.date) !== dayOf(message.date)) {
      list.push(dayNode(message.date));
      previous = null;
    }
    if (message.message_id >= unreadFrom && !isOwn(message) && !list.includes(unreadMark)) list.push(unreadMark);
    const view = viewOf(message.message_id, () => messageView(message, actions));
    album.forEach(each => views.set(each.message_id, view));
    view.paint(message, { joinsAbove: joins(previous, message), joinsBelow: joins(message, groups[at + 1]?.[0]), album });
    view.node.tabIndex = at === groups.length - 1 ? 0 : -1;
    list.push(view.node);
    previous = message;
  });
  if (line.loaded && messages.every(isService) && !line.outgoing.length) list.push(examples);
  for (const item of line.outgoing) if (!hasArrived(line, item)) list.push(outgoingNode(item));
  if (line.draft || line.typingUntil > Date.now()) list.push(draft.paint());
  return list;
}

/** The messages, those of an album together. */
function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.media_group_id && last?.[0].media_group_id === message.media_group_id) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

function viewOf(key, make) {
  if (!views.has(key)) views.set(key, make());
  return views.get(key);
}

function dayNode(date) {
  const day = dayOf(date);
  if (!days.has(day)) days.set(day, el("div", { class: "service day" }, el("span")));
  setText(days.get(day).firstChild, dayName(date));
  return days.get(day);
}

/** Messages of one sender in one breath stand close together. */
const joins = (a, b) =>
  !!a && !!b && !isService(a) && !isService(b) && isOwn(a) === isOwn(b) && b.date - a.date < SAME_BREATH;

/** A text or files on their way. Until the last file is uploaded, each can be left out. */
function outgoingNode(item) {
  const { node, files, meta } = viewOf(item.key, () => {
    const chips = el("ul", { class: "chips" }), state = el("span", { class: "meta" });
    return { files: chips, meta: state, node: el("article", { class: "message own outgoing", "aria-label": "Being sent" },
      el("div", { class: "body" }, el("div", { class: "bubble" }, chips, el("div", { class: "text" }, item.text, state)))) };
  });
  arrange(files, item.isLeaving ? [...files.children] : item.files.map(file => chip(file, () => leaveOut(line, item, file))));
  files.hidden = !files.childElementCount;
  setText(meta, "Sending…");
  return node;
}

/** What the bot is writing at the moment: its draft, or three dots. */
function draftView() {
  const text = el("div", { class: "text" });
  const dots = el("span", { class: "dots", title: "typing" }, el("i"), el("i"), el("i"));
  const stop = el("button", { type: "button", class: "key" }, "Stop");
  const node = el("article", { class: "message bot draft", "aria-label": "Being written" },
    el("div", { class: "body" }, el("div", { class: "bubble" }, text), el("div", { class: "keyboard" }, stop)));
  stop.onclick = () =>
    request("POST", `/api/chats/${line.chat}/drafts/stop`, { topic: line.topic }).catch(problem => toast(problem.message));
  const paint = () => {
    const written = line.draft?.text;
    stop.parentNode.hidden = !line.draft?.can_stop;
    if (written) text.replaceChildren(formatted(written, line.draft.entities, actions.command));
    else if (!text.contains(dots)) text.replaceChildren(dots);
    return node;
  };
  return { paint };
}

/** Lets what the reader looks at stand still while `change` draws: the end if they are there, else the first visible message. */
function keepPlace(change) {
  const top = log.getBoundingClientRect().top;
  const anchor = atEnd ? null : [...content.querySelectorAll(".message")].find(node => node.getBoundingClientRect().bottom > top);
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (atEnd) scrollToEnd();
  else if (anchor?.isConnected) log.scrollTop += anchor.getBoundingClientRect().top - before;
  if (line.more && log.scrollTop < OLDER_WITHIN) loadOlder(line);
}

function scrolled() {
  if (log.ariaBusy === "true") return; // Emptied for another line, whose messages are not drawn yet.
  const below = log.scrollHeight - log.clientHeight - log.scrollTop;
  // What grows below a reader at the end, as a picture that has loaded, does not take them away from it.
  atEnd = below < NEAR || (atEnd && log.scrollTop >= topBefore);
  topBefore = log.scrollTop;
  if (atEnd && unseen) actions.seen();
  if (atEnd) unseen = 0;
  paintDown();
  if (line.more && log.scrollTop < OLDER_WITHIN) loadOlder(line);
}

function paintDown() {
  downButton.hidden = atEnd || !line;
  downCount.hidden = !unseen;
  setText(downCount, String(unseen));
  downButton.ariaLabel = unseen ? `${count(unseen, "new message")}, go to the end` : "Go to the end";
}

/** On touch screens a tap on a message shows what can be done with it. */
function showTools(event) {
  const message = event.target.closest(".message");
  for (const each of content.querySelectorAll(".touched")) if (each !== message) each.classList.remove("touched");
  if (message && !event.target.closest("a, button, .spoiler")) message.classList.toggle("touched");
}

/** Arrow keys walk from message to message once one has the focus. */
function walk(event) {
  const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
  if (!step || event.altKey || !event.target.matches(".message")) return;
  let next = event.target[step];
  while (next && !next.matches("[data-message][tabindex]")) next = next[step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
