"""While a broadcast goes and after: it can be held, stopped, corrected, recalled, said again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from civic.audiences.model import Headcount
from civic.broadcasts import notices
from civic.broadcasts.model import BroadcastState as S
from civic.broadcasts.model import Content, DispatchKind
from civic.broadcasts.rules.moves import finished
from civic.kernel.bulk import Act, BulkMessage, Held
from civic.kernel.ids import ChatId, ResidentId
from civic.kernel.outbox import Lane
from civic.kernel.refusal import NotFound, Refusal
from tests.told import BUTTONS, DARYNA, IHOR, OKSANA, OTHER_PHOTO, PETRO, PHOTO, TEXT, town
from tests.told_desk import Desk, desk

CORRECTED = "Води не буде з 21:00."


async def going(
    content: Content = TEXT, *, recipients: int = 250, office: Desk | None = None
) -> Desk:
    """Approved where that is needed, and begun."""
    office = office or desk()
    office.audiences.counted = Headcount(belong=recipients, left_out={})
    await office.draft(content)
    submitted = await office.submit()
    if submitted.state is S.REQUESTED:
        await office.approve(by=PETRO)
    office.now = max(office.now, office.told.timing.starts_at or office.now)
    await office.start()
    return office


async def done(**how: object) -> Desk:
    office = await going(**how)  # type: ignore[arg-type]  # as above
    await office.broadcasts.put(finished(office.told, now=office.now))
    return office


def held(office: Desk) -> set[Held | None]:
    return {office.bulks.why.get(one.bulk) for one in office.broadcasts.going}


async def test_an_album_goes_ahead_of_its_words() -> None:
    office = await going(Content(texts={"uk": "Фото"}, attachments=(PHOTO, OTHER_PHOTO)))
    album, main = office.broadcasts.going
    assert (album.kind, main.kind) == (DispatchKind.ALBUM, DispatchKind.MAIN)
    files, words = (office.bulks.begun[one.bulk][0].params for one in (album, main))
    assert (len(files["attachments"]), files["texts"]) == (2, {})  # type: ignore[arg-type]  # a list
    assert (words["attachments"], words["texts"]) == ([], {"uk": "Фото"})


async def test_it_speaks_as_the_town_and_can_be_turned_off_by_topic() -> None:
    office = await going(replace(TEXT, buttons=BUTTONS))
    ((notice, act),) = office.bulks.begun.values()
    assert (act, notice.lane, notice.topic) == (Act.SEND, Lane.BULK, "outages")
    assert notice.params["agency"] == {"uk": "Немішаєве", "en": "Nemishaieve"}
    assert notice.params["personal"] == ["name"]


async def test_a_pause_holds_it_and_resuming_lets_it_go() -> None:
    office = await going()
    assert (await office.pause(by=PETRO)).state is S.PAUSED
    assert held(office) == {Held.PAUSED}
    assert (await office.resume()).state is S.GOING
    assert held(office) == {None}
    assert office.audit.verbs[-2:] == ["broadcast-paused", "broadcast-resumed"]


async def test_what_is_stopped_stays_stopped() -> None:
    office = await going()
    await office.stop()
    assert held(office) == {Held.STOPPED}
    assert all(one.done_at for one in office.broadcasts.going)
    for action in (office.stop, office.pause, office.resume):
        with pytest.raises(Refusal) as refused:
            await action()
        assert refused.value.key == "broadcast-is-stopped"


async def test_what_is_finished_cannot_be_stopped() -> None:
    office = await done()
    with pytest.raises(Refusal) as refused:
        await office.stop()
    assert refused.value.key == "broadcast-is-done"


async def test_nothing_is_edited_once_it_goes() -> None:
    office = await going()
    with pytest.raises(Refusal) as refused:
        await office.rewrite(CORRECTED)
    assert refused.value.key == "broadcast-is-going"


async def test_a_small_one_is_corrected_at_once_and_whoever_waits_gets_the_new_words() -> None:
    office = await going(recipients=20)
    assert await office.correct(CORRECTED) is None
    (main, _), (fix, act) = office.bulks.begun.values()
    assert (main.params["texts"], main.params["corrected"]) == ({"uk": CORRECTED}, True)
    assert (fix.params["texts"], act, fix.expires) == ({"uk": CORRECTED}, Act.EDIT, None)
    assert (office.told.version, office.told.content.texts["uk"]) == (2, CORRECTED)
    assert office.audit.verbs[-1] == "broadcast-corrected"


async def test_a_correction_is_approved_like_the_first() -> None:
    office = await going()
    version = await office.correct(CORRECTED, by=DARYNA)
    assert version is not None
    assert (version.number, version.replaces) == (2, 1)
    assert office.told.content == TEXT
    for author in (OKSANA, DARYNA):
        with pytest.raises(Refusal) as refused:
            await office.approve(by=author, version=2)
        assert refused.value.key == "broadcast-approve-own"
    decided = await office.approve(by=IHOR, version=2)
    assert (decided.is_correction, office.told.content.texts["uk"]) == (True, CORRECTED)
    assert office.outbox.told(notices.CORRECTED) == {OKSANA, DARYNA}


async def test_a_refused_correction_changes_nothing() -> None:
    office = await going()
    await office.correct(CORRECTED)
    decided = await office.refuse(by=PETRO, version=2)
    assert (decided.is_correction, office.told.state, office.told.version) == (True, S.GOING, 1)
    assert office.outbox.told(notices.CORRECTION_REFUSED) == {OKSANA}
    with pytest.raises(Refusal):
        await office.approve(by=IHOR, version=2)


async def test_a_later_correction_takes_the_place_of_one_that_waits() -> None:
    office = await going()
    await office.correct(CORRECTED)
    await office.correct("Вода буде.")
    with pytest.raises(Refusal) as refused:
        await office.approve(by=PETRO, version=2)
    assert refused.value.key == "broadcast-changed-meanwhile"
    await office.approve(by=PETRO, version=3)
    assert office.told.content.texts["uk"] == "Вода буде."


async def test_an_earlier_correction_does_not_come_after_a_later_one() -> None:
    office = await going(recipients=20)
    await office.correct(CORRECTED)
    await office.correct("Вода буде.")
    first, second = (one for one in office.broadcasts.going if one.kind is DispatchKind.CORRECTION)
    assert (office.bulks.why.get(first.bulk), first.done_at) == (Held.STOPPED, office.now)
    assert (office.bulks.why.get(second.bulk), second.done_at) == (None, None)


async def test_a_correction_that_waits_can_be_taken_back() -> None:
    office = await going()
    await office.correct(CORRECTED)
    await office.drop_correction()
    with pytest.raises(Refusal) as refused:
        await office.drop_correction()
    assert refused.value.key == "broadcast-no-correction"
    with pytest.raises(Refusal):
        await office.approve(by=PETRO, version=2)


async def test_one_person_alone_corrects_after_a_quarter_of_an_hour() -> None:
    from tests.told import official

    office = desk(official(OKSANA), of=town(is_single_handed=True))
    await going(office=office)
    assert await office.correct(CORRECTED) is not None
    assert office.told.content == TEXT
    assert (
        await office.broadcasts.corrections_due(office.now - timedelta(minutes=15), limit=9) == []
    )
    office.now += timedelta(minutes=15)
    due = await office.broadcasts.corrections_due(office.now - timedelta(minutes=15), limit=9)
    assert [version.number for _, version in due] == [2]


async def test_a_correction_that_needs_approval_does_not_go_alone_after_all() -> None:
    from tests.told import official

    office = desk(official(OKSANA), of=town(is_single_handed=True))
    await going(office=office)
    office.officials.kept[town().id, PETRO] = official(PETRO)
    await office.correct(CORRECTED)
    office.now += timedelta(days=1)
    assert await office.broadcasts.corrections_due(office.now, limit=9) == []


async def test_a_recall_stops_it_and_deletes_what_was_sent() -> None:
    office = await going()
    gone = await office.recall()
    assert (gone.state, gone.recalled_at) == (S.STOPPED, office.now)
    main, recall = office.broadcasts.going
    assert office.bulks.why == {main.bulk: Held.STOPPED}
    notice, act = office.bulks.begun[recall.bulk]
    assert (act, notice.params["texts"], notice.topic) == (Act.DELETE, {}, None)
    with pytest.raises(Refusal) as refused:
        await office.recall()
    assert refused.value.key == "broadcast-recalled-already"
    with pytest.raises(Refusal) as refused:
        await office.correct(CORRECTED)
    assert refused.value.key == "broadcast-recalled-already"


async def test_after_two_days_nothing_can_be_deleted() -> None:
    office = await done()
    office.now += timedelta(hours=48)
    with pytest.raises(Refusal) as refused:
        await office.recall()
    assert refused.value.key == "broadcast-recall-late"


async def test_a_broadcast_that_nobody_has_is_neither_recalled_nor_corrected() -> None:
    office = desk()
    await office.draft()
    await office.submit()
    for action in (office.recall, lambda: office.correct(CORRECTED)):
        with pytest.raises(Refusal) as refused:
            await action()
        assert refused.value.key == "broadcast-not-begun"


async def test_those_in_doubt_are_written_to_again_once() -> None:
    office = await done()
    with pytest.raises(Refusal) as refused:
        await office.again()
    assert refused.value.key == "broadcast-nothing-in-doubt"
    office.bulks.doubtful = [BulkMessage(id=1, to=PETRO, message=None, album=(), at=office.now)]
    assert (await office.again()).state is S.GOING
    await office.broadcasts.put(finished(office.told, now=office.now))
    with pytest.raises(Refusal) as refused:
        await office.again()
    assert refused.value.key == "broadcast-again-already"


async def test_while_it_goes_nobody_is_written_to_again() -> None:
    office = await going()
    with pytest.raises(Refusal) as refused:
        await office.again()
    assert refused.value.key == "broadcast-again-not-yet"


async def test_a_failing_correction_is_let_go_without_starting_what_is_over() -> None:
    office = await going(recipients=20)
    await office.correct(CORRECTED)
    await office.broadcasts.put(finished(office.told, now=office.now))
    fix = office.broadcasts.going[-1]
    await office.bulks.hold(town().id, fix.bulk, Held.FAILING)
    assert (await office.resume()).state is S.DONE
    assert await office.bulks.held(town().id, fix.bulk) is None


async def test_each_says_once_that_they_have_read_it() -> None:
    office = await going(replace(TEXT, buttons=BUTTONS))
    assert await office.read(ResidentId(1))
    assert not await office.read(ResidentId(1))
    assert await office.read(ResidentId(2))


async def test_only_what_asks_for_it_and_has_begun_can_be_read() -> None:
    office = await going()
    with pytest.raises(NotFound):
        await office.read(ResidentId(1))
    office = desk()
    await office.draft(replace(TEXT, buttons=BUTTONS))
    with pytest.raises(Refusal) as refused:
        await office.read(ResidentId(1))
    assert refused.value.key == "broadcast-not-begun"


async def test_a_channel_hears_it_in_words_of_its_own() -> None:
    office = desk()
    office.outlets.kept[ChatId(-100)] = True
    await office.draft()
    await office.edit(lambda one: replace(one, channels=(ChatId(-100),)))
    await office.submit()
    await office.approve(by=PETRO)
    await office.start()
    channels, main = office.broadcasts.going
    said = office.bulks.begun[channels.bulk][0]
    assert (channels.kind, said.params["public"], said.topic) == (DispatchKind.CHANNELS, True, None)
    assert not office.bulks.begun[main.bulk][0].params["public"]
