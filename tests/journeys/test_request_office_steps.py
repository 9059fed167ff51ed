"""An official refuses, passes on, asks, plans, finishes; whoever asked hears of each step."""

from datetime import date, timedelta

import pytest

from civic.communities.model import Agency
from civic.kernel.ids import AccountId, AgencyId, ResidentId
from civic.service_requests.actions.confirming import say_whether_done
from civic.service_requests.actions.following import comment_request
from civic.service_requests.model import Look, PhotoKind, ServiceRequest, Status
from handlers.presses.service_request_office import (
    AskStepPress,
    FinishPress,
    OfficeRequestPress,
    PassOnPress,
    PlanDayPress,
    RemoveTemplatePress,
    TemplatesPress,
)
from tests.journeys.handled_requests import (
    LAMPS,
    WATERS,
    WATERWORKS,
    filed,
    joined,
    put_categories,
    request_now,
    serves,
    titled,
)
from tests.journeys.running_town import AGENCY, OKSANA, TOWN, RunningTown, translated
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.told_people import colleague
from tests.journeys.writing_people import administrator, base64_of, official, press
from tests.made_photos import saved, scene
from tests.sandbox_client import PersonChat

ROADS = AgencyId(3)


async def open_card(chat: PersonChat, request: ServiceRequest) -> None:
    """Wherever its button stands."""
    await chat.look()
    await chat.press_data(OfficeRequestPress(request.id).pack(), message=chat.last.id)
    await chat.until_text(request.text[:30])


async def more(chat: PersonChat, key: str, language: str) -> None:
    await press(chat, voice(language)("office-request-more"))
    await press(chat, voice(language)(key))


async def sent_back(chat: PersonChat, request: ServiceRequest, words: str, language: str) -> None:
    say = voice(language)
    await open_card(chat, request)
    await more(chat, "office-step-send_back", language)
    await chat.send(words)
    await chat.until_any(say("office-did-send_back", number=request.number))


async def events_of(town: RunningTown, request: ServiceRequest) -> list[tuple[str, str]]:
    async with town.wiring.storage.reading() as work:
        found = await work.service_requests.events(TOWN, request.id, limit=50)
    return [(str(one.details.get("step", one.kind.value)), one.text) for one in reversed(found)]


