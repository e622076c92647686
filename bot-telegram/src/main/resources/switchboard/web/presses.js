// Presses of inline buttons: which are under way, and the bot's answers to them.

import { request } from "./connection.js";
import { alertBox, toast } from "./notices.js";
import { changed } from "./store.js";

const ANSWER_WITHIN = 15_000;

const pending = new Map(); // key of a button -> the id of its press, "" until the server has given one
const early = new Map(); // answers that came before the server told the press's id

const keyOf = (message, data) => `${message.chat.id}/${message.message_id}/${data}`;

export const isPending = (message, data) => pending.has(keyOf(message, data));

export async function press(message, data) {
  const key = keyOf(message, data);
  if (pending.has(key)) return;
  pending.set(key, "");
  changed();
  try {
    const body = { message_id: message.message_id, data };
    const { press: id } = await request("POST", `/api/chats/${message.chat.id}/presses`, body);
    pending.set(key, id);
    if (early.has(id)) answered(early.get(id));
    else setTimeout(() => settle(id), ANSWER_WITHIN);
  } catch (problem) {
    pending.delete(key);
    toast(problem.message);
    changed();
  }
}

/** An `answer` frame. */
export function answered(frame) {
  if (!settle(frame.press)) {
    early.set(frame.press, frame);
    setTimeout(() => early.delete(frame.press), ANSWER_WITHIN);
    return;
  }
  early.delete(frame.press);
  if (!frame.text) return;
  if (frame.alert) alertBox(frame.text);
  else toast(frame.text);
}

function settle(id) {
  const found = [...pending].find(([, press]) => press === id);
  if (!found) return false;
  pending.delete(found[0]);
  changed();
  return true;
}
