"""How a broadcast's content is written down: the same words and order give the same hash."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from civic.broadcasts.model import (
    Attachment,
    Broadcast,
    BroadcastButton,
    Content,
    LinkButton,
    MediaKind,
    ReadButton,
    SurveyButton,
)
from civic.kernel.ids import SurveyId
from civic.kernel.json_value import Json, JsonObject
from civic.kernel.language import Language, Translated

_SHORT = 10


def to_document(content: Content) -> JsonObject:
    return {
        "texts": pairs_of(content.texts),
        "attachments": [attachment_document(one) for one in content.attachments],
        "buttons": [button_document(button) for button in content.buttons],
    }


def from_document(document: Mapping[str, Any]) -> Content:
    return Content(
        texts=_texts_of(document["texts"]),
        attachments=tuple(attachment_of(one) for one in document["attachments"]),
        buttons=tuple(button_of(one) for one in document["buttons"]),
    )


def hash_of(content: Content) -> str:
    return _hash(to_document(content))


def fingerprint_of(broadcast: Broadcast) -> str:
    """Short, for a press: whether somebody changed it since this one looked at it."""
    seen: JsonObject = {
        "content": to_document(broadcast.content),
        "audience": repr(broadcast.audience),
        "channels": list(broadcast.channels),
        "timing": repr(broadcast.timing),
        "urgency": repr(broadcast.urgency),
        "topic": broadcast.topic.value,
        "agency": broadcast.agency,
    }
    return _hash(seen)[:_SHORT]


def attachment_document(attachment: Attachment) -> JsonObject:
    return {
        "kind": attachment.kind.value,
        "telegram_file": attachment.telegram_file,
        "name": attachment.name,
        "size": attachment.size,
    }


def attachment_of(written: Mapping[str, Any]) -> Attachment:
    return Attachment(
        kind=MediaKind(written["kind"]),
        telegram_file=written["telegram_file"],
        name=written["name"],
        size=written["size"],
    )


def button_document(button: BroadcastButton) -> JsonObject:
    match button:
        case LinkButton(label=label, url=url):
            return {"kind": "link", "label": pairs_of(label.texts), "url": url}
        case SurveyButton(label=label, survey=survey):
            return {"kind": "survey", "label": pairs_of(label.texts), "survey": survey}
        case ReadButton():
            return {"kind": "read"}


def button_of(written: Mapping[str, Any]) -> BroadcastButton:
    match written["kind"]:
        case "link":
            return LinkButton(label=Translated(_texts_of(written["label"])), url=written["url"])
        case "survey":
            label = Translated(_texts_of(written["label"]))
            return SurveyButton(label=label, survey=SurveyId(written["survey"]))
        case "read":
            return ReadButton()
    raise ValueError(f"a button of an unknown kind: {written['kind']}")


def pairs_of(texts: Mapping[Language, str]) -> Json:
    """As pairs: a database gives the names of an object back in an order of its own."""
    return [[language, text] for language, text in texts.items()]


def _texts_of(pairs: Sequence[tuple[Language, str]]) -> dict[Language, str]:
    return dict(pairs)


def _hash(document: JsonObject) -> str:
    said = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
