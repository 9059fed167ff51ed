// Who is in town: people, the bot they talk to, places, and the virtual clock.
import * as api from "./api.js";
import { recall, remember } from "./prefs.js";
import { language } from "./words.js";

const FIRST_COLUMNS = 4;
const FALLBACK_ZONE = "Europe/Kyiv";

/** The demo tells what is shown as a text, or as one by language; here it becomes the page's language. */
function spoken(told) {
  if (Array.isArray(told)) return told.map(spoken);
  if (told === null || typeof told !== "object") return told;
  if (typeof told.uk === "string") return told[language()] ?? told.uk;
  return Object.fromEntries(Object.entries(told).map(([name, part]) => [name, spoken(part)]));
}

class World extends EventTarget {
  bots = [];
  people = new Map();
  shown = [];
  groups = [];
  areGroupsShown = recall("groups", true);
  town = null;
  suggestions = [];
  moments = [];
  roles = new Map();
  #chosenBot = recall("bot", null);
  #clockBase = Date.now();
  #clockRead = performance.now();
  #told = null;

  constructor() {
    super();
    document.addEventListener("language", () => this.#takeDemo(this.#told));
  }

  get zone() {
    return this.town?.timezone ?? FALLBACK_ZONE;
  }

  get places() {
    return this.town?.places ?? [];
  }

  get bot() {
    return this.bots.find((bot) => bot.id === this.#chosenBot) ?? this.bots.at(-1) ?? null;
  }

  chooseBot(id) {
    this.#chosenBot = id;
    remember("bot", id);
    this.#tell("bots");
  }

  now() {
    return this.#clockBase + (performance.now() - this.#clockRead);
  }

  setClock(answer) {
    const told = Date.parse(answer.now);
    const moved = Math.abs(told - this.now()) > 1500;
    this.#clockBase = told;
    this.#clockRead = performance.now();
    if (moved) this.#tell("clock");
  }

  person(id) {
    return this.people.get(Number(id)) ?? null;
  }

  name(id) {
    const person = this.person(id);
    if (!person) return null;
    return [person.first_name, person.last_name].filter(Boolean).join(" ");
  }

  role(id) {
    return this.roles.get(Number(id)) ?? null;
  }

  /** Ask again for everything that is not a chat; tell what changed. */
  async refresh() {
    const state = await api.state();
    const demo = state.demo ? await this.#demo() : null;
    this.setClock(state.clock);
    this.#takeDemo(demo);
    await this.#takePeople(state.people, demo?.people ?? []);
    this.#takeGroups(state.groups ?? []);
    const bots = JSON.stringify(state.bots.map(({ id, username }) => [id, username]));
    if (bots !== JSON.stringify(this.bots.map(({ id, username }) => [id, username]))) {
      this.bots = state.bots;
      this.#tell("bots");
    }
  }

  #takeGroups(known) {
    const standing = known.filter((group) => !group.migrated_to);
    if (JSON.stringify(standing) === JSON.stringify(this.groups)) return;
    this.groups = standing;
    this.#tell("groups");
  }

  showGroups(shown) {
    this.areGroupsShown = shown;
    remember("groups", shown);
    this.#tell("groups");
  }

  async #demo() {
    try {
      return await api.demo();
    } catch (refusal) {
      if (refusal instanceof api.Refused) return null;
      throw refusal;
    }
  }

  #takeDemo(told) {
    this.#told = told;
    const demo = spoken(told);
    const before = JSON.stringify([this.town, this.suggestions, this.moments]);
    // The demo's clock moves and its surveys close: a moment may come or go at any time.
    this.town = demo?.town ?? this.town;
    this.suggestions = demo?.suggestions ?? this.suggestions;
    this.moments = demo?.moments ?? this.moments;
    for (const { telegram_id: id, role, about } of demo?.people ?? []) {
      this.roles.set(Number(id), { role, about });
    }
    if (JSON.stringify([this.town, this.suggestions, this.moments]) !== before) this.#tell("demo");
  }

  async #takePeople(known, played) {
    this.people = new Map(known.map((person) => [person.id, person]));
    for (const actor of played) {
      if (this.people.has(actor.telegram_id)) continue;
      const { telegram_id: id, first_name, last_name, language_code } = actor;
      const person = await api.addPerson({ id, first_name, last_name, language_code });
      this.people.set(person.id, person);
    }
    const kept = recall("people", null)?.filter((id) => this.people.has(id));
    const wanted = kept?.length ? kept : this.#firstPeople(known, played);
    if (JSON.stringify(wanted) !== JSON.stringify(this.shown)) {
      this.shown = wanted;
      this.#tell("people");
    }
  }

  #firstPeople(known, played) {
    const still = this.shown.filter((id) => this.people.has(id));
    if (still.length) return still;
    const cast = ["resident", "resident", "official", "administrator"];
    const left = [...played];
    const chosen = cast.flatMap((role) => {
      const found = left.findIndex((person) => person.role === role);
      return found < 0 ? [] : left.splice(found, 1).map((person) => person.telegram_id);
    });
    const others = [...left.map((person) => person.telegram_id), ...known.map(({ id }) => id)];
    for (const id of others) {
      if (chosen.length < FIRST_COLUMNS && !chosen.includes(id)) chosen.push(id);
    }
    return chosen;
  }

  show(id) {
    if (!this.shown.includes(id)) this.#keepShown([...this.shown, id]);
  }

  hide(id) {
    this.#keepShown(this.shown.filter((other) => other !== id));
  }

  #keepShown(shown) {
    this.shown = shown;
    remember("people", shown);
    this.#tell("people");
  }

  async invite(person) {
    const added = await api.addPerson({ language_code: language(), ...person });
    this.people.set(added.id, added);
    this.show(added.id);
    return added;
  }

  async moveClock(move) {
    this.setClock(await api.moveClock(move));
    await this.refresh();
  }

  #tell(what) {
    this.dispatchEvent(new CustomEvent(what));
  }
}

export const world = new World();
