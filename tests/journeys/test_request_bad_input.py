"""What people send amid a request: too much, the wrong thing, the same again, bad words."""

from typing import Any

import pytest

from civic.service_requests.rules.filing import PHOTOS_LIMIT
from tests.journeys.asking_people import (
    BENCH,
    SHEVCHENKA,
    YARD,
    button,
    filed,
    press,
    takes_requests,
)
from tests.journeys.running_town import RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.writing_people import OGG, base64_of
from tests.made_photos import png_that_claims, saved, scene
from tests.sandbox_client import PersonChat

PHOTO = saved(scene())


async def asked_what(town: RunningTown, language: str) -> PersonChat:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    return olena


async def to_summary(chat: PersonChat, language: str) -> None:
    say = voice(language)
    await press(chat, button(BENCH, language))
    await press(chat, say("ask-at-home", place=SHEVCHENKA))
    await chat.until_any(seen(say("ask-summary")))


async def send_raw(town: RunningTown, chat: PersonChat, number: int, **content: Any) -> None:
    """What the sandbox's people cannot send themselves."""
    await town.sandbox.inject(
        {
            "message": {
                "message_id": 910_000 + number,
                "date": int(town.now.timestamp()),
                "chat": {"id": chat.id, "type": "private", "first_name": "Олена"},
                "from": {"id": chat.id, "is_bot": False, "first_name": "Олена"},
                **content,
            }
        }
    )


async def photos_of(town: RunningTown) -> list[str]:
    (request,) = await filed(town)
    async with town.wiring.storage.reading() as work:
        kept = await work.service_requests.photos(request.community, request.id)
    return [photo.kind.value for photo in kept]


