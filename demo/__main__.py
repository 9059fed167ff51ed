"""`make run`: the demo town in a browser; with a bot's token the real bot."""

import asyncio
import os

from bot.journal import configure
from bot.settings import read_settings
from demo.house import enter_house
from demo.playing import play
from demo.serving import serve_telegram
from demo.telling import tell_waiting


def main() -> None:
    settings = read_settings()
    configure(settings.log_format)
    if settings.bot_token is not None and settings.bot_token.get_secret_value():
        asyncio.run(serve_telegram(settings))
        return
    fresh = os.environ.get("FRESH", "").strip() not in {"", "0"}
    house = enter_house(settings.data_dir / "demo", fresh=fresh, waiting=tell_waiting)
    try:
        asyncio.run(play(settings, house))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        house.leave()


if __name__ == "__main__":
    main()
