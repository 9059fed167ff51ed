"""Whoever smells gas reads whom to call before anything else, and is not told to mind their words."""

from tests.journeys.asking_people import SHEVCHENKA, filed, press, takes_requests
from tests.journeys.running_town import RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_survey_answer import neighbour

GAS = {"uk": "🔥 Запах газу", "en": "🔥 A smell of gas", "ru": "🔥 Запах газа"}
SMELLS = {
    "uk": "Мудаки, тут газ!",
    "en": "Bastards, there is gas here!",
    "ru": "Мудаки, тут газ!",
}
BENCH = {"uk": "🪑 Лавка зламана", "en": "🪑 A bench is broken", "ru": "🪑 Скамейка сломана"}
BOTH = {
    "uk": "Зламана лавка, і тут газ",
    "en": "A broken bench, and there is gas",
    "ru": "Сломана скамейка, и тут газ",
}
BROKEN = {
    "uk": "Мудаки зламали лавку",
    "en": "Bastards broke the bench",
    "ru": "Мудаки сломали скамейку",
}


async def test_numbers_come_first_where_there_is_danger(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.send(SMELLS[language])
    await olena.until_text("104", gist(language, "ask-category-likely"))
    await press(olena, GAS[language])
    asked = await olena.until_text("104", "112", gist(language, "ask-place-how"))
    assert asked.text.index("104") < asked.text.index("112")
    assert say("emergency-until-gas") in asked.text


async def test_whoever_just_writes_of_danger_reads_at_once_whom_to_call(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await olena.send(SMELLS[language])
    told = await olena.until_text("104", "112", GAS[language])
    assert told.text.startswith(seen(say("emergency-call-first")))
    await press(olena, say("fallback-report"))
    await press(olena, GAS[language])
    await olena.until_text("104", gist(language, "ask-place-how"))


async def test_words_of_danger_say_whom_to_call_though_something_else_was_chosen(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send(BOTH[language])
    await press(olena, BENCH[language])
    await press(olena, say("ask-at-home", place=SHEVCHENKA))
    shown = (await olena.until_text("104", seen(say("ask-summary")), BENCH[language])).text
    assert shown.index("104") < shown.index(seen(say("ask-summary")))


async def test_where_there_is_no_danger_one_is_told_which_word_to_leave_out(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send(BROKEN[language])
    # At once, and not at the end.
    await olena.until_any(say("words-abusive", words=f"«{BROKEN[language][0]}*****»"))
    # Said otherwise, it goes on.
    await olena.send("bench, лавка, скамейка")
    await press(olena, BENCH[language])
    await press(olena, say("ask-at-home", place=SHEVCHENKA))
    await press(olena, say("ask-file"))
    await olena.until(lambda chat: chat.toast == say("ask-filed", number="1"))
    assert len(await filed(town)) == 1
