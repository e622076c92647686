// Shows diffs: side by side where there is room, else one line below the other. Nothing of a diff is ever parsed as HTML.

import { fileAddress } from "./connection.js";
import { copy, el, icon, iconButton, setText } from "./dom.js";
import { show, toast } from "./notices.js";
import { filesOf } from "./patch.js";

const NAMES = /\.(diff|patch)$/i;
const LARGEST = 5_000_000;
const LINES_AT_ONCE = 1_500; // the other files open by a press
const LINES_OF_FILE = 20_000; // more than that no page shows in time
const ALIKE = 0.4; // so much of two lines is the same, else nothing is marked in them

/** Whether a file of a message is a diff that can be shown. */
export const isDiff = file => NAMES.test(file.file_name ?? "") && (file.file_size ?? 0) <= LARGEST;

/** A diff in a message, or null if the text is none that can be read. */
export function diffBlock(text) {
  const files = filesOf(text);
  if (!files) return null;
  return el("figure", { class: "code diff" },
    el("figcaption", {},
      el("span", {}, "diff"),
      el("span", { class: "diff-tools" },
        el("button", { type: "button", class: "copy", onclick: () => openDialog("Changes", text) }, icon("expand"), "Enlarge"),
        copyButton(text))),
    filesView(files));
}

/** The button that shows a document's diff. */
export function diffOpener(file) {
  const name = file.file_name;
  const open = async () => {
    button.ariaBusy = "true";
    try {
      const response = await fetch(fileAddress(file.file_id));
      if (!response.ok) throw new Error();
      openDialog(name, await response.text());
    } catch {
      toast(`${name} can't be shown right now`);
    } finally {
      button.ariaBusy = "false";
    }
  };
  const button = el("button", { type: "button", class: "key diff-opener", onclick: open }, icon("expand"), "Show the changes");
  return button;
}

function openDialog(name, text) {
  const files = filesOf(text);
  const dialog = el("dialog", { class: "diff-dialog", "aria-label": name, tabindex: -1 },
    el("div", { class: "diff-bar" },
      el("b", {}, name),
      files && countsOf(files),
      copyButton(text),
      iconButton("close", "Close", () => dialog.close())),
    el("div", { class: "diff-page diff", tabindex: 0 }, files ? filesView(files) : linesView(text)));
  show(dialog);
}

function copyButton(text) {
  const words = el("span", {}, "Copy");
  const press = async () => {
    setText(words, (await copy(text)) ? "Copied" : "Not copied");
    setTimeout(() => setText(words, "Copy"), 1500);
  };
  return el("button", { type: "button", class: "copy", "aria-label": "Copy code", onclick: press }, icon("copy"), words);
}

/** A text that looks like a diff, by its lines. */
export function linesView(text) {
  const kind = line => (line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : null);
  return el("pre", { tabindex: 0 },
    el("code", {}, text.split("\n").map(line => el("span", { class: kind(line) }, `${line}\n`))));
}

function countsOf(files) {
  const sum = part => files.reduce((all, file) => all + file[part], 0);
  return el("span", { class: "diff-counts" },
    el("span", { class: "diff-added" }, `+${sum("added")}`), " ", el("span", { class: "diff-removed" }, `−${sum("removed")}`));
}

function filesView(files) {
  let room = LINES_AT_ONCE;
  return files.map(file => {
    room -= linesOf(file);
    return fileView(file, room >= 0 || files.length === 1);
  });
}

const linesOf = file => file.hunks.reduce((all, hunk) => all + hunk.blocks.length + hunk.added + hunk.removed, 0);

/** A file's lines are made when it is opened. */
function fileView(file, isOpen) {
  const digits = String(file.hunks.reduce((most, hunk) => Math.max(most, ...lastNumbers(hunk)), 1)).length;
  const node = el("details", { class: file.hunks.length ? "diff-file" : "diff-file lineless" },
    el("summary", { tabindex: file.hunks.length ? 0 : -1 },
      el("span", { class: "diff-name" }, file.name),
      file.notes.map(note => el("span", { class: "diff-note" }, note)),
      file.hunks.length > 0 && countsOf([file])));
  const fill = () => node.childElementCount > 1 || node.append(...(linesOf(file) <= LINES_OF_FILE
    ? file.hunks.map(hunkView)
    : [el("p", { class: "diff-title" }, "These are too many lines to be shown here. They are in the file.")]));
  node.style.setProperty("--digits", digits);
  if (isOpen) {
    fill();
    node.open = true;
  }
  node.addEventListener("toggle", fill);
  return node;
}

const lastNumbers = ({ blocks }) => {
  const { same, removed, added } = blocks.at(-1) ?? {};
  return same ? [same.before, same.now] : [removed?.at(-1)?.number ?? 0, added?.at(-1)?.number ?? 0];
};

/** Side by side, a line's row is given; one below the other, lines stand as they come. */
function hunkView({ title, blocks }) {
  const lines = [];
  let row = 1;
  const put = (node, from, to = from + 1) => {
    node.style.gridRow = `${from} / ${to}`;
    lines.push(node);
  };
  for (const { same, removed, added } of blocks) {
    if (same) {
      put(sameLine(same), row++);
      continue;
    }
    const pairs = Math.min(removed.length, added.length), rows = Math.max(removed.length, added.length);
    const marks = Array.from({ length: pairs }, (_, at) => difference(removed[at].text, added[at].text));
    removed.forEach((line, at) => put(changedLine("removed", line, marks[at]), row + at));
    added.forEach((line, at) => put(changedLine("added", line, marks[at]), row + at));
    if (pairs < rows) put(el("div", { class: `diff-none ${removed.length < rows ? "before" : "now"}` }), row + pairs, row + rows);
    row += rows;
  }
  return el("div", { class: "diff-hunk" }, el("div", { class: "diff-title" }, title), el("div", { class: "diff-lines" }, lines));
}

const number = (which, value) => el("span", { class: `diff-number ${which}`, "data-number": value });

const words = (line, content) => el("code", { class: line.isUnended ? "unended" : null }, content);

function sameLine(line) {
  return el("div", { class: "diff-line same" },
    number("before", line.before), el("code", { class: "twin", "aria-hidden": "true" }, line.text),
    number("now", line.now), words(line, line.text));
}

function changedLine(kind, line, mark) {
  const { text } = line;
  const content = mark
    ? [text.slice(0, mark.start), el("mark", {}, text.slice(mark.start, text.length - mark.end)), text.slice(text.length - mark.end)]
    : text;
  return el("div", { class: `diff-line ${kind}` }, number(kind === "removed" ? "before" : "now", line.number), words(line, content));
}

/** Where two lines that are much alike differ: how much of their starts and ends is the same. */
function difference(before, now) {
  const most = Math.min(before.length, now.length);
  let start = 0, end = 0;
  while (start < most && before[start] === now[start]) start++;
  while (end < most - start && before.at(-1 - end) === now.at(-1 - end)) end++;
  const isLow = at => /[\udc00-\udfff]/.test(before[at] ?? now[at] ?? "");
  if (start && isLow(start)) start--;
  if (end && isLow(before.length - end)) end--;
  return start + end >= ALIKE * Math.max(before.length, now.length) ? { start, end } : null;
}
