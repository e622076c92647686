// The board page: every session as a row that is kept current in place, busy ones first.

import { connect, request } from "./connection.js";
import { arrange, el, icon, iconButton, loadIcons, nameForm, setText } from "./dom.js";
import { ago, dollars, fullDate, shortPath } from "./format.js";
import { toast } from "./notices.js";
import { applyBoard, board, contextMeter, isBusy, paintLights, stateBadge, stateWords } from "./sessions.js";

const NO_SESSION = "No session yet: the first message to the bot starts one.";
const ORDER = ["asking", "running", "stopping", "fetching", "listening", "waiting", "idle"];

const byId = id => document.getElementById(id);
const body = byId("rows");
const filter = byId("filter");
const views = new Map(); // row id -> its view

function onFrame(frame) {
  if (frame.type === "board") applyBoard(frame);
  else if (frame.type === "hello") byId("chats-link").hidden = false;
  else return;
  paint();
}

function paint() {
  for (const id of views.keys()) if (!board.rows.has(id)) views.delete(id);
  for (const row of board.rows.values()) viewOf(row.id).paint(row);
  const shown = inOrder([...board.rows.values()].filter(matches));
  arrange(body, shown.map(row => viewOf(row.id).node));
  paintTotals();
  byId("board").hidden = false;
  byId("empty").hidden = shown.length > 0;
  setText(byId("empty"), board.rows.size ? "No session matches this filter." : NO_SESSION);
  body.parentElement.hidden = !shown.length;
}

function paintTotals() {
  const rows = [...board.rows.values()];
  paintLights(byId("lights"));
  setText(byId("running"), `${board.running} of ${board.limit}`);
  setText(byId("waiting"), String(board.waiting));
  setText(byId("sessions"), String(rows.length));
  setText(byId("today"), dollars(rows.reduce((sum, row) => sum + row.today_usd, 0)));
  const asking = rows.filter(row => row.state === "asking").length;
  setText(byId("asking"), String(asking));
  byId("asking").closest(".figure").classList.toggle("calls", asking > 0);
  document.title = `${asking ? `(${asking}) ` : ""}Board · Switchboard`;
}

/** Busy sessions first, then the latest. While a row has the focus, what is there keeps its place. */
function inOrder(rows) {
  const sorted = rows.sort((a, b) =>
    ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.place - b.place || (b.last_activity ?? 0) - (a.last_activity ?? 0));
  if (!body.contains(document.activeElement)) return sorted;
  const places = new Map([...body.children].map((node, at) => [node.dataset.line, at]));
  return sorted.sort((a, b) => (places.get(a.id) ?? Infinity) - (places.get(b.id) ?? Infinity) || 0);
}

function matches(row) {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const state = [row.state, stateWords(row), row.held ? "on hold" : ""];
  const text = [row.title, chatName(row), row.directory, row.model, ...state, row.last_error].join(" ").toLowerCase();
  return words.every(word => text.includes(word));
}

/** Where a session is, below its title, which may be the same. */
const chatName = row => (row.title === row.chat_name ? `chat ${row.id}` : row.chat_name);

function viewOf(id) {
  if (!views.has(id)) views.set(id, rowView(id));
  return views.get(id);
}

function rowView(id) {
  const title = el("span", { class: "row-title" }), chat = el("span", { class: "row-chat" });
  const naming = el("div"), error = el("p", { class: "row-error" });
  const directory = el("span", { class: "row-directory" }), model = el("span", { class: "row-model" });
  const today = el("b"), whole = el("span", { class: "row-whole" }), turns = el("span"), activity = el("time");
  const state = stateBadge(), meter = contextMeter();
  const cell = (name, label, ...children) => el("td", { class: name, "data-label": label }, children);

  const stop = el("button", { type: "button", class: "row-stop", onclick: () => stopSession(id) }, icon("stop"), "Stop");
  const rename = iconButton("pencil", "Rename", () => {
    const { form, focus } = nameForm({
      label: "Title of this session",
      value: title.textContent,
      button: "Save",
      save: name => request("POST", `/api/board/${id}/rename`, { title: name }),
      close: () => {
        naming.replaceChildren();
        title.hidden = false;
        rename.focus();
      },
    });
    naming.replaceChildren(form);
    title.hidden = true;
    focus();
  });
  const open = el("a", { class: "icon-button", "aria-label": "Open", title: "Open" }, icon("external"));

  const node = el("tr", { "data-line": id },
    el("th", { scope: "row" }, title, naming, chat, error),
    cell("state-cell", "State", state.node),
    cell("directory-cell", "Directory", directory, model),
    cell("context-cell", "Context", meter.node),
    cell("number", "Cost today", today, whole),
    cell("number", "Turns", turns),
    cell("activity-cell", "Last activity", activity),
    cell("actions", null, stop, rename, open));

  const paint = row => {
    node.dataset.state = row.state;
    setText(title, row.title);
    setText(chat, chatName(row));
    setText(error, row.last_error ?? "");
    state.paint(row);
    setText(directory, shortPath(row.directory));
    directory.title = row.directory ?? "";
    setText(model, row.model === "default" ? "default model" : row.model);
    meter.paint(row);
    setText(today, dollars(row.today_usd));
    setText(whole, `${dollars(row.usd)} in all`);
    setText(turns, String(row.turns));
    if (row.last_activity) activity.dataset.ago = row.last_activity;
    setText(activity, row.last_activity ? ago(Date.now() - row.last_activity) : "never");
    activity.title = row.last_activity ? fullDate(row.last_activity / 1000) : "";
    stop.hidden = !isBusy(row);
    stop.ariaLabel = `Stop ${row.title}`;
    rename.ariaLabel = `Rename ${row.title}`;
    open.hidden = !row.open;
    open.ariaLabel = `Open ${row.title}`;
    if (row.open) open.href = row.open;
  };
  return { node, paint };
}

async function stopSession(id) {
  try {
    await request("POST", `/api/board/${id}/stop`);
  } catch (problem) {
    toast(problem.message);
  }
}

filter.addEventListener("input", paint);
body.addEventListener("focusout", () => setTimeout(paint));
loadIcons();
connect(onFrame);
