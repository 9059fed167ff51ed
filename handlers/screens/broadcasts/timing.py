"""When a broadcast goes: its beginning, hours of the day, its end; and whether it is urgent."""

from datetime import datetime
from zoneinfo import ZoneInfo

from civic.broadcasts.model import Broadcast
from civic.broadcasts.rules.approvals import URGENT_NEEDS
from civic.broadcasts.rules.clock import EVENING, MORNING, on_day
from civic.broadcasts.rules.content import REASON_LIMIT
from handlers.presses.broadcasts import (
    ExpiryPress,
    StartsPress,
    TimingPress,
    UrgentPress,
    WindowPress,
)
from handlers.screens.broadcasts.wording import draft_ways, heading, timing_lines, to
from handlers.screens.screen import Rows, Screen
from locales.catalog import Say

HOURS = ("9-18", "10-20")
ANY, TYPED = "any", "typed"


def timing_screen(draft: Broadcast, zone: str, *, say: Say) -> Screen:
    lines = "\n".join(timing_lines(draft, zone, say))
    is_urgent = draft.urgency is not None
    urgent = to(
        "broadcast-not-urgent" if is_urgent else "broadcast-urgent",
        UrgentPress(draft.id, off=is_urgent),
        say,
    )
    rows = (
        (to("broadcast-starts", StartsPress(draft.id, ""), say),),
        (to("broadcast-hours", WindowPress(draft.id, ""), say),),
        (to("broadcast-expiry", ExpiryPress(draft.id, ""), say),),
        (urgent,),
    )
    quiet = "" if is_urgent else say("broadcast-quiet-hours")
    text = "\n\n".join(part for part in (heading(draft, say), lines, quiet) if part)
    return Screen(text=text, rows=(*rows, *draft_ways(draft, say)))


def starts_screen(draft: Broadcast, zone: str, *, now: datetime, say: Say) -> Screen:
    """Presets that lie ahead, or typed."""
    town = ZoneInfo(zone)
    rows: Rows = ((to("broadcast-now", StartsPress(draft.id, "now"), say),),)
    if on_day(0, EVENING, town, now=now) > now:
        rows += (
            (
                to(
                    "broadcast-evening",
                    StartsPress(draft.id, "evening"),
                    say,
                    hour=f"{EVENING:%H:%M}",
                ),
            ),
        )
    rows += (
        (to("broadcast-morning", StartsPress(draft.id, "morning"), say, hour=f"{MORNING:%H:%M}"),),
    )
    return _asking("broadcast-ask-starts", draft, rows, say)


def hours_screen(draft: Broadcast, *, say: Say) -> Screen:
    presets = tuple(
        to("broadcast-hours-of", WindowPress(draft.id, hours), say, hours=hours.replace("-", "–"))
        for hours in HOURS
    )
    rows: Rows = (presets,)
    if draft.timing.window is not None:
        rows += ((to("broadcast-any-hours", WindowPress(draft.id, ANY), say),),)
    return _asking("broadcast-ask-hours", draft, rows, say)


def expiry_screen(draft: Broadcast, *, say: Say) -> Screen:
    rows: Rows = (
        (to("broadcast-expiry-day", ExpiryPress(draft.id, "day"), say),),
        (to("broadcast-expiry-next", ExpiryPress(draft.id, "next"), say),),
    )
    if draft.timing.expires_at is not None:
        rows += ((to("broadcast-expiry-never", ExpiryPress(draft.id, "never"), say),),)
    return _asking("broadcast-ask-expiry", draft, rows, say)


def _asking(key: str, draft: Broadcast, rows: Rows, say: Say) -> Screen:
    return Screen(text=say(key), rows=(*rows, *draft_ways(draft, say, TimingPress(draft.id))))


def urgent_screen(draft: Broadcast, *, left: int, limit: int, say: Say) -> Screen:
    """Its reason is typed next, where one is left this week."""
    parts = [say("broadcast-urgent-means", needed=say.number(URGENT_NEEDS))]
    if left > 0:
        parts.append(say.n("broadcast-urgent-left", left))
        parts.append(say("broadcast-ask-urgent", limit=say.number(REASON_LIMIT)))
    else:
        parts.append(say("broadcast-urgent-used", limit=say.number(limit)))
    return Screen(text="\n\n".join(parts), rows=draft_ways(draft, say, TimingPress(draft.id)))
