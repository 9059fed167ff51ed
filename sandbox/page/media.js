// What a message carries besides words: pictures, documents, voice, places, contacts, polls.
import { avatar, h, icon, iconButton } from "./dom.js";
import { openDialog } from "./layers.js";
import { tile } from "./map.js";
import { say } from "./words.js";

const WAVES = 34;

export function sizeInWords(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const units = ["B", "KB", "MB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${say(`unit-${units[step]}`)}`;
}

export function picture(message, { cropped = false } = {}) {
  const { url, width, height } = message.photo;
  const caption = message.text || say("picture");
  const image = h("img", { src: url, width, height, alt: caption, decoding: "async" });
  return h("button", {
    type: "button",
    class: cropped ? "picture cropped" : "picture",
    "aria-label": say("enlarge", { caption }),
    on: { click: () => enlarge(message) },
  }, image);
}

function enlarge({ photo, text }) {
  openDialog({
    title: say("picture"),
    wide: true,
    content: () =>
      h("figure", { class: "lightbox" },
        h("img", { src: photo.url, width: photo.width, height: photo.height, alt: text || say("picture") }),
        h("figcaption", {}, text,
          h("a", { class: "button quiet", href: photo.url, download: "" }, icon("download", 18), say("download")))),
  }).classList.add("lightbox-dialog");
}

export function documentCard({ url, name, size }) {
  const kind = /\.(\w{1,5})$/.exec(name ?? "")?.[1] ?? "";
  return h("a", { class: "file", href: url, download: name ?? "", title: say("download") },
    h("span", { class: `file-sign kind-${kind.toLowerCase()}`, "aria-hidden": "true" }, kind ? kind.toUpperCase() : icon("file")),
    h("span", { class: "file-text" },
      h("span", { class: "file-name" }, name ?? say("document")),
      h("small", {}, sizeInWords(size))));
}

/** The waves are made up from the length: enough to see that this is a voice. */
export function voice({ url, duration = 0, size }) {
  const sound = new Audio(url);
  sound.preload = "none";
  const bars = Array.from({ length: WAVES }, (_, n) => {
    const bar = h("i");
    bar.style.height = `${5 + Math.abs(Math.sin(n * 1.7 + duration) * Math.cos(n / 3)) * 17}px`;
    return bar;
  });
  const button = iconButton("play", "play", () => (sound.paused ? sound.play().catch(() => show()) : sound.pause()), { class: "voice-button" });
  const show = () => button.replaceChildren(icon(sound.paused ? "play" : "pause"));
  const progress = () => {
    const done = sound.duration ? sound.currentTime / sound.duration : 0;
    bars.forEach((bar, n) => bar.classList.toggle("played", n / WAVES < done));
  };
  for (const event of ["play", "pause", "ended"]) sound.addEventListener(event, show);
  sound.addEventListener("timeupdate", progress);
  const length = `${Math.floor(duration / 60)}:${String(Math.floor(duration % 60)).padStart(2, "0")}`;
  return h("div", { class: "voice", role: "group", "aria-label": say("voice") },
    button,
    h("div", {}, h("div", { class: "waves", "aria-hidden": "true" }, bars),
      h("small", {}, [length, sizeInWords(size)].filter(Boolean).join(", "))));
}

export function place(location, title) {
  const map = tile(location);
  return h("figure", { class: "place-card" }, map,
    h("figcaption", {}, title ? h("strong", {}, title) : null, map.getAttribute("aria-label")));
}

export function contactCard({ phone, first_name: first, last_name: last }) {
  const name = [first, last].filter(Boolean).join(" ");
  return h("div", { class: "contact" }, avatar(phone?.replace(/\D/g, "").slice(-4) || 0, name || "?"),
    h("div", {}, h("strong", {}, name), h("small", {}, phone)));
}

/** A poll to answer: one press for a single choice, ticks and a button for several. */
export function poll(message, answer) {
  const { question, options, total, closed, anonymous, multiple, chosen } = message.poll;
  const mayAnswer = !closed && !chosen?.length && !message.own;
  const ticked = new Set();
  const give = h("button", { type: "button", class: "button poll-send", t: "vote", disabled: true, on: { click: () => answer([...ticked].sort()) } });
  const rows = options.map((option, n) => {
    const share = total ? Math.round((100 * option.votes) / total) : 0;
    if (!mayAnswer) return pollResult(option, share, chosen?.includes(n));
    const row = h("button", { type: "button", class: "poll-option open", "aria-pressed": multiple ? "false" : null },
      h("span", { class: multiple ? "tick square" : "tick" }), option.text);
    row.addEventListener("click", () => {
      if (!multiple) return answer([n]);
      if (!ticked.delete(n)) ticked.add(n);
      row.setAttribute("aria-pressed", String(ticked.has(n)));
      give.disabled = !ticked.size;
    });
    return row;
  });
  return h("div", { class: "poll" },
    h("strong", {}, question),
    h("small", {}, say(closed ? "poll-closed" : anonymous ? "poll-anonymous" : "poll-open")),
    rows,
    mayAnswer && multiple ? give : null,
    h("small", { class: "poll-total" }, say("poll-total", { count: total })));
}

function pollResult(option, share, mine) {
  const bar = h("i", { class: "poll-bar" });
  bar.style.width = `${share}%`;
  return h("div", { class: mine ? "poll-option mine" : "poll-option" },
    h("span", { class: "poll-share" }, `${share}%`), h("span", {}, option.text), bar);
}
