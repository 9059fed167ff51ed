"""A request's one card: where it stands, who has it, until when, and what happened."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from civic.kernel.ids import FileId, ServiceRequestId
from civic.service_requests.model import AWAITING_RESIDENTS, OPEN, Nearby, Status
from handlers.presses.appeals import AppealPress
from handlers.presses.service_requests import (
    AddPhotoPress,
    AskPress,
    CommentPress,
    JoinPress,
    LeavePress,
    MineBesidePress,
    MyRequestsPress,
    NearbyRequestPress,
    NoneNearbyPress,
    NotDonePress,
    RequestMapPress,
    RequestPhotosPress,
    RequestPress,
    SayDonePress,
    WithdrawPress,
)
from handlers.screens.navigation import cancel_button, home_button, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from handlers.screens.service_requests.resident_wording import (
    cut,
    last_day,
    named,
    planned_day,
    short_moment,
    shortened,
    to,
    year_told,
)
from locales.catalog import Say

Params = Mapping[str, Any]
ROOM = 1_000
"""Letters under a picture; Telegram allows 1,024."""
TEXT_ROOM = 300
LINE_ROOM = 160
OVER = frozenset({Status.CLOSED, Status.MERGED, Status.WITHDRAWN})
MARKS = {
    Status.RECEIVED: "📨",
    Status.ACCEPTED: "👤",
    Status.PASSED_ON: "➡️",
    Status.PLANNED: "📅",
    Status.IN_WORK: "🔧",
    Status.WAITING: "❓",
    Status.DONE: "✅",
    Status.CONFIRMED: "✅",
    Status.REOPENED: "🔁",
    Status.REFUSED: "✖️",
    Status.CLOSED: "🏁",
    Status.MERGED: "🔗",
    Status.WITHDRAWN: "↩️",
}


def card_screen(params: Params, *, stands_behind: bool = True, say: Say) -> Screen:
    """`stands_behind`: its asker, or somebody who joined; anybody else may join."""
    text = _fitting(params, say)
    rows = _ways_on(params, say) if stands_behind else _for_neighbours(params, say)
    photo = params["photo_after"] or params["photo"]
    return Screen(
        text=text,
        rows=(*rows, _beside(params, say)),
        picture=FileId(photo) if photo else None,
    )


def _beside(params: Params, say: Say) -> tuple[Button, ...]:
    """Ways to messages of their own: the card stays where it is."""
    mine = to("my-requests-beside", MineBesidePress(), say)
    if not params["own"] or not params["text"] or Status(params["status"]) in OVER:
        return (mine,)
    return (mine, to("my-request-appeal", AppealPress(_id(params)), say))


def nearby_card_screen(params: Params, *, is_own: bool, say: Say) -> Screen:
    """Looked at while one's own is being written."""
    request = _id(params)
    rows: Rows = () if is_own else ((to("my-request-me-too", JoinPress(request), say),),)
    if is_own:
        rows = ((to("my-request-comment", CommentPress(request), say),),)
    photo = params["photo_after"] or params["photo"]
    return Screen(
        text=_fitting(params, say),
        rows=(*rows, (to("back", AskPress("nearby"), say), cancel_button(say))),
        picture=FileId(photo) if photo else None,
    )


def nearby_screen(found: Sequence[Nearby], *, danger: str, say: Say) -> Screen:
    """The same, filed by others: joining says more than asking again."""
    buttons = [
        Button(label=_nearby(one, say), press=NearbyRequestPress(one.request.id).pack())
        for one in found
    ]
    # Of what nobody of the office has read yet the words are not shown.
    told = [
        say(
            "ask-nearby-line",
            number=say.number(one.request.number),
            text=shortened(one.request.text, 80),
        )
        for one in found
        if one.request.is_shown_publicly and one.request.text
    ]
    pictured = next((one for one in found if one.photo is not None), None)
    if pictured is not None:
        told.append(say("ask-nearby-photo", number=say.number(pictured.request.number)))
    parts = [danger, say.n("ask-nearby", len(found)), "\n".join(told)]
    none = to("ask-nearby-none", NoneNearbyPress(), say)
    return Screen(
        text="\n\n".join(part for part in parts if part),
        rows=(
            *column(buttons),
            (none,),
            (to("back", AskPress("place"), say), cancel_button(say)),
        ),
        picture=pictured.photo if pictured is not None else None,
    )