async def test_ten_photos_at_once_are_five_and_one_sentence(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await asked_what(town, language)
    await olena.send_album([{"photo": base64_of(PHOTO)} for _ in range(10)])
    await olena.until_any(say("ask-photos-full", limit=PHOTOS_LIMIT))
    await town.settle(olena)
    full = [m for m in olena.received if say("ask-photos-full", limit=PHOTOS_LIMIT) in m.text]
    assert len(full) == 1
    # What was asked is said of all five, not of the first that came.
    asked = [m for m in olena.received if gist(language, "ask-words") in m.text][-1]
    assert say.n("ask-photos", PHOTOS_LIMIT) in asked.text
    # Something that is no photo is told so, though there is no room for photos either.
    await olena.send_sticker()
    await olena.until_any(gist(language, "photo-not-a-picture"))
    await olena.press(say("ask-wordless"), message=asked.id)
    await olena.until_any(say.n("ask-photos", PHOTOS_LIMIT))
    await press(olena, f"{button(YARD, language)} ›")
    await to_summary(olena, language)
    await press(olena, say("ask-file"))
    await olena.until_any(
        seen(say("my-request-heading", number=1, category=button(BENCH, language)))
    )
    await town.settle(olena)
    assert await photos_of(town) == ["before"] * PHOTOS_LIMIT


async def test_an_album_with_words_is_one_thing(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await asked_what(town, language)
    items = [{"photo": base64_of(PHOTO), "caption": "Зламана лавка"}, {"photo": base64_of(PHOTO)}]
    await olena.send_album(items)
    await olena.until_text(seen(say("ask-category-likely")), "Зламана лавка")
    await town.settle(olena)
    assert len([m for m in olena.received if seen(say("ask-category-likely")) in m.text]) == 1
    await to_summary(olena, language)
    assert say.n("ask-photos", 2) in olena.last.text


async def test_a_voice_message_speaks_for_itself(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await asked_what(town, language)
    await olena.send_voice(OGG)
    await olena.until_text(seen(say("ask-category")))
    await press(olena, f"{button(YARD, language)} ›")
    await to_summary(olena, language)
    assert say("ask-voice") in olena.last.text
    await press(olena, say("ask-file"))
    await olena.until_any(
        seen(say("my-request-heading", number=1, category=button(BENCH, language)))
    )
    assert await photos_of(town) == ["voice"]


@pytest.mark.parametrize(
    ("number", "content", "sentence"),
    [
        (1, {"video": {"width": 1, "height": 1, "duration": 3}}, "photo-moves"),
        (2, {"document": {"file_name": "a.pdf", "mime_type": "application/pdf"}},
         "photo-not-a-picture"),
        (3, {"document": {"file_name": "a.jpg", "mime_type": "image/jpeg",
                          "file_size": 21_000_000}}, "photo-too-heavy"),
    ],
)  # fmt: skip
async def test_what_is_no_photo_is_refused_with_a_sentence(
    town: RunningTown, number: int, content: dict[str, dict[str, Any]], sentence: str, language: str
) -> None:
    olena = await asked_what(town, language)
    file = {"file_id": "x", "file_unique_id": "x"}
    sent = {kind: file | told for kind, told in content.items()}
    await send_raw(town, olena, number, **sent)
    await olena.until_any(gist(language, sentence))
    # The question stays.
    await olena.send("Зламана лавка")
    asked = await olena.until_button(button(BENCH, language))
    assert "📷" not in asked.text


async def test_a_sticker_a_contact_and_a_page_named_jpg(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await asked_what(town, language)
    await olena.send_sticker()
    await olena.until_any(gist(language, "photo-not-a-picture"))
    await olena.send_contact()
    await olena.until_any(say("fallback-form-waits"))
    await olena.send_document(
        "bench.jpg", b"<html><script>alert(1)</script>", mime_type="image/jpeg"
    )
    await town.settle(olena)
    await olena.send_document("bomb.png", png_that_claims(50_000, 50_000), mime_type="image/png")
    await olena.until_any(gist(language, "photo-too-many-pixels"))
    await olena.send("Зламана лавка")
    await to_summary(olena, language)
    await town.settle(olena)
    await press(olena, say("ask-file"))
    await olena.until_any(
        seen(say("my-request-heading", number=1, category=button(BENCH, language)))
    )
    await town.settle(olena)
    assert await photos_of(town) == []


async def test_more_words_amid_categories_are_kept(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await asked_what(town, language)
    await olena.send("Зламана лавка")
    await olena.until_text(seen(say("ask-category-likely")))
    await olena.send("біля третього під'їзду, стирчать цвяхи")
    await olena.until_text(seen(say("ask-category-likely")), "стирчать цвяхи")
    # Few words look for a category; where they find none they were meant as more words.
    await olena.send("двір")
    await olena.until_text(seen(say("ask-category")))
    await olena.send("дуже гостро")
    await to_summary(olena, language)
    for words in ("Зламана лавка", "стирчать цвяхи", "дуже гостро"):
        assert words in olena.last.text


async def test_abuse_is_told_and_can_be_mended(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await asked_what(town, language)
    await olena.send("Полагодьте лавку, мудаки")
    await olena.until_any(gist(language, "words-abusive"))
    await olena.send("Полагодьте лавку, будь ласка")
    await to_summary(olena, language)
    assert "мудаки" not in olena.last.text
    await press(olena, say("ask-file"))
    await olena.until_any(
        seen(say("my-request-heading", number=1, category=button(BENCH, language)))
    )


async def test_the_same_again_names_the_first(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena = await asked_what(town, language)
    await olena.send("Зламана лавка")
    await to_summary(olena, language)
    await press(olena, say("ask-file"))
    await olena.until_any(
        seen(say("my-request-heading", number=1, category=button(BENCH, language)))
    )
    await olena.send("/courtyard")
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("Зламана лавка")
    await press(olena, button(BENCH, language))
    await press(olena, say("ask-at-home", place=SHEVCHENKA))
    # It lies nearby, and it is their own.
    near = await olena.until_text(seen(say.n("ask-nearby", 1)))
    await olena.press(say("ask-nearby-none"), message=near.id)
    await press(olena, say("ask-file"))
    assert gist(language, "request-same-already") in olena.toast
    assert len(await filed(town)) == 1


async def test_a_very_long_text_is_refused_before_it_is_kept(
    town: RunningTown, language: str
) -> None:
    olena = await asked_what(town, language)
    await olena.send("лавка " * 675)
    await olena.until_any(gist(language, "request-text-long"))
    await olena.send("Зламана лавка")
    await to_summary(olena, language)
    assert "«Зламана лавка»" in olena.last.text.replace("“", "«").replace("”", "»")
