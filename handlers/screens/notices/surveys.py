"""What people hear of surveys unasked: an invitation, more time, how a survey is going."""

from datetime import datetime

from civic.kernel.ids import FileId, SurveyId
from civic.kernel.language import Translated
from handlers.presses.surveys import MuteSurveysPress, OpenSurveyPress, SteerPress
from handlers.screens.navigation import home_button
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Button, Screen, escape
from handlers.screens.surveys.steering import live_screen
from handlers.screens.surveys.wording import label, paragraphs, words
from locales.catalog import Say


@notice("survey-invitation")
def invitation(params: Params, say: Say) -> Screen:
    """Title, who asks, how long it takes, until when."""
    return Screen(
        text=paragraphs(
            say(
                "survey-invitation",
                title=words(Translated(params["title"]), say),
                asked_by=words(Translated(params["asked_by"]), say),
            ),
            say(
                "survey-invitation-until",
                questions=say.n("survey-questions", params["questions"]),
                until=_until(params, say),
            ),
        ),
        rows=(_open(params, say), _mute(params, say)),
    )


@notice("survey-extension")
def extension(params: Params, say: Say) -> Screen:
    return Screen(
        text=say(
            "survey-extension",
            title=words(Translated(params["title"]), say),
            until=_until(params, say),
        ),
        rows=(_open(params, say),),
    )


@notice("survey-live")
def live(params: Params, say: Say) -> Screen:
    return live_screen(params, say)


@notice("survey-answers")
def answers(params: Params, say: Say) -> Screen:
    """The file that an official asked for, with what was promised of it."""
    return Screen(
        text=say(
            f"survey-answers-{params['promise']}",
            title=words(Translated(params["title"]), say),
        ),
        document=FileId(int(params["file"])),
    )


@notice("survey-erased")
def erased(params: Params, say: Say) -> Screen:
    """To the author who withdrew a survey, when the last answer is gone."""
    title = escape(label(Translated(params["title"]), say))
    steer = SteerPress(survey=SurveyId(params["survey"]))
    manage = Button(label=say("survey-button-manage"), press=steer.pack())
    return Screen(text=say("survey-erased", title=title), rows=((manage, home_button(say)),))


def _open(params: Params, say: Say) -> tuple[Button, ...]:
    press = OpenSurveyPress(survey=SurveyId(params["survey"]))
    return (Button(label=say("survey-button-open"), press=press.pack()),)


def _mute(params: Params, say: Say) -> tuple[Button, ...]:
    press = MuteSurveysPress(survey=SurveyId(params["survey"]), off=True)
    return (Button(label=say("survey-button-mute"), press=press.pack()),)


def _until(params: Params, say: Say) -> str:
    return say.moment(datetime.fromisoformat(params["until"]), params["zone"])
