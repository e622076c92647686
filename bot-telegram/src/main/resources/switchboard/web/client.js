// The chat client's beginning: joins the server's frames, the address, the list, the conversation and the composer.

import { arrange, el, loadIcons, setText } from "./dom.js";
import { connect, isConnected, request } from "./connection.js";
import { focusComposer, paintComposer, startComposer, startEdit, startReply } from "./composer.js";
import { shortPath } from "./format.js";
import { ask, askForChat, askForTopic, avatar, lineIdsInOrder, paintList, startList } from "./list.js";
import { countUnseen, goTo, isAtEnd, paintLog, startLog, toEnd } from "./log.js";
import { summary } from "./message.js";
import { announce, toast } from "./notices.js";
import { send } from "./outbox.js";
import { answered } from "./presses.js";
import { applyBoard, board, contextMeter, isBusy, stateBadge } from "./sessions.js";
import {
  changed, chatOf, deleteMessage, hello, load, markRead, newestId, onChange, putActivity, putChat, putMessage, store, titleOf,
} from "./store.js";

const LAST_OPEN = "switchboard.open", SETTLED_AFTER = 900, LONGEST_SPOKEN = 800;
const STOPS_TURN = "c|/stop"; // what the button of a message begins with whose turn is still at work

const byId = id => document.getElementById(id);
const phone = matchMedia("(max-width: 720px)");
const state = stateBadge();
const meter = contextMeter();
let drawing = false;
let speaking = 0; // the timer of the next announcement
let spoken = ""; // what was announced last
let isNoteClosed = false; // the note on the stand-in, for as long as this page is open

function onFrame(frame) {
  switch (frame.type) {
    case "hello":
      byId("stand-in").hidden = isNoteClosed || !frame.stand_in;
      hello(frame);
      openFromAddress();
      break;
    case "board": applyBoard(frame); speakSoon(); break;
    case "chat":
      putChat(frame.chat);
      if (!store.open && location.hash) openFromAddress(); // a hello on its way was older than this chat and closed it
      break;
    case "message": putMessage(frame.message); break;
    case "deleted": deleteMessage(frame); break;
    case "action": case "draft": putActivity(frame); break;
    case "answer": answered(frame); break;
    case "commands": store.commands = frame.commands; break;
  }
  changed();
}

function onStoreChange(what, detail) {
  if (what === "message" && detail.line === store.open) {
    if (detail.isNew) countUnseen();
    speakSoon();
  }
  if (what === "sent" && detail.line === store.open) toEnd();
  paintTitle();
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(draw);
}

function draw() {
  drawing = false;
  document.body.dataset.screen = store.open ? "line" : "list";
  byId("app").hidden = !store.ready;
  byId("welcome").hidden = store.chats.size > 0;
  byId("nothing-open").hidden = !!store.open || !store.chats.size;
  byId("head").hidden = byId("log-place").hidden = byId("compose-place").hidden = !store.open;
  paintList();
  paintHead();
  paintLog();
  paintComposer();
  readIfSeen();
  if (!store.chats.size && document.activeElement === document.body) byId("start").focus();
}

function paintHead() {
  const line = store.open;
  if (!line) return;
  const row = board.rows.get(line.id);
  const title = chatOf(line).title;
  if (byId("face").dataset.of !== title) byId("face").replaceChildren(avatar(title, line.chat));
  byId("face").dataset.of = title;
  setText(byId("title"), titleOf(line));
  setText(byId("title-chat"), line.topic ? title : "");
  byId("rename").hidden = line.topic !== 0;
  byId("head").dataset.state = row?.state ?? "idle";
  byId("stop").hidden = !isBusy(row);
  state.paint(row);
  meter.paint(row, "context ");
  arrange(byId("facts"), [
    state.node,
    ...(row ? [fact("directory", shortPath(row.directory), row.directory), fact("model", row.model), meter.node] : []),
  ]);
}

const facts = new Map();

function fact(name, words, title = words) {
  if (!facts.has(name)) facts.set(name, el("span", { class: `fact ${name}` }));
  const node = facts.get(name);
  setText(node, words ?? "");
  node.title = title ?? "";
  return node;
}

