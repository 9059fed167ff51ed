// The people side by side; on a phone one at a time, with a tab for each.
import * as api from "./api.js";
import { Column } from "./column.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { GROUPS, GroupsColumn } from "./groups.js";
import { attempt, notice, openDialog, openMenu } from "./layers.js";
import { recall, remember } from "./prefs.js";
import { say } from "./words.js";
import { world } from "./world.js";

export class Columns {
  #columns = new Map();
  #chosen = recall("chosen", null);

  constructor(element, tabs) {
    Object.assign(this, { element, tabs });
    element.addEventListener("keydown", (event) => this.#walk(event));
    element.addEventListener("focusin", (event) => {
      const column = event.target.closest(".column");
      if (column) this.choose(Number(column.dataset.person), { focus: false });
    });
    world.addEventListener("people", () => this.#arrange());
    world.addEventListener("groups", () => this.#arrange());
    world.addEventListener("bots", () => this.#columns.forEach((column) => column.connect()));
    world.addEventListener("demo", () => this.#columns.forEach((column) => column.redraw()));
    document.addEventListener("language", () => {
      this.#columns.forEach((column) => column.redraw());
      this.#drawTabs();
    });
    this.#arrange();
  }

  /** Whose columns stand there, from left to right: people, then what all of them read. */
  get #standing() {
    return world.groups.length && world.areGroupsShown ? [...world.shown, GROUPS] : world.shown;
  }

  #name(id) {
    return id === GROUPS ? say("groups") : world.name(id);
  }

  #arrange() {
    const standing = this.#standing;
    for (const [id, column] of this.#columns) {
      if (standing.includes(id)) continue;
      column.disconnect();
      column.element.remove();
      this.#columns.delete(id);
    }
    for (const id of standing) {
      if (!this.#columns.has(id)) this.#columns.set(id, this.#column(id));
      this.element.append(this.#columns.get(id).element);
    }
    this.adder ??= h("div", { class: "adder" }, h("p", { class: "hint", t: "nobody-yet" }), h("button", { type: "button", class: "button", t: "add-person", on: { click: () => this.addPerson() } }));
    this.#columns.get(GROUPS)?.connect();
    this.element.append(this.adder);
    this.adder.hidden = world.shown.length > 0;
    if (!standing.includes(this.#chosen)) this.#chosen = standing[0] ?? null;
    this.#drawTabs();
  }

  #column(id) {
    if (id === GROUPS) return this.#groups();
    const column = new Column(id);
    column.addEventListener("unread", () => this.#markUnread(column));
    column.addEventListener("forward", (event) => this.#forward(column, event.detail));
    column.connect();
    return column;
  }

  #groups() {
    const column = new GroupsColumn();
    column.addEventListener("unread", () => this.#markUnread(column));
    column.addEventListener("enter", (event) => this.perform(event.detail));
    return column;
  }

  // --- one at a time ------------------------------------------------------------------------------

  #drawTabs() {
    this.tabs.setAttribute("aria-label", say("people"));
    this.tabs.replaceChildren(
      ...this.#standing.map((id) =>
        h("button", {
          type: "button",
          role: "tab",
          class: "person-tab",
          "data-person": id,
          "aria-controls": id === GROUPS ? "column-groups" : `column-${id}`,
          "aria-label": this.#name(id),
          on: { click: () => this.choose(id, { focus: false }), keydown: (event) => this.#walkTabs(event) },
        },
        id === GROUPS
          ? h("span", { class: "avatar tint-5 small", "aria-hidden": "true" }, icon("users", 18))
          : avatar(id, world.name(id), "small"),
        h("span", { class: "person-tab-name" }, id === GROUPS ? say("groups-short") : world.person(id).first_name),
        h("i", { class: "badge", hidden: true }))),
      iconButton("plus", "add-person", () => this.addPerson()));
    this.#columns.forEach((column) => this.#markUnread(column));
    this.#mark();
  }

  choose(id, { focus = true } = {}) {
    const changed = this.#chosen !== id;
    this.#chosen = id;
    if (changed) {
      remember("chosen", id);
      this.#mark();
    }
    const column = this.#columns.get(id);
    if (!column) return;
    if (changed) column.shown();
    if (focus) {
      column.element.scrollIntoView({ inline: "nearest", block: "nearest" });
      (column.composer && !column.composer.element.hidden ? column.composer.field : column.element.querySelector(".begin button") ?? column.log).focus();
    }
  }

  #mark() {
    for (const [id, column] of this.#columns) column.element.classList.toggle("chosen", id === this.#chosen);
    for (const tab of this.tabs.querySelectorAll("[role=tab]")) {
      const chosen = Number(tab.dataset.person) === this.#chosen;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) tab.scrollIntoView?.({ inline: "nearest", block: "nearest" });
    }
  }

  #markUnread(column) {
    const badge = this.tabs.querySelector(`[data-person="${column.id}"] .badge`);
    if (!badge) return;
    badge.hidden = !column.unread;
    badge.textContent = column.unread;
    badge.parentElement.setAttribute("aria-label", column.unread ? say("person-unread", { name: this.#name(column.id), count: column.unread }) : this.#name(column.id));
  }

  /** Left and right walk between people; in a field only while it is empty, where there is nothing to walk in. */
  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.matches("textarea, input, select") && event.target.value) return;
    const standing = this.#standing;
    const at = standing.indexOf(Number(event.target.closest(".column")?.dataset.person));
    const next = standing[at + step];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    this.choose(next);
  }

  #walkTabs(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.tabs.querySelectorAll("[role=tab]")];
    const tab = all.at((all.indexOf(event.currentTarget) + step) % all.length);
    this.choose(Number(tab.dataset.person), { focus: false });
    tab.focus();
  }

  // --- people come and act ------------------------------------------------------------------------

  async perform({ who, send }) {
    if (who !== undefined && who !== null) world.show(Number(who));
    const id = Number(who ?? (this.#chosen === GROUPS ? world.shown[0] : this.#chosen));
    const column = this.#columns.get(id);
    if (!column) return notice(say("nobody-there"), { bad: true });
    this.choose(id, { focus: false });
    column.element.scrollIntoView({ inline: "nearest", block: "nearest" });
    column.element.classList.remove("called");
    requestAnimationFrame(() => column.element.classList.add("called"));
    if (send) await attempt(() => column.say({ text: send }));
    else column.composer.focus();
    return undefined;
  }

  #forward(column, { message, anchor }) {
    openMenu(anchor, world.shown.map((id) => ({
      icon: "person",
      text: world.name(id),
      act: () => attempt(() => api.send(id, column.bot, forwardable(message, column.id))),
    })));
  }

  addPerson() {
    openDialog({ title: say("add-person"), content: (close) => newPerson(close, (id) => this.choose(id)) });
  }
}

function forwardable(message, from) {
  const { location, text, entities } = message;
  const content = location ? { location } : { text: text || message.sticker || "…", entities };
  return { ...content, forwarded_from: from };
}

function newPerson(close, choose) {
  const first = h("input", { name: "first", required: true, maxlength: "64", autocomplete: "off", autofocus: true });
  const last = h("input", { name: "last", maxlength: "64", autocomplete: "off" });
  const tongue = h("select", { name: "language" },
    ["uk", "en", "ru", "pl"].map((code) => h("option", { value: code }, say(`language-${code}`))));
  const submit = async (event) => {
    event.preventDefault();
    const added = {};
    const done = await attempt(async () => {
      Object.assign(added, await world.invite({ first_name: first.value.trim(), last_name: last.value.trim() || undefined, language_code: tongue.value }));
    });
    if (!done) return;
    close();
    choose(added.id);
  };
  const hidden = [...world.people.keys()].filter((id) => !world.shown.includes(id)).slice(0, 12);
  return h("form", { class: "dialog-body fields", on: { submit } },
    hidden.length
      ? h("div", { class: "known-people", role: "group", label: "known-people" }, hidden.map((id) =>
        h("button", { type: "button", class: "chip", on: { click: () => { world.show(id); close(); choose(id); } } }, avatar(id, world.name(id), "tiny"), world.name(id))))
      : null,
    h("label", {}, h("span", { t: "first-name" }), first),
    h("label", {}, h("span", { t: "last-name" }), last),
    h("label", {}, h("span", { t: "telegram-language" }), tongue),
    h("div", { class: "dialog-actions" },
      h("button", { type: "button", class: "button quiet", t: "cancel", on: { click: close } }),
      h("button", { type: "submit", class: "button", t: "add" })));
}
