// The menu of commands that opens when the text begins with a slash.

import { el } from "./dom.js";
import { store } from "./store.js";

const keepFocus = event => event.preventDefault();

/** `take(text)` gets the command that was chosen, with a space behind it. */
export function commandMenu(input, take) {
  const menu = el("ul", { id: "command-menu", class: "menu", role: "listbox", "aria-label": "Commands", hidden: true });
  input.setAttribute("aria-controls", menu.id);
  input.setAttribute("aria-autocomplete", "list");
  let found = [];
  let chosen = 0;

  const close = () => {
    menu.hidden = true;
    input.removeAttribute("aria-activedescendant");
  };

  const choose = at => {
    chosen = (at + found.length) % found.length;
    [...menu.children].forEach((option, index) => (option.ariaSelected = String(index === chosen)));
    menu.children[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", menu.children[chosen].id);
  };

  const accept = command => {
    close();
    take(`/${command} `);
  };

  /** Opens, filters or closes the menu to fit the text. */
  const update = text => {
    const word = /^\/(\w*)$/.exec(text)?.[1].toLowerCase();
    found = word === undefined ? [] : [
      ...store.commands.filter(each => each.command.startsWith(word)),
      ...store.commands.filter(each => !each.command.startsWith(word) && each.command.includes(word)),
    ];
    if (!found.length) return close();
    menu.replaceChildren(...found.map(({ command, description }, at) =>
      el("li", { id: `command-${at}`, role: "option", onpointerdown: keepFocus, onclick: () => accept(command) },
        el("b", {}, `/${command}`),
        el("span", {}, description))));
    menu.hidden = false;
    choose(0);
  };

  /** Whether the key was the menu's. A command that is written out is left to be sent. */
  const onKey = event => {
    if (menu.hidden || event.shiftKey) return false;
    const { command } = found[chosen];
    switch (event.key) {
      case "ArrowDown": choose(chosen + 1); return true;
      case "ArrowUp": choose(chosen - 1); return true;
      case "Escape": close(); return true;
      case "Tab": accept(command); return true;
      case "Enter":
        if (input.value === `/${command}`) return false;
        accept(command);
        return true;
      default: return false;
    }
  };

  return { node: menu, update, close, onKey };
}
