"""Who may let a broadcast go, and whose word it needs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from civic.audiences.model import Gone, Headcount, LeftOut
from civic.broadcasts import notices
from civic.broadcasts.model import BroadcastState as S
from civic.broadcasts.model import Content, SurveyButton, Timing, Urgency
from civic.communities.model import Official, Role
from civic.kernel.ids import ChatId, PlaceId, SurveyId
from civic.kernel.language import Translated
from civic.kernel.refusal import NotFound, Refusal
from tests.told import (
    DARYNA,
    IHOR,
    MONDAY,
    OFFICE,
    OKSANA,
    PETRO,
    PHOTO,
    TEXT,
    WATER,
    official,
    town,
)
from tests.told_desk import Desk, desk

GAS = Urgency(reason="Витік газу на Садовій.")


def few(count: int = 99) -> Headcount:
    return Headcount(belong=count, left_out={})


async def refused_with(desk: Desk, **how: object) -> str:
    with pytest.raises(Refusal) as refused:
        await desk.submit(**how)  # type: ignore[arg-type]  # as the test says
    return refused.value.key


async def test_a_small_broadcast_goes_at_once_by_one_hand() -> None:
    office = desk()
    office.audiences.counted = few()
    await office.draft()
    going = await office.submit()
    assert (going.state, going.version, going.recipients) == (S.SCHEDULED, 1, 99)
    assert office.audit.verbs == ["broadcast-written", "broadcast-sent"]
    assert office.broadcasts.versions[0].content == TEXT


async def test_from_a_hundred_recipients_on_a_second_person_is_asked() -> None:
    office = desk()
    office.audiences.counted = few(100)
    await office.draft()
    assert (await office.submit()).state is S.REQUESTED
    assert office.outbox.told(notices.ASKED) == {PETRO, DARYNA, IHOR}

    decided = await office.approve(by=PETRO)

    assert (decided.left, decided.broadcast.state) == (0, S.SCHEDULED)
    assert office.outbox.told(notices.APPROVED) == {OKSANA}
    assert office.audit.verbs[-2:] == ["broadcast-approved", "broadcast-sent"]


async def test_the_town_sets_from_how_many_on_it_is_asked() -> None:
    office = desk(of=town(approval_from=300))
    await office.draft()
    assert (await office.submit()).state is S.SCHEDULED


async def test_publishing_to_a_channel_needs_a_second_person_however_few_are_written_to() -> None:
    office = desk()
    office.audiences.counted = few(3)
    office.outlets.kept[ChatId(-100)] = True
    await office.draft()
    await office.edit(lambda one: replace(one, channels=(ChatId(-100), ChatId(-100))))
    going = await office.submit()
    assert (going.state, going.channels) == (S.REQUESTED, (ChatId(-100),))


async def test_nobody_approves_what_they_wrote_edited_or_asked_for() -> None:
    office = desk()
    await office.draft(by=OKSANA)
    await office.rewrite("Води не буде з 21:00.", by=PETRO)
    await office.submit(by=DARYNA)
    assert office.outbox.told(notices.ASKED) == {IHOR}
    for author in (OKSANA, PETRO, DARYNA):
        with pytest.raises(Refusal) as refused:
            await office.approve(by=author)
        assert refused.value.key == "broadcast-approve-own"
    assert (await office.approve(by=IHOR)).left == 0


async def test_a_role_younger_than_a_day_approves_nothing() -> None:
    new = official(PETRO, since=MONDAY - timedelta(hours=23, minutes=59))
    office = desk(official(OKSANA), new, official(IHOR))
    await office.draft()
    await office.submit()
    assert office.outbox.told(notices.ASKED) == {IHOR}
    with pytest.raises(Refusal) as refused:
        await office.approve(by=PETRO)
    assert refused.value.key == "broadcast-approve-new"
    office.now += timedelta(minutes=1)
    assert (await office.approve(by=PETRO)).left == 0


async def test_in_a_town_younger_than_a_day_a_young_role_does() -> None:
    office = desk(
        official(OKSANA, since=MONDAY), official(PETRO, since=MONDAY), of=town(created_at=MONDAY)
    )
    await office.draft()
    await office.submit()
    assert (await office.approve(by=PETRO)).broadcast.state is S.SCHEDULED


async def test_an_analyst_neither_sends_nor_approves() -> None:
    analyst = official(PETRO, role=Role.ANALYST)
    office = desk(official(OKSANA), analyst, official(IHOR))
    await office.draft()
    assert await refused_with(office, by=PETRO) == "not-allowed"
    await office.submit()
    with pytest.raises(Refusal) as refused:
        await office.approve(by=PETRO)
    assert refused.value.key == "not-allowed"


async def test_without_a_second_person_it_cannot_even_be_asked_for() -> None:
    office = desk(official(OKSANA))
    await office.draft()
    assert await refused_with(office) == "broadcast-nobody-approves"
    assert office.told.state is S.DRAFT


async def test_an_edit_takes_the_request_back_and_says_so() -> None:
    office = desk()
    await office.draft()
    await office.submit()
    edited = await office.rewrite("Інший текст.", by=DARYNA)
    assert (edited.took_back, edited.broadcast.state) == (True, S.DRAFT)
    assert office.outbox.told(notices.TAKEN_BACK) == {OKSANA, PETRO, IHOR}
    with pytest.raises(Refusal) as refused:
        await office.approve(by=PETRO, version=1)
    assert refused.value.key == "broadcast-is-draft"
    assert (await office.submit()).version == 2
    with pytest.raises(Refusal) as refused:
        await office.approve(by=PETRO, version=1)
    assert refused.value.key == "broadcast-changed-meanwhile"


async def test_an_edit_that_changes_nothing_leaves_the_request() -> None:
    office = desk()
    await office.draft()
    await office.submit()
    edited = await office.edit(lambda one: replace(one, state=S.GOING, recipients=7))
    assert (edited.took_back, office.told.state) == (False, S.REQUESTED)


async def test_whoever_refuses_says_why_and_the_author_reads_it() -> None:
    office = desk()
    await office.draft()
    await office.submit()
    with pytest.raises(Refusal) as refused:
        await office.refuse("  ", by=PETRO)
    assert refused.value.key == "broadcast-reason-empty"
    await office.refuse("Не той двір.", by=PETRO)
    assert office.told.state is S.DRAFT
    (told,) = [one for one in office.outbox.owed if one.key == notices.REFUSED]
    assert (told.to, told.params["reason"]) == (OKSANA, "Не той двір.")
    assert "Не той двір." not in str(office.audit.noted)


async def test_what_was_confirmed_is_what_goes() -> None:
    office = desk()
    drafted = await office.draft()
    from civic.broadcasts.document import fingerprint_of

    seen = fingerprint_of(drafted)
    await office.rewrite("Хтось інший змінив.", by=PETRO)
    assert await refused_with(office, seen=seen) == "broadcast-changed-meanwhile"


async def test_urgent_needs_two_people_besides_its_authors() -> None:
    office = desk()
    office.audiences.counted = few(2)
    await office.draft()
    await office.edit(lambda one: replace(one, urgency=GAS))
    assert (await office.submit()).state is S.REQUESTED
    assert (await office.approve(by=PETRO)).left == 1
    with pytest.raises(Refusal) as refused:
        await office.approve(by=PETRO)
    assert refused.value.key == "broadcast-approved-already"
    assert office.told.state is S.REQUESTED
    decided = await office.approve(by=IHOR)
    assert (decided.left, decided.broadcast.state) == (0, S.SCHEDULED)


@pytest.mark.parametrize(
    ("people", "key"),
    [
        (OFFICE[:2], "broadcast-urgent-people"),
        ((*OFFICE[:2], official(IHOR, since=MONDAY)), "broadcast-urgent-people"),
    ],
)
async def test_urgent_is_refused_where_too_few_could_approve_it(
    people: tuple[Official, ...], key: str
) -> None:
    office = desk(*people)
    await office.draft()
    await office.edit(lambda one: replace(one, urgency=GAS))
    assert await refused_with(office) == key


async def test_urgent_is_refused_where_its_authors_leave_one_approver_only() -> None:
    office = desk(*OFFICE[:3])
    await office.draft()
    await office.edit(lambda one: replace(one, urgency=GAS), by=PETRO)
    assert await refused_with(office) == "broadcast-two-approve"


async def test_urgent_ones_are_few_a_week() -> None:
    office = desk(of=town(urgent_a_week=1))
    await office.draft()
    await office.edit(lambda one: replace(one, urgency=GAS))
    await office.submit()
    first = replace(office.told, id=WATER)
    office.broadcasts.kept.clear()
    office.broadcasts.kept[type(WATER)(1)] = replace(first, id=type(WATER)(1))
    await office.draft()
    await office.edit(lambda one: replace(one, urgency=GAS))
    assert await refused_with(office) == "broadcast-urgent-used"
    office.now += timedelta(days=7)
    assert (await office.submit()).state is S.REQUESTED


async def test_one_person_alone_waits_a_quarter_of_an_hour_and_can_stop_it() -> None:
    office = desk(official(OKSANA), of=town(is_single_handed=True))
    await office.draft()
    going = await office.submit()
    assert going.state is S.SCHEDULED
    assert going.is_single_handed
    assert going.timing.starts_at == MONDAY + timedelta(minutes=15)
    assert office.audit.verbs[-1] == "broadcast-sent-single-handed"
    assert office.outbox.told(notices.ALONE) == {OKSANA}
    assert (await office.stop()).state is S.STOPPED


async def test_with_a_second_person_nobody_sends_alone_whatever_is_set() -> None:
    office = desk(official(OKSANA), official(PETRO), of=town(is_single_handed=True))
    await office.draft()
    going = await office.submit()
    assert (going.state, going.is_single_handed) == (S.REQUESTED, False)


async def test_a_broadcast_of_one_alone_edited_in_its_delay_asks_anew() -> None:
    office = desk(official(OKSANA), of=town(is_single_handed=True))
    await office.draft()
    await office.submit()
    edited = await office.rewrite("Інше.")
    assert (edited.broadcast.state, edited.broadcast.timing) == (S.DRAFT, Timing())


async def test_nobody_to_write_to_is_said_before_it_is_asked_for() -> None:
    office = desk()
    await office.draft()
    office.audiences.counted = few(0)
    assert await refused_with(office) == "broadcast-nobody"
    office.audiences.counted = Headcount(belong=4, left_out={LeftOut.TOPIC_OFF: 4})
    assert await refused_with(office) == "broadcast-nobody-left"
    office.audiences.missing = Gone(places=(PlaceId(1),))
    assert await refused_with(office) == "broadcast-audience-gone"


@pytest.mark.parametrize("people", [0, 1, 4])
async def test_few_who_are_known_by_their_answers_are_refused_as_nobody_is(people: int) -> None:
    office = desk()
    await office.draft()
    office.audiences.counted = Headcount(belong=people, left_out={}, asks_of_answers=True)
    assert await refused_with(office) == "broadcast-too-few"


async def test_as_many_as_the_threshold_may_be_written_to_by_their_answers() -> None:
    office = desk()
    await office.draft()
    office.audiences.counted = Headcount(belong=5, left_out={}, asks_of_answers=True)
    assert (await office.submit()).recipients == 5


async def test_a_button_leads_to_a_survey_that_is_open() -> None:
    office = desk()
    button = SurveyButton(label=Translated({}), survey=SurveyId(5))
    await office.draft(replace(TEXT, buttons=(button,)))
    with pytest.raises(NotFound):
        await office.submit()
    office.ask(5, "closed")
    assert await refused_with(office) == "broadcast-survey-over"
    office.ask(5, "open")
    assert (await office.submit()).state is S.REQUESTED


async def test_a_channel_where_the_bot_may_not_post_is_named() -> None:
    office = desk()
    office.outlets.kept[ChatId(-100)] = False
    await office.draft()
    await office.edit(lambda one: replace(one, channels=(ChatId(-100),)))
    with pytest.raises(Refusal) as refused:
        await office.submit()
    assert refused.value.key == "broadcast-no-right"
    assert refused.value.params == {"title": "Канал громади"}


async def test_an_hour_that_passed_before_it_was_confirmed_is_refused() -> None:
    office = desk()
    await office.draft()
    await office.edit(
        lambda one: replace(one, timing=Timing(starts_at=MONDAY + timedelta(hours=1)))
    )
    office.now += timedelta(hours=2)
    assert await refused_with(office) == "broadcast-time-past"


async def test_what_expired_before_it_was_approved_is_approved_no_more() -> None:
    office = desk()
    await office.draft()
    await office.edit(
        lambda one: replace(one, timing=Timing(expires_at=MONDAY + timedelta(hours=1)))
    )
    await office.submit()
    office.now += timedelta(hours=1)
    with pytest.raises(Refusal) as refused:
        await office.approve(by=PETRO)
    assert refused.value.key == "broadcast-expired"


async def test_a_request_can_be_taken_back_and_those_asked_hear_it() -> None:
    office = desk()
    await office.draft()
    await office.submit()
    assert (await office.take_back()).state is S.DRAFT
    assert office.outbox.told(notices.TAKEN_BACK) == {PETRO, DARYNA, IHOR}


async def test_a_test_goes_to_nobody_else() -> None:
    office = desk()
    await office.draft(Content(texts={"uk": "я" * 1100}, attachments=(PHOTO,)))
    await office.test(by=PETRO)
    assert [(one.to, one.params["part"]) for one in office.outbox.owed] == [
        (PETRO, "album"),
        (PETRO, "main"),
    ]
    assert all(one.params["test"] for one in office.outbox.owed)


async def test_a_copy_is_a_draft_of_whoever_copied_it() -> None:
    from civic.broadcasts.actions.writing import copy_broadcast

    office = desk()
    await office.draft()
    await office.submit()
    copy = await copy_broadcast(
        WATER, type(WATER)(2), office.who(PETRO), broadcasts=office.broadcasts,
        audit=office.audit, now=office.now,
    )  # fmt: skip
    assert (copy.number, copy.author, copy.state) == (2, PETRO, S.DRAFT)
    assert copy.editors == frozenset({PETRO})
    assert copy.content == TEXT


async def test_another_towns_official_finds_nothing() -> None:
    office = desk()
    await office.draft()
    stranger = official(PETRO, community=town().id.__class__(99))
    office.officials.kept[town().id, PETRO] = stranger
    with pytest.raises(NotFound):
        await office.rewrite("Чуже.", by=PETRO)
