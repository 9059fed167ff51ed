"""An official writes a broadcast in the chat: words, files, buttons, languages, whom, when."""

import base64

from civic.broadcasts.model import BroadcastState, LinkButton, MediaKind, ReadButton
from civic.kernel.ids import ResidentId
from civic.residents.actions.settings import turn_topic
from civic.residents.model import Topic
from handlers.presses.broadcasts import SubmitPress, TextPress
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.writing_broadcasts import (
    SHEVCHENKA,
    STATION,
    approve_from,
    begin,
    neighbour,
    only_one,
    press,
    serve,
    written,
)
from tests.sandbox.pictures import png

NAMES = {"uk": "ім'я|сусіде", "en": "name|neighbour", "ru": "имя|сосед"}


async def test_words_keep_their_formatting_and_reach_those_who_were_picked(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    olena = await neighbour(town, "Олена", 601, SHEVCHENKA, language=language)
    petro = await neighbour(town, "Петро", 602, SHEVCHENKA)
    await neighbour(town, "Ганна", 603, STATION)
    async with town.wiring.storage.writing() as work:
        resident = await work.residents.resident(TOWN, ResidentId(602))
        await turn_topic(resident, Topic.OUTAGES, on=False, residents=work.residents)

    await begin(official, say)
    text = "Увага! Вітаємо, {" + NAMES[language] + "}. Води не буде."
    bold = [{"type": "bold", "offset": 0, "length": 6}]
    await official.send(text, entities=bold)
    card = await official.until_button(say("broadcast-check"))
    assert "Увага!" in card.text
    assert say("broadcast-ready") in card.text or say.language != "uk"

    if language != "uk":
        await press(official, say("broadcast-languages-of"))
        await press(official, say("broadcast-write-in", language=say(f"language-{language}")))
        await official.until_text("}")
        await official.send(text, entities=bold)
        await official.until_button(say("broadcast-check"))

    await press(official, say("broadcast-audience"))
    await press(official, say("audience-button-places"))
    look = await official.until_button("Західний")
    inside = next(row[1] for row in look.rows if row[0]["text"] == "Західний")
    await official.press_data(inside["data"], message=look.id)
    await press(official, "Двір на Шевченка, 12")
    await official.until_button("✓ Двір на Шевченка, 12")
    await official.send("/cancel")

    draft = await only_one(town)
    assert draft.audience.places == (SHEVCHENKA,)
    await official.ask("/office")
    await press(official, say("office-broadcasts"))
    listed = await official.until_button(say("broadcast-new"))
    await official.press(listed.buttons[0], message=listed.id)
    card = await official.until_text(seen(say("audience-recipients", count="1")))
    assert say.n("audience-left-topic-off", 1, topic=say("topic-outages")) in card.text

    await press(official, say("broadcast-check"))
    await official.until_text(say("broadcast-needs-nobody"))
    await press(official, say("broadcast-send"))
    await official.until(lambda chat: chat.toast == say("broadcast-on-its-way", number="1"))
    await town.tick()
    got = await olena.until_any("Вітаємо, Олена. Води не буде.")
    assert "<b>Увага!</b>" in got.html
    assert say("broadcast-mute-outages") in got.buttons
    await town.settle(petro)
    assert all("Води" not in text for text in petro.texts)


async def test_an_album_is_one_thing_and_can_be_changed(town: RunningTown, language: str) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await begin(official, say, "repairs")
    pictures = [png(20 + n, 20) for n in range(3)]
    await official.send_album(
        [
            {"photo": _base64(one), "caption": "Новий майданчик" if n == 0 else ""}
            for n, one in enumerate(pictures)
        ]
    )
    await official.until_text("Новий майданчик", say.n("broadcast-photos", 3))
    await town.settle(official)
    cards = [seen for seen in official.received if say("broadcast-check") in seen.buttons]
    assert len(cards) == 1, "one card below the album, not three"
    assert cards[0].edited, "nothing was sent and deleted again"
    draft = await only_one(town)
    assert [one.kind for one in draft.content.attachments] == [MediaKind.PHOTO] * 3

    await press(official, say("broadcast-files"))
    await press(official, say("broadcast-drop-file", file=say("broadcast-photo-named", number="2")))
    await official.until_text(say.n("broadcast-photos", 2))
    await official.send_document("план.pdf", b"%PDF-1.4")
    await official.until_text(say("broadcast-album-mixed"))
    assert len((await only_one(town)).content.attachments) == 2


async def test_an_album_of_files_changes_one_card(town: RunningTown, language: str) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await written(official, say)
    await press(official, say("broadcast-files"))
    before = await official.until_text(say("broadcast-send-files", limit=10, size=50))
    await official.send_album([{"photo": _base64(png(20 + n, 20))} for n in range(4)])
    await official.until_text(say.n("broadcast-photos", 4))
    await town.settle(official)
    sent = await town.sandbox.calls("sendMessage", chat=str(official.id))
    said = say("broadcast-send-files", limit=10, size=50)
    lists = [one for one in sent if said in one["params"].get("text", "")]
    assert len(lists) == 1, "one new list of files, changed with each picture"
    assert before.id not in [seen.id for seen in official.received]


async def test_a_test_to_oneself_looks_as_people_will_see_it_and_counts_nothing(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await begin(official, say)
    await official.send_photo(png(30, 30), "Вітаємо, {ім'я}!")
    await official.until_button(say("broadcast-check"))
    await press(official, say("broadcast-languages-of"))
    await press(official, say("broadcast-write-in", language=say("language-en")))
    await official.until_text(say("broadcast-ask-text-en"))
    await official.send("Hello, {name}!")
    await official.until_button(say("broadcast-check"))
    await press(official, say("broadcast-buttons-of"))
    await press(official, say("broadcast-add-read"))
    await official.until_button(say("broadcast-drop-button", label=say("broadcast-button-read")))
    await press(official, say("back"))
    await press(official, say("broadcast-try"))
    hello = await official.until_any("Hello, Оксана!")
    await official.until_any("Вітаємо, Оксана!")
    assert hello.kind == "photo"
    await official.press("I have read it", message=hello.id)
    assert official.toast == say("told-only-a-test")
    assert await _sent_to_many(town) == 0


async def test_buttons_are_added_and_taken_away(town: RunningTown, language: str) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await written(official, say)
    shown = "Schedule" if language == "en" else "Графік"
    await press(official, say("broadcast-buttons-of"))
    await press(official, say("broadcast-add-link"))
    await official.until_text(say("broadcast-ask-label"))
    await official.send("Графік\nSchedule")
    await official.until_text(say("broadcast-ask-address", label="Графік"))
    await official.send("javascript:alert(1)")
    await official.until_text(say("broadcast-link-https"))
    await official.send("example.org/grafik")
    await official.until_text(shown, "https://example.org/grafik")
    await press(official, say("broadcast-add-read"))
    await official.until_button(f"✕ {say('broadcast-button-read')}")
    link, read = (await only_one(town)).content.buttons
    assert isinstance(link, LinkButton)
    assert dict(link.label.texts) == {"uk": "Графік", "en": "Schedule"}
    assert isinstance(read, ReadButton)
    await press(official, f"✕ {shown}")
    await official.until(lambda chat: f"✕ {shown}" not in chat.last.buttons)
    assert (await only_one(town)).content.buttons == (read,)


async def test_when_it_goes_is_chosen_or_typed(town: RunningTown, language: str) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await neighbour(town, "Олена", 601, SHEVCHENKA, language=language)
    await written(official, say)
    await press(official, say("broadcast-when"))
    await press(official, say("broadcast-starts"))
    await official.until_text(say("broadcast-ask-starts"))
    await official.send("01.03.2027 07:00")
    await official.until_text(say("broadcast-time-past"))
    await official.send("колись")
    await official.until_text(say("broadcast-moment-unclear"))
    await official.send("завтра 9:30")
    await official.until_text("2027", "09:30")
    await press(official, say("broadcast-hours"))
    await press(official, say("broadcast-hours-of", hours="9–18"))
    await official.until_text("09:00–18:00")
    await press(official, say("broadcast-expiry"))
    await press(official, say("broadcast-expiry-day"))
    await official.until_text("2027", "00:00")
    await press(official, say("back"))
    await press(official, say("broadcast-check"))
    await press(official, say("broadcast-send"))
    await official.until(lambda _chat: True)
    assert (await only_one(town)).state is BroadcastState.SCHEDULED


async def test_what_is_urgent_says_why_and_needs_two_others(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await neighbour(town, "Олена", 601, SHEVCHENKA, language=language)
    await town.administrator(language=language)
    await serve(town, 503, "Дарина")
    await written(official, say, "Витік газу на Садовій. Вийдіть надвір.")
    await press(official, say("broadcast-when"))
    await press(official, say("broadcast-urgent"))
    await official.until_text(say.n("broadcast-urgent-left", 3))
    await official.send("Загроза вибуху")
    await official.until_text("Загроза вибуху")
    await press(official, say("back"))
    await press(official, say("broadcast-check"))
    await official.until_text("Ігор", "Дарина")
    await press(official, say("broadcast-request"))
    await official.until(lambda chat: chat.toast == say("broadcast-asked-for", number="1"))
    found = await only_one(town)
    assert found.state is BroadcastState.REQUESTED
    assert found.urgency is not None


async def test_from_so_many_recipients_on_it_is_asked_for_and_old_buttons_show_how_it_stands(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await neighbour(town, "Олена", 601, SHEVCHENKA)
    await town.administrator()
    await approve_from(town, 1)
    await written(official, say)
    await press(official, say("broadcast-check"))
    seen = await official.until_button(say("broadcast-request"))
    data = seen.button(say("broadcast-request"))["data"]
    await official.press_data(data, message=seen.id)
    await official.until(lambda chat: chat.toast == say("broadcast-asked-for", number="1"))
    await official.press_data(data, message=seen.id)
    assert official.toast == say("broadcast-is-requested", number="1")
    found = await only_one(town)
    assert (found.state, found.version) == (BroadcastState.REQUESTED, 1)
    await official.press_data(TextPress(found.id, "uk").pack(), message=seen.id)
    assert official.toast == say("broadcast-is-requested", number="1")
    assert (await only_one(town)).state is BroadcastState.REQUESTED


async def test_what_is_typed_after_it_was_asked_for_makes_it_a_draft_again_and_says_so(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await neighbour(town, "Олена", 601, SHEVCHENKA, language=language)
    await town.administrator(language=language)
    await approve_from(town, 1)
    await written(official, say)
    await press(official, say("broadcast-check"))
    seen = await official.until_button(say("broadcast-request"))
    request = seen.button(say("broadcast-request"))["data"]
    await press(official, say("back"))
    await press(official, say("broadcast-text"))
    await official.until_text(say("broadcast-ask-text"))
    colleague = await town.person("Дарина", id=503, language=language)
    await serve(town, 503, "Дарина")
    await colleague.ask("/office")
    await colleague.press_data(request, message=colleague.last.id)
    await town.settle(official)
    assert (await only_one(town)).state is BroadcastState.REQUESTED
    await official.send("Води не буде до ранку.")
    await official.until_any(say("broadcast-took-back"))
    found = await only_one(town)
    assert found.state is BroadcastState.DRAFT
    assert found.content.texts == {"uk": "Води не буде до ранку."}


async def test_what_changed_after_the_check_is_looked_at_again(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await neighbour(town, "Олена", 601, SHEVCHENKA, language=language)
    await written(official, say)
    found = await only_one(town)
    await official.press_data(SubmitPress(found.id, "0123456789").pack(), message=official.last.id)
    assert official.toast == say("broadcast-changed-meanwhile")
    assert (await only_one(town)).state is BroadcastState.DRAFT


async def test_a_draft_is_copied_given_another_topic_and_thrown_away(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    official = await town.official(language=language)
    await written(official, say)
    await press(official, say("broadcast-more"))
    await press(official, say("broadcast-topic-of"))
    await press(official, say("topic-news"))
    await official.until_text(f"1 · {say('topic-news')}")
    await press(official, say("broadcast-more"))
    await press(official, say("broadcast-copy"))
    await official.until_text(f"2 · {say('topic-news')}")
    await press(official, say("broadcast-more"))
    await press(official, say("broadcast-discard"))
    await press(official, say("broadcast-discard-sure"))
    await official.until(lambda chat: chat.toast == say("broadcast-discarded", number="2"))
    assert (await only_one(town)).topic is Topic.NEWS


async def _sent_to_many(town: RunningTown) -> int:
    found = await only_one(town)
    async with town.wiring.storage.reading() as work:
        dispatches = await work.broadcasts.dispatches(TOWN, found.id)
        return len(dispatches) + await work.broadcasts.count_read(TOWN, found.id)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
