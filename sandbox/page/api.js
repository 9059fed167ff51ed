// The sandbox's control API, one function a request.

export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function ask(method, path, { body, query, signal } = {}) {
  const address = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") address.searchParams.set(name, value);
  }
  const response = await fetch(address, {
    method,
    signal,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    throw new Refused(response.status, text.slice(0, 200));
  }
  if (!response.ok) throw new Refused(response.status, answer.error ?? String(response.status));
  return answer;
}

const get = (path, query, signal) => ask("GET", path, { query, signal });
const post = (path, body = {}) => ask("POST", path, { body });
const forget = (path) => ask("DELETE", path);
const of = (person) => `/control/people/${person}`;

export const state = () => get("/control/state");
export const demo = () => get("/control/demo");
export const clock = () => get("/control/clock");
export const moveClock = (move) => post("/control/clock", move);

export const addPerson = (person) => post("/control/people", person);
export const chat = (person, query, signal) => get(`${of(person)}/chat`, query, signal);
export const groupChat = (group, query, signal) => get(`/control/groups/${group}/chat`, query, signal);
export const send = (person, bot, content) => post(`${of(person)}/messages`, { bot, ...content });
export const edit = (person, bot, change) => post(`${of(person)}/edits`, { bot, ...change });
export const press = (person, bot, button) => post(`${of(person)}/presses`, { bot, ...button });
export const webApp = (person, bot, which) => post(`${of(person)}/web_app`, { bot, ...which });
export const block = (person, bot) => post(`${of(person)}/block`, { bot });
export const unblock = (person, bot) => post(`${of(person)}/unblock`, { bot });
export const clear = (person, bot) => post(`${of(person)}/clear`, { bot });

export const calls = (query, signal) => get("/control/calls", query, signal);
export const faults = () => get("/control/faults");
export const addFault = (fault) => post("/control/faults", fault);
export const endFault = (id) => forget(`/control/faults/${id}`);
export const endFaults = () => forget("/control/faults");
export const limits = () => get("/control/limits");
export const setLimits = (limits) => post("/control/limits", limits);
