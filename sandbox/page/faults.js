// Trouble on purpose: delays, lost answers, storms, and how many calls they touch.
import * as api from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { attempt } from "./layers.js";
import { say } from "./words.js";
import { world } from "./world.js";

const GLANCE_MS = 1500;
const KINDS = {
  delay: { seconds: 3, calls: true },
  drop_before: { calls: true },
  drop_after: { calls: true },
  http_5xx: { calls: true },
  too_many: { retry_after: 5, calls: true },
  duplicate_update: {},
  reorder_updates: {},
  undecodable_update: {},
};
const METHODS = ["sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto", "sendDocument", "getUpdates"];

export function openFaults(element) {
  let timer = null;
  const list = h("ul", { class: "fault-list" });
  const none = h("p", { class: "hint", t: "no-faults" });
  const limits = h("input", { type: "checkbox", name: "limits" });

  const look = async () => {
    clearTimeout(timer);
    await attempt(async () => {
      const [active, buckets] = await Promise.all([api.faults(), api.limits()]);
      limits.checked = Boolean(buckets.enabled);
      draw(Array.isArray(active) ? active : active.faults);
    });
    if (!element.hidden) timer = setTimeout(look, GLANCE_MS);
  };

  const draw = (faults) => {
    none.hidden = faults.length > 0;
    if (list.dataset.known === JSON.stringify(faults)) return;
    list.dataset.known = JSON.stringify(faults);
    list.replaceChildren(...faults.map((fault) =>
      h("li", {}, icon("bolt", 18),
        h("span", {}, h("strong", {}, say(`fault-${fault.kind}`)), h("small", {}, particulars(fault))),
        iconButton("close", "end-fault", () => attempt(async () => { await api.endFault(fault.id); await look(); })))));
  };

  limits.addEventListener("change", () => attempt(() => api.setLimits({ enabled: limits.checked })));
  element.append(
    h("div", { class: "room-head" }, h("h2", { t: "room-faults" }), h("p", { class: "hint", t: "faults-hint" })),
    h("div", { class: "fault-room" },
      faultForm(look),
      h("div", { class: "card" },
        h("h3", { t: "faults-on" }), list, none,
        h("button", { type: "button", class: "button quiet", t: "end-faults", on: { click: () => attempt(async () => { await api.endFaults(); await look(); }) } }),
        h("label", { class: "check" }, limits, h("span", { t: "limits" })),
        h("p", { class: "hint", t: "limits-hint" }))));
  document.addEventListener("language", () => { list.dataset.known = ""; look(); });
  return { enter: look, leave: () => clearTimeout(timer) };
}

function particulars({ method, chat, times, left, probability, seconds, retry_after: pause }) {
  return [
    method ?? say("any-method"),
    chat ? world.name(chat) ?? chat : null,
    probability ? `${Math.round(probability * 100)} %` : null,
    left ?? times ? say("fault-left", { count: left ?? times }) : null,
    seconds ? say("fault-seconds", { count: seconds }) : null,
    pause ? say("fault-retry", { count: pause }) : null,
  ].filter(Boolean).join(" · ");
}

function faultForm(done) {
  const kind = h("select", { name: "kind" }, Object.keys(KINDS).map((name) => h("option", { value: name, t: `fault-${name}` })));
  const about = h("p", { class: "hint" });
  const method = h("input", { name: "method", list: "fault-methods", hint: "any-method", spellcheck: "false" });
  const chat = h("select", { name: "chat" });
  const times = h("input", { type: "number", name: "times", min: "1", max: "1000", value: "1", required: true });
  const seconds = h("input", { type: "number", name: "seconds", min: "0.1", max: "60", step: "0.1", value: "3" });
  const pause = h("input", { type: "number", name: "retry_after", min: "1", max: "60", value: "5" });
  const field = (label, input) => h("label", {}, h("span", { t: label }), input);
  const rows = { method: field("call-method", method), chat: field("call-chat", chat), seconds: field("seconds", seconds), retry_after: field("retry-after", pause) };
  const explain = () => {
    const wanted = KINDS[kind.value];
    about.textContent = say(`about-${kind.value}`);
    rows.method.hidden = !wanted.calls;
    rows.chat.hidden = !wanted.calls;
    rows.seconds.hidden = !("seconds" in wanted);
    rows.retry_after.hidden = !("retry_after" in wanted);
  };
  const people = () => chat.replaceChildren(h("option", { value: "" }, say("all-chats")), ...world.shown.map((id) => h("option", { value: id }, world.name(id))));
  const submit = async (event) => {
    event.preventDefault();
    const wanted = KINDS[kind.value];
    await attempt(() => api.addFault({
      kind: kind.value,
      times: Number(times.value),
      ...(wanted.calls && method.value.trim() ? { method: method.value.trim() } : {}),
      ...(wanted.calls && chat.value ? { chat: Number(chat.value) } : {}),
      ...("seconds" in wanted ? { seconds: Number(seconds.value) } : {}),
      ...("retry_after" in wanted ? { retry_after: Number(pause.value) } : {}),
    }));
    await done();
  };
  kind.addEventListener("change", explain);
  document.addEventListener("language", () => { explain(); people(); });
  world.addEventListener("people", people);
  explain();
  people();
  return h("form", { class: "card fields", on: { submit } },
    h("h3", { t: "new-fault" }),
    field("fault-kind", kind), about,
    rows.method, h("datalist", { id: "fault-methods" }, METHODS.map((name) => h("option", { value: name }))),
    rows.chat, field("fault-times", times), rows.seconds, rows.retry_after,
    h("div", { class: "dialog-actions" }, h("button", { type: "submit", class: "button", t: "switch-on" })));
}
