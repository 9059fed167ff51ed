// Channels and groups, read side by side with people: one column, a tab for each.
import * as api from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { Feed } from "./feed.js";
import { attempt, confirmed, notice, openMenu } from "./layers.js";
import { startOf } from "./links.js";
import { Timeline } from "./timeline.js";
import { say } from "./words.js";
import { world } from "./world.js";

export const GROUPS = 0;

/** One channel or group: what it shows, and what arrived while another was looked at. */
class Board {
  unread = 0;
  #messages = new Map();

  constructor(group, { acts, heard }) {
    Object.assign(this, { group, heard });
    this.log = h("div", {
      class: "log",
      role: "tabpanel",
      tabindex: "0",
      id: `board-${-group.id}`,
      "aria-labelledby": `board-tab-${-group.id}`,
      on: { scroll: () => this.#nearFoot() && this.seen() },
    });
    this.timeline = new Timeline(this.log, acts(this));
    this.tab = h("button", { type: "button", role: "tab", class: "board-tab", id: `board-tab-${-group.id}`, "aria-controls": this.log.id },
      icon(group.type === "channel" ? "chats" : "users", 14), h("span", {}, group.title), h("i", { class: "badge", hidden: true }));
    this.feed = new Feed((query, signal) => api.groupChat(group.id, query, signal), {
      receive: (chat, how) => this.#receive(chat, how),
      lost: () => {},
    }).start();
  }

  get isOpen() {
    return !this.log.hidden && this.log.offsetParent !== null;
  }

  find(id) {
    return this.#messages.get(id);
  }

  #receive(chat, { first, anew }) {
    if (anew) this.#messages.clear();
    const fresh = chat.messages.filter((message) => !message.deleted && !this.#messages.has(message.message_id));
    for (const message of chat.messages) {
      if (message.deleted) this.#messages.delete(message.message_id);
      else this.#messages.set(message.message_id, message);
    }
    this.group = chat.group;
    const atFoot = first || this.#nearFoot();
    this.draw();
    if (atFoot) this.toFoot();
    if (!first && fresh.length && !(this.isOpen && atFoot)) this.#count(this.unread + fresh.length);
  }

  draw() {
    if (this.#messages.size) this.timeline.draw([...this.#messages.values()].sort((a, b) => a.message_id - b.message_id));
    else this.log.replaceChildren(h("p", { class: "waiting", t: "group-empty" }));
  }

  seen() {
    if (this.unread && this.isOpen) this.#count(0);
  }

  toFoot() {
    requestAnimationFrame(() => this.log.scrollTo({ top: this.log.scrollHeight, behavior: "instant" }));
  }

  #nearFoot() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 90;
  }

  #count(count) {
    this.unread = count;
    const badge = this.tab.lastElementChild;
    badge.hidden = !count;
    badge.textContent = count;
    this.heard();
  }
}

export class GroupsColumn extends EventTarget {
  id = GROUPS;
  #boards = new Map();
  #open = null;

  constructor() {
    super();
    this.title = h("h2", { t: "groups" });
    this.status = h("span", { class: "bot-name" });
    this.tabs = h("div", { class: "board-tabs", role: "tablist", label: "groups", on: { keydown: (event) => this.#walk(event) } });
    this.stage = h("div", { class: "stage" });
    const menu = iconButton("more", "chat-actions", () => openMenu(menu, [{ icon: "close", text: say("hide-groups"), act: () => world.showGroups(false) }]), { "aria-haspopup": "menu" });
    this.element = h("section", { class: "column groups-column", id: "column-groups", "data-person": GROUPS, "aria-label": say("groups") },
      h("header", { class: "column-head" },
        h("span", { class: "avatar tint-5", "aria-hidden": "true" }, icon("users", 20)),
        h("div", { class: "who" }, this.title, h("small", { class: "person-role", t: "read-only" })),
        menu),
      this.tabs,
      h("div", { class: "bot-line" }, icon("chats", 14), this.status),
      this.stage);
  }

  get name() {
    return say("groups");
  }

  get unread() {
    return [...this.#boards.values()].reduce((sum, board) => sum + board.unread, 0);
  }

  get log() {
    return this.#boards.get(this.#open)?.log ?? this.stage;
  }

  connect() {
    for (const [id, board] of this.#boards) {
      if (world.groups.some((group) => group.id === id)) continue;
      board.feed.stop();
      board.log.remove();
      board.tab.remove();
      this.#boards.delete(id);
    }
    for (const group of world.groups) {
      if (this.#boards.has(group.id)) continue;
      const board = new Board(group, { acts: (made) => this.#acts(made), heard: () => this.dispatchEvent(new CustomEvent("unread")) });
      board.tab.addEventListener("click", () => this.#show(group.id));
      this.#boards.set(group.id, board);
      this.tabs.append(board.tab);
      this.stage.append(board.log);
    }
    this.#show(this.#boards.has(this.#open) ? this.#open : world.groups[0]?.id ?? null);
  }

  disconnect() {
    this.#boards.forEach((board) => board.feed.stop());
  }

  redraw() {
    this.element.setAttribute("aria-label", say("groups"));
    this.#boards.forEach((board) => board.draw());
    this.#describe();
  }

  /** The column has just been shown (a tab on a phone). */
  shown() {
    const board = this.#boards.get(this.#open);
    board?.toFoot();
    board?.seen();
  }

  #show(id) {
    this.#open = id;
    for (const [one, board] of this.#boards) {
      const chosen = one === id;
      board.log.hidden = !chosen;
      board.tab.setAttribute("aria-selected", String(chosen));
      board.tab.tabIndex = chosen ? 0 : -1;
    }
    this.#describe();
    this.shown();
  }

  #describe() {
    const group = this.#boards.get(this.#open)?.group;
    this.status.textContent = group ? say(group.type === "channel" ? "is-channel" : "is-group", { count: group.members.length }) : "";
  }

  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...this.#boards.keys()];
    const next = all.at((all.indexOf(this.#open) + step) % all.length);
    this.#show(next);
    this.#boards.get(next).tab.focus();
  }

  /** Nobody is spoken for here: a link into the bot is followed as whoever is chosen. */
  #acts(board) {
    const anchored = (url, shown) => this.#follow(document.activeElement, url, shown);
    return {
      authors: board.group.type !== "channel",
      open: anchored,
      press: (_message, button) => (button.url ? anchored(button.url, button.text) : notice(say("not-played"))),
      command: () => notice(say("read-only")),
      copy: (text) => copy(text),
      answerPoll: () => notice(say("read-only")),
      more: (anchor, message) => openMenu(anchor, [message.text && { icon: "copy", text: say("copy"), act: () => copy(message.text) }]),
      find: (id) => board.find(id),
      reveal: (id) => board.log.querySelector(`[data-message="${id}"]`)?.scrollIntoView({ block: "center" }),
    };
  }

  async #follow(anchor, url, shown) {
    const start = startOf(url, world.bot);
    if (start !== null) {
      openMenu(anchor, world.shown.map((id) => ({
        icon: "person",
        text: world.name(id),
        act: () => this.dispatchEvent(new CustomEvent("enter", { detail: { who: id, send: `/start ${start}`.trim() } })),
      })));
    } else if (/^(https?|mailto|tel):/i.test(url)) {
      const sure = shown === url || (await confirmed({ title: say("open-link"), text: url, yes: say("open") }));
      if (sure) window.open(url, "_blank", "noopener,noreferrer");
    }
  }
}

async function copy(text) {
  await attempt(() => navigator.clipboard.writeText(text));
  notice(say("copied"));
}
