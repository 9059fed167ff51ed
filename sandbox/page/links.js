// Which links lead into the bot itself.
const START = /^(?:https?:\/\/(?:t|telegram)\.me\/|tg:\/\/resolve\?domain=)(\w+)(?:[?&]start=([\w-]*))?$/i;

/** What stands behind ?start= of a link to this bot, empty without one; null for any other link. */
export function startOf(url, bot) {
  const found = START.exec(url);
  return found && found[1].toLowerCase() === bot?.username?.toLowerCase() ? found[2] ?? "" : null;
}
