"""The code that makes the first town's administrator: shown on the terminal, never in a log."""

import sys
from typing import TextIO

import structlog

from bot.wiring import Wiring
from civic.communities.actions.codes import make_owner_code
from civic.communities.rules import hash_of_code

_MARK = "owner_code"
_log = structlog.get_logger("owner")


def terminal() -> TextIO | None:
    """Where a person reads along; None where what is written ends in somebody's log."""
    return sys.stdout if sys.stdout.isatty() else None


async def offer_owner_code(wiring: Wiring, *, bot_username: str, screen: TextIO | None) -> None:
    """While the installation has no town: a code of the operator's choice, else one made now.

    Raise SystemExit for a chosen one that cannot be a code.
    """
    chosen = wiring.settings.owner_code
    if chosen is not None and chosen.get_secret_value():
        await _keep_chosen(wiring, chosen.get_secret_value())
        return
    async with wiring.storage.writing() as work:
        if await work.communities.all(limit=1):
            return
        if screen is None:
            _log.warning("no-town-yet", how="in a terminal: viche community create --name NAME")
            return
        code = await make_owner_code(None, codes=work.owner_codes, now=wiring.clock.now())
    # After the commit: a code that is read must work.
    screen.write(
        "\nМіста ще немає. Надішліть боту (один раз, протягом доби; показано лише тут):\n"
        "There is no town yet. Send this to the bot (once, within a day; shown only here):\n\n"
        f"  /start {code}\n  https://t.me/{bot_username}?start={code}\n\n"
    )
    screen.flush()


async def _keep_chosen(wiring: Wiring, code: str) -> None:
    """Once: started again it neither lives longer nor comes back to life."""
    hashed = hash_of_code(code)
    async with wiring.storage.writing() as work:
        is_known = await work.clock.mark(_MARK) == hashed
        if is_known or await work.communities.all(limit=1):
            return
        try:
            await make_owner_code(None, codes=work.owner_codes, now=wiring.clock.now(), chosen=code)
        except ValueError as misfit:
            raise SystemExit(f"VICHE_OWNER_CODE: {misfit}.") from None
        await work.clock.put_mark(_MARK, hashed)
    _log.info("owner-code-kept", lasts_hours=24)
