// One message as Telegram shows it: a bubble, its time, its buttons.
import { h, icon } from "./dom.js";
import { rich } from "./entities.js";
import { contactCard, documentCard, picture, place, poll, voice } from "./media.js";
import { clockTime, fullTime } from "./times.js";
import { say } from "./words.js";

const KEY_SIGNS = { url: "link", login: "link", web_app: "window", copy_text: "copy", switch_inline: "forward" };

/**
 * `messages` is one message or an album; `shape` says where it stands in its group;
 * `acts` is what can be done: {open, command, copy, press, answerPoll, more, find};
 * with `acts.authors` each says who wrote it.
 */
export function bubble(messages, shape, acts) {
  const [first] = messages;
  const last = messages.at(-1);
  if (first.kind === "service") return h("div", { class: "service", "data-message": first.message_id }, first.service);
  const pictures = messages.filter((message) => message.photo);
  const captioned = messages.find((message) => message.text) ?? first;
  const bare = pictures.length > 0 && !captioned.text;
  const side = first.own ? "mine" : "theirs";
  const box = h("div", { class: `bubble kind-${first.kind} ${bare ? "bare" : ""}` },
    acts.authors ? h("strong", { class: "author" }, first.from.name) : null,
    first.forwarded ? h("small", { class: "forwarded" }, icon("forward", 14), say("forwarded")) : null,
    first.reply_to ? quoted(acts.find(first.reply_to), acts) : null,
    pictures.length > 1 ? album(pictures) : pictures.length ? picture(pictures[0]) : null,
    messages.flatMap((message) => attachments(message, acts)),
    words(captioned, acts),
    meta(last, shape, bare));
  const actions = h("button", {
    type: "button",
    class: "icon-button bubble-more",
    "aria-haspopup": "menu",
    "aria-label": say("message-actions"),
    on: { click: () => acts.more(actions, captioned, last) },
  }, icon("more", 18));
  return h("article", {
    class: `message ${side} ${shape.last ? "tail" : ""} ${pictures.length ? "with-picture" : ""}`,
    "data-message": last.message_id,
    "aria-label": say(first.own ? "from-me" : first.from?.is_bot ? "from-bot" : "from-somebody", { name: first.from?.name ?? "", time: clockTime(last.date * 1000) }),
  },
  h("div", { class: "bubble-row" }, box, actions),
  last.keyboard ? keys(last, acts) : null);
}

function words(message, acts) {
  if (!message.text || message.kind === "poll") return null;
  return h("div", { class: "words", dir: "auto" }, rich(message.text, message.entities, acts));
}

function attachments(message, acts) {
  const parts = [];
  const file = message.document ?? message.video ?? message.audio ?? message.animation;
  if (file?.url) parts.push(documentCard(file));
  if (message.voice) parts.push(voice(message.voice));
  if (message.location) parts.push(place(message.location, message.venue?.title));
  if (message.contact) parts.push(contactCard(message.contact));
  if (message.sticker) parts.push(h("div", { class: "sticker" }, typeof message.sticker === "string" ? message.sticker : message.sticker.emoji));
  if (message.poll) parts.push(poll(message, (options) => acts.answerPoll(message, options)));
  return parts;
}

function album(pictures) {
  return h("div", { class: `album of-${Math.min(pictures.length, 5)}` },
    pictures.map((message) => picture(message, { cropped: true })));
}

function quoted(message, acts) {
  if (!message) return null;
  return h("button", { type: "button", class: "quoted", on: { click: () => acts.reveal(message.message_id) } },
    h("strong", {}, message.from?.name ?? ""),
    h("span", {}, message.text || say(message.photo ? "picture" : "message")));
}

function meta(message, shape, bare) {
  const at = message.date * 1000;
  return h("span", { class: bare ? "meta over" : "meta" },
    message.pinned ? icon("pin", 12) : null,
    message.edited ? h("span", { class: "edited" }, say("edited")) : null,
    h("time", { datetime: new Date(at).toISOString(), title: fullTime(at) }, clockTime(at)),
    message.own ? h("span", { class: "ticks", role: "img", "aria-label": say(shape.read ? "read" : "sent") }, icon(shape.read ? "checks" : "check", 16)) : null);
}

function keys(message, acts) {
  return h("div", { class: "keys" },
    message.keyboard.map((row, line) =>
      h("div", { class: "keys-row" },
        row.map((button, column) => key(message, button, `${line}-${column}`, acts)))));
}

function key(message, button, spot, acts) {
  const sign = KEY_SIGNS[button.kind];
  return h("button", {
    type: "button",
    class: `key ${button.style ? `style-${button.style}` : ""}`,
    "data-spot": spot,
    disabled: button.kind === "disabled",
    on: { click: () => acts.press(message, button, spot) },
  }, h("span", { dir: "auto" }, button.text), sign ? icon(sign, 13) : null);
}
