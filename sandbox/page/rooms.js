// Chats, ledger, faults: one is open at a time.
import { h, icon } from "./dom.js";
import { closeMenu } from "./layers.js";

const SIGNS = { chats: "chats", ledger: "ledger", faults: "bolt" };

export class Rooms {
  open = "chats";

  /** `rooms` has, by name, what to do when a room is entered and left: {enter(), leave()}. */
  constructor(rooms) {
    this.rooms = rooms;
    this.tabs = Object.keys(SIGNS).map((name) =>
      h("button", {
        type: "button",
        role: "tab",
        id: `tab-${name}`,
        class: "room-tab",
        "aria-controls": name,
        label: `room-${name}`,
        on: { click: () => this.enter(name), keydown: (event) => this.#walk(event) },
      }, icon(SIGNS[name], 18), h("span", { t: `room-${name}` }), h("i", { class: "room-badge", hidden: true })));
    this.element = h("div", { class: "room-tabs", role: "tablist", label: "rooms" }, this.tabs);
    this.#mark();
  }

  enter(name) {
    if (this.open === name) return;
    closeMenu();
    this.rooms[this.open]?.leave();
    this.open = name;
    this.rooms[name]?.enter();
    this.#mark();
  }

  #mark() {
    for (const tab of this.tabs) {
      const name = tab.getAttribute("aria-controls");
      const chosen = name === this.open;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(name).hidden = !chosen;
    }
    document.body.dataset.room = this.open;
  }

  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.tabs.indexOf(event.currentTarget);
    const tab = this.tabs.at((at + step) % this.tabs.length);
    tab.focus();
    tab.click();
  }
}
