// The ledger of Bot API calls, live: what the bot asked for, of whom, and how it went.
import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { attempt } from "./layers.js";
import { preciseTime, shortDay } from "./times.js";
import { say } from "./words.js";
import { world } from "./world.js";

const ROWS_KEPT = 300;
const GLANCE_MS = 900;
const COLUMNS = ["call-n", "call-time", "call-method", "call-chat", "call-what", "call-result"];

export function openLedger(element) {
  let timer = null;
  let last = null;
  let calls = [];
  let asked = null;
  const opened = new Set();
  const method = h("input", { type: "search", name: "method", list: "known-methods", hint: "any-method", label: "call-method", spellcheck: "false" });
  const methods = h("datalist", { id: "known-methods" });
  const chat = h("select", { label: "call-chat", name: "chat" });
  const bad = h("input", { type: "checkbox", name: "bad" });
  const live = h("button", { type: "button", class: "chip live", "aria-pressed": "true" });
  const body = h("tbody");
  const none = h("p", { class: "hint", t: "no-calls" });

  const start = () => {
    last = null;
    calls = [];
    ask();
  };

  const ask = async () => {
    clearTimeout(timer);
    asked?.abort();
    asked = new AbortController();
    const query = { after: last, method: method.value.trim(), chat: chat.value, ok: bad.checked ? "false" : undefined, limit: ROWS_KEPT };
    await attempt(async () => {
      const answer = await api.calls(query, asked.signal);
      // A reset sandbox counts from one again.
      if (last !== null && answer.last < last) calls = [];
      last = answer.last;
      if (answer.calls.length || !calls.length) {
        calls = [...answer.calls.toReversed(), ...calls].slice(0, ROWS_KEPT);
        draw();
      }
    });
    if (!element.hidden && live.getAttribute("aria-pressed") === "true") timer = setTimeout(ask, GLANCE_MS);
  };

  const draw = () => {
    none.hidden = calls.length > 0;
    const focused = document.activeElement?.closest?.("tr")?.dataset.call;
    body.replaceChildren(...calls.flatMap((call) => row(call, opened, draw)));
    if (focused) body.querySelector(`tr[data-call="${focused}"] button`)?.focus({ preventScroll: true });
    const known = new Set([...methods.children].map((option) => option.value));
    for (const call of calls) {
      if (!known.has(call.method)) methods.append(h("option", { value: call.method }));
      known.add(call.method);
    }
  };

  const listPeople = () => {
    const kept = chat.value;
    chat.replaceChildren(h("option", { value: "" }, say("all-chats")),
      ...world.shown.map((id) => h("option", { value: id }, world.name(id))));
    chat.value = kept;
  };

  const describe = () => {
    live.replaceChildren(icon(live.getAttribute("aria-pressed") === "true" ? "pause" : "play", 16), say(live.getAttribute("aria-pressed") === "true" ? "live" : "paused"));
    listPeople();
    draw();
  };

  live.addEventListener("click", () => {
    live.setAttribute("aria-pressed", String(live.getAttribute("aria-pressed") !== "true"));
    describe();
    ask();
  });
  for (const field of [method, chat, bad]) field.addEventListener("change", start);
  world.addEventListener("people", listPeople);
  document.addEventListener("language", describe);
  element.append(
    h("div", { class: "room-head" },
      h("h2", { t: "room-ledger" }),
      h("div", { class: "filters" }, method, methods, chat, h("label", { class: "check" }, bad, h("span", { t: "errors-only" })), live)),
    h("div", { class: "table-frame", tabindex: "0", role: "region", label: "room-ledger" },
      h("table", { class: "calls" },
        h("thead", {}, h("tr", {}, COLUMNS.map((name) => h("th", { scope: "col", t: name })))),
        body),
      none));
  describe();
  return { enter: start, leave: () => { clearTimeout(timer); asked?.abort(); } };
}

function row(call, opened, redraw) {
  const open = opened.has(call.n);
  const toggle = () => {
    if (!opened.delete(call.n)) opened.add(call.n);
    redraw();
  };
  const at = Date.parse(call.virtual ?? call.time);
  const cells = h("tr", { class: `call ${call.ok ? "" : "failed"} ${call.fault ? "faulty" : ""}`, "data-call": call.n, on: { click: toggle } },
    h("td", { class: "number" }, call.n),
    h("td", { title: shortDay(at) }, preciseTime(at)),
    h("td", {}, h("button", { type: "button", class: "call-method", "aria-expanded": String(open), on: { click: (event) => { event.stopPropagation(); toggle(); } } }, call.method)),
    h("td", {}, call.chat ? world.name(call.chat) ?? String(call.chat) : "—"),
    h("td", { class: "call-what" }, summary(call.params)),
    h("td", { class: "call-result" }, result(call)));
  if (!open) return [cells];
  return [cells, h("tr", { class: "call-more" }, h("td", { colspan: COLUMNS.length }, h("pre", {}, JSON.stringify(call, null, 2))))];
}

function result(call) {
  return [
    call.fault ? h("span", { class: "tag fault" }, icon("bolt", 13), call.fault.kind ?? String(call.fault)) : null,
    call.ok
      ? h("span", { class: "tag good" }, call.message_id ? `№ ${call.message_id}` : "ok")
      : h("span", { class: "tag bad" }, [call.code, call.error].filter(Boolean).join(" ") || say("no-answer")),
  ].filter(Boolean);
}

function summary(params) {
  if (!params) return "";
  if (typeof params === "string") return params;
  const text = params.text ?? params.caption;
  if (text) return String(text);
  return Object.entries(params)
    .filter(([name]) => name !== "chat_id")
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(" · ");
}
