"""A draft: its card, its texts, who sees the answers, when it runs, other languages."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from civic.kernel.language import Language
from civic.surveys.composing.rules import Part, Slot, texts_at, untranslated
from civic.surveys.model import QuestionKind, Survey, SurveyState, WhoWillSee
from civic.surveys.moments import in_days
from handlers.presses.menu import OfficePress
from handlers.presses.registry import Press
from handlers.presses.surveys import (
    AudiencePress,
    CorrectPress,
    DiscardPress,
    DraftPress,
    LanguagesPress,
    LaunchPress,
    LaunchScreenPress,
    NewSurveyPress,
    NoIntroductionPress,
    OfficeSurveysPress,
    QuestionsPress,
    SetResultsPress,
    SetTimePress,
    SetWhoSeesPress,
    SteerPress,
    SurveyTextPress,
    TimesPress,
    TranslatePress,
    TrialPress,
    WhoSeesPress,
)
from handlers.screens.navigation import ways
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.surveys.wording import (
    LIST,
    PAGE,
    label,
    lines,
    office_ways,
    paragraphs,
    shortened,
    ticked,
    turns,
    words,
)
from locales.catalog import Say

CLOSES_IN = (3, 7, 14)
OPENS_IN = (1,)
TYPED, AT_ONCE = -2, -1


def office_surveys_screen(
    surveys: Sequence[Survey],
    *,
    page: int,
    count: int,
    may_compose: bool,
    zone: str,
    say: Say,
) -> Screen:
    """The town's surveys, the newest first."""
    told = [
        say(
            f"survey-office-{survey.state.value}",
            number=survey.number,
            title=words(survey.title, say),
            opens=say.moment(survey.opens_at, zone) if survey.opens_at else "",
            closes=say.moment(survey.closes_at, zone) if survey.closes_at else "",
        )
        for survey in surveys
    ]
    rows: Rows = tuple(
        (
            Button(
                label=shortened(f"{survey.number}. {label(survey.title, say)}", 40),
                press=(
                    DraftPress(survey=survey.id)
                    if survey.state is SurveyState.DRAFT
                    else SteerPress(survey=survey.id)
                ).pack(),
            ),
        )
        for survey in surveys
    )
    turning = turns(page, count, lambda to: OfficeSurveysPress(page=to), size=LIST, say=say)
    new: Rows = ((Button(label=say("survey-button-new"), press=NewSurveyPress().pack()),),)
    return Screen(
        text=paragraphs(
            say("survey-office-heading" if surveys else "survey-office-none"), "\n".join(told)
        ),
        rows=(*(new if may_compose else ()), *rows, *turning, *ways(say, OfficePress())),
    )


def asking_screen(text: str, *, back: Press, say: Say, choices: Rows = ()) -> Screen:
    """Something is to be typed."""
    return Screen(text=text, rows=(*choices, *office_ways(say, back)))


def introduction_asked_screen(survey: Survey, *, say: Say) -> Screen:
    without = Button(
        label=say("survey-button-no-introduction"),
        press=NoIntroductionPress(survey=survey.id).pack(),
    )
    return asking_screen(
        say("survey-ask-introduction"),
        back=DraftPress(survey=survey.id),
        say=say,
        choices=((without,),),
    )


