// The ways in which files come into the page: the picker, the camera, the clipboard, and what is dropped.

import { el, icon } from "./dom.js";
import { fileSize } from "./format.js";
import { toast } from "./notices.js";
import { store } from "./store.js";

const OVER_FOR = 200; // a browser tells every 50 to 350 ms that something is still held over the page

/** `take(files)` gets what has come, as [{ blob, name }]; `ready()` says whether there is a place for it. */
export function startIntake(take, ready) {
  const bring = files => files.length && (ready() ? take(files) : toast("Open a chat first."));
  for (const id of ["attach", "camera"]) {
    const input = document.getElementById(`${id}-input`);
    document.getElementById(id).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      bring([...input.files].map(named));
      input.value = "";
    });
  }
  takeDrops(bring);
  takePastes(bring);
}

export const tooMany = () => `You can send up to ${store.limits.files} files at once.`;

/** The files that are neither too large, empty nor too many; what of the others is wrong is said. */
export function fitting(files, present) {
  const problems = new Set();
  const fine = files.filter(({ blob, name }) => {
    if (blob.size > store.limits.file) {
      const limit = fileSize(store.limits.file);
      problems.add(`“${name}” has ${fileSize(blob.size)}. Files can have up to ${limit} here. Tell me its path instead.`);
    } else if (!blob.size) problems.add(`“${name}” is empty.`);
    else return true;
    return false;
  });
  const room = Math.max(0, store.limits.files - present);
  if (fine.length > room) problems.add(tooMany());
  problems.forEach(toast);
  return fine.slice(0, room);
}

const named = blob => ({ blob, name: blob.name || "file" });

function takeDrops(bring) {
  const over = el("div", { class: "drop-here", hidden: true }, el("p", {}, icon("attach"), "Drop files to add them"));
  document.body.append(over);
  let timer = 0;
  const leave = () => (over.hidden = true);
  const hasFiles = event => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(leave, OVER_FOR * 2);
  });
  addEventListener("drop", event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    leave();
    bring(filesOf(event.dataTransfer));
  });
}

/** Without folders, which browsers hand over as files that cannot be read. */
function filesOf(data) {
  const isFolder = [...data.items].map(item => item.kind === "file" && item.webkitGetAsEntry?.()?.isDirectory);
  const folders = isFolder.filter(Boolean).length;
  if (folders) toast("Folders can't be added. Tell me the path instead, or add a zip.");
  return [...data.files].filter((file, at) => !isFolder[at]).map(named);
}

function takePastes(bring) {
  addEventListener("paste", event => {
    const files = [...event.clipboardData.files];
    if (!files.length || isPictureOf(event.clipboardData.getData("text/plain"), files)) return;
    event.preventDefault();
    bring(files.map(blob => (blob.name === "image.png" ? { blob, name: screenshotName(new Date()) } : named(blob))));
  });
}

/** Browsers call every pasted picture the same. */
function screenshotName(now) {
  const two = number => String(number).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  return `screenshot-${day}-${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join("")}.png`;
}

/** Whether the files are but a picture of the text, as office programs copy one; file managers copy files with their names. */
const isPictureOf = (text, files) =>
  !!text && files.every(file => file.type.startsWith("image/") && !text.split(/\r?\n/).includes(file.name));
