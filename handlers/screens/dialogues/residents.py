"""A resident speaks to the office: to whom, what they wrote, what was said."""

from collections.abc import Sequence

from civic.communities.model import Agency, Community
from civic.dialogues.model import Desk, Dialogue, DialogueState, Line
from civic.kernel.ids import AgencyId
from civic.kernel.language import language_of
from handlers.presses.dialogues import (
    GoOnPress,
    MyDialoguePress,
    NewDialoguePress,
    NotSolvedPress,
    PlacePress,
    TalkPress,
    WriteToPress,
)
from handlers.screens.dialogues.wording import (
    LINES_PAGE,
    PAGE,
    agency_label,
    line_times,
    line_words,
    office_words,
)
from handlers.screens.menu import emergency_numbers
from handlers.screens.navigation import cancel_button, home_button, pages, ways
from handlers.screens.screen import Button, Screen, column, escape
from locales.catalog import Say


def my_dialogues_screen(
    dialogues: Sequence[Dialogue], agencies: Sequence[Agency], *, say: Say
) -> Screen:
    buttons = [
        Button(
            label=say(
                "dialogue-of-mine",
                number=say.number(one.number),
                office=agency_label(one.agency, agencies, say),
            ),
            press=MyDialoguePress(one.id).pack(),
        )
        for one in dialogues
    ]
    new = Button(label=say("dialogue-new"), press=NewDialoguePress().pack())
    return Screen(text=say("dialogue-mine"), rows=(*column(buttons), (new,), *ways(say)))


def which_office_screen(agencies: Sequence[Agency], *, page: int, say: Say) -> Screen:
    language = language_of(say.language)
    listed = sorted(agencies, key=lambda one: one.name.in_(language).casefold())
    buttons = [
        Button(label=one.name.in_(language), press=WriteToPress(one.id).pack())
        for one in listed[page * PAGE : (page + 1) * PAGE]
    ]
    town = WriteToPress(AgencyId(0))
    buttons.append(Button(label=say("dialogue-town-office"), press=town.pack()))
    turns = pages(page, len(listed), PAGE, NewDialoguePress, say)
    return Screen(
        text=say("dialogue-which-office"), rows=(*column(buttons), *turns, *ways(say, TalkPress()))
    )


def writing_screen(desk: Desk, community: Community, *, note: str = "", say: Say) -> Screen:
    """Who will read it and who they get to know; `note` says what it goes on with."""
    office = office_words(desk.name, say)
    readers = "dialogue-readers-town" if desk.name is None else "dialogue-readers-agency"
    lines = [say("dialogue-write", office=office)]
    if note:
        lines.insert(0, note)
    lines.append(say(readers, office=office))
    if community.contacts.hours:
        lines.append(say("help-hours", text=escape(community.contacts.hours)))
    lines.append(say("dialogue-no-emergency", numbers=emergency_numbers(community, say)))
    return Screen(text="\n\n".join(lines), rows=((cancel_button(say), home_button(say)),))


def my_dialogue_screen(
    dialogue: Dialogue,
    desk: Desk,
    lines: Sequence[Line],
    *,
    page: int,
    count: int,
    zone: str,
    say: Say,
) -> Screen:
    heading = say(
        "dialogue-heading",
        number=say.number(dialogue.number),
        office=office_words(desk.name, say),
    )
    said = [heading, say(f"dialogue-state-{dialogue.state.value}")]
    said += [
        say(
            "dialogue-line",
            at=at,
            who=office_words(desk.name, say) if line.from_office else say("dialogue-you"),
            words=line_words(line, say),
        )
        for line, at in zip(lines, line_times(lines, zone, say), strict=True)
    ]

    def turn(to: int) -> MyDialoguePress:
        return MyDialoguePress(dialogue.id, to)

    if dialogue.state is DialogueState.CLOSED:
        on = Button(label=say("dialogue-not-solved"), press=NotSolvedPress(dialogue.id).pack())
    else:
        on = Button(label=say("dialogue-go-on"), press=GoOnPress(dialogue.id).pack())
    turns = pages(page, count, LINES_PAGE, turn, say)
    return Screen(text="\n\n".join(said), rows=((on,), *turns, *ways(say, TalkPress())))


def closed_screen(dialogue: Dialogue, *, has_words: bool, say: Say) -> Screen:
    """The dialogue is over; `has_words`: something was written that must belong somewhere."""
    old = Button(label=say("dialogue-into-old"), press=PlacePress(dialogue.id, True).pack())
    new = Button(label=say("dialogue-into-new"), press=PlacePress(dialogue.id, False).pack())
    key = "dialogue-over-words" if has_words else "dialogue-over"
    text = say(key, number=say.number(dialogue.number))
    return Screen(text=text, rows=((old,), (new,), *ways(say)))
