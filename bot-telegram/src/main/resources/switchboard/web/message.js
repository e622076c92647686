// One message of the conversation: its nodes, brought up to date in place when it is edited.

import { copy, el, icon, iconButton, setText } from "./dom.js";
import { formatted, isExpanded, safeAddress, setExpanded } from "./entities.js";
import { clock, fullDate } from "./format.js";
import { brought, mediaOf, nameOf } from "./media.js";
import { toast } from "./notices.js";
import { isPending, press } from "./presses.js";
import { isOwn, store } from "./store.js";

const QUOTE_LENGTH = 160;

export const isService = message =>
  !!(message.forum_topic_created || message.forum_topic_edited || message.forum_topic_closed || message.forum_topic_reopened);

/** A message in one line, for quotes, lists and announcements. */
export function summary(message) {
  const text = message.text ?? message.caption;
  return text ? text.replace(/\s+/g, " ").slice(0, QUOTE_LENGTH) : nameOf(message);
}

export const senderOf = message => (isOwn(message) ? "You" : store.bot.first_name);

/** `actions` are what a reader can do: reply(message), edit(message), command(text), goTo(id); pressed() gets a key. */
export function messageView(first, actions) {
  const view = isService(first) ? serviceView() : bubbleView(actions);
  view.paint(first, {});
  return view;
}

function serviceView() {
  const words = el("span");
  const node = el("div", { class: "service" }, words);
  const paint = message => {
    node.dataset.message = message.message_id;
    setText(words, serviceWords(message));
  };
  return { node, paint };
}

function serviceWords(message) {
  if (message.forum_topic_created) return `Topic “${message.forum_topic_created.name}” was created`;
  if (message.forum_topic_edited) {
    const { name } = message.forum_topic_edited; // missing where only the icon is another
    return name ? `The topic's name is now “${name}”` : "The topic has another icon now";
  }
  return message.forum_topic_closed ? "The topic was closed" : "The topic was opened again";
}

function bubbleView(actions) {
  const quote = el("div"), media = el("div"), text = el("div", { class: "text" }), reactions = el("div", { class: "reactions" });
  const meta = el("span", { class: "meta" }), keyboard = el("div", { class: "keyboard", role: "group", "aria-label": "Buttons" });
  const tools = el("div", { class: "tools", role: "group", "aria-label": "Message actions" });
  const bubble = el("div", { class: "bubble" }, quote, media, text, reactions);
  const node = el("article", { class: "message", tabindex: -1 },
    el("div", { class: "body" }, bubble, keyboard), tools);
  const painted = {};
  let shown, worded;

  /** Runs `draw` only if what it draws differs from the last time. */
  const when = (part, value, draw) => {
    const key = JSON.stringify(value ?? null);
    if (painted[part] === key) return;
    painted[part] = key;
    draw(value);
  };

  /** `album` are the messages that are shown as one with the first of them. */
  const paint = (message, { joinsAbove = false, joinsBelow = false, album = [message] }) => {
    when("joins", [joinsAbove, joinsBelow], () => {
      node.classList.toggle("joins-above", joinsAbove);
      node.classList.toggle("joins-below", joinsBelow);
    });
    when("media", album.map(brought), () => media.replaceChildren(...mediaOf(album)));
    const captioned = album.find(each => each.caption) ?? message;
    if (shown !== message || captioned !== worded) paintMessage(message, captioned);
    paintPresses();
  };

  const paintMessage = (message, captioned) => {
    shown = message;
    worded = captioned;
    const own = isOwn(message);
    node.dataset.message = message.message_id;
    node.ariaLabel = `${senderOf(message)}, ${clock(message.date)}`;
    node.classList.add(own ? "own" : "bot");
    when("quote", quoted(message), reply => quote.replaceChildren(...(reply ? [quoteLink(reply, actions)] : [])));
    when("text", [message.text ?? captioned.caption, message.entities ?? captioned.caption_entities], () => {
      const expanded = [...text.querySelectorAll(".expandable")].map(isExpanded);
      const words = message.text ?? captioned.caption ?? "";
      text.replaceChildren(formatted(words, message.entities ?? captioned.caption_entities, actions.command), meta);
      text.classList.toggle("wordless", !words);
      text.querySelectorAll(".expandable").forEach((each, at) => expanded[at] && setExpanded(each, true));
    });
    when("meta", [message.edit_date, message.date], () => {
      meta.title = fullDate(message.date) + (message.edit_date ? `, edited ${fullDate(message.edit_date)}` : "");
      setText(meta, `${message.edit_date ? "edited " : ""}${clock(message.date)}`);
    });
    when("reactions", message.reactions, list => reactions.replaceChildren(...(list ?? []).map(each => el("span", {}, each))));
    when("keyboard", message.reply_markup?.inline_keyboard, rows => keyboard.replaceChildren(...(rows ?? []).map(row =>
      el("div", { class: "keys" }, row.map(key => keyNode(key, () => shown, actions.pressed))))));
    when("tools", !!message.text, () => tools.replaceChildren(...toolsOf()));
  };

  const paintPresses = () => {
    for (const key of keyboard.querySelectorAll("[data-press]")) key.ariaBusy = String(isPending(shown, key.dataset.press));
  };

  const toolsOf = () => [
    iconButton("reply", "Reply", () => actions.reply(shown)),
    isOwn(shown) && shown.text && iconButton("pencil", "Edit", () => actions.edit(shown)),
    shown.text && iconButton("copy", "Copy text", () => copyAndSay(shown.text)),
  ].filter(Boolean);

  return { node, paint };
}

/** What a message replies to; the root of a topic is no reply. */
const quoted = message => (message.reply_to_message && !isService(message.reply_to_message) ? message.reply_to_message : null);

function quoteLink(reply, actions) {
  return el("button", { type: "button", class: "quote", onclick: () => actions.goTo(reply.message_id) },
    el("b", {}, senderOf(reply)),
    el("span", {}, summary(reply)));
}

function keyNode(key, message, pressed) {
  if (key.url) {
    const href = safeAddress(key.url);
    return el("a", { class: "key", href, target: "_blank", rel: "noopener noreferrer", title: href }, key.text, icon("external"));
  }
  if (key.copy_text) {
    const onclick = () => copyAndSay(key.copy_text.text);
    return el("button", { type: "button", class: "key", onclick }, key.text, icon("copy"));
  }
  return el("button", { type: "button", class: "key", "data-press": key.callback_data,
    onclick: () => {
      press(message(), key.callback_data);
      pressed();
    } }, key.text);
}

async function copyAndSay(text) {
  toast((await copy(text)) ? "Copied" : "The browser did not allow it");
}
