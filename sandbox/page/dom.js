// Elements are built by hand, so that nothing a person or a bot wrote is ever read as HTML.
import { say } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/** Make an element. `t` names its text in the dictionary, `label` its accessible name and tooltip. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProperty(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function setProperty(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  } else if (name === "t") {
    element.dataset.t = value;
    element.textContent = say(value);
  } else if (name === "label") {
    element.dataset.tLabel = value;
    applyLabel(element, say(value));
  } else if (name === "hint") {
    element.dataset.tHint = value;
    element.setAttribute("placeholder", say(value));
  } else if (name === "class") {
    element.className = value;
  } else if (value === true) {
    element.setAttribute(name, "");
  } else {
    element.setAttribute(name, String(value));
  }
}

function applyLabel(element, words) {
  element.setAttribute("aria-label", words);
  if (element.tagName === "BUTTON") element.setAttribute("title", words);
}

/** Say again, in the language chosen now, everything that was built with `t`, `label` or `hint`. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-t]")) {
    element.textContent = say(element.dataset.t);
  }
  for (const element of root.querySelectorAll("[data-t-label]")) {
    applyLabel(element, say(element.dataset.tLabel));
  }
  for (const element of root.querySelectorAll("[data-t-hint]")) {
    element.setAttribute("placeholder", say(element.dataset.tHint));
  }
}

export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter(Boolean));
  return element;
}

const STROKES = {
  send: ["M4 12 20 4l-4.5 16-4-6.5z", "m11.5 13.500 8.500-9.500"],
  attach: ["m20 11.500-8.200 8.200a5 5 0 0 1-7.100-7.100L13.200 4.100a3.350 3.350 0 0 1 4.700 4.700l-8.400 8.400a1.650 1.650 0 0 1-2.400-2.300l7.700-7.600"],
  slash: ["M4 4h16v16H4z", "m14 8-4 8"],
  keyboard: ["M3 6.500h18v11H3z", "M7 10h.01M10.300 10h.01M13.600 10h.01M17 10h.01M7.500 14h9"],
  more: ["M12 5.500v.01M12 12v.01M12 18.500v.01"],
  bulb: ["M9 18h6M10 21h4", "M8.500 15.500A6.500 6.500 0 1 1 15.500 15.500c-.6.500-.5 1.300-.5 2.500H9c0-1.200.1-2-.5-2.500z"],
  sun: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400"],
  moon: ["M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z"],
  auto: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 3v18M12 8h7.500M12 12h9M12 16h7.500"],
  close: ["m6 6 12 12M18 6 6 18"],
  plus: ["M12 5v14M5 12h14"],
  clock: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 7v5l3.500 2"],
  chats: ["M4 5h16v11H10l-4.500 4v-4H4z"],
  ledger: ["M5 3.500h14v17H5z", "M8.500 8h7M8.500 12h7M8.500 16h4"],
  bolt: ["M13 2.500 5 13.500h6l-1 8 8-11h-6z"],
  pin: ["M12 21.500s7-6.800 7-12a7 7 0 1 0-14 0c0 5.200 7 12 7 12z", "M12 7a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z"],
  person: ["M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M4.500 20.500c.6-4 3.600-5.500 7.500-5.500s6.900 1.500 7.500 5.500"],
  file: ["M6 2.500h8l4.500 4.500v14.500H6z", "M14 2.500V7h4.500"],
  image: ["M3.500 5h17v14h-17z", "m4 17 5-5 4 4 3-3 4.500 4.500", "M15.500 8.500h.01"],
  download: ["M12 4v11M7 10.500l5 5 5-5M5 20h14"],
  play: ["M8 5v14l11-7z"],
  pause: ["M8 5v14M16 5v14"],
  check: ["m5 12.500 4.500 4.500L19 7.500"],
  checks: ["m2.500 12.500 4 4L15 8", "m11 15.500 1.500 1L21.500 8"],
  down: ["m6 9 6 6 6-6"],
  right: ["m9 6 6 6-6 6"],
  block: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "m5.700 5.700 12.600 12.600"],
  edit: ["m4 20 1-4.500L16 4.500l3.500 3.500-11 11z", "m14 6.500 3.500 3.500"],
  copy: ["M8.500 8.500h11v11h-11z", "M15.500 8.500v-4h-11v11h4"],
  mic: ["M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3z", "M5.500 11a6.500 6.500 0 0 0 13 0M12 17.500V21"],
  forward: ["M13 5.500 20.500 12 13 18.500v-4c-5 0-7.500 1.500-9.500 4.500.3-5.500 3.500-9 9.500-9.500z"],
  link: ["M8 16 16 8M9 8h7v7"],
  window: ["M4 5h16v14H4zM4 9h16"],
  globe: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M3 12h18M12 3c-3 3-3.500 6-3.500 9s.5 6 3.500 9c3-3 3.500-6 3.500-9S15 6 12 3z"],
  users: ["M9 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z", "M2.500 19.500c.5-3.500 3-5 6.500-5s6 1.500 6.500 5", "M15.500 5.300a3.500 3.500 0 0 1 0 6.500M18 14.800c2 .7 3.200 2.200 3.500 4.700"],
};

export function icon(name, size = 20) {
  return s(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" },
    STROKES[name].map((d) => s("path", { d })),
  );
}

export function iconButton(name, label, press, props = {}) {
  const { class: more = "", ...rest } = props;
  return h("button", { type: "button", class: `icon-button ${more}`, label, on: { click: press }, ...rest }, icon(name));
}

const TINTS = 7;

/** A round picture with initials; the colour is always the same for the same person. */
export function avatar(id, name, size = "") {
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");
  return h("span", { class: `avatar tint-${Math.abs(Number(id)) % TINTS} ${size}`, "aria-hidden": "true" }, initials);
}
