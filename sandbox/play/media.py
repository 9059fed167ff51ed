"""Photos, documents, voice, albums: files that come in, go out and are used again."""

import secrets
from typing import Any

from sandbox.play.call import Call
from sandbox.play.sending import copyable, deliver, send
from sandbox.refusal import Refused, bad_request
from sandbox.shelf import DOWNLOAD_LIMIT, PHOTO_LIMIT, StoredFile, image_size
from sandbox.telegram.objects import check_object
from sandbox.telegram.parameters import Upload
from sandbox.telegram.texts import read_caption
from sandbox.world import Body, Room

_TYPES = {"photo": "Photo", "document": "Document", "voice": "VoiceNote", "sticker": "Sticker"}
THUMBNAIL = 90


def photo_body(stored: StoredFile) -> list[Body]:
    """The sizes of a photo, smallest first: a thumbnail and the picture itself."""
    whole = {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "width": stored.width,
        "height": stored.height,
        "file_size": stored.size,
    }
    longest = max(stored.width, stored.height)
    if longest <= THUMBNAIL:
        return [whole]
    small = {
        **whole,
        "file_unique_id": stored.unique_id + "s",
        "width": max(1, stored.width * THUMBNAIL // longest),
        "height": max(1, stored.height * THUMBNAIL // longest),
    }
    return [small, whole]


def document_body(stored: StoredFile) -> Body:
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_name": stored.name,
        "mime_type": stored.mime_type,
        "file_size": stored.size,
    }


def voice_body(stored: StoredFile) -> Body:
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "duration": stored.duration,
        "mime_type": stored.mime_type,
        "file_size": stored.size,
    }


BODIES = {"photo": photo_body, "document": document_body, "voice": voice_body}


def check_photo(content: bytes) -> None:
    if len(content) > PHOTO_LIMIT:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo;"
            f" the maximum size is {PHOTO_LIMIT} bytes"
        )
    size = image_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if min(size) < 1 or width + height > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _uploaded(call: Call, value: Any, name: str) -> Upload | None:
    """The upload that a parameter is or points at with attach://."""
    if isinstance(value, Upload):
        return value
    if isinstance(value, str) and value.startswith("attach://"):
        upload = call.uploads.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {name} in the request")
        return upload
    return None


def take_file(call: Call, kind: str, value: Any) -> StoredFile:
    """The file that was uploaded, or the earlier one that its file_id names."""
    shelf = call.world.shelf
    upload = _uploaded(call, value, kind)
    if upload is None:
        if "://" in value:
            # The sandbox has no way out: a picture by address cannot be fetched.
            raise bad_request("failed to get HTTP URL content")
        stored = shelf.files.get(value)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {_TYPES[stored.kind]} as {_TYPES[kind]}")
        return stored
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        check_photo(upload.content)
    stored = shelf.put(kind, upload.content, upload.name, upload.mime_type)
    call.world.touch("file", stored.id)
    return stored


def caption_content(params: Body) -> Body:
    caption, entities = read_caption(
        params.get("caption"), params.get("parse_mode"), params.get("caption_entities")
    )
    content: Body = {}
    if caption:
        content["caption"] = caption
        if entities:
            content["caption_entities"] = entities
        if params.get("show_caption_above_media"):
            content["show_caption_above_media"] = True
    return content


def _media_content(call: Call, kind: str, value: Any, params: Body) -> Body:
    stored = take_file(call, kind, value)
    content: Body = {kind: BODIES[kind](stored), **caption_content(params)}
    if params.get("has_spoiler"):
        content["has_media_spoiler"] = True
    if params.get("thumbnail") is not None:
        small = _uploaded(call, params["thumbnail"], "thumbnail")
        if small is not None and kind == "document":
            check_photo(small.content)
            kept = call.world.shelf.put("photo", small.content, "thumbnail.jpg", "image/jpeg")
            call.world.touch("file", kept.id)
            content[kind]["thumbnail"] = photo_body(kept)[-1]
    return content


def send_photo(call: Call) -> Body:
    room = call.room()
    return send(call, _media_content(call, "photo", call.params["photo"], call.params), room)


def send_document(call: Call) -> Body:
    room = call.room()
    return send(call, _media_content(call, "document", call.params["document"], call.params), room)


def send_voice(call: Call) -> Body:
    room = call.room()
    content = _media_content(call, "voice", call.params["voice"], call.params)
    if call.get("duration"):
        content["voice"]["duration"] = call.params["duration"]
    return send(call, content, room)


def input_media(call: Call, raw: Any) -> tuple[str, Body]:
    """One InputMedia as its kind and its content."""
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind not in {"photo", "document"}:
        if kind in {"animation", "audio", "live_photo", "video"}:
            raise bad_request(f'the sandbox does not play media of type "{kind}"')
        raise bad_request("can't parse InputMedia: media type is invalid")
    named = {"photo": "InputMediaPhoto", "document": "InputMediaDocument"}[kind]
    media = check_object(named, raw, complaint="can't parse InputMedia")
    return kind, _media_content(call, kind, media["media"], media)


def send_media_group(call: Call) -> list[Body]:
    room: Room = call.room()
    items = call.params["media"]
    if not 2 <= len(items) <= 10:
        word = "too many" if len(items) > 10 else "not enough"
        raise bad_request(f"{word} messages to send as an album")
    contents = [input_media(call, item) for item in items]
    if len({kind for kind, _ in contents}) > 1:
        raise bad_request("can't use the media of the specified type in the album")
    album = str(secrets.randbits(53))
    return [
        deliver(call, room, {"media_group_id": album, **content}).body for _, content in contents
    ]


def get_file(call: Call) -> Body:
    stored = call.world.shelf.files.get(call.params["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def copy_message(call: Call) -> Body:
    room = call.room()
    _, content = copyable(call, "copy")
    if "caption" in call.params and "text" not in content:
        for name in ("caption", "caption_entities"):
            content.pop(name, None)
        content |= caption_content(call.params)
    return {"message_id": send(call, content, room)["message_id"]}


def too_large() -> Refused:
    return Refused(413, "Request Entity Too Large")
