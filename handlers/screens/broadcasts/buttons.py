"""The buttons under a broadcast, and the channels and groups where it is published besides."""

from collections.abc import Sequence

from civic.broadcasts.document import button_document
from civic.broadcasts.model import Broadcast, BroadcastButton, LinkButton, ReadButton, SurveyButton
from civic.broadcasts.rules.buttons import MOST
from civic.channels.model import Channel
from civic.kernel.language import Language, language_of
from civic.surveys.model import Survey
from handlers.presses.broadcasts import (
    AddLinkPress,
    AddReadPress,
    AddSurveyPress,
    ButtonsPress,
    DropButtonPress,
    OutletsPress,
    SurveysToOpenPress,
    TurnOutletPress,
)
from handlers.screens.broadcasts.wording import ON_BUTTON, PAGE, draft_ways, mark_of, shortened, to
from handlers.screens.navigation import pages
from handlers.screens.screen import Button, Screen, column, escape
from locales.catalog import Say


def buttons_screen(draft: Broadcast, *, say: Say) -> Screen:
    buttons = draft.content.buttons
    lines = [say("broadcast-buttons-heading", number=say.number(draft.number), limit=MOST)]
    lines += [_line(one, say) for one in buttons]
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                label=say("broadcast-drop-button", label=shortened(label_of(one, say), ON_BUTTON)),
                press=DropButtonPress(draft.id, button_mark(one)).pack(),
            ),
        )
        for one in buttons
    ]
    if len(buttons) < MOST:
        link = to("broadcast-add-link", AddLinkPress(draft.id), say)
        survey = to("broadcast-add-survey", SurveysToOpenPress(draft.id), say)
        rows.append((link, survey))
        if not any(isinstance(one, ReadButton) for one in buttons):
            rows.append((to("broadcast-add-read", AddReadPress(draft.id), say),))
    return Screen(text="\n".join(lines), rows=(*rows, *draft_ways(draft, say)))


def _line(button: BroadcastButton, say: Say) -> str:
    label = escape(label_of(button, say))
    match button:
        case LinkButton(url=url):
            return say("broadcast-button-link", label=label, url=escape(shortened(url, 60)))
        case SurveyButton():
            return say("broadcast-button-opens", label=label)
        case ReadButton():
            return say("broadcast-button-counts", label=label)


def label_of(button: BroadcastButton, say: Say) -> str:
    """As it is."""
    if isinstance(button, ReadButton):
        return say("broadcast-button-read")
    return button.label.in_(language_of(say.language)) or say("broadcast-button-survey")


def button_mark(button: BroadcastButton) -> str:
    return mark_of(str(button_document(button)))


def ask_label_screen(draft: Broadcast, languages: Sequence[Language], *, say: Say) -> Screen:
    text = say("broadcast-ask-label")
    if len(languages) > 1:
        named = ", ".join(say(f"language-{one}") for one in languages)
        text = f"{text}\n\n{say('broadcast-ask-label-languages', languages=named)}"
    return Screen(text=text, rows=draft_ways(draft, say, ButtonsPress(draft.id)))


def ask_address_screen(draft: Broadcast, label: str, *, say: Say) -> Screen:
    text = say("broadcast-ask-address", label=escape(label))
    return Screen(text=text, rows=draft_ways(draft, say, ButtonsPress(draft.id)))


def surveys_screen(
    draft: Broadcast, surveys: Sequence[Survey], *, page: int, count: int, say: Say
) -> Screen:
    language = language_of(say.language)
    buttons = [
        Button(
            label=shortened(one.questionnaire.title.in_(language), ON_BUTTON),
            press=AddSurveyPress(draft.id, one.id).pack(),
        )
        for one in surveys
    ]
    turning = pages(page, count, PAGE, lambda to_: SurveysToOpenPress(draft.id, to_), say)
    text = say("broadcast-which-survey" if count else "broadcast-no-surveys")
    back = draft_ways(draft, say, ButtonsPress(draft.id))
    return Screen(text=text, rows=(*column(buttons), *turning, *back))


def outlets_screen(
    draft: Broadcast, channels: Sequence[Channel], *, page: int, count: int, say: Say
) -> Screen:
    """Those where the bot may not post are there too, and say why not when pressed."""
    buttons = []
    for one in channels:
        is_on = one.chat in draft.channels
        title = shortened(one.title, ON_BUTTON)
        mark = "✓ " if is_on else "" if one.can_post else "⚠ "
        press = TurnOutletPress(draft.id, one.chat, on=not is_on, page=page)
        buttons.append(Button(label=f"{mark}{title}", press=press.pack()))
    turning = pages(page, count, PAGE, lambda to_: OutletsPress(draft.id, to_), say)
    parts = [say("broadcast-outlets-heading" if count else "broadcast-no-outlets")]
    if any(not one.can_post for one in channels):
        parts.append(say("broadcast-outlets-warned"))
    return Screen(
        text="\n\n".join(parts), rows=(*column(buttons), *turning, *draft_ways(draft, say))
    )
