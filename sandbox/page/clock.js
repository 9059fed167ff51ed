// The town's clock, which goes forward at a press and never back.
import { h, icon } from "./dom.js";
import { attempt, notice, openDialog } from "./layers.js";
import { clockTime, dayKey, fullTime, longDay, nextMonday, shortDay, tonight } from "./times.js";
import { say } from "./words.js";
import { world } from "./world.js";

const MINUTE = 60_000;
const UNITS = { minutes: 60, hours: 3600, days: 86_400 };

export function drawClock() {
  const time = h("strong", { class: "now-time" });
  const day = h("span", { class: "now-day" });
  const now = h("button", { type: "button", class: "now", "aria-haspopup": "dialog", on: { click: openClock } }, icon("clock", 18), time, day);
  const shortcuts = h("div", { class: "moments", role: "group", label: "move-clock" });
  const tell = () => {
    time.textContent = clockTime(world.now());
    day.textContent = longDay(world.now());
    now.setAttribute("aria-label", say("clock-is", { time: fullTime(world.now()) }));
  };
  const offer = () => shortcuts.replaceChildren(...moments().slice(0, 3).map(momentButton));
  const all = () => {
    tell();
    offer();
  };
  setInterval(tell, 1000);
  world.addEventListener("clock", all);
  world.addEventListener("demo", all);
  document.addEventListener("language", all);
  all();
  return h("div", { class: "clock" }, now, shortcuts);
}

/** Tonight and Monday are the page's own; the rest, such as a survey's close, is told by the demo. */
function moments() {
  const now = world.now();
  const evening = tonight(now);
  const own = [
    { label: say(dayKey(evening) === dayKey(now) ? "tonight" : "tomorrow-night"), to: evening, name: "tonight" },
    { label: say("next-monday"), to: nextMonday(now), name: "monday" },
  ];
  const told = world.moments
    .map(({ label, to }) => ({ label, to: Date.parse(to), name: "told" }))
    .filter((moment) => own.every((other) => Math.abs(other.to - moment.to) > MINUTE));
  return [...own, ...told].filter(({ to }) => to > now);
}

function momentButton({ label, to, name }) {
  return h("button", {
    type: "button",
    class: "chip moment",
    "data-moment": name,
    title: fullTime(to),
    on: { click: (event) => travel(event.currentTarget, { to: new Date(to).toISOString() }) },
  }, label);
}

async function travel(button, move) {
  button.setAttribute("aria-busy", "true");
  const done = await attempt(() => world.moveClock(move));
  button.removeAttribute("aria-busy");
  if (done) notice(say("clock-is", { time: fullTime(world.now()) }));
  return done;
}

function openClock() {
  openDialog({ title: say("clock-title"), content: clockDialog });
}

function clockDialog(close) {
  const amount = h("input", { type: "number", min: "1", max: "10000", value: "1", required: true, label: "forward-by", name: "amount" });
  const unit = h("select", { label: "unit", name: "unit" }, Object.keys(UNITS).map((name) => h("option", { value: name, selected: name === "hours" }, say(`unit-${name}`))));
  const forward = async (event) => {
    event.preventDefault();
    if (await travel(event.submitter, { forward_seconds: Number(amount.value) * UNITS[unit.value] })) close();
  };
  const rows = moments().map((moment) => {
    const button = momentButton(moment);
    button.addEventListener("click", close);
    return h("li", {}, button, h("small", {}, `${shortDay(moment.to)}, ${clockTime(moment.to)}`));
  });
  return h("div", { class: "dialog-body" },
    h("p", { class: "big-clock" }, h("strong", {}, clockTime(world.now())), longDay(world.now())),
    h("p", { class: "hint", t: "clock-hint" }),
    h("ul", { class: "moment-list" }, rows),
    h("form", { class: "forward-by", on: { submit: forward } },
      h("span", { t: "forward-by" }), amount, unit, h("button", { type: "submit", class: "button", t: "forward" })));
}
