// What this browser remembers between two visits; a browser that forbids it forgets quietly.
const PREFIX = "viche-sandbox-";

export function recall(name, fallback) {
  try {
    const kept = localStorage.getItem(PREFIX + name);
    return kept === null ? fallback : JSON.parse(kept);
  } catch {
    return fallback;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Private windows refuse storage: the page works all the same.
  }
}
