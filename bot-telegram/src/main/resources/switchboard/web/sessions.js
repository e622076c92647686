// The sessions as both pages show them: the rows of the board, their states in words, and the seconds that tick.

import { el, setText } from "./dom.js";
import { ago, count, elapsed, ordinal } from "./format.js";

/** What the board frames have told: rows by id, and the totals. */
export const board = { rows: new Map(), limit: 0, running: 0, waiting: 0 };

export function applyBoard(frame) {
  if (frame.whole) board.rows.clear();
  for (const row of frame.rows) board.rows.set(row.id, row);
  for (const id of frame.removed ?? []) board.rows.delete(id);
  board.limit = frame.limit;
  board.running = frame.running;
  board.waiting = frame.waiting;
}

export const stateOf = id => board.rows.get(id)?.state ?? "idle";

/** Whether there is something to stop. */
export const isBusy = row => !!row && (row.state === "running" || row.state === "asking" || row.state === "waiting" || row.state === "fetching" || row.state === "listening");

/** The share of the context that is used, in percent; null if it is not known. */
const contextPercent = row =>
  row?.context_window ? Math.min(100, Math.round((100 * row.context_tokens) / row.context_window)) : null;

export function stateWords(row) {
  switch (row.state) {
    case "waiting": return row.place ? `${ordinal(row.place)} in line` : "waiting";
    case "fetching": return row.detail ? `getting ${row.detail}` : "getting files";
    case "listening": return row.detail ? `listening to ${row.detail}` : "listening";
    case "running": return "running";
    case "asking": return "waiting for you";
    case "stopping": return "stopping";
    default: return "idle";
  }
}

/** A state in words, with seconds and the tool's line; `paint(row)` brings it up to date in place. */
export function stateBadge() {
  const words = el("span", { class: "state-words" });
  const seconds = el("span", { class: "state-seconds" });
  const queued = el("span", { class: "state-queued" });
  const detail = el("span", { class: "state-detail" });
  const node = el("span", { class: "state" }, words, seconds, queued, detail);
  const paint = row => {
    const state = row?.state ?? "idle";
    const ticks = row?.since && (state === "running" || state === "stopping");
    node.dataset.state = state;
    setText(words, stateWords(row ?? { state }));
    if (ticks) seconds.dataset.since = row.since;
    else delete seconds.dataset.since;
    setText(seconds, ticks ? elapsed(Date.now() - row.since) : "");
    const waiting = row?.waiting && state !== "waiting" ? `+${row.waiting} queued` : "";
    const held = row?.held ? `⏸ ${row.held} on hold` : "";
    setText(queued, [waiting, held].filter(Boolean).join(", "));
    setText(detail, state === "running" ? row.detail ?? "" : "");
    detail.title = detail.textContent;
  };
  return { node, paint };
}

/** A light per slot, lit for those in use; none if there are too many to be told apart. */
export function paintLights(lights) {
  const few = board.limit <= 16 ? board.limit : 0;
  if (lights.childElementCount !== few) lights.replaceChildren(...Array.from({ length: few }, () => el("i")));
  [...lights.children].forEach((light, at) => light.classList.toggle("on", at < board.running));
}

/** A small bar with the percentage of used context. */
export function contextMeter() {
  const fill = el("i");
  const words = el("span");
  const node = el("span", { class: "context" }, el("span", { class: "context-bar", "aria-hidden": "true" }, fill), words);
  const paint = (row, prefix = "") => {
    const percent = contextPercent(row);
    node.hidden = percent === null;
    if (percent === null) return;
    fill.style.width = `${percent}%`;
    node.classList.toggle("nearly-full", percent >= 80);
    node.title = `${count(row.context_tokens, "token")} of ${row.context_window}`;
    setText(words, `${prefix}${percent}%`);
  };
  return { node, paint };
}

setInterval(() => {
  const now = Date.now();
  for (const node of document.querySelectorAll("[data-since]")) setText(node, elapsed(now - node.dataset.since));
  for (const node of document.querySelectorAll("[data-ago]")) setText(node, ago(now - node.dataset.ago));
}, 1000);
