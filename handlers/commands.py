"""The commands that Telegram shows beside the text field, by language and by role."""

from civic.kernel.command_menu import Command
from locales.catalog import Say

FOR_ALL = (
    "menu",
    "surveys",
    "talk",
    "courtyard",
    "settings",
    "language",
    "privacy",
    "stop",
    "help",
    "cancel",
)
FOR_OFFICIALS = ("office", *FOR_ALL)


def commands_for(say: Say, *, official: bool) -> list[Command]:
    names = FOR_OFFICIALS if official else FOR_ALL
    return [Command(name=name, about=say(f"command-{name}")) for name in names]
