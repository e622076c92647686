// What the person sends: texts go out in order, line by line; nothing is lost and nothing is sent twice.

import { isConnected, request, Unreachable } from "./connection.js";
import { changed, isOwn, newestId, putMessage } from "./store.js";

let nextKey = 1;
let giveBack = () => {};

/** Who takes texts back that could not be sent: `handler(line, text, replyTo)`. */
export const onUnsent = handler => (giveBack = handler);

export function sendText(line, text, replyTo = null) {
  const again = line.unsent?.text === text ? { randomId: line.unsent.randomId } : {};
  line.unsent = null;
  const randomId = crypto.randomUUID(); // the server takes what bears the same one once
  line.outgoing.push({ randomId, text, replyTo, ...again, key: `out-${nextKey++}`, after: Infinity });
  changed("sent", { line });
  drain(line);
}

/** Whether the conversation already shows what was sent (its answer to us may come later than its frame, or never). */
export const hasArrived = (line, item) =>
  [...line.messages.values()].some(message =>
    message.message_id > item.after && isOwn(message) && (message.text ?? "").trim() === item.text.trim());

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
  for (let item; (item = line.outgoing[0]); changed()) {
    try {
      const messages = await deliver(line, item);
      messages.forEach(putMessage);
      line.outgoing = line.outgoing.filter(each => each !== item);
    } catch (problem) {
      takeBack(line, item, problem);
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
  const body = { text: item.text, topic: line.topic, reply_to: item.replyTo?.message_id ?? 0, random_id: item.randomId };
  return (await request("POST", `/api/chats/${line.chat}/messages`, body)).messages;
}

/** A text that failed goes back to where it was written, and those that waited behind it too. */
function takeBack(line, failed, problem) {
  const texts = line.outgoing.map(item => item.text);
  line.outgoing = [];
  line.unsent = { text: failed.text, randomId: failed.randomId, after: failed.after, error: problem.message };
  giveBack(line, texts.join("\n\n"), failed.replyTo);
}
