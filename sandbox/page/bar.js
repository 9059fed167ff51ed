// The bar: whose town this is, what time it is there, which room is open, language and light.
import { drawClock } from "./clock.js";
import { h, iconButton } from "./dom.js";
import { LINE, openDialog, openMenu } from "./layers.js";
import { recall, remember } from "./prefs.js";
import { language, LANGUAGES, say } from "./words.js";
import { world } from "./world.js";

const THEMES = { auto: "auto", light: "sun", dark: "moon" };

export function drawBar(element, { rooms, suggestions, addPerson, speak }) {
  const town = h("small", { class: "town" });
  const name = () => {
    town.textContent = world.town?.name ?? say("sandbox");
  };
  world.addEventListener("demo", name);
  document.addEventListener("language", name);
  name();
  const more = iconButton("more", "settings", () => openMenu(more, settings(speak)), { "aria-haspopup": "menu", "aria-expanded": "false" });
  const hints = iconButton("bulb", "what-to-try", () => suggestions.toggle(), { class: "in-chats hints", "aria-controls": "suggestions" });
  hints.append(h("span", { t: "what-to-try" }));
  suggestions.follow(hints);
  element.append(
    h("div", { class: "brand" },
      h("img", { src: "/page/mark.svg", alt: "", width: 30, height: 30 }),
      h("h1", {}, h("span", { t: "brand" }), town)),
    drawClock(),
    rooms.element,
    h("div", { class: "bar-end" }, hints, iconButton("plus", "add-person", addPerson, { class: "in-chats" }), more));
}

function settings(speak) {
  const theme = recall("theme", "auto");
  return [
    ...LANGUAGES.map((code) => ({ icon: "globe", text: say(`language-${code}`), checked: language() === code, act: () => speak(code) })),
    LINE,
    ...Object.entries(THEMES).map(([name, sign]) => ({ icon: sign, text: say(`theme-${name}`), checked: theme === name, act: () => dress(name) })),
    LINE,
    ...(world.bots.length > 1 ? world.bots.map((bot) => ({ icon: "chats", text: bot.first_name, note: `@${bot.username}`, checked: bot.id === world.bot.id, act: () => world.chooseBot(bot.id) })) : []),
    ...(world.groups.length ? [{ icon: "users", text: say("groups"), checked: world.areGroupsShown, act: () => world.showGroups(!world.areGroupsShown) }, LINE] : []),
    { icon: "keyboard", text: say("keys-help"), act: keysHelp },
  ];
}

function dress(theme) {
  remember("theme", theme);
  document.documentElement.dataset.theme = theme;
}

const KEYS = [
  ["Enter", "help-enter"],
  ["Shift + Enter", "help-newline"],
  ["↑", "help-edit"],
  ["/", "help-commands"],
  ["← →", "help-columns"],
  ["Tab", "help-tab"],
  ["Esc", "help-escape"],
];

function keysHelp() {
  openDialog({
    title: say("keys-help"),
    content: () => h("dl", { class: "dialog-body keys-help" },
      KEYS.map(([key, meaning]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, say(meaning))))),
  });
}