def asked_screen(params: Params, *, say: Say) -> Screen:
    """It is said to be done: is it?"""
    request = _id(params)
    text = "\n".join(
        part
        for part in (
            say("my-request-is-it-done", number=say.number(params["number"])),
            f"<b>{params['icon']} {named(params['category'], say)}</b>".replace("<b> ", "<b>"),
            escape(cut(params["address"], LINE_ROOM)),
            shortened(params["text"], TEXT_ROOM),
            say("my-request-silence"),
        )
        if part
    )
    rows: Rows = (
        (
            to("my-request-yes-done", SayDonePress(request, is_done=True), say),
            to("my-request-not-done", SayDonePress(request, is_done=False), say),
        ),
    )
    if params["photo"] and params["photo_after"]:
        rows += ((to("my-request-photos", RequestPhotosPress(request), say),),)
    photo = params["photo_after"] or params["photo"]
    return Screen(
        text=text,
        rows=(*rows, (to("my-request-open", RequestPress(request), say),)),
        picture=FileId(photo) if photo else None,
    )


def not_done_screen(request: ServiceRequestId, number: int, *, say: Say) -> Screen:
    wordless = to("my-request-not-done-wordless", NotDonePress(request), say)
    text = say("my-request-not-done-why", number=say.number(number))
    return Screen(text=text, rows=((wordless,), (cancel_button(say), home_button(say))))


def comment_screen(number: int, *, say: Say) -> Screen:
    text = say("my-request-write", number=say.number(number))
    return Screen(text=text, rows=((cancel_button(say), home_button(say)),))


def photo_screen(number: int, *, say: Say) -> Screen:
    text = say("my-request-send-photo", number=say.number(number))
    return Screen(text=text, rows=((cancel_button(say), home_button(say)),))


def sure_screen(key: str, sure: WithdrawPress | LeavePress, number: int, *, say: Say) -> Screen:
    yes = to(f"{key}-sure", sure, say)
    rows: Rows = ((yes,), (to("my-request-open", RequestPress(sure.request), say),))
    return Screen(text=say(f"{key}-ask", number=say.number(number)), rows=rows)


def outcome_screen(text: str, *, say: Say) -> Screen:
    back = to("my-requests", MyRequestsPress(), say)
    return Screen(text=text, rows=((back, home_button(say)),))


def question_screen(params: Params, *, say: Say) -> Screen:
    """The office asks its asker something: the clock stands until they answer."""
    request = _id(params)
    text = say(
        "my-request-question",
        number=say.number(params["number"]),
        text=shortened(params["text"], 600),
    )
    answer = to("my-request-answer", CommentPress(request), say)
    photo = to("my-request-add-photo", AddPhotoPress(request), say)
    return Screen(text=text, rows=((answer, photo), ways(say)[0]))


def _fitting(params: Params, say: Say) -> str:
    """As much of what happened as there is room for, the latest first."""
    happened = [line for one in params["happened"] if (line := _happened(one, params, say))]
    for count in range(len(happened), -1, -1):
        text = _text(params, happened[:count], say)
        if _seen(text) <= ROOM or not count:
            return text
    return ""


