"""What neighbours and the office hear of ideas."""

from civic.kernel.ids import IdeaId, ServiceRequestId
from civic.kernel.language import LANGUAGES, Translated, language_of
from handlers.presses.ideas import (
    IdeaBesidePress,
    IdeasPress,
    OfficeIdeaPress,
    SupportBesidePress,
)
from handlers.presses.service_requests import RequestPress
from handlers.screens.navigation import home_button
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Button, Rows, Screen, escape
from handlers.screens.service_requests.resident_wording import cut, to
from locales.catalog import Say


@notice("idea-news")
def news(params: Params, say: Say) -> Screen:
    """To neighbours who did not ask: what others wish for their courtyard."""
    ideas = params["ideas"]
    lines = [say("idea-news", place=_place(params, say))]
    lines += [f"💡 {escape(' '.join(one['text'].split()))}" for one in ideas]
    if params["more"]:
        lines.append(say.n("idea-news-more", params["more"]))
    if len(ideas) == 1:
        idea = IdeaId(ideas[0]["idea"])
        rows: Rows = (
            (to("idea-support", SupportBesidePress(idea), say),),
            (to("idea-open", IdeaBesidePress(idea), say),),
        )
    else:
        rows = tuple(
            (_open(one["idea"], cut(f"💡 {' '.join(one['text'].split())}")),) for one in ideas
        )
    last = (to("idea-all", IdeasPress(), say), home_button(say))
    return Screen(text="\n\n".join(lines), rows=(*rows, last))


@notice("idea-told")
def told(params: Params, say: Say) -> Screen:
    """To its author and to whoever stands behind it."""
    name = {"number": say.number(params["number"]), "text": _short(params["text"])}
    if params["news"] == "became":
        name["request"] = say.number(params["request_number"] or 0)
    if params["news"] in {"answered", "hidden"}:
        name["words"] = escape(params["words"])
    text = say(f"idea-told-{params['news']}", **name)
    rows: Rows = ()
    if params["request"]:
        press = RequestPress(ServiceRequestId(params["request"]))
        rows += ((to("idea-open-request", press, say),),)
    elif params["news"] in {"answered", "shown"}:
        rows += ((to("idea-open", IdeaBesidePress(IdeaId(params["idea"])), say),),)
    return Screen(text=text, rows=(*rows, (home_button(say),)))


@notice("idea-office")
def office(params: Params, say: Say) -> Screen:
    name = {"number": say.number(params["number"]), "text": _short(params["text"])}
    is_stuck = params["news"] == "no_category"
    text = say("idea-office-stuck", **name) if is_stuck else say("idea-office-new", **name)
    if params["photo"] and not is_stuck:
        text = f"{text}\n\n{say('idea-office-photo')}"
    press = OfficeIdeaPress(IdeaId(params["idea"]))
    return Screen(text=text, rows=((to("idea-open", press, say),), (home_button(say),)))


def _open(idea: int, label: str) -> Button:
    return Button(label=label, press=IdeaBesidePress(IdeaId(idea)).pack())


def _short(text: str) -> str:
    return escape(" ".join(text.split()))


def _place(params: Params, say: Say) -> str:
    texts = params["courtyard"]
    known = {name: str(texts[name]) for name in LANGUAGES if name in texts}
    return escape(Translated(known).in_(language_of(say.language)))
