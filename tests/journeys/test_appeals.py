"""A request is made an official appeal: what it is, a name, a PDF, a term, a written answer."""

from civic.kernel.ids import ResidentId
from civic.service_requests.actions.filing import file_request
from civic.service_requests.model import NewRequest
from tests.journeys.asking_people import BENCH, HOME, SHEVCHENKA, press, takes_requests
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour
from tests.sandbox_client import PersonChat

WORDS = "Лавка зламана вже місяць"
NAME = "Коваль Олена Іванівна"
RESIDENCE = "смт Немішаєве, вул. Шевченка, 12, кв. 3"


async def fill(olena: PersonChat, language: str) -> None:
    say = voice(language)
    await press(olena, say("appeal-go-on"))
    await olena.until_text(say("appeal-ask-name"))
    await olena.send("Олена")
    await olena.until_any(say("appeal-name-unclear"))
    await olena.send(NAME)
    await olena.until_text(say("appeal-ask-residence"))
    await olena.send(RESIDENCE)
    await olena.until_text(say("appeal-ask-reply"))
    await press(olena, say("appeal-reply-post"))
    await olena.until_text(NAME, RESIDENCE, WORDS)
    await press(olena, say("appeal-file-it"))
    await olena.until_any(gist(language, "appeal-due"))