def draft_screen(survey: Survey, *, people: int, places: str, zone: str, say: Say) -> Screen:
    asked = survey.questionnaire
    text = paragraphs(
        say("survey-draft-heading", number=survey.number, title=words(asked.title, say)),
        escape(shortened(label(asked.introduction, say), 160)),
        lines(
            say.n("survey-questions", len(asked.questions)),
            say("survey-draft-audience", places=places, people=say.n("survey-people", people)),
            _when(survey, zone, say),
            say(f"survey-sees-{asked.who_will_see.value}"),
            say("survey-results-yes" if asked.results_to_respondents else "survey-results-no"),
        ),
    )
    survey_id = survey.id
    choices: tuple[tuple[tuple[str, Press], ...], ...] = (
        (
            ("survey-button-title", SurveyTextPress(survey=survey_id, part="title")),
            ("survey-button-introduction", SurveyTextPress(survey=survey_id, part="introduction")),
        ),
        (
            ("survey-button-questions", QuestionsPress(survey=survey_id)),
            ("survey-button-audience", AudiencePress(survey=survey_id)),
        ),
        (
            ("survey-button-times", TimesPress(survey=survey_id)),
            ("survey-button-who-sees", WhoSeesPress(survey=survey_id)),
        ),
        (
            ("survey-button-languages", LanguagesPress(survey=survey_id)),
            ("survey-button-check", LaunchScreenPress(survey=survey_id)),
        ),
    )
    rows = tuple(
        tuple(Button(label=say(key), press=press.pack()) for key, press in row) for row in choices
    )
    return Screen(text=text, rows=(*rows, *office_ways(say)))


def who_sees_screen(survey: Survey, *, say: Say) -> Screen:
    """Who reads answers, and who gets results when."""
    asked = survey.questionnaire
    readers: Rows = tuple(
        (
            Button(
                label=ticked(
                    say(f"survey-button-sees-{choice.value}"), choice is asked.who_will_see
                ),
                press=SetWhoSeesPress(survey=survey.id, choice=choice.value).pack(),
            ),
        )
        for choice in WhoWillSee
    )
    flags = (
        ("respondents", asked.results_to_respondents, "survey-button-results-respondents"),
        ("open", asked.tables_while_open, "survey-button-tables-open"),
    )
    results: Rows = tuple(
        (
            Button(
                label=ticked(say(key), is_on),
                press=SetResultsPress(survey=survey.id, flag=flag, on=not is_on).pack(),
            ),
        )
        for flag, is_on, key in flags
    )
    text = paragraphs(
        say("survey-who-sees"),
        say(f"survey-sees-{asked.who_will_see.value}"),
        say("survey-results"),
    )
    return Screen(
        text=text,
        rows=(*readers, *results, *office_ways(say, DraftPress(survey=survey.id))),
    )


def times_screen(survey: Survey, *, zone: str, now: datetime, say: Say) -> Screen:
    """Presets by their dates, so that nobody counts days; any other hour can be typed."""

    def preset(which: str, days: int) -> Button:
        if days == AT_ONCE:
            press = SetTimePress(survey=survey.id, which=which, day=AT_ONCE)
            return Button(label=say("survey-button-opens-at-once"), press=press.pack())
        begins = now if which == "opens" else max(now, survey.opens_at or now)
        day = in_days(days, 12, zone, now=begins).astimezone(ZoneInfo(zone))
        press = SetTimePress(survey=survey.id, which=which, day=day.toordinal())
        return Button(
            label=say(f"survey-button-{which}-on", day=f"{day:%d.%m}"), press=press.pack()
        )

    def typed(which: str, key: str) -> Button:
        press = SetTimePress(survey=survey.id, which=which, day=TYPED)
        return Button(label=say(key), press=press.pack())

    rows = (
        tuple(preset("opens", days) for days in (AT_ONCE, *OPENS_IN)),
        (typed("opens", "survey-button-type-opening"),),
        tuple(preset("closes", days) for days in CLOSES_IN),
        (typed("closes", "survey-button-type-closing"),),
    )
    text = paragraphs(say("survey-times"), _when(survey, zone, say), say("survey-times-hint"))
    return Screen(text=text, rows=(*rows, *office_ways(say, DraftPress(survey=survey.id))))


def _when(survey: Survey, zone: str, say: Say) -> str:
    opens = say.moment(survey.opens_at, zone) if survey.opens_at else say("survey-at-launch")
    closes = say.moment(survey.closes_at, zone) if survey.closes_at else say("survey-not-set")
    return say("survey-draft-when", opens=opens, closes=closes)


