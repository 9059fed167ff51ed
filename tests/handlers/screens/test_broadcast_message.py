"""A broadcast as a person gets it, as a channel shows it, and as a test to oneself."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from civic.audiences.model import WHOLE_TOWN, AudienceRule
from civic.broadcasts.message import message_params
from civic.broadcasts.model import (
    Attachment,
    Broadcast,
    Content,
    LinkButton,
    MediaKind,
    ReadButton,
    SurveyButton,
    Urgency,
)
from civic.broadcasts.rules.text import CAPTION_LIMIT, LIMIT, units, visible
from civic.communities.model import Role
from civic.kernel.ids import AccountId, BroadcastId, CommunityId, SurveyId
from civic.kernel.language import Language, Translated
from civic.residents.model import Topic
from handlers.presses.broadcasts import AskedSurveyPress, MuteTopicPress, ReadPress, TrialPress
from handlers.presses.registry import Press, read_press
from handlers.screens.notices.everything import render_notice
from handlers.screens.screen import Screen
from locales.catalog import say as speak

WATER = Broadcast(
    id=BroadcastId(12),
    community=CommunityId(1001),
    number=5,
    author=AccountId(502),
    editors=frozenset({AccountId(502)}),
    agency=None,
    topic=Topic.OUTAGES,
    content=Content(texts={"uk": "<b>Води не буде</b> до вечора."}),
    audience=WHOLE_TOWN,
    created_at=datetime(2027, 3, 1, 8, tzinfo=UTC),
)
SPEAKER = Translated({"uk": "Водоканал", "en": "Waterworks"})
BUTTONS = (
    LinkButton(label=Translated({"uk": "Графік", "en": "Schedule"}), url="https://example.org/g"),
    SurveyButton(label=Translated({}), survey=SurveyId(33)),
    ReadButton(),
)


def with_text(uk: str, en: str = "") -> Broadcast:
    texts: dict[Language, str] = {"uk": uk, "en": en} if en else {"uk": uk}
    return replace(WATER, content=replace(WATER.content, texts=texts))


def shown(broadcast: Broadcast, language: str = "uk", part: str = "main", **more: Any) -> Screen:
    flags = {name: more.pop(name) for name in list(more) if name.startswith("is_")}
    params = message_params(
        broadcast, "album" if part == "album" else "main", speaker=SPEAKER, own="uk", **flags
    )
    return render_notice("broadcast", {**params, **more}, speak(language))


def presses(screen: Screen) -> list[Press | None]:
    buttons = [button for row in screen.rows for button in row]
    return [read_press(button.press) for button in buttons if button.press]


def labels(screen: Screen) -> list[str]:
    return [button.label for row in screen.rows for button in row]


def test_people_get_the_words_as_they_were_written_and_who_says_them() -> None:
    screen = shown(WATER)
    assert screen.text == "<b>Води не буде</b> до вечора.\n\n<i>— Водоканал</i>"
    assert presses(screen) == [MuteTopicPress(broadcast=WATER.id, topic="outages", off=True)]
    assert labels(screen) == ["🔕 Не писати про відключення"]


def test_whoever_reads_another_language_gets_it_where_it_is_written_else_hears_so() -> None:
    both = with_text(uk="Води не буде.", en="No water.")
    assert shown(both, "en").text.startswith("No water.\n\n<i>— Waterworks")
    only = shown(with_text(uk="Води не буде."), "en").text
    assert only.startswith("Води не буде.")
    assert only.endswith("The announcement is in Ukrainian only.")


def test_names_are_filled_in_and_missing_ones_have_a_word_instead() -> None:
    personal = with_text(uk="Вітаємо, {ім'я}! Це {двір|ваш двір}.")
    known = {"first_name": "<Олена>", "courtyard": "Двір на Садовій"}
    assert shown(personal, reader=known).text.startswith(
        "Вітаємо, &lt;Олена&gt;! Це Двір на Садовій."
    )
    unknown = {"first_name": "", "courtyard": ""}
    assert shown(personal, reader=unknown).text.startswith("Вітаємо, сусіде! Це ваш двір.")


def test_what_is_urgent_or_corrected_says_so() -> None:
    urgent = replace(WATER, urgency=Urgency(reason="Аварія"))
    assert shown(urgent).text.startswith("<b>Терміново</b>\n\n")
    assert "(виправлено)" in shown(WATER, is_corrected=True).text


@pytest.mark.parametrize("files", [0, 1])
def test_what_stands_around_the_words_leaves_them_their_room(files: int) -> None:
    limit = CAPTION_LIMIT if files else LIMIT
    photo = Attachment(kind=MediaKind.PHOTO, telegram_file="f", name="", size=1)
    full = replace(
        WATER,
        content=Content(
            texts={"uk": "<b>" + "я" * (limit - 16) + "</b>"}, attachments=(photo,) * files
        ),
        urgency=Urgency(reason="Аварія"),
    )
    screen = shown(full, "en", is_corrected=True)
    assert units(visible(screen.text)) <= limit
    assert screen.text.endswith("(виправлено)")
    assert len(screen.media) == files


def test_buttons_open_count_and_lead_where_they_say() -> None:
    screen = shown(replace(WATER, content=replace(WATER.content, buttons=BUTTONS)))
    assert labels(screen)[:3] == ["Графік", "Відповісти на опитування", "Прочитано"]
    assert screen.rows[0][0].url == "https://example.org/g"
    assert presses(screen)[:2] == [
        AskedSurveyPress(broadcast=WATER.id, survey=SurveyId(33)),
        ReadPress(broadcast=WATER.id),
    ]


def test_a_channel_gets_links_only_and_in_the_towns_language() -> None:
    content = Content(texts={"uk": "Води немає.", "en": "No water."}, buttons=BUTTONS)
    screen = shown(replace(WATER, content=content), "en", is_public=True, bot_username="viche_bot")
    assert screen.text.startswith("Води немає.")
    assert labels(screen) == ["Графік", "Відповісти на опитування"]
    assert screen.rows[1][0].url == "https://t.me/viche_bot?start=s-1001-33"
    assert presses(screen) == []


def test_under_a_test_nothing_counts() -> None:
    content = replace(WATER.content, buttons=BUTTONS)
    screen = shown(replace(WATER, content=content), is_test=True)
    assert presses(screen) == [TrialPress()] * 3


def test_a_test_can_be_asked_for_in_any_language_that_was_written() -> None:
    both = with_text(uk="Води не буде.", en="No water.")
    assert shown(both, "uk", is_test=True, speak="en").text.startswith("No water.")


def test_officials_are_not_offered_to_turn_a_topic_off() -> None:
    office = replace(WATER, audience=AudienceRule(roles=(Role.OFFICIAL,)))
    assert shown(office).rows == ()


def test_files_that_go_ahead_carry_no_words() -> None:
    files = tuple(
        Attachment(kind=MediaKind.PHOTO, telegram_file=f"f{n}", name="", size=1) for n in range(3)
    )
    album = replace(WATER, content=replace(WATER.content, attachments=files))
    ahead = shown(album, part="album")
    assert (ahead.text, ahead.rows, len(ahead.media)) == ("", (), 3)
    assert shown(album).media == ()
