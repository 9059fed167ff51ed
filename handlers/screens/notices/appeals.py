"""What authors and the office hear of official appeals."""

from datetime import datetime, timedelta

from civic.kernel.ids import AppealId, FileId
from handlers.presses.appeals import OfficeAppealPress
from handlers.screens.navigation import home_button
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Rows, Screen, escape
from handlers.screens.service_requests.resident_wording import to
from locales.catalog import Say

ROOM = 600
"""Letters of an answer under its file; the whole stands in the file, or in a message of its own."""


@notice("appeal-news")
def news(params: Params, say: Say) -> Screen:
    """To its author."""
    named = {
        "number": say.number(params["number"]),
        "day": _day(params["due_at"], params["zone"], say),
    }
    match params["news"]:
        case "paper":
            text = say("appeal-told-paper", **named)
        case "extended":
            text = say("appeal-told-extended", reason=escape(params["words"]), **named)
        case "shortened":
            text = say("appeal-told-shortened", **named)
        case _:
            number = say.number(params["answer_number"] or 0)
            text = say("appeal-told-answered", answer=number, number=named["number"])
            words = params["words"]
            if words and params["file"] and len(words) > ROOM:
                words = f"{words[:ROOM]}…"
            text = "\n\n".join(part for part in (text, escape(words)) if part)
            if params["reply_by"] != "chat":
                by = say(f"appeal-told-by-{params['reply_by']}")
                text = f"{text}\n\n{by}"
    return Screen(text=text, rows=((home_button(say),),), document=_file(params))


@notice("appeal-office")
def office(params: Params, say: Say) -> Screen:
    number = say.number(params["number"])
    day = _day(params["due_at"], params["zone"], say)
    kind = str(params["news"]).partition("-")[0]
    text = say(f"appeal-office-{kind}", number=number, day=day)
    press = OfficeAppealPress(AppealId(params["appeal"]))
    rows: Rows = ((to("appeal-open", press, say),), (home_button(say),))
    return Screen(text=text, rows=rows, document=_file(params))


def _day(due_at: str, zone: str, say: Say) -> str:
    """By the end of a day: that day is named, not the midnight behind it."""
    return say.day(datetime.fromisoformat(due_at) - timedelta(microseconds=1), zone)


def _file(params: Params) -> FileId | None:
    return FileId(params["file"]) if params["file"] else None
