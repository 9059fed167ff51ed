// One person's chat, side by side with the others.
import * as api from "./api.js";
import { Composer } from "./composer.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { Feed } from "./feed.js";
import { attempt, confirmed, notice, openMenu } from "./layers.js";
import { startOf } from "./links.js";
import { Timeline } from "./timeline.js";
import { language, say } from "./words.js";
import { world } from "./world.js";

const ACTION_MS = 5000;
const SPINNER_MS = 15000;
const TOAST_MS = 4000;
const NEAR_FOOT = 90;

export class Column extends EventTarget {
  unread = 0;
  #messages = new Map();
  #pending = new Map();
  #heardAnswer = 0;
  #chat = null;
  #unreadFrom = null;

  constructor(id) {
    super();
    this.id = id;
    const name = world.name(id);
    this.log = h("div", { class: "log", role: "log", tabindex: "0", "aria-label": say("chat-of", { name }), on: { scroll: () => this.#scrolled() } });
    this.timeline = new Timeline(this.log, this.#acts());
    this.status = h("span", { class: "bot-name" });
    this.role = h("small", { class: "person-role" });
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.jump = iconButton("down", "to-newest", () => this.#toFoot(), { class: "jump", hidden: true });
    this.begin = h("div", { class: "begin", hidden: true });
    this.composer = new Composer(name, {
      send: (content) => this.say(content),
      edit: (message, text) => api.edit(id, this.bot, message.kind === "text" ? { message_id: message.message_id, text } : { message_id: message.message_id, caption: text }),
      lastOwn: () => [...this.#messages.values()].filter((message) => message.own && message.kind === "text" && !message.deleted).at(-1),
    });
    this.composer.openWebApp = (url) => this.#openWebApp({ url });
    const menu = iconButton("more", "chat-actions", () => this.#menu(menu), { "aria-haspopup": "menu" });
    this.element = h("section", {
      class: "column",
      id: `column-${id}`,
      "data-person": id,
      "aria-label": name,
      on: { dragover: (event) => event.preventDefault(), drop: (event) => this.#dropped(event), focusin: () => this.#seen() },
    },
    h("header", { class: "column-head" },
      avatar(id, name),
      h("div", { class: "who" }, h("h2", {}, name), this.role),
      menu),
    h("div", { class: "bot-line" }, icon("chats", 14), this.status),
    h("div", { class: "stage" }, this.log, this.toasts, this.jump),
    this.begin,
    this.composer.element);
    this.describe();
  }

  /** Say who this is: the role comes from the demo and may be known later than the person. */
  describe() {
    const known = world.role(this.id);
    const person = world.person(this.id);
    this.role.textContent = known ? say(`role-${known.role}`) : person?.username ? `@${person.username}` : say("role-guest");
    this.role.dataset.role = known?.role ?? "guest";
    this.element.title = "";
    this.role.title = known?.about ?? "";
  }

  connect() {
    this.feed?.stop();
    this.bot = world.bot?.id;
    this.#messages.clear();
    this.#chat = null;
    if (!this.bot) return this.#waitForBot();
    this.feed = new Feed((query, signal) => api.chat(this.id, { bot: this.bot, ...query }, signal), {
      receive: (chat, how) => this.#receive(chat, how),
      lost: (lost) => this.element.classList.toggle("lost", lost),
    }).start();
  }

  disconnect() {
    this.feed?.stop();
  }

  redraw() {
    this.describe();
    if (this.#chat) this.#draw();
    else this.#waitForBot();
  }

  async say(content) {
    await api.send(this.id, this.bot, content);
    this.#toFoot();
  }

  // --- what arrives -------------------------------------------------------------------------------

  #receive(chat, { first, anew }) {
    if (anew) this.#messages.clear();
    const fresh = chat.messages.filter((message) => !message.own && !message.deleted && !this.#messages.has(message.message_id));
    for (const message of chat.messages) {
      if (message.deleted) this.#messages.delete(message.message_id);
      else this.#messages.set(message.message_id, message);
    }
    this.#chat = chat;
    this.#hearAnswer(chat.callback_answer, first);
    const atFoot = first || this.#nearFoot();
    if (!first && fresh.length && !this.#watched()) {
      this.#unreadFrom ??= fresh[0].message_id;
      this.#countUnread(this.unread + fresh.length);
    }
    this.#draw();
    if (atFoot) this.#toFoot(first);
    this.#showAction(chat.action);
  }

  #hearAnswer(answer, first) {
    if (!answer || (answer.seq ?? 0) <= this.#heardAnswer) return;
    this.#heardAnswer = answer.seq ?? 0;
    const known = [...this.#pending.values()].find((pending) => pending.query === answer.callback_query_id);
    // Answers come in the order of the presses: what was pressed earlier has been answered too.
    for (const [key, pending] of this.#pending) {
      if (!known || pending.at <= known.at) this.#pending.delete(key);
    }
    if (first) return;
    if (answer.url) this.#open(answer.url, answer.url);
    if (!answer.text) return;
    if (answer.alert) this.#alert(answer.text);
    else this.#toast(answer.text);
  }

  #draw() {
    const chat = this.#chat;
    this.timeline.draw([...this.#messages.values()].sort((a, b) => a.message_id - b.message_id), { unreadFrom: this.#unreadFrom });
    this.#markPending();
    this.composer.update(chat);
    this.composer.element.hidden = chat.blocked || !chat.started;
    this.begin.hidden = !chat.blocked && chat.started;
    this.#drawBegin(chat);
    this.element.classList.toggle("empty", !this.#messages.size);
    this.#showName();
  }

  /** A pressed button turns its wheel until the bot has answered, also when the message is drawn anew meanwhile. */
  #markPending() {
    for (const key of this.log.querySelectorAll(".key")) {
      const message = key.closest("[data-message]").dataset.message;
      if (this.#pending.has(`${message}/${key.dataset.spot}`)) key.setAttribute("aria-busy", "true");
      else key.removeAttribute("aria-busy");
    }
  }

  #drawBegin(chat) {
    const state = chat.blocked ? "blocked" : chat.started ? "started" : "new";
    const key = JSON.stringify([state, chat.description, language()]);
    if (key === this.begun) return;
    this.begun = key;
    const focused = this.begin.contains(document.activeElement);
    const start = () => attempt(() => this.say({ text: "/start" }));
    const content = {
      blocked: () => [h("button", { type: "button", class: "begin-button", t: "unblock", on: { click: () => attempt(() => api.unblock(this.id, this.bot)) } })],
      new: () => [
        h("p", { class: "about-bot" }, chat.description || say("start-hint")),
        h("button", { type: "button", class: "begin-button", t: "start", on: { click: start } })],
      started: () => [],
    }[state];
    this.begin.replaceChildren(...content());
    if (focused) (state === "started" ? this.composer.field : this.begin.querySelector("button")).focus();
  }

  #waitForBot() {
    this.log.replaceChildren(h("p", { class: "waiting", t: "no-bot" }));
    this.composer.element.hidden = true;
    this.begin.hidden = true;
    this.status.textContent = "";
  }

  #showName() {
    const { bot } = this.#chat;
    this.status.textContent = this.#chat.blocked ? say("is-blocked") : `${bot.first_name} · @${bot.username}`;
    this.status.classList.remove("acting");
  }

  #showAction(action) {
    clearTimeout(this.actionTimer);
    if (!action) return;
    this.status.textContent = say(ACTIONS[action] ?? "action-typing");
    this.status.classList.add("acting");
    this.actionTimer = setTimeout(() => this.#showName(), ACTION_MS);
  }

  #toast(text) {
    const toast = h("div", { class: "toast" }, text);
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), TOAST_MS);
  }

  #alert(text) {
    const before = document.activeElement;
    const shut = () => {
      veil.remove();
      if (before?.isConnected) before.focus();
    };
    const veil = h("div", { class: "veil", on: { keydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); shut(); } } } },
      h("div", { class: "alert", role: "alertdialog", "aria-modal": "false", "aria-label": text },
        h("p", {}, text), h("button", { type: "button", class: "button", t: "understood", on: { click: shut } })));
    this.element.querySelector(".stage").append(veil);
    if (this.element.contains(before)) veil.querySelector("button").focus();
  }

  // --- what the person does -----------------------------------------------------------------------

  #acts() {
    return {
      open: (url, shown) => this.#open(url, shown),
      command: (text) => attempt(() => this.say({ text })),
      copy: (text) => copy(text),
      press: (message, button, spot) => this.#press(message, button, spot),
      answerPoll: (message, options) => attempt(() => this.say({ poll_answer: { message_id: message.message_id, options } })),
      more: (anchor, message, last) => this.#messageMenu(anchor, message, last),
      find: (id) => this.#messages.get(id),
      reveal: (id) => this.log.querySelector(`[data-message="${id}"]`)?.scrollIntoView({ block: "center" }),
    };
  }

  async #press(message, button, spot) {
    if (button.kind === "url" || button.kind === "login") return this.#open(button.url, button.text);
    if (button.kind === "copy_text") return copy(button.copy);
    if (button.kind === "web_app") return this.#openWebApp({ message_id: message.message_id, text: button.text });
    if (button.kind !== "callback") return notice(say("not-played"));
    const key = `${message.message_id}/${spot}`;
    if (this.#pending.has(key)) return undefined;
    const pending = { at: performance.now(), query: null };
    this.#pending.set(key, pending);
    this.#markPending();
    const done = () => {
      if (this.#pending.get(key) === pending) this.#pending.delete(key);
      this.#markPending();
    };
    setTimeout(done, SPINNER_MS);
    const sent = await attempt(async () => {
      const { callback_query_id: query, answer } = await api.press(this.id, this.bot, { message_id: message.message_id, data: button.data });
      pending.query = query;
      if (answer) done();
    });
    if (!sent) done();
    return undefined;
  }

  async #open(url, shown) {
    const start = startOf(url, this.#chat.bot);
    if (start !== null) {
      await attempt(() => this.say({ text: `/start ${start}`.trim() }));
    } else if (/^(https?|mailto|tel):/i.test(url)) {
      const sure = shown === url || (await confirmed({ title: say("open-link"), text: url, yes: say("open") }));
      if (sure) window.open(url, "_blank", "noopener,noreferrer");
    }
  }

  async #openWebApp(which) {
    await attempt(async () => {
      const { url } = await api.webApp(this.id, this.bot, which);
      window.open(url, "_blank", "noopener,noreferrer");
    });
  }

  #messageMenu(anchor, message, last) {
    openMenu(anchor, [
      { icon: "forward", text: say("reply"), act: () => this.composer.startReply(last) },
      message.text && { icon: "copy", text: say("copy"), act: () => copy(message.text) },
      message.own && message.text && { icon: "edit", text: say("edit"), act: () => this.composer.startEdit(message) },
      !last.protected && { icon: "users", text: say("forward-as"), act: () => this.dispatchEvent(new CustomEvent("forward", { detail: { message: last, anchor } })) },
    ]);
  }

