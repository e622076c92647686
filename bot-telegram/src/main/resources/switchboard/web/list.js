// The list of chats with their topics, the totals above it, and the forms that ask for a name in place.

import { arrange, el, icon, nameForm, setText } from "./dom.js";
import { request } from "./connection.js";
import { count, shortDate } from "./format.js";
import { board, paintLights, stateBadge, stateOf } from "./sessions.js";
import { chatsInOrder, putChat, store } from "./store.js";

const HUES = 7;

const list = document.getElementById("chats");
const lights = document.getElementById("lights");
const totals = document.getElementById("totals");
const formPlace = document.getElementById("new-chat-form");
const chatViews = new Map(); // chat id -> its view
const lineViews = new Map(); // line id -> its view

let openLine; // shows a line: openLine(id)

export function startList(open) {
  openLine = open;
  document.getElementById("new-chat").addEventListener("click", () => askForChat(formPlace));
}

export function paintList() {
  paintLights(lights);
  setText(totals, `${board.running} of ${board.limit} running${board.waiting ? `, ${board.waiting} waiting` : ""}`);
  arrange(list, chatsInOrder().map(chat => {
    if (!chatViews.has(chat.id)) chatViews.set(chat.id, chatView());
    return chatViews.get(chat.id).paint(chat);
  }));
}

/** The ids of all lines, in the order of the list. */
export const lineIdsInOrder = () => chatsInOrder().flatMap(chat => chat.lines.map(line => line.id));

/** Asks for the name of a new topic in `place`, makes the topic and opens it. */
export function askForTopic(place, chat) {
  ask(place, {
    label: "Name of the new topic",
    button: "Create",
    save: async name => {
      const made = await request("POST", `/api/chats/${chat}/topics`, { name });
      putChat(made.chat);
      openLine(`${chat}_${made.topic}`);
    },
  });
}

/** Asks for the title of a new chat in `place`, makes the chat and opens it. */
export function askForChat(place) {
  ask(place, {
    label: "Title of the new chat",
    button: "Create",
    save: async title => {
      const chat = await request("POST", "/api/chats", { title });
      putChat(chat);
      openLine(chat.lines[0].id);
    },
  });
}

/** Puts a form into `place`; pressed again, it goes. */
export function ask(place, question) {
  const opener = document.activeElement;
  const close = () => {
    place.replaceChildren();
    if (opener?.isConnected && document.activeElement === document.body) opener.focus();
  };
  if (place.childElementCount) return close();
  const { form, focus } = nameForm({ ...question, close });
  place.replaceChildren(form);
  focus();
}

/** The letters and colour that stand for a chat. */
export function avatar(title, id) {
  const letters = title.split(/\s+/).filter(Boolean).slice(0, 2).map(word => [...word][0].toUpperCase()).join("");
  return el("span", { class: "avatar", "data-hue": Math.abs(id) % HUES, "aria-hidden": "true" }, letters || "?");
}

function chatView() {
  const row = el("div"), topics = el("ul", { class: "topics" });
  const node = el("li", { class: "chat" }, row, topics);
  const paint = chat => {
    const [main, ...others] = chat.lines.map(line => paintLine(line, chat));
    arrange(row, [main]);
    arrange(topics, others.map(each => each.parentNode ?? el("li", {}, each)));
    topics.hidden = !others.length;
    return node;
  };
  return { paint };
}

function previewOf({ last, closed }) {
  if (closed) return "Closed";
  if (!last?.text) return "Nothing written yet";
  return last.is_bot ? last.text : `You: ${last.text}`;
}

function paintLine(line, chat) {
  if (!lineViews.has(line.id)) lineViews.set(line.id, lineView(line, chat));
  return lineViews.get(line.id).paint(line, chat);
}

/** A link that opens a line: title and time, then what is going on or the last message, and how much is unread. */
function lineView({ id, topic }, chat) {
  const face = topic ? icon("topic") : el("span");
  const title = el("span", { class: "line-title" }), time = el("span", { class: "line-time" });
  const preview = el("span", { class: "line-preview" }), amount = el("span");
  const unread = el("span", { class: "badge" }, amount, el("span", { class: "visually-hidden" }, " unread"));
  const state = stateBadge();
  const node = el("a", { class: topic ? "line topic" : "line", href: `#${id}`, "data-line": id },
    face,
    el("span", { class: "line-words" },
      el("span", { class: "line-row" }, title, time),
      el("span", { class: "line-row" }, state.node, preview, unread)));
  const paint = (line, { title: chatTitle }) => {
    const name = topic ? line.name : chatTitle;
    setText(title, name);
    if (!topic && face.dataset.name !== name) {
      face.dataset.name = name;
      face.replaceChildren(avatar(name, chat.id));
    }
    const row = board.rows.get(id);
    node.dataset.state = stateOf(id);
    state.paint(row);
    state.node.hidden = stateOf(id) === "idle";
    setText(preview, previewOf(line));
    setText(time, line.last ? shortDate(line.last.date) : "");
    setText(amount, line.unread ? String(line.unread) : "");
    unread.hidden = !line.unread;
    unread.title = count(line.unread, "unread message");
    node.classList.toggle("closed", line.closed);
    if (store.open?.id === id) node.setAttribute("aria-current", "page");
    else node.removeAttribute("aria-current");
    return node;
  };
  return { paint };
}
