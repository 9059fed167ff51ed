"""The office sees who waits, reads, takes in hand, answers, passes on, closes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civic.communities.model import Agency, Official
from civic.dialogues.model import Desk, Dialogue, DialogueState, Line
from civic.kernel.ids import AccountId, AgencyId
from civic.kernel.language import language_of
from handlers.presses.dialogues import (
    AnswerPress,
    AskClosePress,
    AskPassPress,
    ClosePress,
    DialoguePress,
    DialoguesPress,
    PassToAgencyPress,
    PassToColleaguePress,
    TakePress,
    WholeLinesPress,
)
from handlers.presses.menu import OfficePress
from handlers.screens.dialogues.wording import (
    LINES_PAGE,
    PAGE,
    agency_label,
    is_shortened,
    line_times,
    line_words,
    office_words,
    shortened,
)
from handlers.screens.navigation import cancel_button, pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from locales.catalog import Say

LISTS = ("waiting", "mine", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """The resident, as far as the office gets to know them."""

    name: str
    place: str
    reachable: bool
    about: int | None
    """The number of the broadcast that they replied to."""


def dialogues_screen(
    dialogues: Sequence[Dialogue],
    *,
    which: str,
    page: int,
    counts: Mapping[str, int],
    agencies: Sequence[Agency],
    holders: Mapping[AccountId, str],
    say: Say,
) -> Screen:
    tabs = tuple(
        Button(
            label=("· " if one == which else "")
            + say(f"dialogues-tab-{one}", count=say.number(counts[one])),
            press=DialoguesPress(one).pack(),
        )
        for one in LISTS
    )
    buttons = [
        Button(label=_listed(one, agencies, holders, say), press=DialoguePress(one.id).pack())
        for one in dialogues
    ]
    text = say(f"dialogues-{which}" if dialogues else f"dialogues-{which}-none")

    def turn(to: int) -> DialoguesPress:
        return DialoguesPress(which, to)

    turns = pages(page, counts[which], PAGE, turn, say)
    return Screen(text=text, rows=(*column(buttons), *turns, tabs, *ways(say, OfficePress())))


def _listed(
    dialogue: Dialogue, agencies: Sequence[Agency], holders: Mapping[AccountId, str], say: Say
) -> str:
    marks = {DialogueState.WAITING_FOR_OFFICE: "● ", DialogueState.CLOSED: "✓ "}
    holder = holders.get(dialogue.assignee) if dialogue.assignee else None
    key = "dialogue-listed-held" if holder else "dialogue-listed"
    given = {
        "number": say.number(dialogue.number),
        "office": agency_label(dialogue.agency, agencies, say),
    }
    said = say(key, **given, holder=holder) if holder else say(key, **given)
    return marks.get(dialogue.state, "") + said


def dialogue_screen(
    dialogue: Dialogue,
    desk: Desk,
    lines: Sequence[Line],
    *,
    writer: Correspondent,
    holder: Official | None,
    undelivered: frozenset[int],
    reader: Official,
    page: int,
    count: int,
    zone: str,
    say: Say,
) -> Screen:
    """The lines of this page, the oldest first, between who writes and what can be done."""
    names = {one.account: one.name for one in desk.readers}
    said = [_about(dialogue, desk, writer, holder, reader, zone, say)]
    for line, at in zip(lines, line_times(lines, zone, say), strict=True):
        who = writer.name
        if line.from_office:
            who = names.get(line.author) or say("dialogue-colleague")
        words = line_words(line, say)
        if line.id in undelivered:
            words += "\n" + say("dialogue-undelivered")
        said.append(say("dialogue-line", at=at, who=escape(who), words=words))
    if not writer.reachable:
        said.append(say("dialogue-unreachable"))

    def turn(to: int) -> DialoguePress:
        return DialoguePress(dialogue.id, to)

    rows = _whole(dialogue, lines, page, say)
    rows += _deeds(dialogue, holder, reader, say)
    rows += pages(page, count, LINES_PAGE, turn, say)
    return Screen(text="\n\n".join(said), rows=(*rows, *ways(say, DialoguesPress())))


def _about(
    dialogue: Dialogue,
    desk: Desk,
    writer: Correspondent,
    holder: Official | None,
    reader: Official,
    zone: str,
    say: Say,
) -> str:
    office = office_words(desk.name, say)
    lines = [say("dialogue-heading", number=say.number(dialogue.number), office=office)]
    who = [writer.name, writer.place]
    lines.append(", ".join(shortened(part, 100) for part in who if part))
    if writer.about is not None:
        lines.append(say("dialogue-about-broadcast", number=say.number(writer.about)))
    since = say.moment(dialogue.updated_at, zone)
    lines.append(say(f"dialogue-stands-{dialogue.state.value}", since=since))
    if holder is not None and dialogue.state is not DialogueState.CLOSED:
        is_own = holder.account == reader.account
        lines.append(
            say("dialogue-held-by-you")
            if is_own
            else say("dialogue-held-by", name=escape(holder.name))
        )
    return "\n".join(lines)


def _whole(dialogue: Dialogue, lines: Sequence[Line], page: int, say: Say) -> Rows:
    if not any(is_shortened(line) for line in lines):
        return ()
    press = WholeLinesPress(dialogue.id, page)
    return ((Button(label=say("dialogue-whole"), press=press.pack()),),)


def _deeds(dialogue: Dialogue, holder: Official | None, reader: Official, say: Say) -> Rows:
    """Only what this reader may do now."""
    if dialogue.state is DialogueState.CLOSED:
        return ()
    take = Button(label=say("dialogue-take"), press=TakePress(dialogue.id).pack())
    answer = Button(label=say("dialogue-answer-button"), press=AnswerPress(dialogue.id).pack())
    pass_on = Button(label=say("dialogue-pass"), press=AskPassPress(dialogue.id).pack())
    close = Button(label=say("dialogue-close"), press=AskClosePress(dialogue.id).pack())
    if holder is None:
        return ((take, answer), (pass_on, close))
    if holder.account == reader.account:
        return ((answer,), (pass_on, close))
    return ((pass_on,),)


def answering_screen(dialogue: Dialogue, desk: Desk, *, shows_name: bool, say: Say) -> Screen:
    key = "dialogue-ask-answer-named" if shows_name else "dialogue-ask-answer"
    office = office_words(desk.name, say)
    text = say(key, number=say.number(dialogue.number), office=office)
    return Screen(text=text, rows=((cancel_button(say),), *ways(say, DialoguePress(dialogue.id))))


def closing_screen(dialogue: Dialogue, *, say: Say) -> Screen:
    text = say("dialogue-ask-close", number=say.number(dialogue.number))
    plain = Button(label=say("dialogue-close-plain"), press=ClosePress(dialogue.id).pack())
    return Screen(text=text, rows=((plain,), *ways(say, DialoguePress(dialogue.id))))


def passing_screen(
    dialogue: Dialogue,
    colleagues: Sequence[Official],
    agencies: Sequence[Agency],
    *,
    page: int,
    say: Say,
) -> Screen:
    """Colleagues of this desk first, then other offices."""
    language = language_of(say.language)
    everyone = [
        Button(
            label=say("dialogue-to-person", name=one.name),
            press=PassToColleaguePress(dialogue.id, one.account).pack(),
        )
        for one in colleagues
    ]
    everyone += [
        Button(
            label=say("dialogue-to-office", office=one.name.in_(language)),
            press=PassToAgencyPress(dialogue.id, one.id).pack(),
        )
        for one in agencies
        if one.id != dialogue.agency
    ]
    if dialogue.agency is not None:
        label = say("dialogue-to-office", office=say("dialogue-town-office"))
        press = PassToAgencyPress(dialogue.id, AgencyId(0))
        everyone.append(Button(label=label, press=press.pack()))

    def turn(to: int) -> AskPassPress:
        return AskPassPress(dialogue.id, to)

    shown = everyone[page * PAGE : (page + 1) * PAGE]
    turns = pages(page, len(everyone), PAGE, turn, say)
    key = "dialogue-pass-to" if everyone else "dialogue-pass-nobody"
    text = say(key, number=say.number(dialogue.number))
    return Screen(text=text, rows=(*column(shown), *turns, *ways(say, DialoguePress(dialogue.id))))
