// What the person sends: texts and files go out in order, line by line; nothing is lost and nothing is sent twice.

import { isConnected, request, Unreachable, upload } from "./connection.js";
import { changed, isOwn, newestId, putMessage } from "./store.js";

let nextKey = 1;
let giveBack = () => {};

/** Who takes texts back that could not be sent: `handler(line, text, replyTo)`. */
export const onUnsent = handler => (giveBack = handler);

export function sendText(line, text, replyTo = null) {
  const again = line.unsent?.text === text ? { randomId: line.unsent.randomId } : {};
  line.unsent = null;
  enqueue(line, { kind: "text", text, replyTo, ...again });
}

/** Sends a file; `caption` goes with it. */
export function sendFile(line, file, caption, replyTo = null) {
  const preview = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
  enqueue(line, { kind: "file", file, text: caption, replyTo, preview, progress: 0 });
}

function enqueue(line, item) {
  const randomId = crypto.randomUUID(); // the server takes what bears the same one once
  line.outgoing.push({ randomId, ...item, key: `out-${nextKey++}`, after: Infinity, date: Date.now() / 1000, error: "" });
  changed("sent", { line });
  drain(line);
}

export function retryFile(line, item) {
  item.error = "";
  item.progress = 0;
  changed();
  drain(line);
}

/** Takes a file back that is under way or has failed. */
export function discardFile(line, item) {
  item.cancel?.();
  remove(line, item);
  changed();
}

/** Whether the conversation already shows what was sent (its answer to us may come later than its frame, or never). */
export const hasArrived = (line, item) =>
  [...line.messages.values()].some(message =>
    message.message_id > item.after && isOwn(message) && (message.text ?? message.caption ?? "").trim() === item.text.trim());

/** After a reconnect: a text whose fate was not known turns out to have arrived. Answers that text, or null. */
export function arrivedAfterAll(line) {
  if (!line.unsent || !line.loaded || !hasArrived(line, line.unsent)) return null;
  const { text } = line.unsent;
  line.unsent = null;
  return text;
}

async function drain(line) {
  if (line.draining) return;
  line.draining = true;
  for (let item; (item = line.outgoing.find(each => !each.error)); changed()) {
    try {
      const messages = await deliver(line, item);
      messages.forEach(putMessage);
      remove(line, item);
    } catch (problem) {
      if (problem.name === "AbortError") remove(line, item);
      else if (item.kind === "file") item.error = problem.message;
      else takeBack(line, item, problem);
    }
  }
  line.draining = false;
}

async function deliver(line, item) {
  item.after = Math.max(newestId(line), line.info.last?.message_id ?? 0);
  if (!isConnected()) {
    item.after = Infinity;
    throw new Unreachable();
  }
  const to = `/api/chats/${line.chat}`;
  const replyTo = item.replyTo?.message_id ?? 0;
  if (item.kind === "text") {
    const body = { text: item.text, topic: line.topic, reply_to: replyTo, random_id: item.randomId };
    return (await request("POST", `${to}/messages`, body)).messages;
  }
  const { name } = item.file;
  const query = new URLSearchParams({
    topic: line.topic, reply_to: replyTo, name, caption: item.text, random_id: item.randomId,
  });
  const { done, cancel } = upload(`${to}/files?${query}`, item.file, part => {
    item.progress = part;
    changed();
  });
  item.cancel = cancel;
  return [await done];
}

/** A text that failed goes back to where it was written, and those that waited behind it too. */
function takeBack(line, failed, problem) {
  const texts = line.outgoing.filter(item => item.kind === "text");
  line.outgoing = line.outgoing.filter(item => item.kind !== "text");
  line.unsent = { text: failed.text, randomId: failed.randomId, after: failed.after, error: problem.message };
  giveBack(line, texts.map(item => item.text).join("\n\n"), failed.replyTo);
}

function remove(line, item) {
  line.outgoing = line.outgoing.filter(each => each !== item);
  if (item.preview) URL.revokeObjectURL(item.preview);
}
