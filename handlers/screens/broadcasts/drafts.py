"""The office's list of broadcasts, a draft's card, and what else can be done with a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from civic.broadcasts.model import Broadcast, BroadcastState
from civic.kernel.language import Language
from civic.residents.model import Topic
from handlers.presses.audiences import AudiencePress, SubjectId
from handlers.presses.broadcast_steering import FollowPress
from handlers.presses.broadcasts import (
    BeginBroadcastPress,
    BroadcastsPress,
    ButtonsPress,
    CheckPress,
    CopyBroadcastPress,
    DiscardBroadcastPress,
    DraftPress,
    FilesPress,
    MorePress,
    NewBroadcastPress,
    OutletsPress,
    SetTopicPress,
    TextPress,
    TextsPress,
    TimingPress,
    TryPress,
)
from handlers.presses.menu import OfficePress
from handlers.presses.registry import Press
from handlers.screens.broadcasts.wording import (
    ON_BUTTON,
    PAGE,
    draft_ways,
    first_words,
    heading,
    quoted,
    timing_lines,
    to,
    written_in,
)
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Rows, Screen, column
from locales.catalog import Say

TOPICS = (
    Topic.OUTAGES,
    Topic.TRANSPORT,
    Topic.REPAIRS,
    Topic.EVENTS,
    Topic.NEWS,
    Topic.SURVEYS,
)
"""What an announcement may be about."""
LIST = PAGE - 1
"""Beside the button that begins a new one."""
AUDIENCE = "n"
"""Whose audience the picker picks."""


def broadcasts_screen(
    listed: Sequence[Broadcast], *, page: int, count: int, may_write: bool, say: Say
) -> Screen:
    rows: list[tuple[Button, ...]] = list(column([_listed(one, say) for one in listed]))
    rows += pages(page, count, LIST, BroadcastsPress, say)
    if may_write:
        rows.append((to("broadcast-new", NewBroadcastPress(), say),))
    text = say("broadcasts-heading" if count else "broadcasts-none")
    return Screen(text=text, rows=(*rows, *ways(say, OfficePress())))


def _listed(broadcast: Broadcast, say: Say) -> Button:
    is_draft = broadcast.state is BroadcastState.DRAFT
    press: Press = DraftPress(broadcast.id) if is_draft else FollowPress(broadcast.id)
    return to(
        "broadcast-listed",
        press,
        say,
        number=say.number(broadcast.number),
        words=first_words(broadcast.content, say, limit=ON_BUTTON),
        state=say(f"broadcast-state-{_state(broadcast)}"),
    )


def _state(broadcast: Broadcast) -> str:
    return "recalled" if broadcast.recalled_at is not None else broadcast.state.value


def topics_screen(say: Say) -> Screen:
    buttons = [to(f"topic-{one.value}", BeginBroadcastPress(one.value), say) for one in TOPICS]
    return Screen(
        text=say("broadcast-which-topic"), rows=(*column(buttons), *ways(say, BroadcastsPress()))
    )


def first_content_screen(topic: Topic, *, say: Say) -> Screen:
    text = "\n\n".join(
        [say("broadcast-send-content", topic=say(f"topic-{topic.value}")), say("broadcast-braces")]
    )
    return Screen(text=text, rows=ways(say, NewBroadcastPress()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a draft's card says besides what the draft holds itself, safe in HTML."""

    audience: str
    headcount: str
    problem: str
    """What is missing or wrong, in a sentence; empty: it may be sent."""
    languages: tuple[Language, ...]
    """The town's."""
    zone: str
    took_back: str = ""
    """Said once, where an edit took a request back."""


def draft_screen(draft: Broadcast, around: Around, *, say: Say) -> Screen:
    parts = [around.took_back, heading(draft, say), quoted(draft.content, say)]
    parts.append("\n".join([say("broadcast-to"), around.audience, around.headcount]))
    when = "\n".join(timing_lines(draft, around.zone, say))
    parts.append("\n".join([when, *_carries(draft, around, say)]))
    parts.append(
        say("broadcast-problem", problem=around.problem)
        if around.problem
        else say("broadcast-ready")
    )
    return Screen(
        text="\n\n".join(part for part in parts if part), rows=_card_rows(draft, around, say)
    )


def _carries(draft: Broadcast, around: Around, say: Say) -> list[str]:
    lines = []
    written = written_in(draft.content)
    if len(around.languages) > 1 and written:
        named = ", ".join(say(f"language-{one}") for one in written)
        lines.append(say("broadcast-languages", languages=named))
    if draft.content.buttons:
        lines.append(say("broadcast-buttons", count=say.number(len(draft.content.buttons))))
    if draft.channels:
        lines.append(say("broadcast-outlets", count=say.number(len(draft.channels))))
    return lines


def _card_rows(draft: Broadcast, around: Around, say: Say) -> Rows:
    audience = AudiencePress(of=AUDIENCE, subject=SubjectId(draft.id))
    text = TextPress(draft.id, around.languages[0])
    return (
        (to("broadcast-text", text, say), to("broadcast-files", FilesPress(draft.id), say)),
        (to("broadcast-audience", audience, say), to("broadcast-when", TimingPress(draft.id), say)),
        (
            to("broadcast-buttons-of", ButtonsPress(draft.id), say),
            to("broadcast-languages-of", TextsPress(draft.id), say),
        ),
        (
            to("broadcast-outlets-of", OutletsPress(draft.id), say),
            to("broadcast-more", MorePress(draft.id), say),
        ),
        (to("broadcast-try", TryPress(draft.id), say),),
        (to("broadcast-check", CheckPress(draft.id), say),),
        *ways(say, BroadcastsPress()),
    )


def more_screen(draft: Broadcast, *, say: Say) -> Screen:
    buttons = [
        to("broadcast-topic-of", SetTopicPress(draft.id, ""), say),
        to("broadcast-copy", CopyBroadcastPress(draft.id), say),
        to("broadcast-discard", DiscardBroadcastPress(draft.id, is_sure=False), say),
    ]
    return Screen(text=heading(draft, say), rows=(*column(buttons), *draft_ways(draft, say)))


def topic_screen(draft: Broadcast, *, say: Say) -> Screen:
    buttons = []
    for one in TOPICS:
        label = say(f"topic-{one.value}")
        label = f"✓ {label}" if one is draft.topic else label
        buttons.append(Button(label=label, press=SetTopicPress(draft.id, one.value).pack()))
    return Screen(
        text=say("broadcast-which-topic"),
        rows=(*column(buttons), *draft_ways(draft, say, MorePress(draft.id))),
    )


def discard_screen(draft: Broadcast, *, say: Say) -> Screen:
    sure = to("broadcast-discard-sure", DiscardBroadcastPress(draft.id, is_sure=True), say)
    text = say("broadcast-ask-discard", number=say.number(draft.number))
    return Screen(text=text, rows=((sure,), *draft_ways(draft, say, MorePress(draft.id))))


def tried_screen(draft: Broadcast, *, say: Say) -> Screen:
    """Below the messages of the test."""
    text = say("broadcast-tried", number=say.number(draft.number))
    check = to("broadcast-check", CheckPress(draft.id), say)
    back = to("broadcast-to-draft", DraftPress(draft.id), say)
    return Screen(text=text, rows=((back,), (check,), *ways(say, BroadcastsPress())))