  #menu(anchor) {
    const { blocked } = this.#chat ?? {};
    const menuApp = this.#chat?.menu_button?.type === "web_app" ? this.#chat.menu_button : null;
    openMenu(anchor, [
      menuApp && { icon: "window", text: menuApp.text, act: () => this.#openWebApp({ menu: true }) },
      { icon: "block", text: say(blocked ? "unblock" : "block"), danger: !blocked, disabled: !this.#chat, act: () => this.toggleBlock() },
      { icon: "close", text: say("clear-chat"), disabled: !this.#chat, act: () => this.#clear() },
      { icon: "users", text: say("hide-person"), act: () => world.hide(this.id) },
    ]);
  }

  toggleBlock() {
    return attempt(() => (this.#chat.blocked ? api.unblock : api.block)(this.id, this.bot));
  }

  async #clear() {
    const sure = await confirmed({ title: say("clear-chat"), text: say("clear-chat-text"), yes: say("clear") });
    if (sure) await attempt(() => api.clear(this.id, this.bot));
  }

  #dropped(event) {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length && !this.composer.element.hidden) this.composer.offer(files);
  }

  // --- what has been seen -------------------------------------------------------------------------

  #nearFoot() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_FOOT;
  }

  #watched() {
    return document.visibilityState === "visible" && this.element.offsetParent !== null && this.#nearFoot();
  }

