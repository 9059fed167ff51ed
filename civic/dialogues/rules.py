"""How much a resident may write, who of the office reads it, and who has it in hand."""

from collections.abc import Sequence
from datetime import datetime, time
from html import escape
from zoneinfo import ZoneInfo

from civic.communities.model import Agency, Official, Role
from civic.dialogues.model import Desk, Dialogue, DialogueState, LineKind, Words
from civic.kernel.ids import AccountId, AgencyId
from civic.kernel.plain_text import clean_text
from civic.kernel.refusal import Refusal

LINES_LIMIT = 20
"""Lines that a resident may write before the office answers."""
OPEN_LIMIT = 5
TEXT_LIMIT = 3000
CAPTION_LIMIT = 800
"""Of the office: its words and heading must fit under one picture."""
NIGHT = (time(22), time(8))
OPEN_STATES = (DialogueState.WAITING_FOR_OFFICE, DialogueState.WAITING_FOR_RESIDENT)


def is_open(dialogue: Dialogue) -> bool:
    return dialogue.state is not DialogueState.CLOSED


def cleaned(words: Words) -> str:
    """The text as it is kept: whole, without what cannot be seen."""
    return clean_text(words.text, 2 * TEXT_LIMIT)


def why_not_line(words: Words, *, unanswered: int) -> Refusal | None:
    """Why this may not be a resident's next line."""
    if unanswered >= LINES_LIMIT:
        return Refusal("dialogue-lines-full", limit=LINES_LIMIT)
    return _why_not_words(words, TEXT_LIMIT)


def why_not_answer(words: Words) -> Refusal | None:
    """Why the office may not send this."""
    if words.kind not in {LineKind.TEXT, LineKind.PHOTO, LineKind.DOCUMENT}:
        return Refusal("dialogue-answer-kind")
    return _why_not_words(words, CAPTION_LIMIT if words.telegram_file else TEXT_LIMIT)


def _why_not_words(words: Words, limit: int) -> Refusal | None:
    if _weight(words.text) > limit:
        return Refusal("dialogue-text-long", limit=limit)
    if words.kind is LineKind.TEXT and not cleaned(words):
        return Refusal("dialogue-text-empty")
    return None


def _weight(text: str) -> int:
    """As Telegram's own limit counts, with the marks that stand for `<` and `&`."""
    return len(escape(text, quote=False).encode("utf-16-le")) // 2


def why_not_open(open_now: int) -> Refusal | None:
    return Refusal("dialogue-open-full", limit=OPEN_LIMIT) if open_now >= OPEN_LIMIT else None


def desk_of(
    agency: AgencyId | None,
    *,
    agencies: Sequence[Agency],
    staff: Sequence[Official],
    zone: str,
    now: datetime,
) -> Desk:
    """`staff` are all of the town who may answer residents.

    An agency that nobody serves any more leaves its dialogues to the town's office.
    """
    named = next((one for one in agencies if one.id == agency), None)
    own = [one for one in staff if named is not None and one.agency == named.id]
    told = own or list(staff)
    readers = told + [one for one in staff if one.role is Role.ADMINISTRATOR and one not in told]
    return Desk(
        agency=named.id if named else None,
        name=named.name.texts if named else None,
        told=tuple(told),
        readers=tuple(readers),
        is_night=_is_night(zone, now),
    )


def agencies_seen_by(
    official: Official, *, agencies: Sequence[Agency], staff: Sequence[Official]
) -> frozenset[AgencyId] | None:
    """Whose dialogues they may read beside the town's office's own; None: everybody's."""
    if official.role is Role.ADMINISTRATOR:
        return None
    served = {one.agency for one in staff}
    return frozenset(
        one.id for one in agencies if one.id == official.agency or one.id not in served
    )


def _is_night(zone: str, now: datetime) -> bool:
    clock = now.astimezone(ZoneInfo(zone)).time()
    return clock >= NIGHT[0] or clock < NIGHT[1]


def check_reads(official: Official, desk: Desk) -> None:
    if official.account not in {one.account for one in desk.readers}:
        raise Refusal("dialogue-elsewhere")


def check_open(dialogue: Dialogue) -> None:
    if not is_open(dialogue):
        raise Refusal("dialogue-is-closed", number=dialogue.number)


def holder_of(dialogue: Dialogue, desk: Desk) -> Official | None:
    """Who has it in hand; nobody once they read it no more."""
    return next((one for one in desk.readers if one.account == dialogue.assignee), None)


def check_in_hand(dialogue: Dialogue, official: Official, desk: Desk) -> None:
    """Whoever took it has it alone."""
    holder = holder_of(dialogue, desk)
    if holder is not None and holder.account != official.account:
        raise Refusal("dialogue-taken-by", name=holder.name, number=dialogue.number)


def check_passes(dialogue: Dialogue, official: Official, desk: Desk) -> None:
    """An administrator may pass on what somebody else has."""
    if official.role is not Role.ADMINISTRATOR:
        check_in_hand(dialogue, official, desk)


def colleagues_of(official: Official, desk: Desk) -> list[Official]:
    return [one for one in desk.readers if one.account != official.account]


def those_told(dialogue: Dialogue, desk: Desk) -> Sequence[AccountId]:
    """Who hears of what the resident wrote: whoever has it in hand, else the whole desk."""
    holder = holder_of(dialogue, desk)
    return [one.account for one in ([holder] if holder else desk.told)]
