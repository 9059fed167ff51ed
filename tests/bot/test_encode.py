"""Screens and effects as calls: what is edited in place, what is sent below, what is answered."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.encode import Occasion, encode, messages
from civic.kernel.ids import AccountId, FileId
from handlers.effects import FetchFile, Reply, Send, Show, Toast, Unbutton, Working
from handlers.screens.screen import Button, Key, Media, Screen, Spot
from tests.calendar import MONDAY

ROWS = ((Button(label="Далі", press="zz1.1"),),)
PHOTO = Media(kind="photo", telegram_file="ph")
PAPER = Media(kind="document", telegram_file="doc")
VOICE = Media(kind="voice", telegram_file="vo")
KEYS = ((Key(label="📍", asks="location"), Key(label="Інше")),)


def _typed() -> Occasion:
    return Occasion(chat=5, community=None, received_at=MONDAY)


def _pressed(*, is_text: bool = True, early: bool = False) -> Occasion:
    return Occasion(
        chat=5, community=None, received_at=MONDAY, callback="q1", pressed=42,
        pressed_is_text=is_text, answered_early=early,
    )  # fmt: skip


def _calls(reply: Reply, occasion: Occasion) -> list[tuple[str, Mapping[str, Any]]]:
    return [(call.method, call.payload) for call in encode(reply, occasion).calls]


def _methods(reply: Reply, occasion: Occasion) -> list[str]:
    return [method for method, _ in _calls(reply, occasion)]


def test_a_bare_screen_is_shown_below_what_was_typed_and_in_place_of_what_was_pressed() -> None:
    screen = Screen(text="<b>Вітаю</b>", rows=ROWS)
    ((method, payload),) = _calls(screen, _typed())
    assert method == "sendMessage"
    assert payload["text"] == "<b>Вітаю</b>"
    assert payload["parse_mode"] == "HTML"
    assert payload["reply_markup"] == {
        "inline_keyboard": [[{"text": "Далі", "callback_data": "zz1.1"}]]
    }
    assert _methods(screen, _pressed()) == ["answerCallbackQuery", "editMessageText"]
    assert _calls(screen, _pressed())[1][1]["message_id"] == 42


def test_nothing_said_is_nothing_sent_but_a_press_is_always_answered() -> None:
    assert _calls(None, _typed()) == []
    assert _calls(None, _pressed()) == [("answerCallbackQuery", {"callback_query_id": "q1"})]


def test_what_cannot_be_edited_into_the_pressed_message_is_sent_below_it() -> None:
    for screen in (
        Screen(text="x", picture=FileId(1)),
        Screen(text="x", document=FileId(1)),
        Screen(text="x" * 5000),
        Screen(text="x", media=(PHOTO,)),
        Screen(text="x", spot=Spot(latitude=50, longitude=30)),
    ):
        methods = _methods(screen, _pressed())
        assert methods[:2] == ["answerCallbackQuery", "editMessageReplyMarkup"]
        assert methods[2].startswith("send")
    assert _methods(Screen(text="x"), _pressed(is_text=False)) == [
        "answerCallbackQuery", "editMessageReplyMarkup", "sendMessage",
    ]  # fmt: skip


def test_a_keyboard_comes_with_a_new_message_that_takes_the_pressed_one_away() -> None:
    encoded = encode(Screen(text="Де ви?", keys=KEYS), _pressed())
    (_, new) = encoded.calls
    assert new.method == "sendMessage"
    assert new.replaces
    assert encoded.cards[5, "main"] == 42
    keyboard = new.payload["reply_markup"]["keyboard"]
    assert keyboard == [[{"text": "📍", "request_location": True}, {"text": "Інше"}]]


def test_a_keyboard_is_taken_away() -> None:
    ((_, payload),) = _calls(Screen(text="Готово", keys=()), _typed())
    assert payload["reply_markup"] == {"remove_keyboard": True}


def test_a_picture_carries_its_words_as_caption_while_they_fit() -> None:
    ((method, payload),) = messages(Screen(text="я" * 1024, picture=FileId(7), rows=ROWS))
    assert method == "sendPhoto"
    assert payload["photo"] == {"file": 7}
    assert payload["caption"] == "я" * 1024
    assert "reply_markup" in payload

    for long in ("я" * 1025, "😀" * 600):
        (photo, words) = messages(Screen(text=long, picture=FileId(7), rows=ROWS))
        assert photo == ("sendPhoto", {"photo": {"file": 7}})
        assert words[0] == "sendMessage"
        assert words[1]["text"] == long
        assert "reply_markup" in words[1]


def test_a_document_without_words_has_no_caption() -> None:
    assert messages(Screen(text="", document=FileId(7))) == [
        ("sendDocument", {"document": {"file": 7}})
    ]


def test_a_file_of_somebodys_is_shown_by_its_own_id_with_words_and_buttons_under_it() -> None:
    for media, method in ((PHOTO, "sendPhoto"), (PAPER, "sendDocument"), (VOICE, "sendVoice")):
        ((called, payload),) = messages(Screen(text="Ось", media=(media,), rows=ROWS), silent=True)
        assert called == method
        assert payload[media.kind] == media.telegram_file
        assert payload["caption"] == "Ось"
        assert "reply_markup" in payload
        assert payload["disable_notification"]

    (file, words) = messages(Screen(text="я" * 1025, media=(PAPER,), rows=ROWS))
    assert file == ("sendDocument", {"document": "doc"})
    assert words[0] == "sendMessage"
    assert "reply_markup" in words[1]


def test_a_spot_is_shown_on_the_map_with_its_words_below() -> None:
    spot = Spot(latitude=50.56, longitude=30.08)
    placed = ("sendLocation", {"latitude": 50.56, "longitude": 30.08})
    assert messages(Screen(text="", spot=spot)) == [placed]
    (where, words) = messages(Screen(text="Тут", spot=spot, rows=ROWS))
    assert where == placed
    assert words[1]["text"] == "Тут"
    assert "reply_markup" in words[1]


def test_several_pictures_are_an_album_whose_first_bears_the_words() -> None:
    ((method, payload),) = messages(Screen(text="Двір", media=(PHOTO, PHOTO)))
    assert method == "sendMediaGroup"
    assert payload["media"] == [
        {"type": "photo", "media": "ph", "caption": "Двір", "parse_mode": "HTML"},
        {"type": "photo", "media": "ph"},
    ]
    ((_, bare),) = messages(Screen(text="", media=(PHOTO, PHOTO)))
    assert "caption" not in bare["media"][0]


def test_an_album_bears_no_buttons_so_its_words_follow_with_them() -> None:
    for screen in (
        Screen(text="Двір", media=(PHOTO, PHOTO), rows=ROWS),
        Screen(text="я" * 1025, media=(PHOTO, PHOTO)),
    ):
        (album, words) = messages(screen)
        assert album[0] == "sendMediaGroup"
        assert "reply_markup" not in album[1]
        assert words[1]["text"] == screen.text
        assert ("reply_markup" in words[1]) == bool(screen.rows)


def test_albums_hold_ten_files_of_one_kind_and_no_voice() -> None:
    many = (PHOTO,) * 12 + (PAPER, PAPER, VOICE, VOICE)
    sent = messages(Screen(text="Усе", media=many))
    assert [method for method, _ in sent] == [
        "sendMediaGroup", "sendMediaGroup", "sendMediaGroup", "sendVoice", "sendVoice",
    ]  # fmt: skip
    assert [len(payload["media"]) for _, payload in sent[:3]] == [10, 2, 2]
    assert sent[0][1]["media"][0]["caption"] == "Усе"


def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last() -> None:
    parts = messages(Screen(text="слово " * 1500, rows=ROWS), silent=True)
    assert len(parts) == 3
    assert ["reply_markup" in payload for _, payload in parts] == [False, False, True]
    assert all(payload["disable_notification"] for _, payload in parts)


def test_only_the_last_part_is_the_card() -> None:
    encoded = encode(Show(screen=Screen(text="слово " * 1500), replaces=True), _typed())
    assert [call.card for call in encoded.calls] == [None, None, "main"]
    assert [call.replaces for call in encoded.calls] == [False, False, True]


def test_a_toast_answers_the_press_in_at_most_two_hundred_characters() -> None:
    ((method, payload),) = _calls(Toast(text="😀" * 150, alert=True), _pressed())
    assert method == "answerCallbackQuery"
    assert payload["show_alert"] is True
    assert len(payload["text"].encode("utf-16-le")) // 2 <= 200
    assert payload["text"].endswith("😀…")


def test_a_toast_without_a_press_or_for_one_answered_early_is_a_message() -> None:
    assert _methods(Toast(text="так"), _typed()) == ["sendMessage"]
    assert _methods(Toast(text="так"), _pressed(early=True)) == ["sendMessage"]
    assert _methods(Screen(text="x"), _pressed(early=True)) == ["editMessageText"]


def test_an_answer_is_pointless_after_eight_seconds() -> None:
    for reply in (None, Working()):
        for call in encode(reply, _pressed()).calls:
            assert call.expires == MONDAY + timedelta(seconds=8)


def test_effects_keep_their_order() -> None:
    reply = (
        Toast(text="Є"),
        Unbutton(),
        Send(screen=Screen(text="1")),
        Send(screen=Screen(text="2"), to=AccountId(6), silent=True),
        Working(action="upload_document"),
        FetchFile(file_id="f", name="a.csv", size=1, then="t", params={"a": 1}),
    )
    calls = encode(reply, _pressed()).calls
    assert [(call.method, call.chat) for call in calls] == [
        ("answerCallbackQuery", 5), ("editMessageReplyMarkup", 5), ("sendMessage", 5),
        ("sendMessage", 6), ("sendChatAction", 5), ("fetchFile", 5),
    ]  # fmt: skip
    assert calls[-1].payload == {"file_id": "f", "name": "a.csv", "then": "t", "params": {"a": 1}}


def test_a_button_is_a_press_or_a_link_and_never_nothing() -> None:
    link = Screen(text="x", rows=((Button(label="Сайт", url="https://e.ua"),), ()))
    ((_, payload),) = messages(link)
    assert payload["reply_markup"]["inline_keyboard"] == [[{"text": "Сайт", "url": "https://e.ua"}]]
    with pytest.raises(ValueError, match="does nothing"):
        messages(Screen(text="x", rows=((Button(label="?"),),)))


def test_what_fits_once_its_tags_are_read_is_one_message() -> None:
    bold = "<b>я</b>" * 1000
    photo = Media(kind="photo", telegram_file="f")
    (captioned,) = messages(Screen(text=bold, media=(photo,)))
    assert captioned[1]["caption"] == bold
    assert messages(Screen(text=bold * 4))[0][1]["text"] == bold * 4
