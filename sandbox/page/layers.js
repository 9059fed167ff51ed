// What opens above the page: dialogs, menus and short notices. Escape closes each of them.
import { h, icon, iconButton } from "./dom.js";
import { say } from "./words.js";

/** Open a dialog; `close()` is handed to its content. The browser keeps the focus inside and gives it back. */
export function openDialog({ title, content, wide = false, onClose }) {
  const name = `dialog-${Math.random().toString(36).slice(2)}`;
  const dialog = h("dialog", { class: wide ? "dialog wide" : "dialog", "aria-labelledby": name });
  const before = document.activeElement;
  const close = () => dialog.close();
  dialog.append(
    h("header", { class: "dialog-head" },
      h("h2", { id: name }, title),
      iconButton("close", "close", close)),
    content(close),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
    onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
  return dialog;
}

/** Ask yes or no; the promise is true for yes. */
export function confirmed({ title, text, yes }) {
  return new Promise((resolve) => {
    let answer = false;
    openDialog({
      title,
      onClose: () => resolve(answer),
      content: (close) =>
        h("div", { class: "dialog-body" },
          h("p", { class: "breakable" }, text),
          h("div", { class: "dialog-actions" },
            h("button", { type: "button", class: "button quiet", t: "cancel", on: { click: close } }),
            h("button", {
              type: "button",
              class: "button",
              autofocus: true,
              on: { click: () => { answer = true; close(); } },
            }, yes))),
    });
  });
}

/** Among a menu's entries: a thin line between two groups. */
export const LINE = "line";

let openedMenu = null;

export function closeMenu() {
  openedMenu?.close();
}

/** A menu beside its button: arrows walk, Enter chooses, Escape leaves. */
export function openMenu(anchor, entries) {
  const again = openedMenu?.anchor === anchor;
  closeMenu();
  if (again) return;
  const close = (giveBack = true) => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "false");
    openedMenu = null;
    if (giveBack) anchor.focus();
  };
  const outside = (event) => {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) close(false);
  };
  const parts = entries.filter(Boolean).map((entry) => (entry === LINE ? h("hr") : menuItem(entry, close)));
  const items = parts.filter((part) => part.tagName === "BUTTON");
  const menu = h("div", { class: "menu", role: "menu", on: { keydown: (event) => walk(event, items, close) } }, parts);
  document.body.append(menu);
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  openedMenu = { anchor, close };
  document.addEventListener("pointerdown", outside, true);
  items.find((item) => !item.disabled)?.focus();
}

function menuItem({ icon: sign, text, note, act, checked, danger, disabled }, close) {
  return h("button", {
    type: "button",
    role: checked === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": checked === undefined ? null : String(checked),
    class: danger ? "menu-item danger" : "menu-item",
    tabindex: "-1",
    disabled,
    on: { click: () => { close(); act(); } },
  },
  sign ? icon(sign) : null,
  h("span", { class: "menu-text" }, text, note ? h("small", {}, note) : null),
  checked ? icon("check", 18) : null);
}

function walk(event, items, close) {
  const able = items.filter((item) => !item.disabled);
  const at = able.indexOf(document.activeElement);
  const go = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: able.length - 1 }[event.key];
  if (go !== undefined) able.at(go % able.length).focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function place(menu, anchor) {
  const edge = 8;
  const from = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = from.bottom + height + edge < innerHeight;
  const left = from.left + width + edge < innerWidth ? from.left : from.right - width;
  menu.style.left = `${Math.max(edge, Math.min(left, innerWidth - width - edge))}px`;
  menu.style.top = `${below ? from.bottom + 4 : Math.max(edge, from.top - height - 4)}px`;
}

/** A few words at the foot of the page, read aloud too, gone by themselves. */
export function notice(words, { bad = false } = {}) {
  const shelf = document.getElementById("notices");
  const note = h("div", { class: bad ? "notice bad" : "notice" }, words);
  shelf.append(note);
  setTimeout(() => note.remove(), bad ? 7000 : 4000);
}

/** Do what may be refused; the refusal becomes a notice. True when it went well. */
export async function attempt(act) {
  try {
    await act();
    return true;
  } catch (refusal) {
    if (refusal.name !== "AbortError") {
      const lost = refusal instanceof TypeError;
      notice(lost ? say("sandbox-unreachable") : refusal.message, { bad: true });
      if (lost) console.error(refusal);
    }
    return false;
  }
}
