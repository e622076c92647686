// Turns a text with Telegram's entities into DOM nodes; nothing of the text is ever parsed as HTML.

import { diffBlock, linesView } from "./diff.js";
import { copy, el, icon, setText } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const QUOTES = new Set(["blockquote", "expandable_blockquote"]);
const SCHEMES = new Set(["http:", "https:", "mailto:", "tg:"]);
const CLAMP_FROM = 3;

const isBlock = entity => entity.type === "pre" || QUOTES.has(entity.type);

/** The nodes for a text. `oncommand` gets a bot command that was pressed. */
export function formatted(text, entities = [], oncommand) {
  const sorted = entities
    .map(entity => ({ ...entity, end: entity.offset + entity.length }))
    .sort((a, b) => a.offset - b.offset || b.end - a.end || QUOTES.has(b.type) - QUOTES.has(a.type));
  return range(text, sorted, 0, text.length, oncommand);
}

/** An address that may be followed, or null. */
export function safeAddress(address) {
  try {
    const hasScheme = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(address); // "localhost:3000" has a port, not a scheme
    const url = new URL(hasScheme ? address : `${address.startsWith("localhost") ? "http" : "https"}://${address}`);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Nodes for text[start, end). An entity that reaches over the end of the one around it goes on behind that one. */
function range(text, entities, start, end, oncommand) {
  const nodes = document.createDocumentFragment();
  const rest = [...entities];
  let at = start;
  let afterBlock = false;
  const plain = (to, beforeBlock) => {
    let piece = text.slice(at, to);
    if (afterBlock) piece = piece.replace(/^\n+/, "");
    if (beforeBlock) piece = piece.replace(/\n+$/, "");
    if (piece) nodes.append(piece);
  };
  while (rest.length) {
    const entity = rest.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.end, end);
    if (from >= to) continue;
    const inside = [];
    while (rest.length && rest[0].offset < to) inside.push(rest.shift());
    rest.unshift(...inside.filter(inner => inner.end > to).map(inner => ({ ...inner, offset: to })));
    plain(from, isBlock(entity));
    nodes.append(wrap(entity, text.slice(from, to), range(text, inside, from, to, oncommand), oncommand));
    afterBlock = isBlock(entity);
    at = to;
  }
  plain(end, false);
  return nodes;
}

function wrap(entity, raw, content, oncommand) {
  switch (entity.type) {
    case "pre": return codeBlock(raw, entity.language ?? "");
    case "blockquote": return el("blockquote", {}, content);
    case "expandable_blockquote": return expandable(content, raw);
    case "spoiler": return spoiler(content);
    case "text_link": return link(entity.url ?? "", content);
    case "url": return link(raw, content);
    case "email": return link(`mailto:${raw}`, content);
    case "bot_command": return el("button", { type: "button", class: "command", onclick: () => oncommand?.(raw) }, content);
    default: return el(TAGS[entity.type] ?? "span", { class: TAGS[entity.type] ? null : entity.type }, content);
  }
}

function link(address, content) {
  const href = safeAddress(address);
  if (!href) return el("span", {}, content);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", title: href }, content);
}

function codeBlock(raw, language) {
  const code = raw.replace(/\n$/, "");
  const changes = language === "diff" ? diffBlock(code) : null;
  if (changes) return changes;
  const words = el("span", {}, "Copy");
  const press = async () => {
    setText(words, (await copy(code)) ? "Copied" : "Not copied");
    setTimeout(() => setText(words, "Copy"), 1500);
  };
  return el("figure", { class: "code" },
    el("figcaption", {},
      el("span", {}, language || "text"),
      el("button", { type: "button", class: "copy", "aria-label": "Copy code", onclick: press }, icon("copy"), words)),
    language === "diff" ? linesView(code) : el("pre", { tabindex: 0 }, el("code", {}, code)));
}

function expandable(content, raw) {
  const body = el("div", { class: "clamped" }, content);
  const button = el("button", { type: "button", class: "more", "aria-expanded": "false" }, "Show more");
  const quote = el("blockquote", { class: "expandable" }, body, button);
  button.onclick = () => setExpanded(quote, !isExpanded(quote));
  button.hidden = raw.split("\n").length <= CLAMP_FROM && raw.length < 200;
  return quote;
}

export const isExpanded = quote => quote.querySelector(":scope > .more").ariaExpanded === "true";

/** Opens or closes an expandable quote. */
export function setExpanded(quote, expanded) {
  const button = quote.querySelector(":scope > .more");
  button.ariaExpanded = String(expanded);
  setText(button, expanded ? "Show less" : "Show more");
}

function spoiler(content) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Hidden text, press to show" }, content);
  const reveal = event => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (!node.hasAttribute("role")) return;
    event.preventDefault();
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", reveal);
  return node;
}
