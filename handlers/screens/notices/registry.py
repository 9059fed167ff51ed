"""Which screen a notice becomes, in the language its reader has when it leaves."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers.screens.screen import Screen, escape
from locales.catalog import Say

Params = Mapping[str, Any]
Render = Callable[[Params, Say], Screen]
_screens: dict[str, Render] = {}


def notice(key: str) -> Callable[[Render], Render]:
    """Register the screen of notices with this key."""

    def registered(render: Render) -> Render:
        _screens[key] = render
        return render

    return registered


def render_notice(key: str, params: Params, say: Say) -> Screen:
    """The notice's screen; without one of its own, the plain sentence of that key."""
    if key in _screens:
        return _screens[key](params, say)
    shown = {
        name: escape(value) if isinstance(value, str) else value for name, value in params.items()
    }
    return Screen(text=say(key, **shown))
