"""A request before the office: what is wrong where, who asks, by when, what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from civic.communities.model import Agency
from civic.kernel.ids import AccountId
from civic.kernel.language import language_of
from civic.service_requests.model import Category, Event, ServiceRequest, Status
from civic.service_requests.rules.deadlines import TownCalendar
from civic.service_requests.rules.transitions import Party, Step, ways_open_to
from handlers.presses.service_request_office import (
    AskAssignPress,
    AskDuplicatePress,
    AskPassOnPress,
    AskStepPress,
    BackToQueuePress,
    GatherPress,
    HideRequestPress,
    MoreStepsPress,
    OfficeRequestPress,
    RequestDetailsPress,
    RequestHistoryPress,
    RequestJoinedPress,
    RequestPhotosPress,
    RequestPlacePress,
    StepPress,
    WhyTherePress,
)
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.service_requests.office_happened import event_line, why_words
from handlers.screens.service_requests.office_wording import (
    agency_words,
    button,
    due_words,
    heading,
    shortened,
)
from handlers.screens.surveys.answering import answer_in_words
from locales.catalog import Say

TEXT_ROOM, SAID_ROOM = 600, 300
HISTORY_PAGE = 6
PHOTO, JOINED_SHOWN = "photo", 10
AT_ONCE = (Step.ACCEPT, Step.START)
"""Steps that need nothing but the press."""
FIRST = (
    Step.ACCEPT, Step.START, Step.PLAN, Step.FINISH, Step.ANSWER, Step.UPHOLD, Step.OVERTURN,
    Step.RECONSIDER,
)  # fmt: skip
"""On the card itself; the rest stands behind one button."""
OTHERS = (Step.ASK, Step.PASS_ON, Step.SEND_BACK, Step.REFUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCard:
    """All that the card shows."""

    request: ServiceRequest
    category: Category
    parties: frozenset[Party]
    agencies: Sequence[Agency]
    calendar: TownCalendar
    place: str
    asset: str
    asker: str
    """Empty for whoever only looks on, and of those who had themselves erased."""
    holder: str
    is_own: bool
    """The reader has it in hand."""
    photos: int
    unlooked: int
    merged_number: int | None
    said: Event | None = None
    """What was said of it last; behind the words with which it was filed."""
    names: Mapping[AccountId, str] = field(default_factory=dict)
    """Of whoever of the office said it."""
    now: datetime

    @property
    def steps(self) -> frozenset[Step]:
        return frozenset(way.step for way in ways_open_to(self.request, self.parties))


def card_screen(card: OfficeCard, *, say: Say) -> Screen:
    request = card.request
    parts = [
        heading(request, card.category, say),
        "\n".join(_stands(card, say)),
        "\n".join(_where(card, say)),
        shortened(request.text, TEXT_ROOM),
        "\n".join(_answers(card, say)),
        "\n".join(_who(card, say)),
        _said(card, say),
    ]
    text = "\n\n".join(part for part in parts if part)
    return Screen(text=text, rows=(*_rows(card, say), *ways(say, BackToQueuePress())))


def _said(card: OfficeCard, say: Say) -> str:
    if card.said is None:
        return ""
    said = replace(card.said, text=card.said.text[:SAID_ROOM])
    return "💬 " + event_line(said, card.names, card.agencies, zone=card.calendar.zone, say=say)


def _stands(card: OfficeCard, say: Say) -> list[str]:
    request = card.request
    state = say(f"office-request-is-{request.status.value}")
    if request.is_disputed:
        state = say("office-request-is-disputed")
    if request.merged_into is not None and card.merged_number is not None:
        state = say("office-request-merged-into", number=say.number(card.merged_number))
    lines = [state]
    agency = agency_words(request.agency, card.agencies, say)
    if not card.holder:
        key = "office-request-at" if request.is_open else "office-requests-of"
        lines.append(say(key, agency=escape(agency)))
    else:
        key = "office-request-yours" if card.is_own else "office-request-held"
        lines.append(say(key, agency=escape(agency), name=escape(card.holder)))
    due = due_words(request, card.calendar, now=card.now, say=say)
    if due:
        lines.append(due)
    if request.reopened:
        lines.append(say.n("office-request-reopened", request.reopened))
    if card.category.is_emergency and request.is_open:
        lines.append(say("office-request-emergency"))
    return lines


def _where(card: OfficeCard, say: Say) -> list[str]:
    request = card.request
    # What it is about stands in a line of its own: named once is enough.
    address = "" if card.asset else request.address
    parts = [part for part in (card.place, address) if part]
    lines = [say("office-request-where", place=escape(", ".join(parts)))] if parts else []
    if card.asset:
        lines.append(say("office-request-asset", asset=escape(card.asset)))
    return lines


def _answers(card: OfficeCard, say: Say) -> list[str]:
    language = language_of(say.language)
    return [
        say(
            "office-request-answer",
            prompt=escape(one.question.prompt.in_(language)),
            answer=escape(answer_in_words(one.question, one.answer, say)),
        )
        for one in card.request.answers
    ]


def _who(card: OfficeCard, say: Say) -> list[str]:
    request = card.request
    lines = []
    if card.asker:
        lines.append(say("office-request-asker", name=escape(card.asker)))
        if request.contact:
            lines.append(say("office-request-contact", contact=escape(request.contact)))
    if request.joined:
        lines.append(say.n("office-request-joined", request.joined))
    if card.unlooked:
        lines.append(say.n("office-request-unlooked", card.unlooked))
    if request.is_hidden:
        lines.append(say("office-request-hidden"))
    return lines


def _rows(card: OfficeCard, say: Say) -> Rows:
    request, steps = card.request, card.steps
    first = [_step(step, card, say) for step in FIRST if step in steps]
    if Step.PASS_ON in steps and request.agency is None:
        # Whose it is comes before when it is begun.
        first = [_step(step, card, say) for step in FIRST if step in steps - {Step.START}]
        first.insert(0, button("office-step-pass_on", AskPassOnPress(request.id), say))
    talks: list[Button] = []
    if card.parties and request.status is not Status.MERGED:
        talks.append(button("office-step-reply", AskStepPress(request.id, "reply"), say))
    if card.parties and request.is_open:
        talks.append(button("office-request-more", MoreStepsPress(request.id), say))
    looks = [button("office-request-details", RequestDetailsPress(request.id), say)]
    if card.photos:
        label = say.n("office-request-photos", card.photos)
        looks.insert(0, Button(label=label, press=RequestPhotosPress(request.id).pack()))
    return (*_pairs(first), *_pairs(talks), tuple(looks))


def _step(step: Step, card: OfficeCard, say: Say) -> Button:
    key = f"office-step-{step.value}"
    if step in AT_ONCE:
        return button(key, StepPress(card.request.id, step.value), say)
    return button(key, AskStepPress(card.request.id, step.value), say)


def _pairs(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def more_screen(card: OfficeCard, *, say: Say) -> Screen:
    """What is done more seldom."""
    request, steps = card.request, card.steps
    buttons = []
    for step in OTHERS:
        if step in steps and step is Step.PASS_ON:
            buttons.append(button("office-step-pass_on", AskPassOnPress(request.id), say))
        elif step in steps:
            buttons.append(_step(step, card, say))
    if Step.MERGE in steps:
        buttons.append(button("office-step-duplicate", AskDuplicatePress(request.id), say))
    if card.parties and request.is_open:
        buttons.append(button("office-step-gather", GatherPress(request.id), say))
        buttons.append(button("office-step-assign", AskAssignPress(request.id), say))
    if card.parties:
        buttons.append(button("office-step-note", AskStepPress(request.id, "note"), say))
    text = heading(request, card.category, say) + "\n\n" + say("office-request-what")
    return Screen(text=text, rows=(*_pairs(buttons), *ways(say, OfficeRequestPress(request.id))))


def details_screen(card: OfficeCard, *, say: Say) -> Screen:
    request = card.request
    buttons = [
        button("office-request-history", RequestHistoryPress(request.id), say),
        button("office-request-why", WhyTherePress(request.id), say),
    ]
    if request.point is not None:
        buttons.append(button("office-request-map", RequestPlacePress(request.id), say))
    if request.joined:
        buttons.append(button("office-request-who-joined", RequestJoinedPress(request.id), say))
    if card.parties and card.category.is_public:
        key = "office-step-show" if request.is_hidden else "office-step-hide"
        buttons.append(button(key, HideRequestPress(request.id, not request.is_hidden), say))
    return Screen(
        text=heading(request, card.category, say),
        rows=(*_pairs(buttons), *ways(say, OfficeRequestPress(request.id))),
    )


def history_screen(
    card: OfficeCard,
    events: Sequence[Event],
    names: Mapping[AccountId, str],
    *,
    page: int,
    say: Say,
) -> Screen:
    """The latest first; `names` of whoever of the office acted."""
    request = card.request
    lines = [
        event_line(event, names, card.agencies, zone=card.calendar.zone, say=say)
        for event in events
    ]

    def turn(to: int) -> RequestHistoryPress:
        return RequestHistoryPress(request.id, to)

    return Screen(
        text="\n\n".join([heading(request, card.category, say), *lines]),
        rows=(
            *pages(page, request.events, HISTORY_PAGE, turn, say),
            *ways(say, RequestDetailsPress(request.id)),
        ),
    )


def why_screen(card: OfficeCard, routed: Event, *, say: Say) -> Screen:
    text = heading(card.request, card.category, say)
    why = why_words(routed, card.agencies, say)
    return Screen(text=f"{text}\n\n{why}", rows=ways(say, RequestDetailsPress(card.request.id)))


def joined_screen(card: OfficeCard, names: Sequence[str], *, say: Say) -> Screen:
    """The first who joined; the rest are counted."""
    request = card.request
    parts = [heading(request, card.category, say), say.n("office-request-joined", request.joined)]
    parts.append("\n".join(escape(name) for name in names))
    if request.joined > len(names):
        parts.append(say.n("office-request-joined-more", request.joined - len(names)))
    return Screen(
        text="\n\n".join(part for part in parts if part),
        rows=ways(say, RequestDetailsPress(request.id)),
    )
