"""A broadcast as it leaves: what each message carries to whoever renders it."""

from typing import Literal

from civic.broadcasts.document import attachment_document, button_document
from civic.broadcasts.model import Broadcast
from civic.broadcasts.rules.parts import parts_of
from civic.broadcasts.rules.text import MARK_ROOM, fields_of
from civic.kernel.ids import AccountId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.language import Language, Translated
from civic.kernel.outbox import Lane, Notice

NOTICE = "broadcast"
Part = Literal["album", "main"]
_NOBODY = AccountId(0)


def message_params(
    broadcast: Broadcast,
    part: Part,
    *,
    speaker: Translated,
    own: Language,
    is_corrected: bool = False,
    is_public: bool = False,
    is_test: bool = False,
) -> JsonObject:
    """`speaker` is the agency, or the town; `own` the language that stands in for a missing one."""
    parts = parts_of(broadcast.content, spare=MARK_ROOM if is_corrected else 0)
    main = () if parts.main is None else (parts.main,)
    files = parts.ahead if part == "album" else main
    attachments: list[Json] = [attachment_document(one) for one in files]
    is_main = part == "main"
    content = broadcast.content
    texts: dict[str, Json] = {language: content.texts[language] for language in content.texts}
    buttons: list[Json] = [button_document(button) for button in content.buttons]
    personal: list[Json] = [field.value for field in fields_of(content)]
    # Officials are written to as such: topics are their own affair as residents.
    topic = None if broadcast.audience.is_of_officials else broadcast.topic.value
    return {
        "broadcast": broadcast.id,
        "community": broadcast.community,
        "number": broadcast.number,
        "version": broadcast.version,
        "part": part,
        "own": own,
        "texts": texts if is_main else {},
        "buttons": buttons if is_main else [],
        "attachments": attachments,
        "personal": personal if is_main else [],
        "agency": {language: speaker.texts[language] for language in speaker.texts},
        "topic": topic,
        "urgent": broadcast.urgency is not None,
        "corrected": is_corrected,
        "public": is_public,
        "test": is_test,
    }


def bulk_notice(broadcast: Broadcast, params: JsonObject, *, is_public: bool = False) -> Notice:
    """Kept once for all of them. What is urgent does not queue behind another broadcast."""
    return Notice(
        to=_NOBODY,
        community=broadcast.community,
        key=NOTICE,
        params=params,
        lane=Lane.BULK if broadcast.urgency is None else Lane.NOTICE,
        expires=broadcast.timing.expires_at,
        topic=None if is_public or broadcast.audience.is_of_officials else broadcast.topic.value,
    )


def once_key(broadcast: Broadcast, what: str) -> str:
    """Under which a message of it stands in the ledger: once in each chat."""
    return f"broadcast:{broadcast.id}:{what}"
