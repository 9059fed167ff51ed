"""Officials see the office among their commands; who left sees what everybody sees."""

from collections.abc import Callable, Sequence
from datetime import datetime

from civic.kernel.command_menu import Command
from civic.kernel.ids import AccountId
from civic.kernel.language import Language
from civic.unit_of_work import Begin, Read

AT_ONCE = 20
Menu = Callable[[Language], Sequence[Command]]


async def keep_command_menus(*, begin: Begin, read: Read, menu: Menu, now: datetime) -> int:
    """Tell Telegram of changes only: a role given or taken, a language switched."""
    wanted: dict[AccountId, Language] = {}
    async with read() as work:
        shown = await work.command_menus.shown()
        for town in await work.communities.all():
            for official in await work.officials.all(town.id):
                account = await work.accounts.find(official.account)
                if account is not None and account.reachable:
                    wanted[account.id] = account.language
    changed = [one for one in wanted if shown.get(one) != wanted[one]][:AT_ONCE]
    gone = [one for one in shown if one not in wanted][:AT_ONCE]
    if not changed and not gone:
        return 0
    async with begin() as work:
        for one in changed:
            language = wanted[one]
            await work.command_menus.show(one, language, menu(language), now=now)
        for one in gone:
            await work.command_menus.take_away(one, now=now)
    return len(changed) + len(gone)
