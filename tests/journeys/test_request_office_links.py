"""An administrator says what a category is about and what it asks; residents are asked just that."""

from civic.kernel.ids import ResidentId
from civic.kernel.language import language_of
from civic.service_requests.actions.filing import file_request
from civic.service_requests.model import NewRequest
from civic.surveys.answering.model import Answer
from handlers.presses.service_request_office import OfficeRequestPress
from handlers.presses.service_request_rules import CategoryPress, TakeQuestionsPress
from tests.journeys.asking_people import (
    DARK,
    FLICKER,
    HOME,
    SHEVCHENKA,
    SINCE,
    filed,
    press,
    takes_requests,
)
from tests.journeys.peopled_survey import OPTIONS, SURVEY, put_survey
from tests.journeys.running_town import TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.journeys.test_survey_answer import neighbour
from tests.journeys.writing_people import administrator, official


async def test_a_category_asks_what_a_survey_asks(town: RunningTown, language: str) -> None:
    say = voice(language)
    await takes_requests(town)
    await put_survey(town, questions=2)
    olena = await neighbour(town, language=language)
    ihor = await administrator(town, language)
    await ihor.press_data(CategoryPress(FLICKER).pack())
    await press(ihor, say("office-category-wording"))
    await press(ihor, say("office-category-questions"))
    await ihor.until_text(say("office-category-asks-nothing"))
    await press(ihor, say("office-category-questions-from", title="Наш двір"))
    shown = await ihor.until_text("1. Запитання 1", "2. Запитання 2")
    # A second press of the same button changes nothing.
    await ihor.press_data(TakeQuestionsPress(FLICKER, SURVEY).pack(), message=shown.id)
    await olena.send("Ліхтар блимає")
    await press(olena, say("fallback-report"))
    flickers = {"uk": "✨ Ліхтар блимає", "en": "✨ A lamp flickers", "ru": "✨ Фонарь мигает"}
    lighting = {"uk": "💡 Освітлення ›", "en": "💡 Lighting ›", "ru": "💡 Освещение ›"}
    await press(olena, lighting[language])
    await press(olena, flickers[language])
    await press(olena, say("ask-at-home", place=SHEVCHENKA))
    await olena.until_text("Запитання 1")
    await press(olena, OPTIONS[0])
    await olena.until_text("Запитання 2")
    await press(olena, OPTIONS[1])
    await press(olena, say("ask-file"))
    await town.settle(olena)
    (request,) = await filed(town)
    assert [one.answer.chosen for one in request.answers] == [("o0",), ("o1",)]
    # And nothing more, when the administrator thinks better of it.
    await ihor.press(say("office-category-ask-nothing"), message=shown.id)
    await ihor.until_any(say("office-category-asks-nothing"))


async def test_what_was_asked_stays_with_a_request_when_its_category_asks_something_else(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    await put_survey(town, questions=1)
    olena, ihor = await neighbour(town, language=language), await administrator(town, language)
    async with town.wiring.storage.writing() as work:
        done = await file_request(
            TOWN,
            NewRequest(
                draft=1, category=DARK, text="Темно", place=HOME, answers={1: Answer(chosen=("week",))}
            ),
            by=await work.residents.resident(TOWN, ResidentId(olena.id)),
            desk=work, new_id=town.wiring.new_id, now=town.now,
        )  # fmt: skip
    town.wiring.outbox_bell.ring()
    await town.settle()
    await ihor.press_data(CategoryPress(DARK).pack())
    await press(ihor, say("office-category-wording"))
    await press(ihor, say("office-category-questions"))
    await press(ihor, say("office-category-questions-from", title="Наш двір"))
    await ihor.until_any("1. Запитання 1")
    oksana = await official(town, language)
    await oksana.press_data(OfficeRequestPress(done.request.id).pack())
    week = {"uk": "Тиждень", "en": "A week", "ru": "Неделю"}[language]
    shown = await oksana.until_text(SINCE.prompt.in_(language_of(language)), week)
    assert "Запитання 1" not in shown.text


async def test_the_label_of_a_lamp_leads_to_the_categories_that_are_about_lamps(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await takes_requests(town)
    ihor = await administrator(town, language)
    lamp = {"uk": "💡 Ліхтар", "en": "💡 Street light", "ru": "💡 Фонарь"}[language]
    await ihor.press_data(CategoryPress(DARK).pack())
    await ihor.until_text(say("office-category-about", kind=lamp))
    await press(ihor, say("office-category-wording"))
    await press(ihor, say("office-category-kind"))
    await press(ihor, say("office-category-kind-none"))
    shown = await ihor.until_button(say("office-category-wording"))
    assert lamp not in shown.text
    await press(ihor, say("office-category-wording"))
    await press(ihor, say("office-category-kind"))
    await press(ihor, lamp)
    await ihor.until_text(say("office-category-about", kind=lamp))
