"""What the terminal says: where to look and what to try, in Ukrainian and English."""

import sys
from collections.abc import Iterable, Sequence

from civic.kernel.language import Language
from demo.suggestions import Suggestion
from demo.town import SLUG
from handlers.links import requests_page

_LINE = "─" * 72


def tell(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def tell_waiting() -> None:
    tell("Чекаємо, доки спиниться попередній запуск… · Waiting for the earlier run to stop…")


def tell_seeding() -> None:
    tell(
        "Готуємо рік життя міста, чверть хвилини… · Making the town’s year, a quarter of a minute…"
    )


def tell_demo(page: str, pages: str, offered: Sequence[Suggestion]) -> None:
    public = requests_page(pages, SLUG)
    tell(
        "",
        _LINE,
        f"  Віче · демо. Відкрийте у браузері:  {page}",
        "  Що спробувати:",
        *_tries("uk", offered),
        f"  Звернення громади, як їх бачить кожен:  {public}",
        "  Годинник міста можна пересунути: угорі сторінки. Зупинити: Ctrl-C.",
        "  Усе зберігається; почати заново: make run FRESH=1",
        "",
        f"  Viche · demo. Open in a browser:  {page}",
        "  What to try:",
        *_tries("en", offered),
        f"  The town’s requests as anybody sees them:  {public}",
        "  The town’s clock can be moved: at the top of the page. Stop: Ctrl-C.",
        "  Everything is kept; to start over: make run FRESH=1",
        "",
        f"  Стан · Health: {pages}/readyz",
        _LINE,
    )


def tell_over() -> None:
    tell(
        "  Відкритих опитувань уже немає: рік міста скінчився. Новий: make run FRESH=1",
        "  No survey is open any more: the town’s year is over. A new one: make run FRESH=1",
    )


def tell_alone() -> None:
    tell("Пісочниця скінчилася, спиняємо й бота. · The sandbox has ended, so the bot stops too.")


def tell_real(bot: str | None, pages: str) -> None:
    address = f"https://t.me/{bot}" if bot else "Telegram"
    tell(
        f"Бот працює · The bot is running: {address}",
        f"Стан · Health: {pages}/readyz",
        "Зупинити · Stop: Ctrl-C",
    )


def _tries(language: Language, offered: Sequence[Suggestion]) -> Iterable[str]:
    for one in offered:
        given = one.send or one.link
        sent = f"  {given}" if given else ""
        yield f"    {one.who.first_name}: {one.text.in_(language)}{sent}"
