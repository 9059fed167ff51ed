// The page comes together: the bar, the people side by side, the ledger, the faults.
import { drawBar } from "./bar.js";
import { Columns } from "./columns.js";
import { translate } from "./dom.js";
import { openFaults } from "./faults.js";
import { openLedger } from "./ledger.js";
import { attempt } from "./layers.js";
import { Rooms } from "./rooms.js";
import { drawSuggestions } from "./suggestions.js";
import { choose, language, say } from "./words.js";
import { world } from "./world.js";

const LOOK_AROUND_MS = 4000;

choose(language());
document.title = say("title");
translate(document.body);

const columns = new Columns(document.getElementById("columns"), document.getElementById("people-tabs"));
const rooms = new Rooms({
  ledger: openLedger(document.getElementById("ledger")),
  faults: openFaults(document.getElementById("faults")),
});
const suggestions = drawSuggestions(document.getElementById("suggestions"), {
  perform: (suggestion) => {
    rooms.enter("chats");
    columns.perform(suggestion);
  },
});
drawBar(document.getElementById("bar"), {
  rooms,
  suggestions,
  addPerson: () => columns.addPerson(),
  speak: (code) => {
    choose(code);
    document.title = say("title");
    translate(document.body);
    document.dispatchEvent(new CustomEvent("language"));
  },
});

let lookingAround = false;

async function lookAround() {
  if (lookingAround) return;
  lookingAround = true;
  try {
    await world.refresh();
    document.body.classList.remove("lost");
  } catch (trouble) {
    document.body.classList.add("lost");
    if (!(trouble instanceof TypeError)) console.error(trouble);
  } finally {
    lookingAround = false;
  }
}

await attempt(() => world.refresh());
document.body.classList.add("ready");
setInterval(() => document.visibilityState === "visible" && lookAround(), LOOK_AROUND_MS);
document.addEventListener("visibilitychange", lookAround);
