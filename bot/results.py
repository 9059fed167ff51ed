"""How a call ended, and what follows from it."""

from dataclasses import dataclass

from bot.parcels import EDIT_MEDIA, Parcel, is_veiled
from bot.telegram import Answer
from bot.veil import VEIL
from civic.kernel.outbox import MessageState, Reason
from storage.delivery import HARMLESS, Leased, Settled
from storage.inbox import Incoming

ATTEMPTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """How it ended, and what follows from it."""

    settled: Settled
    retry_after: float | None = None
    blocked: bool = False
    moved_to: int | None = None
    uploaded: tuple[int, int, str] | None = None
    not_uploaded: tuple[int, int] | None = None
    brought: Incoming | None = None


def sent(parcel: Parcel, answer: Answer) -> Carried:
    # An album is a list of messages: the first, which bears the words, stands for all.
    results = answer.result if isinstance(answer.result, list) else [answer.result]
    result, *others = [one if isinstance(one, dict) else {} for one in results] or [{}]
    message = result.get("message_id", parcel.params.get("message_id"))
    uploaded = None
    if parcel.file is not None:
        media = result.get("document") or (result.get("photo") or [{}])[-1]
        if isinstance(media, dict) and media.get("file_id"):
            uploaded = (parcel.file.community, parcel.file.id, str(media["file_id"]))
    return Carried(
        settled=Settled(
            row=parcel.row,
            state=MessageState.SENT,
            message=message,
            album=[one["message_id"] for one in others if "message_id" in one],
        ),
        uploaded=uploaded,
    )


def refused(parcel: Parcel, answer: Answer) -> Carried:
    row, words = parcel.row, answer.description.lower()
    why = f"{answer.error_code}: {answer.description}"
    if answer.retry_after is not None or answer.error_code == 429:
        return ended(row, MessageState.QUEUED, why, retry_after=answer.retry_after or 1.0)
    if answer.migrate_to is not None:
        moved = Settled(row=row, state=MessageState.QUEUED, error=why)
        return Carried(settled=moved, moved_to=answer.migrate_to)
    if "message is not modified" in words:
        return sent(parcel, answer)
    return _otherwise(parcel, words, why) or ended(
        row,
        MessageState.REFUSED,
        why,
        reason=_reason(row, answer.error_code, words),
        blocked=answer.error_code == 403 and row.chat > 0,
    )


def _reason(row: Leased, code: int, words: str) -> Reason:
    if row.chat < 0 and (code == 403 or any(one in words for one in _WITHOUT_RIGHT)):
        return Reason.NO_RIGHT
    if "deactivated" in words or "chat not found" in words or "user not found" in words:
        return Reason.DEACTIVATED
    return Reason.BLOCKED if code == 403 else Reason.NOT_ACCEPTED


_WITHOUT_RIGHT = ("not enough rights", "need administrator rights", "chat not found", "forbidden")


def _otherwise(parcel: Parcel, words: str, why: str) -> Carried | None:
    """What is refused in this form may do in another."""
    if parcel.row.bulk is not None:
        return _of_many(parcel, words)
    if parcel.method == "deleteMessage":
        return _unbutton_instead(parcel.row, why)
    if parcel.row.attempts < ATTEMPTS and (again := _edited_otherwise(parcel, words, why)):
        return again
    if "query is too old" in words:
        return ended(parcel.row, MessageState.EXPIRED, why)
    return None


def _edited_otherwise(parcel: Parcel, words: str, why: str) -> Carried | None:
    """A message that is gone is sent anew; under a picture stands a caption, not a text."""
    if parcel.method == "editMessageText" and "no text in the message" in words:
        return _veiled(parcel, why) if parcel.is_bare else _captioned(parcel, why)
    if parcel.method in {"editMessageText", EDIT_MEDIA} and _is_gone(words):
        return _anew(parcel, why)
    return None


def _captioned(parcel: Parcel, why: str) -> Carried:
    params = {
        name: value
        for name, value in parcel.params.items()
        if name not in {"chat_id", "text", "link_preview_options"}
    }
    return Carried(
        settled=Settled(
            row=parcel.row, state=MessageState.QUEUED, error=why,
            retry_method="editMessageCaption",
            retry_payload=params | {"caption": parcel.params["text"]},
        )
    )  # fmt: skip


def _veiled(parcel: Parcel, why: str) -> Carried:
    """Its picture was taken back."""
    media = {
        "type": "photo", "media": VEIL, "caption": parcel.params["text"], "parse_mode": "HTML",
    }  # fmt: skip
    kept = {name: parcel.params[name] for name in ("message_id", "reply_markup")
            if name in parcel.params}  # fmt: skip
    return Carried(
        settled=Settled(
            row=parcel.row, state=MessageState.QUEUED, error=why,
            retry_method=EDIT_MEDIA, retry_payload=kept | {"media": media},
        )
    )  # fmt: skip


def _of_many(parcel: Parcel, words: str) -> Carried | None:
    """What many had is recalled or corrected where it still stands, and only there."""
    if parcel.method in {"deleteMessage", "deleteMessages"} and "to delete not found" in words:
        # Whoever deleted it themselves is rid of it.
        return Carried(settled=Settled(row=parcel.row, state=MessageState.SENT))
    return None


def _is_gone(words: str) -> bool:
    return "message to edit not found" in words or "can't be edited" in words


def _anew(parcel: Parcel, why: str) -> Carried:
    """The message to edit is gone: its text is sent as a new one."""
    params = {
        name: value
        for name, value in parcel.params.items()
        if name not in {"message_id", "chat_id"}
    }
    method = "sendMessage"
    if is_veiled(params):
        params |= {"text": params.pop("media")["caption"], "parse_mode": "HTML"}
    elif parcel.method == EDIT_MEDIA:
        method, media = "sendPhoto", params.pop("media")
        sent_before = {"file": parcel.file.id} if parcel.file else media["media"]
        params |= {"photo": sent_before, "caption": media["caption"], "parse_mode": "HTML"}
    return Carried(
        settled=Settled(
            row=parcel.row,
            state=MessageState.QUEUED,
            error=why,
            retry_method=method,
            retry_payload=params,
        )
    )


def _unbutton_instead(row: Leased, why: str) -> Carried:
    """A message too old to delete loses its buttons instead."""
    payload = {"message_id": row.payload["message_id"]}
    return Carried(
        settled=Settled(
            row=row, state=MessageState.QUEUED, error=why,
            retry_method="editMessageReplyMarkup", retry_payload=payload,
        )
    )  # fmt: skip


def in_doubt(parcel: Parcel, why: str) -> Carried:
    """It may have arrived: said again where that does no harm, else listed for the operator."""
    if parcel.method in HARMLESS:
        return ended(parcel.row, MessageState.QUEUED, why, retry_after=1.0)
    return ended(parcel.row, MessageState.UNKNOWN, why)


def ended(
    row: Leased,
    state: MessageState,
    why: str,
    *,
    reason: Reason | None = None,
    waits: bool = False,
    retry_after: float | None = None,
    blocked: bool = False,
) -> Carried:
    return Carried(
        settled=Settled(row=row, state=state, error=why, reason=reason, waits=waits),
        retry_after=retry_after,
        blocked=blocked,
    )
