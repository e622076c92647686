// What the person sends: texts and files go out in order, line by line; nothing is lost and nothing is sent twice.

import { isGone, isOpen, release, toSend, uploaded } from "./attachments.js";
import { isConnected, request, Unreachable } from "./connection.js";
import { changed, isOwn, putMessage } from "./store.js";

const NOT_FOUND = 404;

let nextKey = 1;
let giveBack = () => {};

/** Who takes back what could not be sent: `handler(line, { text, replyTo, files })`. */
export const onUnsent = handler => (giveBack = handler);

/** `files` are those of attachments.js; the text is then their caption. */
export function send(line, { text, replyTo = null, files = [] }) {
  const again = isSame(line.unsent, text, files) ? { randomId: line.unsent.randomId } : {};
  line.unsent = null;
  const randomId = crypto.randomUUID(); // the server takes what bears the same one once
  line.outgoing.push({ randomId, text, replyTo, files, ...again, key: `out-${nextKey++}` });
  changed("sent", { line });
  drain(line);
}

const isSame = (unsent, text, files) =>
  !!unsent && unsent.text === text && unsent.files.length === files.length && unsent.files.every((file, at) => file === files[at]);

/** Whether the conversation already shows what was sent (its answer to us may come later than its frame, or never). */
export const hasArrived = (line, item) =>
  [...line.messages.values()].some(message => isOwn(message) && message.random_id === item.randomId);

/** After a reconnect: what was sent into the unknown turns out to have arrived. Answers that, or null. */
export function arrivedAfterAll(line) {
  if (!line.unsent || !line.loaded || !hasArrived(line, line.unsent)) return null;
  const arrived = line.unsent;
  arrived.files.forEach(release);
  line.unsent = null;
  return arrived;
}

/** A file of what is being sent is left out. */
export function leaveOut(line, item, file) {
  item.files = item.files.filter(each => each !== file);
  changed();
}

async function drain(line) {
  if (line.draining) return;
  line.draining = true;
  for (let item; (item = line.outgoing[0]); changed()) {
    try {
      const messages = await deliver(line, item);
      messages.forEach(putMessage);
      item.files.forEach(release);
      line.outgoing = line.outgoing.filter(each => each !== item);
    } catch (problem) {
      takeBack(line, item, problem);
    }
  }
  line.draining = false;
}

async function deliver(line, item) {
  if (!isConnected()) throw new Unreachable();
  await Promise.all(item.files.map(uploaded));
  item.files = item.files.filter(isOpen);
  if (!item.text && !item.files.length) return [];
  const body = {
    text: item.text, topic: line.topic, reply_to: item.replyTo?.message_id ?? 0, random_id: item.randomId,
    files: item.files.map(toSend),
  };
  item.isLeaving = true;
  changed();
  try {
    return (await request("POST", `/api/chats/${line.chat}/messages`, body)).messages;
  } catch (problem) {
    if (problem.status === NOT_FOUND) item.files.forEach(isGone);
    throw problem;
  }
}

/** What failed goes back to where it was written, and what waited behind it too. */
function takeBack(line, failed, problem) {
  const text = line.outgoing.map(item => item.text).filter(Boolean).join("\n\n");
  const files = line.outgoing.flatMap(item => item.files).filter(isOpen);
  line.outgoing = [];
  line.unsent = { text: failed.text, files: failed.files.filter(isOpen), randomId: failed.randomId, error: problem.message };
  giveBack(line, { text, replyTo: failed.replyTo, files });
}
