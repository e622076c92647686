// The way to the server: HTTP requests and the one WebSocket, which reconnects by itself.

const NOT_FOUND = 404;
const FIRST_WAIT = 500, LONGEST_WAIT = 5_000, QUIET_FOR = 700;
const INVALID_KEY = "This page's key is no longer valid: open the address that Switchboard printed when it started.";

/** The server cannot be reached, so whether it has seen the request is not known. */
export class Unreachable extends Error {
  constructor() {
    super("Switchboard cannot be reached.");
  }
}

/** Kept by enter.js. */
const key = localStorage.getItem("switchboard.key") ?? "";
const bar = document.getElementById("connection");
let connected = false;
let invalid = false;
let wait = FIRST_WAIT;
let barTimer = 0;
let retryTimer = 0;
let socket = null;
let handlers;
let filesKey = ""; // known before the first frame

export const isConnected = () => connected;

/** No header can be added to a file's address, so it has a key that opens files alone. */
export const fileAddress = id => `/api/files/${id}?key=${filesKey}`;

/** Whether the server still has a file. If it cannot be reached, it may. */
export async function hasFile(id) {
  try {
    return (await fetch(fileAddress(id), { headers: { Range: "bytes=0-0" } })).status !== NOT_FOUND;
  } catch {
    return true;
  }
}

/** A key that is made of the page's own, which cannot be found from it. */
async function derived(use) {
  const bytes = text => new TextEncoder().encode(text);
  const own = await crypto.subtle.importKey("raw", bytes(key || "none"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", own, bytes(use)));
  return btoa(String.fromCharCode(...mac)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** One request. Answers the JSON (null for 204); throws an Error with the server's sentence, or Unreachable. */
export async function request(method, path, body) {
  const options = { method, cache: "no-store", headers: { "X-Switchboard-Key": key } };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let status, text;
  try {
    const response = await fetch(path, options);
    status = response.status;
    text = await response.text();
  } catch {
    throw new Unreachable();
  }
  return answer(status, text);
}

/**
 * Sends a file. `onprogress` gets the part that has left, from 0 to 1. `done` answers and fails like `request`; after `abort()`
 * it fails, too.
 */
export function upload(path, file, onprogress) {
  const call = new XMLHttpRequest(); // fetch tells nothing of what has left
  const done = new Promise((resolve, reject) => {
    call.open("POST", path);
    call.setRequestHeader("X-Switchboard-Key", key);
    call.setRequestHeader("Content-Type", "application/octet-stream");
    call.upload.onprogress = event => event.lengthComputable && onprogress(event.loaded / event.total);
    call.onload = () => {
      try {
        resolve(answer(call.status, call.responseText));
      } catch (problem) {
        reject(problem);
      }
    };
    call.onerror = call.onabort = () => reject(new Unreachable());
  });
  call.send(file);
  return { done, abort: () => call.abort() };
}

function answer(status, text) {
  if (status >= 200 && status < 300) return text ? JSON.parse(text) : null;
  if (status === 401 || status === 403) keyIsInvalid();
  let sentence = `Switchboard answered with error ${status}.`;
  try {
    sentence = JSON.parse(text).error ?? sentence;
  } catch {
    // Not our JSON, perhaps a proxy's page: the status says enough.
  }
  throw Object.assign(new Error(sentence), { status });
}

/** Opens the socket, now and whenever it closes. `onframe` gets each frame; `onchange` is told of connects and losses. */
export async function connect(onframe, onchange = () => {}) {
  handlers = { onframe, onchange };
  filesKey = await derived("files");
  retry();
  addEventListener("online", retry);
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && retry());
}

function retry() {
  clearTimeout(retryTimer);
  if (socket || invalid) return;
  let opened = false;
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/socket`, ["switchboard", `key.${key}`]);
  socket.onopen = () => {
    opened = connected = true;
    wait = FIRST_WAIT;
    showBar("");
    handlers.onchange();
  };
  socket.onmessage = event => handlers.onframe(JSON.parse(event.data));
  socket.onclose = () => {
    socket = null;
    if (bar.hidden && (opened || wait === FIRST_WAIT)) showBar("Reconnecting…", QUIET_FOR);
    connected = false;
    handlers.onchange();
    if (!opened) checkKey();
    retryTimer = setTimeout(retry, wait);
    wait = Math.min(wait * 1.7, LONGEST_WAIT);
  };
}

/** A refused handshake tells a page nothing: a plain request tells whether it was the key. */
async function checkKey() {
  try {
    const response = await fetch("/api/key", { cache: "no-store", headers: { "X-Switchboard-Key": key } });
    if (response.status === 401 || response.status === 403) keyIsInvalid();
  } catch {
    // Not there at all: the reconnecting goes on.
  }
}

function keyIsInvalid() {
  invalid = true;
  clearTimeout(retryTimer);
  bar.classList.add("bad");
  showBar(INVALID_KEY);
}

function showBar(text, after = 0) {
  clearTimeout(barTimer);
  const show = () => {
    if (invalid && text !== INVALID_KEY) return;
    bar.textContent = text;
    bar.hidden = !text;
  };
  if (after) barTimer = setTimeout(show, after);
  else show();
}
