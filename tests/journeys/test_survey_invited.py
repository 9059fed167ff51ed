"""What an invitation leads to: naming a courtyard first, the survey, or no more invitations."""

from dataclasses import replace

from civic.kernel.ids import PlaceId, ResidentId
from civic.residents.model import Topic
from civic.surveys.model import Mailing, MailingKind
from handlers.links import survey_link
from tests.asked import LACKS, YARD, YEARS
from tests.journeys.running_town import COURTYARDS, TOWN, RunningTown
from tests.journeys.speaking import gist, seen, voice
from tests.journeys.test_start import BORODIANKA, add_town, named
from tests.journeys.test_survey_answer import SURVEY, neighbour, put_yard
from tests.sandbox_client import PersonChat

STATION, SADOVA = PlaceId(13), PlaceId(12)


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def invited(town: RunningTown, language: str) -> PersonChat:
    olena = await neighbour(town, language=language)
    await put_yard(town)
    async with town.wiring.storage.writing() as work:
        await work.surveys.start_mailing(
            Mailing(community=TOWN, survey=SURVEY, kind=MailingKind.INVITATION)
        )
    await town.tick()
    town.wiring.outbox_bell.ring()
    await olena.until_text(gist(language, "survey-invitation"))
    return olena


async def test_the_survey_opens_by_itself_once_the_courtyard_is_named(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_yard(town, asked=replace(YARD, questions=(LACKS,), audience=(STATION,)))
    homeless = await neighbour(town, language=language, home=None)
    await homeless.open(survey_link("viche_bot", TOWN, SURVEY))
    await press(homeless, say("survey-button-name-home"))
    await homeless.until_text(seen(say("courtyard-ask-home")))
    await homeless.send("вокзальна 1")
    await press(homeless, "вулиця Вокзальна, 1")
    await press(homeless, say("survey-button-begin"))
    await homeless.until_text(LACKS.prompt.in_("uk"))
    assert homeless.keyboard == []


async def test_a_courtyard_that_the_survey_is_not_for_says_so_at_once(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    await put_yard(town, asked=replace(YARD, questions=(LACKS,), audience=(STATION,)))
    homeless = await neighbour(town, language=language, home=None)
    await homeless.open(survey_link("viche_bot", TOWN, SURVEY))
    await press(homeless, say("survey-button-name-home"))
    await homeless.until_text(seen(say("courtyard-ask-home")))
    await homeless.send_location(*COURTYARDS[SADOVA][2])
    await homeless.until_text(
        say("survey-is-for", title=YARD.title.in_("uk"), places="Двір біля станції")
    )
    await press(homeless, say("survey-button-change-home"))
    await homeless.until_text(seen(say("courtyard-ask-home")))
    await homeless.send_location(*COURTYARDS[STATION][2])
    await homeless.until_button(say("survey-button-begin"))


async def test_a_posters_link_of_another_town_opens_its_survey_after_the_move(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    await add_town(town)
    await put_yard(town)
    petro = await town.person("Петро", language=language)
    await petro.ask(f"/start c-{BORODIANKA}")
    await press(petro, say(f"language-{language}"))
    await petro.until_text("Бородянка")
    await petro.open(survey_link("viche_bot", TOWN, SURVEY))
    await press(petro, say("start-move-yes", other=named(language)))
    await petro.until_any(say("privacy-sentence-2"))
    await press(petro, say("survey-button-begin"))
    await petro.until_any(LACKS.prompt.in_("uk"))


async def test_invitations_are_turned_off_under_an_invitation_and_on_again(
    town: RunningTown,
    language: str,
) -> None:
    say = voice(language)
    olena = await invited(town, language)

    async def hears() -> bool:
        async with town.wiring.storage.reading() as work:
            me = await work.residents.resident(TOWN, ResidentId(601))
        return Topic.SURVEYS.value not in me.muted

    await press(olena, say("survey-button-mute"))
    await olena.until_text(say("survey-muted"))
    assert not await hears()
    await press(olena, say("survey-button-unmute"))
    await olena.until_text(say("survey-unmuted"))
    assert await hears()
    await press(olena, say("survey-button-mute"))
    await olena.until_text(say("survey-muted"))
    # The survey at hand can be answered all the same.
    await press(olena, say("survey-button-open"))
    await press(olena, say("survey-button-begin"))
    await olena.until_text("Чого найбільше бракує")


async def test_words_that_are_no_number_leave_the_question_where_it_was(
    town: RunningTown, language: str
) -> None:
    say = voice(language)
    olena = await neighbour(town, language=language)
    await put_yard(town, asked=replace(YARD, questions=(YEARS,)))
    await olena.open(survey_link("viche_bot", TOWN, SURVEY))
    await press(olena, say("survey-button-begin"))
    await olena.until_text(YEARS.prompt.in_("uk"))
    for typed, why in (
        ("багато", say("survey-number-unclear")),
        ("-3", say("survey-number-outside", least=0, most=120)),
        ("500", say("survey-number-outside", least=0, most=120)),
    ):
        await olena.send(typed)
        asked = await olena.until_text(YEARS.prompt.in_("uk"), why)
        assert say("survey-button-skip") in asked.buttons
    await olena.send("7")
    await olena.until_button(say("survey-button-finish"))
