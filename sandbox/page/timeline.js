// A chat from top to bottom: days, bubbles in groups, albums as one, and only what changed drawn anew.
import { bubble } from "./bubble.js";
import { h } from "./dom.js";
import { dayInWords, dayKey } from "./times.js";
import { language, say } from "./words.js";

const SAME_GROUP_SECONDS = 300;

export class Timeline {
  #nodes = new Map();

  constructor(log, acts) {
    this.log = log;
    this.acts = acts;
  }

  draw(messages, { unreadFrom = null } = {}) {
    const wanted = this.#items(messages, unreadFrom);
    const focus = this.#focusedSpot();
    const kept = new Map();
    wanted.forEach((item, position) => {
      const node = this.#node(item);
      kept.set(item.key, { node, signature: item.signature });
      if (this.log.children[position] !== node) this.log.insertBefore(node, this.log.children[position] ?? null);
    });
    while (this.log.children.length > wanted.length) this.log.lastChild.remove();
    this.#nodes = kept;
    if (focus) this.#giveFocusBack(focus);
  }

  #node(item) {
    const held = this.#nodes.get(item.key);
    if (held?.signature === item.signature) return held.node;
    const node = item.build();
    if (held) {
      if (item.message) node.classList.add("changed");
      held.node.replaceWith(node);
    } else if (this.#nodes.size) {
      node.classList.add("fresh");
    }
    return node;
  }

  #items(messages, unreadFrom) {
    const items = [];
    let day = null;
    const groups = albums(messages.filter((message) => !message.deleted));
    const lastTheirs = groups.findLastIndex(([message]) => !message.own);
    groups.forEach((group, n) => {
      const [first] = group;
      const today = dayKey(first.date * 1000);
      if (today !== day) {
        day = today;
        items.push(line(`day-${today}`, dayInWords(first.date * 1000), "day"));
      }
      if (first.message_id === unreadFrom) items.push(line("unread", say("unread-messages"), "unread-line"));
      const next = groups[n + 1]?.[0];
      const shape = { last: !next || !together(first, next), read: n < lastTheirs };
      items.push({
        key: `message-${first.message_id}`,
        signature: JSON.stringify([group.map(({ seq }) => seq), shape, language()]),
        message: true,
        build: () => bubble(group, shape, this.acts),
      });
    });
    return items;
  }

  /** An edit in place replaces the bubble: who pressed its button by keyboard must not be thrown out of it. */
  #focusedSpot() {
    const focused = document.activeElement;
    if (!focused || focused === this.log || !this.log.contains(focused)) return null;
    const message = focused.closest("[data-message]");
    return message && { id: message.dataset.message, spot: focused.dataset.spot ?? null, element: focused };
  }

  #giveFocusBack({ id, spot, element }) {
    if (element.isConnected) return;
    const message = this.log.querySelector(`[data-message="${id}"]`);
    const target = message?.querySelector(`[data-spot="${spot}"]`) ?? message?.querySelector(".key");
    (target ?? this.log).focus({ preventScroll: true });
  }
}

function line(key, words, kind) {
  return { key, signature: words, build: () => h("div", { class: kind, role: "separator" }, h("span", {}, words)) };
}

function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const before = groups.at(-1);
    if (message.album && before?.[0].album === message.album) before.push(message);
    else groups.push([message]);
  }
  return groups;
}

function together(message, next) {
  return (
    message.own === next.own &&
    next.kind !== "service" &&
    message.kind !== "service" &&
    !message.keyboard &&
    next.date - message.date < SAME_GROUP_SECONDS &&
    dayKey(message.date * 1000) === dayKey(next.date * 1000)
  );
}
