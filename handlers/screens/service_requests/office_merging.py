"""Requests about one thing: said to be the same, or gathered in one that speaks for all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from civic.kernel.ids import ServiceRequestId
from civic.service_requests.actions.merging import AT_ONCE
from civic.service_requests.model import ServiceRequest
from handlers.presses.service_request_office import (
    AskDuplicatePress,
    DuplicatePress,
    GatherAllPress,
    GatherChosenPress,
    GatherPress,
    MoreStepsPress,
    ToggleGatheredPress,
)
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Rows, Screen, column
from handlers.screens.service_requests.office_card import OfficeCard
from handlers.screens.service_requests.office_wording import button, heading
from locales.catalog import Say

PAGE = 5
EXCERPT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A request that may be about the same thing."""

    request: ServiceRequest
    metres: int | None


def duplicate_screen(card: OfficeCard, alike: Sequence[Alike], *, page: int, say: Say) -> Screen:
    """Which one it repeats; a number may be typed as well."""
    request = card.request
    buttons = [
        Button(label=_label(one, say), press=DuplicatePress(request.id, one.request.id).pack())
        for one in alike[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> AskDuplicatePress:
        return AskDuplicatePress(request.id, to)

    asked = say("office-duplicate-of" if alike else "office-duplicate-none")
    turns = pages(page, len(alike), PAGE, turn, say)
    return Screen(
        text=f"{heading(request, card.category, say)}\n\n{asked}",
        rows=(*column(buttons), *turns, *ways(say, MoreStepsPress(request.id))),
    )


def gather_screen(
    card: OfficeCard,
    alike: Sequence[Alike],
    chosen: Collection[ServiceRequestId],
    *,
    page: int,
    say: Say,
) -> Screen:
    """Whoever asked the chosen ones hears of this one from then on."""
    request = card.request
    buttons = [
        Button(
            label=("✓ " if one.request.id in chosen else "") + _label(one, say),
            press=ToggleGatheredPress(request.id, one.request.id, page).pack(),
        )
        for one in alike[page * PAGE : (page + 1) * PAGE]
    ]

    def turn(to: int) -> GatherPress:
        return GatherPress(request.id, to)

    rows: Rows = (*column(buttons), *pages(page, len(alike), PAGE, turn, say))
    is_all = len(chosen) >= min(len(alike), AT_ONCE)
    if alike:
        key = "office-gather-none" if is_all else "office-gather-all"
        rows += ((button(key, GatherAllPress(request.id, not is_all), say,
                         count=say.number(min(len(alike), AT_ONCE))),),)  # fmt: skip
    if chosen:
        label = say.n("office-gather-chosen", len(chosen))
        rows += ((Button(label=label, press=GatherChosenPress(request.id).pack()),),)
    asked = say("office-gather" if alike else "office-gather-nothing")
    return Screen(
        text=f"{heading(request, card.category, say)}\n\n{asked}",
        rows=(*rows, *ways(say, MoreStepsPress(request.id))),
    )


def _label(alike: Alike, say: Say) -> str:
    request = alike.request
    text = " ".join(request.text.split())
    if len(text) > EXCERPT:
        text = text[: EXCERPT - 1].rstrip() + "…"
    number = say.number(request.number)
    if alike.metres is None:
        return say("office-alike", number=number, text=text)
    return say("office-alike-near", number=number, text=text, metres=say.number(alike.metres))
