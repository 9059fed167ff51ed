// Where a person writes: text, commands, things to attach, and the bot's reply keyboard.
import { offerFiles, pickFiles, spokenNote } from "./attach.js";
import { h, icon, iconButton } from "./dom.js";
import { attempt, confirmed, openMenu } from "./layers.js";
import { pickLocation } from "./map.js";
import { say } from "./words.js";

const TALLEST = 140;

export class Composer {
  #editing = null;
  #replyTo = null;
  #commands = [];
  #board = null;
  #boardOpen = false;
  #choice = -1;

  /** `send(content)` and `edit(message, text)` may be refused; `lastOwn()` is the newest own text. */
  constructor(name, { send, edit, lastOwn }) {
    Object.assign(this, { name, send, edit, lastOwn });
    const listId = `commands-${Math.random().toString(36).slice(2)}`;
    this.field = h("textarea", {
      rows: "1",
      hint: "write",
      "aria-label": say("message-of", { name }),
      "aria-autocomplete": "list",
      "aria-controls": listId,
      on: { input: () => this.#typed(), keydown: (event) => this.#key(event), paste: (event) => this.#pasted(event) },
    });
    this.hints = h("div", { class: "command-hints", id: listId, role: "listbox", label: "commands", hidden: true });
    this.banner = h("div", { class: "banner", hidden: true });
    this.board = h("div", { class: "board", role: "group", label: "reply-keyboard", hidden: true });
    this.slash = iconButton("slash", "commands", () => this.#openCommands(), { hidden: true });
    this.toggle = iconButton("keyboard", "reply-keyboard", () => this.#toggleBoard(), { hidden: true, "aria-expanded": "false" });
    const attach = iconButton("attach", "attach", () => this.#attachMenu(attach), { "aria-haspopup": "menu" });
    this.element = h("form", { class: "composer", on: { submit: (event) => { event.preventDefault(); this.#submit(); } } },
      this.banner,
      this.hints,
      h("div", { class: "composer-row" },
        attach,
        this.field,
        this.slash,
        this.toggle,
        h("button", { type: "submit", class: "icon-button send", label: "send" }, icon("send"))),
      this.board);
  }

  update({ commands, reply_keyboard: board, force_reply: forced }) {
    this.#commands = commands ?? [];
    this.slash.hidden = !this.#commands.length;
    this.field.placeholder = board?.placeholder || say(forced ? "answer" : "write");
    const known = JSON.stringify(board ?? null);
    if (known === this.known) return;
    this.known = known;
    this.#board = board;
    this.#boardOpen = Boolean(board);
    this.#drawBoard();
  }

  // --- text -------------------------------------------------------------------------------------

  focus() {
    this.field.focus();
  }

  write(text) {
    this.field.value = text;
    this.#typed();
    this.focus();
  }

  startEdit(message) {
    this.stopBanner();
    this.#editing = message;
    this.#showBanner("edit", say("editing"), message.text);
    this.write(message.text);
  }

  startReply(message) {
    this.stopBanner();
    this.#replyTo = message;
    this.#showBanner("forward", say("replying"), message.text || say("message"));
    this.focus();
  }

  stopBanner() {
    if (this.#editing) this.field.value = "";
    this.#editing = null;
    this.#replyTo = null;
    this.banner.hidden = true;
    this.#typed();
  }

  #showBanner(sign, title, text) {
    this.banner.replaceChildren(icon(sign, 18),
      h("span", {}, h("strong", {}, title), h("span", { class: "one-line" }, text)),
      iconButton("close", "cancel", () => { this.stopBanner(); this.focus(); }));
    this.banner.hidden = false;
  }

  async #submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const [editing, replyTo] = [this.#editing, this.#replyTo];
    const done = editing
      ? await attempt(() => this.edit(editing, text))
      : await attempt(() => this.send({ text, reply_to: replyTo?.message_id }));
    if (!done) return;
    this.field.value = "";
    this.stopBanner();
  }

  #typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    this.#hint();
  }

  #key(event) {
    if (event.isComposing) return;
    if (!this.hints.hidden && this.#walkHints(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "ArrowUp" && !this.field.value && this.lastOwn()) {
      event.preventDefault();
      this.startEdit(this.lastOwn());
    } else if (event.key === "Escape" && !this.banner.hidden) {
      event.stopPropagation();
      this.stopBanner();
    }
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.offer(files);
  }

  offer(files) {
    const asPictures = files.every((file) => file.type.startsWith("image/"));
    return offerFiles(files, { asPictures }, (content) => attempt(() => this.send(content)));
  }

  // --- commands ---------------------------------------------------------------------------------

  #openCommands() {
    if (!this.hints.hidden) {
      this.field.value = "";
      this.#typed();
    } else if (!this.field.value) {
      this.write("/");
    }
    this.focus();
  }

  #hint() {
    const start = /^\/(\w*)$/.exec(this.field.value)?.[1];
    const matching = start === undefined ? [] : this.#commands.filter(({ command }) => command.startsWith(start));
    this.#choice = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.hints.hidden = !matching.length;
    this.hints.replaceChildren(...matching.map(({ command, description }) =>
      h("div", {
        class: "command-hint",
        role: "option",
        id: `${this.hints.id}-${command}`,
        "aria-selected": "false",
        on: { pointerdown: (event) => { event.preventDefault(); this.#sendCommand(command); } },
      }, h("strong", {}, `/${command}`), h("span", {}, description))));
  }

  #walkHints(event) {
    const options = [...this.hints.children];
    if (event.key === "Escape") {
      event.stopPropagation();
      this.hints.hidden = true;
      return true;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#choice = (Math.max(this.#choice, step < 0 ? 0 : -1) + step + options.length) % options.length;
      options.forEach((option, n) => option.setAttribute("aria-selected", String(n === this.#choice)));
      options[this.#choice].scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", options[this.#choice].id);
      return true;
    }
    if (event.key === "Enter" && this.#choice >= 0) {
      event.preventDefault();
      this.#sendCommand(options[this.#choice].querySelector("strong").textContent.slice(1));
      return true;
    }
    return false;
  }

  #sendCommand(command) {
    this.field.value = "";
    this.#typed();
    attempt(() => this.send({ text: `/${command}` }));
  }

  // --- things to attach ---------------------------------------------------------------------------

  #attachMenu(anchor) {
    const files = (options, asPictures) => async () =>
      offerFiles(await pickFiles(options), { asPictures }, (content) => attempt(() => this.send(content)));
    openMenu(anchor, [
      { icon: "image", text: say("picture"), act: files({ accept: "image/*", multiple: true }, true) },
      { icon: "file", text: say("document"), act: files({ multiple: true }, false) },
      { icon: "pin", text: say("location"), act: () => this.sendLocation() },
      { icon: "person", text: say("own-contact"), act: () => this.sendContact() },
      { icon: "mic", text: say("voice"), act: () => attempt(async () => this.send(await spokenNote())) },
    ]);
  }

  async sendLocation() {
    const location = await pickLocation();
    if (location) await attempt(() => this.send({ location }));
  }

  async sendContact() {
    const yes = await confirmed({ title: say("share-phone"), text: say("share-phone-text"), yes: say("share") });
    if (yes) await attempt(() => this.send({ contact: "own" }));
  }

  // --- the reply keyboard -------------------------------------------------------------------------

  #toggleBoard() {
    this.#boardOpen = !this.#boardOpen;
    this.#drawBoard();
  }

  #drawBoard() {
    const board = this.#board;
    this.toggle.hidden = !board || board.persistent;
    this.toggle.setAttribute("aria-expanded", String(this.#boardOpen));
    this.board.hidden = !board || !this.#boardOpen;
    this.board.classList.toggle("natural", Boolean(board?.resize));
    this.board.replaceChildren(...(board?.keyboard ?? []).map((row) =>
      h("div", { class: "board-row" }, row.map((button) => this.#boardKey(button)))));
  }

  #boardKey(button) {
    const sign = button.request_contact ? "person" : button.request_location ? "pin" : button.web_app ? "window" : null;
    return h("button", { type: "button", class: "board-key", on: { click: () => this.#pressBoard(button) } },
      sign ? icon(sign, 15) : null, h("span", { dir: "auto" }, button.text));
  }

  async #pressBoard(button) {
    if (button.request_contact) await this.sendContact();
    else if (button.request_location) await this.sendLocation();
    else if (button.web_app) await this.openWebApp?.(button.web_app.url);
    else await attempt(() => this.send({ button: button.text }));
    if (this.#board?.one_time) {
      this.#boardOpen = false;
      this.#drawBoard();
    }
    if (!document.activeElement || document.activeElement === document.body) this.focus();
  }
}
