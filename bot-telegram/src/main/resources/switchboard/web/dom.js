// Small helpers for building and rearranging DOM nodes.

/** An element. Functions become listeners (`onclick`), `true` an empty attribute; null and false are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** A decorative icon of `icons.svg`. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Puts the icons into the page once, so that they are there also while the server is not, and draws those of `data-icon`. */
export async function loadIcons() {
  const response = await fetch("/assets/icons.svg");
  const sheet = new DOMParser().parseFromString(await response.text(), "image/svg+xml").documentElement;
  sheet.setAttribute("class", "visually-hidden");
  sheet.setAttribute("aria-hidden", "true");
  document.body.append(document.importNode(sheet, true));
  for (const place of document.querySelectorAll("[data-icon]")) {
    place.prepend(icon(place.dataset.icon));
    place.title ||= place.ariaLabel ?? "";
  }
}

/** A button that shows an icon and is read as `label`. */
export function iconButton(name, label, onclick, attributes = {}) {
  return el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...attributes },
    icon(name));
}

/** Makes `nodes` the children of `parent`, in that order, touching only what is out of place and keeping the focus. */
export function arrange(parent, nodes) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let place = parent.firstChild;
  for (const node of nodes) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
}

/** Sets a node's text if it differs, so that nothing is redrawn or read again without need. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Copies to the clipboard; false if the browser does not let us. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A one-field form that asks for a name in place. `save` may throw an Error; its message is shown in the form. */
export function nameForm({ label, value = "", button, save, close }) {
  const input = el("input", { "aria-label": label, placeholder: label, maxlength: 128, autocomplete: "off", required: true });
  const error = el("p", { class: "form-error", role: "alert" });
  input.value = value;
  const submit = async event => {
    event.preventDefault();
    const name = input.value.trim();
    if (!name) return;
    try {
      await save(name);
      close();
    } catch (problem) {
      setText(error, problem.message);
    }
  };
  const onkeydown = event => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  const form = el("form", { class: "name-form", onsubmit: submit, onkeydown },
    input,
    el("button", { class: "primary" }, button),
    iconButton("close", "Cancel", close),
    error);
  return { form, focus: () => input.select() };
}
