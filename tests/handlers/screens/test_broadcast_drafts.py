"""Every screen of writing an announcement, in three languages, whatever people typed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from civic.broadcasts.model import (
    Attachment,
    Broadcast,
    BroadcastState,
    Content,
    LinkButton,
    MediaKind,
    ReadButton,
    Timing,
    Urgency,
)
from civic.broadcasts.rules.approvals import Requirement
from civic.channels.model import Channel, ChatKind
from civic.communities.model import Official, Role
from civic.kernel.ids import AccountId, BroadcastId, ChatId, CommunityId
from civic.kernel.language import LANGUAGES, Translated
from civic.residents.model import Topic
from handlers.screens.broadcasts import buttons, checking, contents, drafts, timing, wording
from handlers.screens.communities import telling
from handlers.screens.screen import Screen
from locales.catalog import Say
from locales.catalog import say as speak
from tests.calendar import MONDAY
from tests.handlers.screens.test_broadcast_message import WATER
from tests.people import TOWN, town

NASTY = "<b>&" + "я" * 90
TYPED = "&lt;b&gt;&amp;" + "я" * 3000
ZONE = "Europe/Kyiv"
PHOTO = Attachment(kind=MediaKind.PHOTO, telegram_file="f1", size=1)
PAPER = Attachment(kind=MediaKind.DOCUMENT, telegram_file="f2", name=NASTY, size=1)
FULL: Broadcast = replace(
    WATER,
    content=Content(
        texts={"uk": TYPED, "en": TYPED},
        attachments=(PHOTO, PAPER),
        buttons=(
            LinkButton(label=Translated({"uk": NASTY}), url="https://example.org/?a=1&b=<"),
            ReadButton(),
        ),
    ),
    channels=(ChatId(-1),),
    timing=Timing(
        starts_at=MONDAY, window=(time(9), time(18)), expires_at=MONDAY + timedelta(days=1)
    ),
    urgency=Urgency(reason=NASTY),
)
EMPTY: Broadcast = replace(WATER, content=Content(texts={}))
CHANNEL = Channel(
    community=CommunityId(1), chat=ChatId(-1), kind=ChatKind.CHANNEL, title=NASTY, can_post=False,
    place=None, bound_by=AccountId(1), bound_at=MONDAY,
)  # fmt: skip
COLLEAGUE = Official(
    community=CommunityId(1), account=AccountId(2), role=Role.OFFICIAL, agency=None, name=NASTY,
    since=MONDAY,
)  # fmt: skip


def takes(needed: int, *, is_alone: bool = False) -> Requirement:
    return Requirement(
        recipients=9000, needed=needed, approvers=(COLLEAGUE,) * 5, is_alone=is_alone,
        alone_ignored=bool(needed),
    )  # fmt: skip


def screens(say: Say) -> Iterator[Screen]:
    yield drafts.broadcasts_screen([], page=0, count=0, may_write=True, say=say)
    listed = [replace(FULL, id=BroadcastId(n), number=n) for n in range(7)]
    yield drafts.broadcasts_screen(listed, page=1, count=30, may_write=False, say=say)
    yield drafts.topics_screen(say)
    yield drafts.first_content_screen(Topic.NEWS, say=say)
    for draft in (FULL, EMPTY):
        yield from _of(draft, say)
    office = town(TOWN, NASTY)
    yield telling.telling_screen(office, say=say)
    yield telling.telling_screen(
        replace(office, is_single_handed=True, names_officials=True), say=say
    )
    yield telling.ask_approval_screen(office, say=say)
    yield telling.ask_urgent_screen(office, say=say)


def _of(draft: Broadcast, say: Say) -> Iterator[Screen]:
    around = drafts.Around(
        audience="…", headcount="…", problem="…", languages=LANGUAGES, zone=ZONE, took_back="…"
    )
    yield drafts.draft_screen(draft, around, say=say)
    yield drafts.draft_screen(draft, replace(around, problem=""), say=say)
    yield drafts.more_screen(draft, say=say)
    yield drafts.topic_screen(draft, say=say)
    yield drafts.discard_screen(draft, say=say)
    yield drafts.tried_screen(draft, say=say)
    yield contents.text_screen(draft, "uk", is_own=True, say=say)
    yield contents.text_screen(draft, "en", is_own=False, say=say)
    yield contents.texts_screen(draft, LANGUAGES, say=say)
    yield contents.files_screen(draft, say=say)
    yield buttons.buttons_screen(draft, say=say)
    yield buttons.ask_label_screen(draft, LANGUAGES, say=say)
    yield buttons.ask_address_screen(draft, NASTY, say=say)
    yield buttons.surveys_screen(draft, [], page=0, count=0, say=say)
    yield buttons.outlets_screen(draft, [CHANNEL], page=0, count=1, say=say)
    yield buttons.outlets_screen(draft, [], page=0, count=0, say=say)
    yield timing.timing_screen(draft, ZONE, say=say)
    yield timing.starts_screen(draft, ZONE, now=MONDAY, say=say)
    yield timing.hours_screen(draft, say=say)
    yield timing.expiry_screen(draft, say=say)
    yield timing.urgent_screen(draft, left=2, limit=3, say=say)
    yield timing.urgent_screen(draft, left=0, limit=3, say=say)
    ahead = checking.Ahead(
        audience="…", headcount="…", channels=(NASTY,) * 5, zone=ZONE, takes=None, problem="…"
    )
    yield checking.check_screen(draft, ahead, say=say)
    for needed in (takes(0), takes(2), takes(0, is_alone=True)):
        yield checking.check_screen(draft, replace(ahead, takes=needed, problem=""), say=say)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_is_too_long_and_what_people_typed_is_escaped(language: str) -> None:
    for screen in screens(speak(language)):
        assert 0 < len(screen.text) <= 1200, screen.text
        assert "<b>&я" not in screen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_screen_has_a_way_back_and_a_way_home(language: str) -> None:
    say = speak(language)
    for screen in screens(say):
        labels = [button.label for button in screen.rows[-1]]
        assert labels == [say("back"), say("home")], screen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_most_eight_choices_stand_beside_trying_sending_and_the_ways_out(language: str) -> None:
    say = speak(language)
    out = {say(key) for key in ("back", "home", "page-before", "page-after")}
    out |= {say(key) for key in ("broadcast-try", "broadcast-check")}
    for screen in screens(say):
        choices = [one.label for row in screen.rows for one in row if one.label not in out]
        assert len(choices) <= 8, (screen.text, choices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_show_words_where_a_reader_s_name_will_stand(language: str) -> None:
    content = Content(texts={"uk": "Завтра не буде води, {ім'я|сусіде}, і в дворі {двір}."})
    told = wording.first_words(content, speak(language), limit=200)
    assert told.startswith("Завтра не буде води, сусіде, і в дворі ")
    assert not {"{", "}", "|"} & set(told)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", "«Води немає»\n1 фото"),
        ("en", "“Води немає”\n1 photo"),
        ("ru", "«Води немає»\n1 фото"),
    ],
)
def test_only_the_words_of_the_author_are_in_quotation_marks(language: str, said: str) -> None:
    content = Content(texts={"uk": "Води немає"}, attachments=(PHOTO,))
    assert wording.quoted(content, speak(language)) == said
    assert "«" not in wording.quoted(Content(texts={}), speak("uk"))


@pytest.mark.parametrize(
    ("language", "word"), [("uk", "відкликано"), ("en", "recalled"), ("ru", "отозвано")]
)
def test_the_list_tells_what_was_recalled(language: str, word: str) -> None:
    gone = replace(FULL, state=BroadcastState.DONE, recalled_at=MONDAY)
    shown = drafts.broadcasts_screen([gone], page=0, count=1, may_write=True, say=speak(language))
    assert shown.rows[0][0].label.endswith(f"· {word}")
