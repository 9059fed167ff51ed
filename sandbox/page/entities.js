// A message's text with its entities, as elements; offsets are UTF-16 units, as JavaScript counts.
import { h } from "./dom.js";
import { say } from "./words.js";

const SAFE_LINK = /^(https?|tg|mailto|tel):/i;
const PLAIN_TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  blockquote: "blockquote",
  code: "code",
};
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

/** `acts` says what a press on a link or a command does: {open(url, shown), command(text), copy(text)}. */
export function rich(text, entities, acts) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, sorted, acts);
  return fragment;
}

function fill(parent, text, start, end, entities, acts) {
  let at = start;
  let next = 0;
  while (next < entities.length) {
    const entity = entities[next];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inside = [];
    next += 1;
    while (next < entities.length && entities[next].offset < to) inside.push(entities[next++]);
    if (from >= to) continue;
    if (from > at) parent.append(text.slice(at, from));
    const element = wrap(entity, text.slice(from, to), acts);
    fill(holder(element), text, from, to, inside, acts);
    parent.append(element);
    at = to;
    // The line break after a block is the block's own end.
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < end) at += 1;
  }
  if (at < end) parent.append(text.slice(at, end));
}

const holder = (element) => element.querySelector(":scope > .inner") ?? element;

function wrap(entity, words, acts) {
  const tag = PLAIN_TAGS[entity.type];
  if (entity.type === "code") {
    return h("code", { class: "copyable", on: { click: () => acts.copy(words) } });
  }
  if (tag) return h(tag);
  switch (entity.type) {
    case "pre":
      return h("pre", { "data-language": entity.language }, h("code", { class: "inner" }));
    case "expandable_blockquote":
      return expandable();
    case "spoiler":
      return spoiler();
    case "text_link":
      return link(entity.url, words, acts);
    case "url":
      return link(SAFE_LINK.test(words) ? words : `https://${words}`, words, acts);
    case "email":
      return link(`mailto:${words}`, words, acts);
    case "phone_number":
      return link(`tel:${words.replace(/[^\d+]/g, "")}`, words, acts);
    case "bot_command":
      return h("button", { type: "button", class: "command", on: { click: () => acts.command(words) } });
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return h("span", { class: "mention" });
    default:
      return h("span");
  }
}

function link(url, words, acts) {
  if (!SAFE_LINK.test(url)) return h("span");
  return h("a", {
    href: url,
    rel: "noopener noreferrer",
    on: {
      click: (event) => {
        event.preventDefault();
        acts.open(url, words);
      },
    },
  });
}

function spoiler() {
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (cover.classList.contains("open")) return;
    event.preventDefault();
    event.stopPropagation();
    cover.classList.add("open");
    cover.removeAttribute("role");
    cover.removeAttribute("tabindex");
    cover.removeAttribute("aria-label");
  };
  const cover = h("span", {
    class: "spoiler",
    role: "button",
    tabindex: "0",
    "aria-label": say("spoiler"),
    on: { click: reveal, keydown: reveal },
  }, h("span", { class: "inner" }));
  return cover;
}

function expandable() {
  const quote = h("blockquote", { class: "expandable" }, h("span", { class: "inner" }));
  const more = h("button", { type: "button", class: "expand", "aria-expanded": "false", t: "show-more" });
  more.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    more.setAttribute("aria-expanded", String(open));
    more.textContent = say(open ? "show-less" : "show-more");
  });
  quote.append(more);
  return quote;
}
