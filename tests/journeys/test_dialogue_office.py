"""Officials take, pass on, answer; each sees what is theirs, and what reached nobody."""

import json
from dataclasses import replace
from datetime import timedelta

from civic.communities.model import Official, Role
from civic.dialogues.model import DialogueState
from civic.kernel.ids import AccountId, ResidentId
from handlers.presses.dialogues import TakePress
from tests.journeys.running_town import IHOR, OFFICES, TITLES, TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.writing_people import (
    WATERWORKS,
    administrator,
    asks_the_office,
    dialogues,
    office,
    official,
    press,
    put_utilities,
    told,
)


async def test_one_of_several_offices_is_chosen_and_it_may_pass_on(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_utilities(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    ihor = await administrator(town, language)
    await press(olena, say("menu-talk"))
    await olena.until_text(say("dialogue-which-office"))
    await press(olena, OFFICES[language])
    readers = await olena.until_text(say("dialogue-readers-agency", office=OFFICES[language]))
    assert say("home") in readers.buttons
    await olena.send("Тече труба")
    await oksana.until_text("Олена: Тече труба")
    # An administrator reads it too, but was not told: it is the agency's.
    assert not [m for m in ihor.received if "Тече" in m.text]
    await press(oksana, say("dialogue-take"))
    await ihor.send("/office")
    counted = say("office-entry-counted", entry=say("office-dialogues"), count="1")
    await press(ihor, counted)
    await press(
        ihor,
        "● " + say("dialogue-listed-held", number=1, office=OFFICES[language], holder="Оксана"),
    )
    card = await ihor.until_text(say("dialogue-held-by", name="Оксана"))
    assert say("dialogue-answer-button") not in card.buttons
    await press(oksana, say("dialogue-pass"))
    await press(oksana, say("dialogue-to-office", office=WATERWORKS[language]))
    # Nobody serves the waterworks: what comes there is the town office's.
    await olena.until_text(say("dialogue-moved", number=1, office=WATERWORKS[language]))
    await ihor.until_text(
        seen(say("dialogue-passed", number=1, office=WATERWORKS[language], by="Оксана"))
    )


async def test_only_one_takes_it_and_the_other_sees_who(town: RunningTown, language: str) -> None:
    say = voice(language)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    oksana = await official(town, language)
    await asks_the_office(olena, "Де мій двір на мапі?")
    await oksana.until_text("Де мій двір")
    mine = await ihor.until_text("Де мій двір")
    await press(oksana, say("dialogue-take"))
    await ihor.until(
        lambda chat: say("dialogue-held-by", name="Оксана") in chat.message(mine.id).text
    )
    await ihor.send("/office")
    await press(ihor, say("office-entry-counted", entry=say("office-dialogues"), count="1"))
    await press(
        ihor, "● " + say("dialogue-listed-held", number=1, office=office(language), holder="Оксана")
    )
    card = await ihor.until_text(say("dialogue-held-by", name="Оксана"))
    ((state, _, _),) = await dialogues(town)
    assert state is DialogueState.WAITING_FOR_OFFICE
    async with town.wiring.storage.reading() as work:
        (going,) = await work.dialogues.open_of(TOWN, ResidentId(601))
    await ihor.press_data(TakePress(going.id).pack(), message=card.id)
    assert ihor.toast == say("dialogue-taken-by", number=1, name="Оксана")


async def test_the_office_hears_that_an_answer_reached_nobody(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    await asks_the_office(olena, "Є хто?")
    await press(ihor, say("dialogue-take"))
    await olena.block()
    await town.sandbox.idle()
    await press(ihor, say("dialogue-answer-button"))
    await ihor.until_text(say("dialogue-ask-answer", number=1, office=office(language)))
    await ihor.send("Є!")
    await ihor.until_any(say("dialogue-sent-unreachable", number=1))
    await ihor.until_text(say("dialogue-unreachable"))
    await ihor.send("/office")
    await press(ihor, say("office-dialogues"))
    await press(ihor, say("dialogues-tab-mine", count=1))
    await press(ihor, say("dialogue-listed-held", number=1, office=office(language), holder="Ігор"))
    await ihor.until_text(say("dialogue-undelivered"))
    # Whoever comes back finds it.
    await olena.unblock()
    await olena.send("/talk")
    await press(olena, say("dialogue-of-mine", number=1, office=office(language)))
    await olena.until_text("Є!", say("dialogue-state-resident"))
    ((state, _, words),) = await dialogues(town)
    assert (state, words) == (DialogueState.WAITING_FOR_RESIDENT, ["Є хто?", "Є!"])


async def test_an_erased_resident_is_gone_from_the_office_too(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    await asks_the_office(olena, "Моя таємниця")
    await ihor.until_text("Моя таємниця")
    await olena.send("/privacy")
    await press(olena, say("privacy-tell-all"))
    sent = await olena.until_any(say("privacy-file"))
    (here,) = json.loads(await olena.download(sent))["towns"]
    (kept,) = here["dialogues"]
    assert [line["text"] for line in kept["lines"]] == ["Моя таємниця"]
    await olena.send("/privacy")
    await press(olena, say("privacy-erase"))
    await press(olena, say("erase-yes"))
    await olena.until_any(say("erase-done"))
    await press(ihor, say("dialogue-open"))
    assert ihor.toast == say("dialogue-gone")
    async with town.wiring.storage.reading() as work:
        for table in ("dialogues", "dialogue_lines", "outbox"):
            rows = await work.connection.exec_driver_sql(f"SELECT * FROM {table}")
            assert "таємниця" not in str(rows.all())


async def test_at_night_the_office_is_told_without_a_sound_and_a_name_only_if_so_wished(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    await town.forward(timedelta(hours=13))
    async with town.wiring.storage.writing() as work:
        here = await work.communities.community(TOWN)
        await work.communities.put(replace(here, names_officials=True))
    await asks_the_office(olena, "Не спиться")
    await press(ihor, say("dialogue-take"))
    await press(ihor, say("dialogue-answer-button"))
    await ihor.until_text(say("dialogue-ask-answer-named", number=1, office=office(language)))
    await ihor.send("Нам теж")
    await olena.until_text("Нам теж", "Ігор")
    sent = await town.sandbox.calls("sendMessage")
    night = [call["params"] for call in sent if "Не спиться" in str(call["params"].get("text"))]
    assert night
    assert all(params.get("disable_notification") for params in night)


async def test_who_no_longer_serves_leaves_it_to_the_others(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    oksana = await official(town, language)
    message = await told(town, olena)
    await olena.send("Хто тут?", reply_to=message)
    await oksana.until_text("Хто тут?")
    await press(oksana, say("dialogue-take"))
    async with town.wiring.storage.writing() as work:
        await work.officials.remove(TOWN, AccountId(oksana.id))
        await work.officials.put(
            Official(
                community=TOWN, account=IHOR, role=Role.ADMINISTRATOR, agency=None, name="Ігор",
                since=town.now,
            )
        )  # fmt: skip
    await ihor.send("/office")
    await press(ihor, say("office-entry-counted", entry=say("office-dialogues"), count="1"))
    await press(ihor, "● " + say("dialogue-listed", number=1, office=OFFICES[language]))
    await press(ihor, say("dialogue-take"))
    await ihor.until_text(say("dialogue-held-by-you"))
    async with town.wiring.storage.reading() as work:
        (going,) = await work.dialogues.open_of(TOWN, ResidentId(601))
    assert going.assignee == IHOR


async def test_a_reply_amid_another_form_answers_and_the_form_waits(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    await asks_the_office(olena, "Коли відкриють парк?")
    news = await ihor.until_text("Коли відкриють парк?")
    await ihor.send("/office")
    await press(ihor, say("office-officials"))
    await press(ihor, say("officials-invite"))
    await press(ihor, say("role-analyst").capitalize())
    await press(ihor, say("invite-new-agency"))
    await ihor.until_text(say("agency-name-ask"))
    await ihor.send("У суботу", reply_to=news.id)
    await olena.until_text("У суботу")
    await ihor.until_any(say("dialogue-sent", number=1))
    await ihor.send("Парки")
    await ihor.until_text("start=i-")
    async with town.wiring.storage.reading() as work:
        names = [one.name.in_("uk") for one in await work.officials.agencies(TOWN)]
    assert "Парки" in names
    assert "У суботу" not in names


async def test_an_order_typed_while_writing_is_for_the_bot_and_nobody_else(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    await asks_the_office(olena, "Стоп")
    await olena.until_button(say("stop-yes"))
    await olena.send("меню")
    await olena.until_text(TITLES[language])
    assert await dialogues(town) == []
