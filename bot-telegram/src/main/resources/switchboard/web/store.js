// Everything the chat client knows: chats, their lines (a chat or one of its topics), messages, drafts and button presses.

import { request, Unreachable } from "./connection.js";
import { toast } from "./notices.js";

const PAGE = 50, TYPING_FOR = 5_000, DRAFT_FOR = 30_000, LOAD_AGAIN_AFTER = 1_000;

/** `open` is the line on the screen, or null. */
export const store = {
  bot: { first_name: "Switchboard" }, commands: [], chats: new Map(), lines: new Map(), open: null, ready: false,
  limits: { file: Infinity, files: Infinity },
};

const listeners = new Set();
let generation = 0;

/** Calls `listener(what, detail)` after every change; `what` is "message" for a new one of the bot, else "change". */
export const onChange = listener => listeners.add(listener);
export const changed = (what = "change", detail) => listeners.forEach(listener => listener(what, detail));

export const isOwn = message => !message.from?.is_bot;
export const chatOf = line => store.chats.get(line.chat);
export const titleOf = line => (line.topic ? line.info.name : chatOf(line).title);
export const newestId = line => Math.max(0, ...line.messages.keys());
const lineId = message =>
  message.is_topic_message ? `${message.chat.id}_${message.message_thread_id}` : String(message.chat.id);

/** All lines as the list shows them: the chat that was used last first, each with its topics. */
export function chatsInOrder() {
  const lastUsed = chat => Math.max(0, ...chat.lines.map(line => line.last?.date ?? 0)) || Infinity;
  return [...store.chats.values()].sort((a, b) => lastUsed(b) - lastUsed(a) || b.id - a.id);
}

/** The messages of a line that are loaded without a gap, oldest first. */
export const shownMessages = line =>
  [...line.messages.values()].filter(message => message.message_id >= line.oldest).sort((a, b) => a.message_id - b.message_id);

export function hello(frame) {
  generation++;
  Object.assign(store, { bot: frame.bot, commands: frame.commands, ready: true });
  store.limits = { file: frame.max_file, files: frame.max_files };
  const ids = new Set(frame.chats.map(chat => chat.id));
  for (const [id, line] of store.lines) {
    if (!ids.has(line.chat)) store.lines.delete(id);
    Object.assign(line, { touched: new Set(), loaded: false, loading: false, draft: null, typingUntil: 0 });
    if (line !== store.open) Object.assign(line, { messages: new Map(), oldest: Infinity, more: false });
  }
  for (const id of store.chats.keys()) if (!ids.has(id)) store.chats.delete(id);
  frame.chats.forEach(putChat);
  if (store.open && !store.lines.has(store.open.id)) store.open = null;
  if (store.open) load(store.open);
}

export function putChat(chat) {
  store.chats.set(chat.id, chat);
  const ids = new Set(chat.lines.map(line => line.id));
  for (const [id, line] of store.lines) if (line.chat === chat.id && !ids.has(id)) store.lines.delete(id);
  for (const info of chat.lines) {
    const line = store.lines.get(info.id) ?? newLine(chat.id, info);
    line.info = info;
    store.lines.set(info.id, line);
  }
}

/** `touched`: the ids a frame has told of since the last hello; what frames tell is never older than a page that is under way. */
function newLine(chat, info) {
  return {
    id: info.id, chat, topic: info.topic, info, messages: new Map(), touched: new Set(), oldest: Infinity, more: false,
    loaded: false, loading: false, draft: null, typingUntil: 0, outgoing: [], unsent: null,
  };
}

export function putMessage(message) {
  const line = store.lines.get(lineId(message));
  if (!line) return;
  const isNew = message.message_id > newestId(line);
  line.messages.set(message.message_id, message);
  line.touched.add(message.message_id);
  if (isOwn(message)) return;
  if (isNew) Object.assign(line, { draft: null, typingUntil: 0 });
  changed("message", { line, message, isNew });
}

export function deleteMessage({ chat, message_id: id }) {
  for (const line of store.lines.values()) {
    if (line.chat !== chat) continue;
    line.messages.delete(id);
    line.touched.add(id);
  }
}

/** The bot is typing, or shows the draft of an answer. */
export function putActivity(frame) {
  const line = store.lines.get(frame.topic ? `${frame.chat}_${frame.topic}` : String(frame.chat));
  if (!line) return;
  const lasts = frame.type === "draft" ? DRAFT_FOR : TYPING_FOR;
  if (frame.type === "draft") line.draft = { ...frame, until: Date.now() + lasts };
  else line.typingUntil = Date.now() + lasts;
  setTimeout(() => {
    if (line.draft?.until <= Date.now()) line.draft = null;
    changed();
  }, lasts + 50);
}

/**
 * Fetches a line's messages anew, as far back as they were loaded, and then replaces what was there. If the
 * server cannot answer, an open line is fetched again a moment later.
 */
export async function load(line) {
  if (line.loading || line.loaded) return;
  const mine = generation;
  const reach = line.messages.size ? line.oldest : Infinity;
  const fetched = new Map();
  line.loading = true;
  try {
    let page;
    do {
      page = await fetchPage(line, fetched.size ? Math.min(...fetched.keys()) : undefined);
      if (mine !== generation) return;
      for (const message of page.messages) fetched.set(message.message_id, message);
    } while (page.more && page.messages.length && reach !== Infinity && Math.min(...fetched.keys()) > reach);
    const oldest = page.more ? Math.min(...fetched.keys()) : 0;
    for (const id of line.touched) {
      if (line.messages.has(id)) fetched.set(id, line.messages.get(id));
      else fetched.delete(id);
    }
    Object.assign(line, { messages: fetched, oldest, more: page.more, loaded: true });
  } catch (problem) {
    if (problem instanceof Unreachable || problem.status >= 500) {
      setTimeout(() => line === store.open && load(line), LOAD_AGAIN_AFTER);
    } else toast(problem.message);
  } finally {
    if (mine === generation) line.loading = false;
    changed();
  }
}

/** Fetches the page above the oldest message. */
export async function loadOlder(line) {
  if (line.loading || !line.loaded || !line.more) return;
  const mine = generation;
  line.loading = true;
  try {
    const page = await fetchPage(line, line.oldest);
    if (mine !== generation) return;
    for (const message of page.messages) {
      if (!line.touched.has(message.message_id)) line.messages.set(message.message_id, message);
    }
    line.more = page.more && page.messages.length > 0;
    line.oldest = line.more ? page.messages[0].message_id : 0;
  } catch (problem) {
    if (!(problem instanceof Unreachable)) toast(problem.message);
  } finally {
    if (mine === generation) line.loading = false;
    changed();
  }
}

const fetchPage = (line, before) =>
  request("GET", `/api/chats/${line.chat}/messages?topic=${line.topic}&limit=${PAGE}${before ? `&before=${before}` : ""}`);

/** Tells the server that all there is in a line has been seen. */
export async function markRead(line) {
  const newest = newestId(line);
  if (!line.loaded || !line.info.unread || line.readUpTo >= newest) return;
  line.readUpTo = newest;
  line.info.unread = 0;
  try {
    await request("POST", `/api/chats/${line.chat}/read`, { topic: line.topic, message_id: newest });
  } catch {
    line.readUpTo = 0; // It is told again with the next message, or after the next hello.
  }
  changed();
}