async def test_from_the_summary_of_a_request_to_a_written_answer(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    oksana = await town.official(language=language)
    await oksana.ask("/office")
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send(WORDS)
    bench = {"uk": "🪑 Лавка зламана", "en": "🪑 A bench is broken", "ru": "🪑 Скамейка сломана"}
    await press(olena, bench[language])
    await press(olena, say("ask-at-home", place=SHEVCHENKA))
    await olena.until_text(seen(say("ask-summary")))
    await press(olena, say("ask-file-official"))
    # The services have it; the appeal is told of in a message of its own.
    await olena.until_any(seen(say("my-request-heading", number=1, category=bench[language])))
    await olena.until_any(gist(language, "appeal-who-sees"))
    await fill(olena, language)
    await town.tick()
    paper = await olena.until_any(gist(language, "appeal-told-paper"))
    assert (await olena.download(paper)).startswith(b"%PDF-")
    # It stands in the office, by its term; without a mail server it came as a file.
    for label in ("office-requests", "office-requests-aside", "office-appeals"):
        await press(oksana, say(label))
    await oksana.until_any(seen(say.n("appeal-desk", 1)))
    await oksana.until_any(gist(language, "appeal-office-paper"))
    await oksana.until(lambda chat: any(one.kind == "document" for one in chat.received))
    (told,) = [one for one in oksana.received if one.kind == "document"]
    assert told.document["name"].endswith(".pdf")
    await oksana.press(say("appeal-open"), message=told.id)
    await oksana.until_any(NAME, RESIDENCE)
    await press(oksana, say("appeal-extend", days=45))
    await oksana.until_text(say("appeal-ask-reason", number=1))
    await oksana.send("Чекаємо на майстра")
    await olena.until_any("Чекаємо на майстра")
    await press(oksana, say("appeal-answer"))
    await oksana.until_text(say("appeal-ask-answer", number=1))
    await oksana.send_document("x.pdf", b"MZ not a pdf", mime_type="application/pdf")
    await oksana.until_any(say("appeal-not-pdf"))
    await oksana.send_document("x.pdf", b"%PDF-1.4\n%%EOF\n", caption="Лавку замінено")
    await oksana.until_any(say("appeal-by-post"))
    answer = await olena.until_any(say("appeal-told-answered", answer=1, number=1))
    assert "Лавку замінено" in answer.text
    assert say("appeal-told-by-post") in answer.text
    assert await olena.download(answer) == b"%PDF-1.4\n%%EOF\n"


async def test_from_the_card_of_a_request(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await file_bench(town)
    await press(olena, say("my-request-appeal"))
    await olena.until_text(gist(language, "appeal-who-sees"))
    await fill(olena, language)
    # Pressed again, the card leads to the appeal there is.
    await press(olena, say("my-request-appeal"))
    await olena.until_text(gist(language, "appeal-due"))
    async with town.wiring.storage.reading() as work:
        assert await work.appeals.count(TOWN, is_open=True) == 1


async def test_what_was_written_of_an_appeal_outlives_cancel_and_a_walk_elsewhere(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await file_bench(town)
    await press(olena, say("my-request-appeal"))
    await press(olena, say("appeal-go-on"))
    await olena.until_text(say("appeal-ask-name"))
    await olena.send(NAME)
    await olena.until_text(say("appeal-ask-residence"))
    await olena.send("/cancel")
    await olena.until_any(say("cancel-appeal-kept"))
    await olena.send("/courtyard")
    await olena.until_button(say("my-courtyard-tell"))
    # It asks only what is still missing.
    await press(olena, say("my-request-appeal"))
    await press(olena, say("appeal-go-on"))
    await olena.until_text(say("appeal-ask-residence"))
    await olena.send(RESIDENCE)
    await press(olena, say("appeal-reply-chat"))
    await olena.until_text(NAME, RESIDENCE, WORDS)
    await press(olena, say("appeal-file-it"))
    await olena.until_any(gist(language, "appeal-due"))
    async with town.wiring.storage.reading() as work:
        assert await work.appeals.draft(TOWN, ResidentId(601)) is None


async def file_bench(town: RunningTown) -> None:
    async with town.wiring.storage.writing() as work:
        resident = await work.residents.resident(TOWN, ResidentId(601))
        new = NewRequest(draft=1, category=BENCH, text=WORDS, place=HOME)
        await file_request(
            TOWN, new, by=resident, desk=work, new_id=town.wiring.new_id, now=town.now
        )
    town.wiring.outbox_bell.ring()


async def test_a_written_answer_is_looked_at_before_it_leaves(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    oksana = await town.official(language=language)
    await oksana.ask("/office")
    olena = await neighbour(town, language=language)
    async with town.wiring.storage.writing() as work:
        resident = await work.residents.resident(TOWN, ResidentId(601))
        new = NewRequest(draft=1, category=BENCH, text=WORDS, place=HOME)
        await file_request(
            TOWN, new, by=resident, desk=work, new_id=town.wiring.new_id, now=town.now
        )
    town.wiring.outbox_bell.ring()
    await press(olena, say("my-request-appeal"))
    await fill(olena, language)
    told = await oksana.until_any(gist(language, "appeal-office-registered"))
    await oksana.press(say("appeal-open"), message=told.id)
    await oksana.until_any(NAME, RESIDENCE)
    await press(oksana, say("appeal-answer"))
    await oksana.until_any(say("appeal-ask-answer", number=1))
    await oksana.send("Так")
    shown = await oksana.until_any(say("appeal-answer-check", number=1), "Так")
    async with town.wiring.storage.reading() as work:
        assert await work.appeals.count(TOWN, is_open=True) == 1
    await oksana.press(say("appeal-answer-anew"), message=shown.id)
    await oksana.until_any(say("appeal-ask-answer", number=1))
    await oksana.send("Лавку замінено 20 листопада.")
    shown = await oksana.until_any(say("appeal-answer-check", number=1), "Лавку замінено")
    await oksana.press(say("appeal-answer-send"), message=shown.id)
    answer = await olena.until_any(say("appeal-told-answered", answer=1, number=1))
    assert "Лавку замінено" in answer.text
    # The same button once more sends nothing again.
    (sent,) = [row for row in shown.raw["keyboard"] if row[0]["text"] == say("appeal-answer-send")]
    await oksana.press_data(sent[0]["data"], message=shown.id)
    assert oksana.toast == say("appeal-answered-already", number=1)
