"""What was told in the demo's year is fit to be told, and its people want to hear it or not."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from civic.audiences.model import WHOLE_TOWN
from civic.broadcasts.model import Content
from civic.broadcasts.rules.buttons import checked_link
from civic.broadcasts.rules.content import REASON_LIMIT, check_draft
from civic.broadcasts.rules.text import Field, fields_of, visible
from civic.communities.model import Role
from civic.kernel.ids import PlaceId
from civic.residents.model import EVERYTHING, Topic
from demo.announcing import SAVED
from demo.cast import CAST
from demo.crowd import SIZES, Courtyard, make_neighbours
from demo.habits import with_habits
from demo.history.announcements import ARRIVING, TOLD, TOLOKA, TOMORROW, UNFINISHED
from demo.history.letters import LETTERS
from demo.history.telling import Corrected, PastBroadcast, Recalled, Refused, Stopped
from demo.outlets import OUTLETS
from tests.calendar import MONDAY

ALL = (*TOLD, TOMORROW, TOLOKA, UNFINISHED)
STAFF = {one.key for one in CAST if one.role in {Role.OFFICIAL, Role.ADMINISTRATOR}}


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.author}-{one.days}-{one.at}")
def test_each_fits_a_message_and_names_what_there_is(one: PastBroadcast) -> None:
    contents = [Content(texts=one.texts)]
    if isinstance(one.turn, Refused | Corrected):
        contents.append(Content(texts={"uk": one.turn.text}))
    for content in contents:
        check_draft(content, WHOLE_TOWN)
        assert all(visible(text).strip() for text in content.texts.values())
    assert one.author in STAFF
    assert set(one.outlets) <= {outlet.key for outlet in OUTLETS}
    assert not one.to.saved or one.to.saved in SAVED
    assert len(one.urgent) <= REASON_LIMIT
    assert one.link is None or checked_link(one.link[1]) == one.link[1]


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.author}-{one.days}-{one.at}")
def test_what_is_published_reads_well_without_a_readers_name(one: PastBroadcast) -> None:
    """A courtyard or a name stands there only beside words for whoever has none."""
    for text in one.texts.values():
        for field in fields_of(Content(texts={"uk": text})):
            assert field in set(Field)
        assert text.count("{") == text.count("|")


def test_the_year_has_some_thirty_by_several_officials_on_every_topic() -> None:
    assert 30 <= len(TOLD) <= 36
    assert len({one.author for one in TOLD}) == 4
    never = {Topic.SURVEYS, Topic.RESULTS, Topic.REQUESTS, Topic.IDEAS}
    told = {topic for topic in Topic if topic not in never}
    assert {one.topic for one in TOLD} == told
    turns = Counter(type(one.turn) for one in TOLD if one.turn is not None)
    assert turns == {Refused: 1, Stopped: 1, Corrected: 1, Recalled: 1}
    (urgent,) = [one for one in TOLD if one.urgent]
    assert urgent.at[0] < 6
    assert all(8 <= one.at[0] < 20 for one in TOLD if not one.urgent)
    assert {one.days for one in ARRIVING} == {1, 3}
    assert any(one.to.saved for one in TOLD)


def test_nobody_writes_about_what_was_not_told_yet() -> None:
    for letter in LETTERS:
        if letter.about is not None:
            assert letter.about in TOLD
            before = (-letter.about.days, letter.about.at)
            assert before < (-letter.days, letter.at)
        assert [said.after for said in letter.said] == sorted(said.after for said in letter.said)
        assert all(not said.by or said.by in STAFF for said in letter.said)
        assert not letter.is_closed or letter.said[-1].by


def test_neighbours_keep_the_habits_that_chance_gave_them() -> None:
    courtyards = [Courtyard(place=PlaceId(n), district=n // 4) for n in range(len(SIZES))]
    plain = make_neighbours(courtyards, random=Random(3), now=MONDAY)
    one, other = (with_habits(plain, random=Random(4), now=MONDAY) for _ in range(2))
    assert one == other
    assert [n.mood for n in one] == [n.mood for n in plain]
    limits = Counter(n.weekly_limit for n in one)
    assert set(limits) == {None, 2, 5, 10}
    assert limits[None] > len(one) * 0.8
    muted = Counter(topic for n in one for topic in n.muted)
    assert {EVERYTHING, Topic.NEWS, Topic.EVENTS} <= set(muted)
    for neighbour in one:
        assert (neighbour.blocks_at is None) is neighbour.stays
        if neighbour.blocks_at is not None:
            assert neighbour.joined_at < neighbour.blocks_at < MONDAY - timedelta(days=12)


def test_a_button_of_the_year_is_a_link_that_may_be_sent() -> None:
    linked = [one.link for one in ALL if one.link is not None]
    assert linked
    assert all(url.startswith("https://") and ".example/" in url for _, url in linked)
