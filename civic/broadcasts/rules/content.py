"""Whether what people are to see holds together: as a draft, and when it is to leave."""

from civic.audiences.model import AudienceRule
from civic.broadcasts.model import Broadcast, Content, ReadButton
from civic.broadcasts.rules.buttons import check_buttons
from civic.broadcasts.rules.parts import check_attachments, parts_of
from civic.broadcasts.rules.text import MARK_ROOM, check_texts, visible
from civic.kernel.language import Language
from civic.kernel.plain_text import clean_text
from civic.kernel.refusal import Refusal

REASON_LIMIT = 300
CHANNELS_LIMIT = 50


def check_draft(content: Content, audience: AudienceRule) -> None:
    """What holds at any time, finished or not."""
    check_texts(content.texts)
    check_attachments(content.attachments)
    check_buttons(content.buttons)
    has_read = any(isinstance(button, ReadButton) for button in content.buttons)
    if has_read and audience.is_of_officials:
        raise Refusal("broadcast-read-officials")


def check_complete(broadcast: Broadcast, own: Language) -> None:
    """What must be there before it leaves; `own` is the town's language, which all can fall to."""
    check_draft(broadcast.content, broadcast.audience)
    said = {language for language, text in broadcast.content.texts.items() if is_said(text)}
    if not said:
        raise Refusal("broadcast-needs-text")
    if own not in said:
        raise Refusal(f"broadcast-needs-text-{own}")
    if broadcast.urgency is not None and not broadcast.urgency.reason.strip():
        raise Refusal("broadcast-urgent-reason")


def is_said(text: str) -> bool:
    return bool(visible(text).strip())


def check_correction(before: Content, after: Content, own: Language) -> None:
    """Words and buttons may change; files may not, nor how many messages it is."""
    check_buttons(after.buttons)
    check_texts(after.texts, spare=MARK_ROOM)
    if not is_said(after.texts.get(own, "")):
        raise Refusal(f"broadcast-needs-text-{own}")
    if after == before:
        raise Refusal("broadcast-correction-same")
    if after.attachments != before.attachments:
        raise Refusal("broadcast-correction-files")
    if parts_of(after, spare=MARK_ROOM) != parts_of(before):
        raise Refusal("broadcast-correction-caption")


def checked_reason(reason: str) -> str:
    """Why it is urgent, or why it is refused: one short text."""
    clean = clean_text(reason, REASON_LIMIT + 1)
    if not clean:
        raise Refusal("broadcast-reason-empty")
    if len(clean) > REASON_LIMIT:
        raise Refusal("broadcast-reason-long", limit=REASON_LIMIT)
    return clean
