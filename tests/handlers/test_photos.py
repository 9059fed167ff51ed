"""What people send where a photo is asked for."""

from typing import Any

import pytest
from aiogram.types import Message

from civic.kernel.refusal import Refusal
from handlers.effects import FetchFile
from handlers.photos import bring_photo, is_photo


def sent(**content: Any) -> Message:
    chat = {"id": 5, "type": "private"}
    return Message.model_validate({"message_id": 1, "date": 0, "chat": chat, **content})


def file(**told: Any) -> dict[str, Any]:
    return {"file_id": "F", "file_unique_id": "u", **told}


def bring(message: Message) -> FetchFile:
    assert is_photo(message)
    return bring_photo(message, then="seen", params={"draft": 7})


def test_of_a_photo_the_largest_size_is_brought() -> None:
    sizes = [
        file(file_id=name, width=width, height=width, file_size=width)
        for name, width in (("s", 90), ("l", 1_280), ("m", 320))
    ]
    brought = bring(sent(photo=sizes))
    assert (brought.file_id, brought.name, brought.size) == ("l", "u.jpg", 1_280)
    assert (brought.then, brought.params) == ("seen", {"draft": 7})


@pytest.mark.parametrize("told", ["image/jpeg", "image/heic", "application/octet-stream", None])
def test_a_photo_sent_as_a_file_is_brought(told: str | None) -> None:
    document = file(file_name="IMG 1.JPG", mime_type=told, file_size=20_000_000)
    assert bring(sent(document=document)).name == "IMG 1.JPG"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ({"document": file(mime_type="image/jpeg", file_size=20_000_001)}, "photo-too-heavy"),
        ({"document": file(mime_type="application/pdf", file_size=5)}, "photo-not-a-picture"),
        ({"video": file(width=1, height=1, duration=1)}, "photo-moves"),
        ({"video_note": file(length=1, duration=1)}, "photo-moves"),
        (
            {
                "animation": file(width=1, height=1, duration=1),
                "document": file(mime_type="video/mp4", file_size=5),
            },
            "photo-moves",
        ),
        (
            {"sticker": file(type="regular", width=1, height=1, is_animated=False, is_video=False)},
            "photo-not-a-picture",
        ),
    ],
    ids=["a large file", "a paper", "a video", "a round video", "an animation", "a sticker"],
)
def test_whatever_else_is_sent_is_told_before_it_is_brought(
    content: dict[str, Any], key: str
) -> None:
    with pytest.raises(Refusal) as refused:
        bring(sent(**content))
    assert refused.value.key == key


def test_words_are_no_photo() -> None:
    assert not is_photo(sent(text="лавка зламана"))