def languages_screen(survey: Survey, languages: Sequence[Language], *, say: Say) -> Screen:
    """Which languages of the town still lack a text."""
    asked = survey.questionnaire
    others = [language for language in languages if language != asked.language]
    told = []
    rows: list[tuple[Button, ...]] = []
    for language in others:
        name = say(f"survey-language-{language}")
        missing = len(untranslated(asked, language))
        told.append(
            say.n("survey-language-missing", missing, language=name)
            if missing
            else say("survey-language-whole", language=name)
        )
        write = TranslatePress(survey=survey.id, language=language, skipped=0)
        mend = CorrectPress(survey=survey.id, language=language)
        shown = name if missing else say("survey-button-mend", language=name)
        rows.append((Button(label=shown, press=(write if missing else mend).pack()),))
    return Screen(
        text=paragraphs(
            say("survey-languages" if others else "survey-languages-none"), "\n".join(told)
        ),
        rows=(*rows, *office_ways(say, DraftPress(survey=survey.id))),
    )


def translation_asked_screen(
    survey: Survey, slot: Slot, language: Language, *, skipped: int, left: int, say: Say
) -> Screen:
    asked = survey.questionnaire
    texts = [text.in_(asked.language) for text in texts_at(asked, slot)]
    key = "survey-translate-options" if slot.part is Part.OPTIONS else "survey-translate"
    skip = TranslatePress(survey=survey.id, language=language, skipped=skipped + 1)
    return asking_screen(
        paragraphs(
            say(key, language=say(f"survey-into-{language}")),
            "\n".join(escape(text) for text in texts),
            say.n("survey-translate-left", left),
        ),
        back=LanguagesPress(survey=survey.id),
        say=say,
        choices=((Button(label=say("survey-button-skip"), press=skip.pack()),),),
    )


def launch_screen(
    survey: Survey,
    languages: Sequence[Language],
    *,
    people: int,
    places: str,
    zone: str,
    problem: str,
    say: Say,
) -> Screen:
    """What goes out, and what cannot be changed afterwards."""
    asked = survey.questionnaire
    told = [
        f"{say.number(number)}. {escape(shortened(label(question.prompt, say), 60))}"
        for number, question in enumerate(asked.questions[:PAGE], start=1)
    ]
    more = len(asked.questions) - PAGE
    if more > 0:
        told.append(say.n("survey-more-questions", more))
    text = paragraphs(
        f"<b>{words(asked.title, say)}</b>",
        "\n".join(told),
        lines(
            say("survey-draft-audience", places=places, people=say.n("survey-people", people)),
            _when(survey, zone, say),
            *_lacking(survey, languages, say),
        ),
        problem or say("survey-launch-frozen"),
    )
    trial = Button(label=say("survey-button-trial"), press=TrialPress(survey=survey.id).pack())
    go = Button(label=say("survey-button-launch"), press=LaunchPress(survey=survey.id).pack())
    rows: list[tuple[Button, ...]] = [(trial,)] if asked.questions else []
    if not problem:
        rows.append((go,))
    discard = DiscardPress(survey=survey.id, is_sure=False)
    rows.append((Button(label=say("survey-button-discard"), press=discard.pack()),))
    return Screen(text=text, rows=(*rows, *office_ways(say, DraftPress(survey=survey.id))))


def _lacking(survey: Survey, languages: Sequence[Language], say: Say) -> list[str]:
    """What people will meet in the survey's own language."""
    asked = survey.questionnaire
    missing = {name: len(untranslated(asked, name)) for name in languages}
    return [
        say.n("survey-language-missing", count, language=say(f"survey-language-{name}"))
        for name, count in missing.items()
        if count and name != asked.language
    ]


def discard_screen(survey: Survey, *, say: Say) -> Screen:
    sure = DiscardPress(survey=survey.id, is_sure=True)
    return Screen(
        text=say("survey-discard-sure", title=words(survey.title, say)),
        rows=(
            (Button(label=say("survey-button-discard-sure"), press=sure.pack()),),
            *office_ways(say, DraftPress(survey=survey.id)),
        ),
    )


def kind_name(kind: QuestionKind, say: Say) -> str:
    return say(f"survey-kind-{kind.value}")
