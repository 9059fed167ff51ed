"""Who hears of a dialogue, and what is noted of it."""

from collections.abc import Mapping
from datetime import datetime

from civic.communities.model import Official
from civic.dialogues.model import Desk, Dialogue, Line, Words
from civic.dialogues.rules import cleaned, those_told
from civic.kernel.audit import AuditEntry, AuditLog
from civic.kernel.ids import AccountId, IdMaker
from civic.kernel.json_value import Json
from civic.kernel.outbox import Notice, Outbox
from civic.kernel.refusal import Refusal


def line_of(
    dialogue: Dialogue,
    words: Words,
    author: AccountId,
    *,
    from_office: bool,
    now: datetime,
    new_id: IdMaker,
) -> Line:
    return Line(
        id=new_id(now),
        dialogue=dialogue.id,
        from_office=from_office,
        author=author,
        kind=words.kind,
        text=cleaned(words),
        telegram_file=words.telegram_file,
        latitude=words.latitude,
        longitude=words.longitude,
        at=now,
    )


def card_of(dialogue: Dialogue, mark: int) -> str:
    """Names the message, so that a reply to it finds the dialogue."""
    return f"dialogue:{dialogue.id}:{mark}"


def called(dialogue: Dialogue, desk: Desk) -> dict[str, Json]:
    office: Json = None
    if desk.name is not None:
        office = {str(language): text for language, text in desk.name.items()}
    return {"dialogue": dialogue.id, "number": dialogue.number, "office": office}


async def tell_desk(
    dialogue: Dialogue,
    desk: Desk,
    key: str,
    params: Mapping[str, Json],
    *,
    mark: int,
    outbox: Outbox,
    now: datetime,
) -> None:
    for account in those_told(dialogue, desk):
        told = Notice(
            to=account,
            community=dialogue.community,
            key=key,
            params=params,
            once=card_of(dialogue, mark),
            card=card_of(dialogue, mark),
            silent=desk.is_night,
        )
        await outbox.owe(told, now=now)


async def tell_resident(
    dialogue: Dialogue,
    desk: Desk,
    key: str,
    params: Mapping[str, Json],
    *,
    mark: int,
    silent: bool,
    outbox: Outbox,
    now: datetime,
) -> None:
    told = Notice(
        to=dialogue.account,
        community=dialogue.community,
        key=key,
        params=called(dialogue, desk) | dict(params),
        once=f"dialogue-line:{mark}",
        card=card_of(dialogue, mark),
        silent=silent,
    )
    await outbox.owe(told, now=now)


async def note_in_audit(
    audit: AuditLog,
    dialogue: Dialogue,
    by: Official,
    verb: str,
    details: Mapping[str, Json],
    *,
    now: datetime,
) -> None:
    entry = AuditEntry(
        community=dialogue.community,
        actor=by.account,
        verb=verb,
        subject=f"dialogue:{dialogue.id}",
        details=details,
    )
    await audit.note(entry, now=now)


def raise_if(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise refusal