  #toFoot(atOnce = false) {
    const calm = atOnce || matchMedia("(prefers-reduced-motion: reduce)").matches;
    requestAnimationFrame(() => this.log.scrollTo({ top: this.log.scrollHeight, behavior: calm ? "instant" : "smooth" }));
  }

  #scrolled() {
    const near = this.#nearFoot();
    this.jump.hidden = near;
    if (near) this.#seen();
  }

  #seen() {
    if (this.unread && this.#watched()) {
      this.#countUnread(0);
      setTimeout(() => { this.#unreadFrom = null; if (this.#chat) this.#draw(); }, TOAST_MS);
    }
  }

  /** The column has just been shown (a tab on a phone): what waits at the foot counts as seen. */
  shown() {
    this.#toFoot(true);
    this.#seen();
  }

  #countUnread(count) {
    this.unread = count;
    this.jump.dataset.count = count || "";
    this.dispatchEvent(new CustomEvent("unread"));
  }
}

const ACTIONS = {
  typing: "action-typing",
  upload_photo: "action-photo",
  upload_document: "action-document",
  upload_voice: "action-voice",
  record_voice: "action-voice",
  find_location: "action-location",
};

async function copy(text) {
  await attempt(() => navigator.clipboard.writeText(text));
  notice(say("copied"));
}