async def test_a_refusal_gives_a_reason_and_a_head_may_take_it_back(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    lamp = await filed(town, olena)
    await open_card(oksana, lamp)
    await more(oksana, "office-step-refuse", language)
    await oksana.until_text(say("office-ask-refuse"))
    await oksana.send("Ліхтар приватний. Зверніться до ОСББ: 067 000 00 00")
    await oksana.until_any(say("office-did-refuse", number=1))
    card = await oksana.until_text(say("office-request-is-refused"))
    assert say("office-step-reconsider") not in card.buttons
    assert (await events_of(town, lamp))[-1] == (
        "refuse", "Ліхтар приватний. Зверніться до ОСББ: 067 000 00 00",
    )  # fmt: skip
    await serves(town, OKSANA, is_head=True)
    await open_card(oksana, lamp)
    await press(oksana, say("office-step-reconsider"))
    await oksana.send("Перевірили: ліхтар громади")
    await oksana.until_text(say("office-request-is-accepted"))
    assert (await request_now(town, lamp)).assignee == OKSANA


async def test_of_three_agencies_two_send_it_back_and_the_dispatcher_finds_the_third(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    roads = {"uk": "Дороги", "en": "Roads", "ru": "Дороги"}
    async with town.wiring.storage.writing() as work:
        await work.officials.put_agency(Agency(id=ROADS, community=TOWN, name=translated(roads)))
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    ihor = await administrator(town, language)
    petro = await colleague(town, 504, "Петро", language=language)
    await serves(town, AccountId(504), agency=WATERWORKS)
    nina = await colleague(town, 506, "Ніна", language=language)
    await serves(town, AccountId(506), agency=ROADS)
    lamp = await filed(town, olena, text="Зі стовпа біля ліхтаря тече вода")
    await sent_back(oksana, lamp, "Це водопровід", language)
    assert (await request_now(town, lamp)).agency is None
    news = await ihor.until_any(say("office-news-send_back", number=1))
    await ihor.press(say("office-news-open"), message=news.id)
    await press(ihor, say("office-step-pass_on"))
    await press(ihor, WATERS[language])
    await ihor.until_text(say("office-request-is-passed_on"))
    assert ihor.toast == say("office-did-pass_on", number=1, agency=WATERS[language])
    await petro.until_any(say("office-news-pass_on", number=1))
    # That was a wrong address too.
    await sent_back(petro, lamp, "Труба ціла, вода з дороги", language)
    await town.settle(ihor)
    await open_card(ihor, lamp)
    await press(ihor, say("office-step-pass_on"))
    await press(ihor, roads[language])
    told = await nina.until_any(say("office-news-pass_on", number=1))
    await nina.press(say("office-step-accept"), message=told.id)
    await nina.until_text(say("office-request-is-accepted"))
    # The same press once more passes nothing on.
    await ihor.press_data(PassOnPress(lamp.id, ROADS).pack(), message=news.id)
    assert ihor.toast == say("request-is-accepted", number=1)
    assert (await request_now(town, lamp)).assignee == AccountId(506)
    # Whoever sent it back has no say in it any more.
    for chat in (oksana, petro):
        await chat.press_data(AskStepPress(lamp.id, "refuse").pack())
        assert chat.toast == say("request-not-yours", number=1)
    # Olena sees who has it now.
    await olena.until_any(say("request-status-accepted"), roads[language])


async def test_while_the_resident_is_asked_the_clock_stands(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    lamp = await filed(town, olena)
    due = (await request_now(town, lamp)).due_at
    await open_card(oksana, lamp)
    await more(oksana, "office-step-ask", language)
    await oksana.send("Який номер на стовпі?")
    await oksana.until_text(say("office-request-clock-stands"))
    await olena.until_any("Який номер на стовпі?")
    await town.forward(timedelta(days=7))
    async with town.wiring.storage.writing() as work:
        me = await work.residents.resident(TOWN, ResidentId(601))
        await comment_request(TOWN, lamp.id, "Л-17", by=me, desk=work, now=town.now)
    town.wiring.outbox_bell.ring()
    news = await oksana.until_any(say("office-news-answer", number=1))
    answered = await request_now(town, lamp)
    assert due is not None
    assert answered.due_at == due + timedelta(days=7)
    assert answered.status is Status.RECEIVED
    # Asked again, and answered by telephone.
    await oksana.press(say("office-news-open"), message=news.id)
    await more(oksana, "office-step-ask", language)
    await oksana.send("Чи горів він учора?")
    await oksana.until_text(say("office-request-clock-stands"))
    await press(oksana, say("office-step-answer"))
    await oksana.send("Телефоном: не горів")
    await oksana.until_text(say("office-request-is-received"))


async def test_a_planned_day_is_a_promise(town: RunningTown, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    lamp = await filed(town, olena)
    await open_card(oksana, lamp)
    await press(oksana, say("office-step-plan"))
    offered = await oksana.until_text(say("office-ask-plan"))
    # A Monday: the next working days, without the weekend.
    days = [label for label in offered.buttons if ".03" in label]
    assert days == [
        say("office-day", day=f"{day:02}.03", weekday=say(f"office-weekday-{weekday}"))
        for day, weekday in ((2, 2), (3, 3), (4, 4), (5, 5), (8, 1), (9, 2))
    ]
    await oksana.send("колись")
    await oksana.until_text(say("request-date-unclear"))
    await oksana.send("01.02.2027")
    await oksana.until_text(say("request-date-past"))
    await oksana.send("12.03")
    await oksana.until_any(say("office-did-plan", number=1))
    await oksana.until_text(say("office-request-is-planned"), say.day(date(2027, 3, 12)))
    planned = await request_now(town, lamp)
    assert (planned.planned_for, planned.assignee) == (date(2027, 3, 12), OKSANA)
    # Another day, and one that nobody can mean.
    await oksana.press_data(PlanDayPress(lamp.id, date(2027, 3, 9).toordinal()).pack())
    assert (await request_now(town, lamp)).planned_for == date(2027, 3, 9)
    await oksana.press_data(PlanDayPress(lamp.id, 2**31 - 1).pack())
    assert oksana.toast == say("request-date-unclear")


async def test_done_needs_a_photo_where_its_category_says_so(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town, needs_photo_after=True)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    lamp = await filed(town, olena)
    await open_card(oksana, lamp)
    await press(oksana, say("office-step-start"))
    await press(oksana, say("office-step-finish"))
    asked = await oksana.until_text(say("office-ask-finish-photo"))
    assert say("office-finish-plain") not in asked.buttons
    await oksana.send("Готово")
    await oksana.until_text(say("request-needs-photo"))
    await oksana.press_data(FinishPress(lamp.id).pack(), message=asked.id)
    assert oksana.toast == say("request-needs-photo")
    pictures = [base64_of(saved(scene(width=width))) for width in (64, 65)]
    await oksana.send_album(
        [{"photo": one, "caption": "Нова лампа" if not n else ""} for n, one in enumerate(pictures)]
    )
    await oksana.until_any(say("office-did-finish", number=1))
    await oksana.until_text(say("office-request-is-done"))
    await town.settle()
    done = await request_now(town, lamp)
    assert (done.status, done.done_by) == (Status.DONE, OKSANA)
    assert ("finish", "Нова лампа") in await events_of(town, lamp)
    async with town.wiring.storage.reading() as work:
        after = await work.service_requests.photos(TOWN, lamp.id)
    assert [(one.kind, one.look) for one in after] == [(PhotoKind.AFTER, Look.PUBLIC)] * 2


@pytest.mark.parametrize("sent", ["word", "press"])
async def test_done_needs_no_photo_elsewhere(town: RunningTown, sent: str, language: str) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    lamp = await filed(town, olena)
    await open_card(oksana, lamp)
    await press(oksana, say("office-step-finish"))
    asked = await oksana.until_text(say("office-ask-finish"))
    if sent == "word":
        await oksana.send("Замінили лампу")
        await oksana.until_any(say("office-did-finish", number=1))
    else:
        await press(oksana, say("office-finish-plain"))
    await oksana.until_text(say("office-request-is-done"))
    await oksana.press_data(FinishPress(lamp.id).pack(), message=asked.id)
    assert oksana.toast == say("request-is-done", number=1)


async def test_a_ready_answer_is_said_in_the_language_of_whoever_asked(town: RunningTown) -> None:
    say = voice("uk")
    await put_categories(town)
    olena = await neighbour(town, language="en")
    oksana = await official(town)
    petro = await neighbour(town, number=602)
    lamp = await filed(town, olena)
    bench = await filed(town, petro, text="Темно й на лавці")
    await oksana.send("/office")
    await press(oksana, say("office-entry-counted", entry=say("office-requests"), count="2"))
    await press(oksana, say("office-requests-aside"))
    await press(oksana, say("office-requests-templates"))
    await oksana.until_text(say("office-templates-none"))
    await press(oksana, say("office-template-new"))
    await press(oksana, say("office-template-for-refuse"))
    await oksana.send("Цей об'єкт приватний. Зверніться до ОСББ.")
    await oksana.until_text("Цей об'єкт приватний", say("office-template-for-refuse"))
    await press(oksana, say("office-template-translate", language=say("language-en")))
    await oksana.send("It is private. Please ask the condominium.")
    await oksana.until_text("It is private")
    for request, words in ((lamp, "It is private"), (bench, "Цей об'єкт приватний")):
        await open_card(oksana, request)
        await more(oksana, "office-step-refuse", "uk")
        await press(oksana, "💬 Цей об'єкт приватний. Зверніться до ОСББ.")
        await oksana.until_text(words, say("office-template-or-type"))
        await press(oksana, say("office-template-send"))
        await oksana.until_text(say("office-request-is-refused"))
        assert (await events_of(town, request))[-1][1].startswith(words)
    # Another agency neither sees nor changes it.
    vira = await colleague(town, 505, "Віра")
    await serves(town, AccountId(505), agency=WATERWORKS)
    async with town.wiring.storage.reading() as work:
        (kept,) = await work.answer_templates.all(TOWN)
    await vira.press_data(TemplatesPress().pack())
    await vira.until_text(say("office-templates-none"))
    await vira.press_data(RemoveTemplatePress(kept.id).pack())
    assert vira.toast == say("answer-template-not-yours")


async def test_a_colleague_gets_it_in_hand_and_replies_to_all(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    vira = await colleague(town, 505, "Віра", language=language)
    await serves(town, AccountId(505), agency=AGENCY)
    lamp = await filed(town, olena)
    await open_card(oksana, lamp)
    await more(oksana, "office-step-assign", language)
    await press(oksana, "Віра")
    assert oksana.toast == say("office-did-assign", number=1, name="Віра")
    await vira.until_any(say("office-news-assigned", number=1))
    await open_card(vira, lamp)
    await press(vira, say("office-step-reply"))
    await vira.send("Лампу замовлено, буде в четвер")
    await vira.until_any(say("office-did-reply", number=1))
    await vira.until_text(titled(LAMPS, language))
    await more(vira, "office-step-note", language)
    await vira.send("Драбина в гаражі")
    await vira.until_any(say("office-did-note", number=1))
    await olena.until_any("Лампу замовлено")
    await town.settle(olena)
    assert not [m for m in olena.received if "Драбина" in m.text]


async def test_a_head_decides_where_neighbours_say_no_again(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_categories(town)
    olena, oksana = await neighbour(town, language=language), await official(town, language)
    petro = await neighbour(town, number=602, language=language)
    ihor = await administrator(town, language)
    lamp = await filed(town, olena)
    await joined(town, lamp, [petro])
    for _ in range(2):
        await open_card(oksana, lamp)
        await press(oksana, say("office-step-finish"))
        await press(oksana, say("office-finish-plain"))
        await oksana.until_text(say("office-request-is-done"))
        for number in (601, 602):
            async with town.wiring.storage.writing() as work:
                me = await work.residents.resident(TOWN, ResidentId(number))
                await say_whether_done(TOWN, lamp.id, is_done=False, by=me, desk=work, now=town.now)
        town.wiring.outbox_bell.ring()
        await town.settle()
    news = await ihor.until_any(say("office-news-dispute", number=1))
    await ihor.press(say("office-news-open"), message=news.id)
    await ihor.until_text(say("office-request-is-disputed"))
    await press(ihor, say("office-step-overturn"))
    await ihor.send("Лампа не горить, сам бачив")
    await ihor.until_text(seen(say("office-request-is-reopened")))
    assert (await request_now(town, lamp)).status is Status.REOPENED
