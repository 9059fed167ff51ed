"""A street and a house that no list knows: never taken for the thing that bears this number."""

from civic.kernel.language import language_of
from tests.journeys.asking_people import CATEGORIES, DARK, SINCE, press, takes_requests
from tests.journeys.running_town import RunningTown
from tests.journeys.speaking import seen, voice
from tests.journeys.test_survey_answer import neighbour

TYPED = "вулиця Нова, 233"


async def test_a_house_is_never_taken_for_the_lamp_of_its_number(
    town: RunningTown, language: str
) -> None:
    say, spoken = voice(language), language_of(language)
    dark = next(one for one in CATEGORIES if one.id == DARK)
    await takes_requests(town)
    olena = await neighbour(town, language=language)
    await press(olena, say("menu-courtyard"))
    await press(olena, say("my-courtyard-tell"))
    await olena.until_text(seen(say("ask-what")))
    await olena.send("темно lamp фонарь")
    await press(olena, dark.title_in(spoken))
    await olena.until_button(say("ask-send-spot"))
    await olena.send(TYPED)
    found = await olena.until_text(seen(say("ask-place-found")))
    # It may be the lamp: whoever asks says which it is.
    assert "233" in found.buttons[0]
    await press(olena, say("ask-as-typed"))
    await press(olena, SINCE.options[0].label.in_(spoken))
    await olena.until_text(seen(say("ask-summary")), TYPED)
