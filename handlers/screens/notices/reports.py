"""A report as it arrives: a picture with its words, then the files."""

from typing import Any

from civic.kernel.ids import FileId
from handlers.screens.navigation import ways
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Screen, escape
from locales.catalog import Say


@notice("report-picture")
def report_picture(params: Params, _say: Say) -> Screen:
    return Screen(text=escape(str(params["caption"])), picture=_file(params))


@notice("report-document")
def report_document(params: Params, _say: Say) -> Screen:
    return Screen(text="", document=_file(params))


def _file(params: Params) -> FileId:
    number: Any = params["file"]
    return FileId(int(number))


@notice("survey-results-told")
def results(params: Params, say: Say) -> Screen:
    """What came of it, for who answered; picture-free, so that an old phone shows it too."""
    title = escape(_words(params["title"], say))
    parts = [
        say("results-heading", title=title) + "\n" + say.n("results-responses", params["responses"])
    ]
    if not params["questions"]:
        parts.append(say("results-too-few"))
    where = ""
    for asked in params["questions"]:
        # Of which place: said where it changes, not above each question.
        of_place = _of_place(asked, say)
        if of_place != where:
            where = of_place
            parts.append(of_place or say("results-town"))
        parts.append(_question(asked, say))
    if params["more"]:
        parts.append(say.n("results-more", params["more"]))
    return Screen(text="\n\n".join(parts), rows=ways(say))


def _of_place(asked: Params, say: Say) -> str:
    place = escape(_words(asked["place"], say)) if asked["place"] else ""
    if asked["hidden"]:
        return say("results-hidden-here", place=place) if place else say("results-hidden-town")
    return say("results-place", place=place) if place else ""


def _question(asked: Params, say: Say) -> str:
    lines = [f"<b>{escape(_words(asked['prompt'], say))}</b>"]
    if asked["median"] is not None:
        lines.append(say("results-median", median=say.number(float(asked["median"]))))
    lines += [_answer(answer, say) for answer in asked["answers"]]
    return "\n".join(lines)


def _answer(answer: Params, say: Say) -> str:
    if answer["label"]:
        label = escape(_words(answer["label"], say))
    elif answer["role"] == "hard_to_say":
        label = say("results-hard-to-say")
    else:
        label = str(answer["code"])
    share = say("results-tiny") if answer["tiny"] else say.percent(answer["percent"])
    return f"{share} · {label}"


def _words(texts: Params, say: Say) -> str:
    return str(texts.get(say.language) or next(iter(texts.values()), ""))