function paintTitle() {
  const unread = [...store.lines.values()].reduce((sum, line) => sum + (line.info.unread ?? 0), 0);
  const name = store.open ? `${titleOf(store.open)} · Switchboard` : "Switchboard";
  document.title = unread ? `(${unread}) ${name}` : name;
}

function readIfSeen() {
  if (store.open && document.visibilityState === "visible" && isAtEnd()) markRead(store.open);
}

/** What is read out of the open line: the newest message of the bot, unless it is still being worked on. */
function toSpeak() {
  const line = store.open;
  const message = line?.messages.get(newestId(line));
  if (!message?.from?.is_bot) return "";
  const keys = message.reply_markup?.inline_keyboard?.flat() ?? [];
  const isLive = keys.some(key => key.callback_data?.startsWith(STOPS_TURN));
  if (isLive || (board.rows.get(line.id)?.state === "running" && !keys.length)) return "";
  return `${store.bot.first_name}: ${message.text ?? summary(message)}`.slice(0, LONGEST_SPOKEN);
}

/** Reads it out, once, when it has come to rest. */
function speakSoon() {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    const words = toSpeak();
    if (words && words !== spoken) announce(words);
    spoken = words || spoken;
  }, SETTLED_AFTER);
}

/** Shows the line that the address names; without one, on a wide screen, the one that was open last. */
function openFromAddress() {
  const named = location.hash.slice(1);
  const last = localStorage.getItem(LAST_OPEN);
  const id = named || (!phone.matches && store.lines.has(last) ? last : "");
  if (!named && id) history.replaceState(null, "", `#${id}`);
  const line = store.lines.get(id) ?? null;
  if (line && line !== store.open) localStorage.setItem(LAST_OPEN, id);
  const other = line !== store.open;
  store.open = line;
  if (line) load(line).then(() => (spoken = other ? toSpeak() : spoken));
  changed();
  if (other && line) requestAnimationFrame(() => requestAnimationFrame(focusComposer));
}

function openLine(id) {
  if (location.hash === `#${id}`) openFromAddress();
  else location.hash = id;
}

function openNeighbour(step) {
  const ids = lineIdsInOrder();
  const at = ids.indexOf(store.open?.id);
  const next = ids[at < 0 ? 0 : (at + step + ids.length) % ids.length];
  if (next) openLine(next);
}

function backToList() {
  const left = store.open?.id;
  location.hash = "";
  requestAnimationFrame(() => document.querySelector(`[data-line="${left}"]`)?.focus());
}

async function stop() {
  try {
    await request("POST", `/api/board/${store.open.id}/stop`);
  } catch (problem) {
    toast(problem.message);
  }
}

/** Sends a text that is there to be pressed. */
function say(text) {
  if (!isConnected()) toast("Not sent: Switchboard cannot be reached.");
  else if (store.open.info.closed) toast("This topic is closed.");
  else send(store.open, { text });
  focusComposer();
}

function rename() {
  const { chat } = store.open;
  ask(byId("head-form"), {
    label: "Title of this chat",
    value: store.chats.get(chat).title,
    button: "Rename",
    save: async title => {
      putChat(await request("POST", `/api/chats/${chat}`, { title }));
      changed();
    },
  });
}

byId("start").addEventListener("click", () => askForChat(byId("first-chat-form")));
byId("stand-in").querySelector("button").addEventListener("click", () => {
  isNoteClosed = true;
  byId("stand-in").hidden = true;
});
byId("rename").addEventListener("click", rename);
byId("new-topic").addEventListener("click", () => askForTopic(byId("head-form"), store.open.chat));
byId("stop").addEventListener("click", stop);
byId("back").addEventListener("click", backToList);
addEventListener("hashchange", openFromAddress);
addEventListener("focus", readIfSeen);
addEventListener("visibilitychange", readIfSeen);
addEventListener("keydown", event => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  openNeighbour(step);
});

startList(openLine);
startComposer();
startLog({
  reply: startReply,
  edit: startEdit,
  command: say,
  goTo,
  pressed: focusComposer,
  seen: readIfSeen,
});
onChange(onStoreChange);
loadIcons();
connect(onFrame, changed);
