// The page's own sentences, in Ukrainian, English and Russian.
import { recall, remember } from "./prefs.js";
import en from "./words/en.js";
import ru from "./words/ru.js";
import uk from "./words/uk.js";

const BOOKS = { uk, en, ru };
export const LANGUAGES = Object.keys(BOOKS);

let chosen = LANGUAGES.includes(recall("language")) ? recall("language") : "uk";

export const language = () => chosen;

export function choose(code) {
  chosen = code;
  remember("language", code);
  document.documentElement.lang = code;
}

export function say(key, params = {}) {
  const sentence = BOOKS[chosen][key] ?? uk[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(params[name] ?? ""));
}
