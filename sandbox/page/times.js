// The virtual clock in words, in the town's own time zone.
import { language } from "./words.js";
import { world } from "./world.js";

const LOCALES = { uk: "uk-UA", en: "en-GB", ru: "ru-RU" };
const formats = new Map();

function format(options) {
  const key = JSON.stringify([language(), world.zone, options]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(LOCALES[language()], { timeZone: world.zone, ...options }));
  }
  return formats.get(key);
}

export const clockTime = (ms) => format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);
export const preciseTime = (ms) =>
  format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(ms);
export const dayInWords = (ms) => format({ day: "numeric", month: "long" }).format(ms);
export const longDay = (ms) => format({ weekday: "short", day: "numeric", month: "long", year: "numeric" }).format(ms);
export const shortDay = (ms) => format({ weekday: "short", day: "numeric", month: "short" }).format(ms);
export const fullTime = (ms) => format({ dateStyle: "long", timeStyle: "short" }).format(ms);
/** Equal for two moments of the same local day. */
export const dayKey = (ms) => Object.values(wallClock(ms)).slice(0, 3).join("-");

function wallClock(ms) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: world.zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(ms);
  const of = (type) => Number(parts.find((part) => part.type === type).value);
  return { year: of("year"), month: of("month"), day: of("day"), hour: of("hour"), minute: of("minute"), second: of("second") };
}

/** The moment at which the town's clocks show this; asked twice because the offset may change in between. */
function moment({ year, month, day }, hour, minute) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) {
    const shown = wallClock(guess);
    guess += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second);
  }
  return guess;
}

/** The next time the town's clocks show half past ten in the evening. */
export function tonight(now) {
  const today = wallClock(now);
  const evening = moment(today, 22, 30);
  return evening > now ? evening : moment({ ...today, day: today.day + 1 }, 22, 30);
}

export function nextMonday(now) {
  const today = wallClock(now);
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
  const ahead = (8 - weekday) % 7;
  const monday = moment({ ...today, day: today.day + ahead }, 8, 0);
  return monday > now ? monday : moment({ ...today, day: today.day + ahead + 7 }, 8, 0);
}