def _text(params: Params, happened: Sequence[str], say: Say) -> str:
    status = Status(params["status"])
    heading = say(
        "my-request-heading",
        number=say.number(params["number"]),
        category=f"{params['icon']} {named(params['category'], say)}".strip(),
    )
    parts = [
        "\n".join((heading, *_standing(params, status, say))),
        "\n".join(
            part
            for part in (
                say("my-request-where", place=escape(cut(params["address"], LINE_ROOM)))
                if params["address"]
                else "",
                shortened(params["text"], TEXT_ROOM),
                say("my-request-by", name=shortened(params["asker"], 60))
                if params.get("asker")
                else "",
                say.n("my-request-joined", params["joined"]) if params["joined"] else "",
            )
            if part
        ),
        "\n".join((say("my-request-happened"), *happened)) if happened else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _standing(params: Params, status: Status, say: Say) -> list[str]:
    """In words, who has it, until when."""
    key = "disputed" if params["disputed"] else status.value
    if status is Status.WAITING and not params["own"]:
        key = "asked"
    merged = params["merged_into"]
    year = year_told(params["happened"], params["zone"])
    told = [
        say(
            "my-request-standing",
            mark=MARKS[status],
            status=say(f"request-status-{key}", number=say.number(merged) if merged else ""),
        )
    ]
    if status in OPEN:
        agency = named(params["agency"], say)
        told.append(
            say("my-request-agency", agency=agency) if agency else say("my-request-no-agency")
        )
    if params["planned_for"] and status is Status.PLANNED:
        planned = planned_day(params["planned_for"], say, beside=year)
        told.append(say("my-request-planned", day=planned))
    elif params["clock_stands"]:
        told.append(say("my-request-clock-stands"))
    elif params["due_at"]:
        day = last_day(params["due_at"], params["zone"], say, beside=year)
        told.append(say("my-request-due", day=day))
    return told


def _happened(one: Params, params: Params, say: Say) -> str:
    """A line of what happened; what says nothing to a resident says nothing."""
    kind = one["kind"]
    year = year_told(params["happened"], params["zone"])
    year = None if one is params["happened"][-1] else year
    at = short_moment(one["at"], params["zone"], say, beside=year)
    text = shortened(one["text"], LINE_ROOM)
    if kind == "moved":
        agency = named(one["agency"], say)
        step = one["step"]
        if step == "pass_on":
            what = say("happened-pass-on", agency=agency or "…")
        elif step == "plan" and one["day"]:
            what = say("happened-plan", day=planned_day(one["day"], say, beside=year))
        else:
            what = say(f"happened-{str(step).replace('_', '-')}")
    elif kind == "commented":
        wrote = say("happened-you-wrote" if one.get("mine") else "happened-resident-wrote")
        what = say("happened-office-wrote") if one["office"] else wrote
    elif kind in _TOLD:
        what = say(f"happened-{kind.replace('_', '-')}")
    else:
        return ""
    line = say("happened-line", at=at, what=what)
    return f"{line}: {text}" if text else line


_TOLD = frozenset({"filed", "photo_added", "said_done", "said_not_done", "disputed", "overdue"})


def _ways_on(params: Params, say: Say) -> Rows:
    """For its asker and for those who joined."""
    request, status = _id(params), Status(params["status"])
    if status in OVER:
        return ()
    rows: Rows = ()
    if status in AWAITING_RESIDENTS and not params["disputed"]:
        rows += (
            (
                to("my-request-yes-done", SayDonePress(request, is_done=True), say),
                to("my-request-not-solved", SayDonePress(request, is_done=False), say),
            ),
        )
        if params["photo"] and params["photo_after"]:
            rows += ((to("my-request-photos", RequestPhotosPress(request), say),),)
    seen = _on_map(params, say)
    comment = "my-request-answer" if status is Status.WAITING else "my-request-comment"
    rows += (
        (
            to(comment, CommentPress(request), say),
            to("my-request-add-photo", AddPhotoPress(request), say),
        ),
        *seen,
    )
    if not params["own"]:
        return (*rows, (to("my-request-leave", LeavePress(request, is_sure=False), say),))
    if status in OPEN and not params["joined"]:
        rows += ((to("my-request-withdraw", WithdrawPress(request, is_sure=False), say),),)
    return rows


def _for_neighbours(params: Params, say: Say) -> Rows:
    if Status(params["status"]) not in OPEN:
        return ()
    return ((to("my-request-me-too", JoinPress(_id(params)), say),), *_on_map(params, say))


def _on_map(params: Params, say: Say) -> Rows:
    """Where it is known where it is; cards that were owed before maps were drawn do not say."""
    if not params.get("mapped"):
        return ()
    return ((to("map-show", RequestMapPress(_id(params)), say),),)


def _nearby(one: Nearby, say: Say) -> str:
    number = say.number(one.request.number)
    status = say(f"request-brief-{one.request.status.value}")
    if one.metres is None:
        return cut(say("ask-nearby-same", number=number, status=status))
    return cut(say("ask-nearby-at", number=number, metres=say.number(one.metres), status=status))


def _id(params: Params) -> ServiceRequestId:
    return ServiceRequestId(params["request"])


def _seen(text: str) -> int:
    return len(unescape(re.sub(r"<[^>]+>", "", text)).encode("utf-16-le")) // 2
