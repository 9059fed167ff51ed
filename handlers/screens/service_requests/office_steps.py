"""What an official is asked before a step: words, a day, a photo, to whom."""

from collections.abc import Sequence
from datetime import date

from civic.communities.model import Agency, Official
from civic.kernel.ids import AccountId
from civic.kernel.language import language_of
from civic.service_requests.rules.deadlines import TownCalendar
from handlers.presses.service_request_office import (
    AskAssignPress,
    AskPassOnPress,
    AssignPress,
    FinishPress,
    OfficeRequestPress,
    PassOnPress,
    PlanDayPress,
)
from handlers.screens.navigation import cancel_button, pages, ways
from handlers.screens.screen import Button, Rows, Screen, column
from handlers.screens.service_requests.office_card import OfficeCard
from handlers.screens.service_requests.office_wording import button, heading
from locales.catalog import Say

PAGE = 6
DAYS_OFFERED = 6


def words_screen(card: OfficeCard, step: str, *, rows: Rows = (), say: Say) -> Screen:
    """`rows`: words that are ready."""
    asked = say(f"office-ask-{step}")
    return _asking(card, asked, (*rows, (cancel_button(say),)), say)


def finish_screen(card: OfficeCard, *, rows: Rows = (), say: Say) -> Screen:
    """With a photo where the category wants one; else a word or nothing is enough."""
    if card.category.needs_photo_after:
        return _asking(card, say("office-ask-finish-photo"), (*rows, (cancel_button(say),)), say)
    plain = button("office-finish-plain", FinishPress(card.request.id), say)
    return _asking(card, say("office-ask-finish"), (*rows, (plain,), (cancel_button(say),)), say)


def days_screen(card: OfficeCard, *, today: date, say: Say) -> Screen:
    """The next working days; any other is typed."""
    buttons = [
        Button(
            label=say("office-day", day=f"{day:%d.%m}", weekday=say(f"office-weekday-{day:%w}")),
            press=PlanDayPress(card.request.id, day.toordinal()).pack(),
        )
        for day in next_days(card.calendar, today)
    ]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    return _asking(card, say("office-ask-plan"), (*rows, (cancel_button(say),)), say)


def next_days(calendar: TownCalendar, today: date) -> list[date]:
    ahead = calendar.working_days_after(today)
    return [next(ahead) for _ in range(DAYS_OFFERED)]


def passing_screen(card: OfficeCard, agencies: Sequence[Agency], *, page: int, say: Say) -> Screen:
    language = language_of(say.language)
    request = card.request
    buttons = [
        Button(label=one.name.in_(language), press=PassOnPress(request.id, one.id).pack())
        for one in agencies[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> AskPassOnPress:
        return AskPassOnPress(request.id, to)

    turns = pages(page, len(agencies), PAGE, turn, say)
    asked = say("office-ask-pass_on" if agencies else "office-pass-nobody")
    return _asking(card, asked, (*column(buttons), *turns), say)


def assigning_screen(
    card: OfficeCard, colleagues: Sequence[Official], me: AccountId, *, page: int, say: Say
) -> Screen:
    request = card.request
    buttons = [
        Button(
            label=say("office-assign-me") if one.account == me else one.name[:40],
            press=AssignPress(request.id, one.account).pack(),
        )
        for one in colleagues[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> AskAssignPress:
        return AskAssignPress(request.id, to)

    turns = pages(page, len(colleagues), PAGE, turn, say)
    asked = say("office-ask-assign" if colleagues else "office-assign-nobody")
    return _asking(card, asked, (*column(buttons), *turns), say)


def _asking(card: OfficeCard, asked: str, rows: Rows, say: Say) -> Screen:
    text = f"{heading(card.request, card.category, say)}\n\n{asked}"
    return Screen(text=text, rows=(*rows, *ways(say, OfficeRequestPress(card.request.id))))
