// What to try: each press sends its text as the person it names, or opens a page.
import { avatar, h, icon, iconButton } from "./dom.js";
import { recall, remember } from "./prefs.js";
import { say } from "./words.js";
import { world } from "./world.js";

const ROOMY = matchMedia("(min-width: 1440px)");

export function drawSuggestions(element, { perform }) {
  const list = h("div", { class: "rail-list" });
  const followers = [];
  const tried = new Set();
  element.append(
    h("header", { class: "rail-head" }, h("h2", { t: "what-to-try" }), iconButton("close", "close", () => set(false))),
    list);
  element.addEventListener("keydown", (event) => event.key === "Escape" && set(false));

  const set = (open) => {
    const inside = element.contains(document.activeElement);
    element.hidden = !open;
    for (const button of followers) button.setAttribute("aria-expanded", String(open));
    if (ROOMY.matches) remember("rail", open);
    if (!open && inside) followers[0]?.focus();
  };

  const draw = () => {
    const focused = [...list.querySelectorAll(".try")].indexOf(document.activeElement);
    list.replaceChildren(...content());
    list.querySelectorAll(".try")[focused]?.focus();
  };

  const content = () => {
    const given = world.suggestions.length ? world.suggestions : [{ who: null, text: say("try-start"), send: "/start" }];
    const people = [...new Set(given.map(({ who }) => who))];
    return people.map((who) =>
      h("section", { class: "tries" },
        who === null ? null : h("h3", {}, avatar(who, world.name(who) ?? "?", "tiny"), world.name(who) ?? ""),
        world.role(who)?.about ? h("p", { class: "about" }, world.role(who).about) : null,
        given.filter((suggestion) => suggestion.who === who).map(offer)));
  };

  const offer = (suggestion) => {
    const key = `${suggestion.who}/${suggestion.send}/${suggestion.text}`;
    const page = suggestion.link || null;
    return h(page ? "a" : "button", {
      type: page ? null : "button",
      href: page,
      target: page ? "_blank" : null,
      rel: page ? "noopener" : null,
      class: tried.has(key) ? "try tried" : "try",
      on: {
        click: () => {
          tried.add(key);
          if (!ROOMY.matches) set(false);
          if (!page) perform(suggestion);
          draw();
        },
      },
    },
    h("span", {}, suggestion.text),
    h("small", {}, suggestion.send ? h("code", {}, suggestion.send) : null, page ? h("code", {}, new URL(page).pathname) : null),
    icon(tried.has(key) ? "check" : "right", 16));
  };

  world.addEventListener("demo", draw);
  world.addEventListener("people", draw);
  document.addEventListener("language", draw);
  ROOMY.addEventListener("change", () => set(ROOMY.matches && recall("rail", true)));
  draw();
  set(ROOMY.matches && recall("rail", true));
  return {
    toggle: () => set(element.hidden),
    follow: (button) => {
      followers.push(button);
      button.setAttribute("aria-expanded", String(!element.hidden));
    },
  };
}
