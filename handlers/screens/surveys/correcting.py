"""Mending the wording of a survey, in its own language or another that the town speaks."""

from collections.abc import Sequence

from civic.kernel.language import Language
from civic.surveys.composing.rules import Part, Slot, texts_at, written_slots
from civic.surveys.model import Survey
from handlers.presses.registry import Press
from handlers.presses.surveys import (
    CorrectLanguagesPress,
    CorrectPress,
    CorrectTextPress,
    LanguagesPress,
    SteerPress,
)
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.surveys.wording import LIST, office_ways, paragraphs, shortened, turns
from locales.catalog import Say


def correct_screen(
    survey: Survey, language: Language, *, page: int, has_more_languages: bool, say: Say
) -> Screen:
    """Which wording holds a slip of the pen."""
    slots = written_slots(survey.questionnaire)
    named = _named(survey, language)
    rows: Rows = tuple(
        (
            Button(
                label=_slot_name(survey, slot, language, say),
                press=CorrectTextPress(
                    survey=survey.id,
                    language=language,
                    part=slot.part.value,
                    question=slot.question,
                ).pack(),
            ),
        )
        for slot in slots[page * LIST : (page + 1) * LIST]
    )
    paging = turns(
        page,
        len(slots),
        lambda to: CorrectPress(survey=survey.id, language=named, page=to),
        size=LIST,
        say=say,
    )
    others: Rows = ()
    if not named and has_more_languages:
        press = CorrectLanguagesPress(survey=survey.id)
        others = ((Button(label=say("survey-button-languages"), press=press.pack()),),)
    text = (
        say("survey-correct-in", language=say(f"survey-into-{language}"))
        if named
        else say("survey-correct")
    )
    return Screen(
        text=text, rows=(*rows, *paging, *others, *office_ways(say, _behind(survey, named)))
    )


def correct_languages_screen(survey: Survey, languages: Sequence[Language], *, say: Say) -> Screen:
    rows: Rows = tuple(
        (
            Button(
                label=say(f"survey-language-{language}"),
                press=CorrectPress(survey=survey.id, language=language).pack(),
            ),
        )
        for language in languages
    )
    back = CorrectPress(survey=survey.id)
    return Screen(text=say("survey-correct-which"), rows=(*rows, *office_ways(say, back)))


def correct_asked_screen(survey: Survey, slot: Slot, language: Language, *, say: Say) -> Screen:
    """What stands there now; in another language also what it says in the survey's own."""
    own = survey.questionnaire.language
    texts = texts_at(survey.questionnaire, slot)
    is_options = slot.part is Part.OPTIONS
    if all(text.has(language) for text in texts):
        key = "survey-correct-options" if is_options else "survey-correct-text"
        said = [say(key), _shown([text.in_(language) for text in texts])]
        if language != own:
            original = _shown([text.in_(own) for text in texts])
            said.append(say("survey-correct-original", text=original))
    else:
        key = "survey-translate-options" if is_options else "survey-translate"
        into = say(f"survey-into-{language}")
        said = [say(key, language=into), _shown([text.in_(own) for text in texts])]
    back = CorrectPress(survey=survey.id, language=_named(survey, language))
    return Screen(text=paragraphs(*said), rows=office_ways(say, back))


def _shown(texts: Sequence[str]) -> str:
    """Safe in HTML."""
    return "\n".join(escape(text) for text in texts)


def _named(survey: Survey, language: Language) -> str:
    return "" if language == survey.questionnaire.language else language


def _behind(survey: Survey, named: str) -> Press:
    if not survey.is_launched:
        return LanguagesPress(survey=survey.id)
    return CorrectLanguagesPress(survey=survey.id) if named else SteerPress(survey=survey.id)


def _slot_name(survey: Survey, slot: Slot, language: Language, say: Say) -> str:
    kind = say(f"survey-part-{slot.part.value}")
    text = texts_at(survey.questionnaire, slot)[0].in_(language)
    where = f"{say.number(slot.question)}. " if slot.question else ""
    return f"{where}{kind}: {shortened(text, 28)}"
