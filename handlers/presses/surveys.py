"""Buttons of surveys: answering, composing, steering."""

from civic.kernel.ids import PlaceId, SurveyId
from handlers.presses.registry import Press, press

# --- A resident's.


@press("sl")
class SurveysPress(Press):
    page: int = 0


@press("so")
class OpenSurveyPress(Press):
    survey: SurveyId


@press("smu")
class MuteSurveysPress(Press):
    """Under an invitation: no more of them; and back again."""

    survey: SurveyId
    off: bool


@press("sb")
class BeginPress(Press):
    survey: SurveyId


@press("sq")
class QuestionPress(Press):
    """Go to a question; behind the last one stands the summary."""

    survey: SurveyId
    question: int
    page: int = 0
    is_trial: bool = False


@press("sa")
class ChoosePress(Press):
    survey: SurveyId
    question: int
    option: int
    is_trial: bool


@press("st")
class TogglePress(Press):
    """Says what the option shall be, so that a double press does one thing."""

    survey: SurveyId
    question: int
    option: int
    on: bool
    is_trial: bool


@press("sh")
class HardToSayPress(Press):
    survey: SurveyId
    question: int
    is_trial: bool


@press("sn")
class NextPress(Press):
    survey: SurveyId
    question: int
    is_trial: bool


@press("sf")
class FinishPress(Press):
    survey: SurveyId
    is_trial: bool


# --- An official's, while it is a draft.


@press("scl")
class OfficeSurveysPress(Press):
    page: int = 0


@press("scn")
class NewSurveyPress(Press):
    pass


@press("scc")
class DraftPress(Press):
    survey: SurveyId


@press("sct")
class SurveyTextPress(Press):
    """Write the title or the introduction anew."""

    survey: SurveyId
    part: str


@press("scx")
class NoIntroductionPress(Press):
    survey: SurveyId


@press("scw")
class WhoSeesPress(Press):
    survey: SurveyId


@press("scs")
class SetWhoSeesPress(Press):
    survey: SurveyId
    choice: str


@press("scq")
class QuestionsPress(Press):
    survey: SurveyId
    page: int = 0


@press("sca")
class AddQuestionPress(Press):
    survey: SurveyId


@press("sck")
class QuestionKindPress(Press):
    survey: SurveyId
    kind: str


@press("sci")
class DraftQuestionPress(Press):
    survey: SurveyId
    question: int


@press("sce")
class QuestionTextPress(Press):
    """Write a part of a question anew: the prompt, the options, limits, the ends of a scale."""

    survey: SurveyId
    question: int
    part: str


@press("scf")
class QuestionFlagPress(Press):
    """Set one of its yes-or-no settings to what the button says."""

    survey: SurveyId
    question: int
    flag: str
    on: bool


@press("scy")
class AlonePress(Press):
    """Which option is chosen alone: the list of them."""

    survey: SurveyId
    question: int
    page: int = 0


@press("scz")
class SetAlonePress(Press):
    survey: SurveyId
    question: int
    option: int
    on: bool


@press("scaa")
class ArrangePress(Press):
    """Where the question stands among the others, and whether it stays."""

    survey: SurveyId
    question: int


@press("scm")
class MoveQuestionPress(Press):
    survey: SurveyId
    question: int
    to: int


@press("scd")
class DeleteQuestionPress(Press):
    """`count` is how many there were: a double press deletes one."""

    survey: SurveyId
    question: int
    count: int


@press("scu")
class AudiencePress(Press):
    """Districts, or the courtyards of one district; parent 0: which district."""

    survey: SurveyId
    kind: str = ""
    parent: PlaceId = PlaceId(0)
    page: int = 0


@press("scg")
class SetAudiencePress(Press):
    """Place 0 stands for the whole town."""

    survey: SurveyId
    place: PlaceId
    on: bool
    kind: str = ""
    parent: PlaceId = PlaceId(0)
    page: int = 0


@press("sch")
class TimesPress(Press):
    survey: SurveyId


@press("scj")
class SetTimePress(Press):
    """`which` is "opens" or "closes"; the day's ordinal, or -1 for "at once", -2 for typing.

    The day itself: an old button must not mean another day than it says.
    """

    survey: SurveyId
    which: str
    day: int


@press("sco")
class SetResultsPress(Press):
    survey: SurveyId
    flag: str
    on: bool


@press("scv")
class LanguagesPress(Press):
    survey: SurveyId


@press("scb")
class TranslatePress(Press):
    """The next text that this language lacks, behind those that were skipped."""

    survey: SurveyId
    language: str
    skipped: int


@press("scp")
class LaunchScreenPress(Press):
    survey: SurveyId


@press("sctr")
class TrialPress(Press):
    survey: SurveyId


@press("scgo")
class LaunchPress(Press):
    survey: SurveyId


@press("scdd")
class DiscardPress(Press):
    survey: SurveyId
    is_sure: bool


# --- An official's, once it is launched.


@press("sm")
class SteerPress(Press):
    survey: SurveyId


@press("smp")
class PausePress(Press):
    survey: SurveyId
    on: bool


@press("smc")
class CloseEarlyPress(Press):
    survey: SurveyId
    is_sure: bool


@press("sme")
class ExtendPress(Press):
    """Days more; 0 asks, -1 lets type."""

    survey: SurveyId
    days: int


@press("smw")
class WithdrawPress(Press):
    """What becomes of the answers: "" asks, "keep" or "erase"."""

    survey: SurveyId
    answers: str


@press("smy")
class WithdrawSurePress(Press):
    """With the reason that was typed a moment ago."""

    survey: SurveyId


@press("sml")
class LinkPress(Press):
    survey: SurveyId


@press("smx")
class CorrectPress(Press):
    """Which wording to mend: the list of texts; language "" is the survey's own."""

    survey: SurveyId
    language: str = ""
    page: int = 0


@press("smg")
class CorrectLanguagesPress(Press):
    """In which other language to mend a wording."""

    survey: SurveyId


@press("smt")
class CorrectTextPress(Press):
    survey: SurveyId
    language: str
    part: str
    question: int


@press("smk")
class CopySurveyPress(Press):
    """A new draft that asks the same."""

    survey: SurveyId


@press("smf")
class AnswersFilePress(Press):
    """The answers as a table, as far as was promised."""

    survey: SurveyId
