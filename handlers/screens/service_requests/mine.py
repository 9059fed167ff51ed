"""My courtyard in the chat: tell of something, and what became of what was told."""

from collections.abc import Mapping, Sequence

from civic.kernel.ids import CategoryId, ResidentId
from civic.kernel.language import language_of
from civic.places.model import Place
from civic.service_requests.draft import Draft
from civic.service_requests.model import Category, ServiceRequest
from handlers.presses.ideas import IdeasPress
from handlers.presses.places import HomePress
from handlers.presses.service_requests import (
    AskPress,
    CourtyardPress,
    MyRequestsPress,
    NewRequestPress,
    RequestPress,
)
from handlers.screens.navigation import pages, ways
from handlers.screens.screen import Button, Rows, Screen, column, escape
from handlers.screens.service_requests.card import MARKS
from handlers.screens.service_requests.resident_wording import cut, to
from locales.catalog import Say

PAGE = 7


def courtyard_screen(
    home: Place | None,
    *,
    takes_requests: bool,
    draft: Draft | None,
    page: str | None = None,
    say: Say,
) -> Screen:
    """`page`: where anybody reads what the town was told of."""
    if home is None:
        text = say("my-courtyard-unknown")
    else:
        text = say("my-courtyard", place=escape(home.title_in(language_of(say.language))))
    rows: Rows = ()
    if takes_requests:
        text = f"{text}\n\n{say('my-courtyard-how')}"
        if draft is not None:
            rows += ((to("my-courtyard-go-on", AskPress(""), say),),)
        rows += ((to("my-courtyard-tell", NewRequestPress(), say),),)
    else:
        text = f"{text}\n\n{say('ask-not-here')}"
    rows += ((to("my-requests", MyRequestsPress(), say),),)
    if takes_requests:
        rows += ((to("my-courtyard-ideas", IdeasPress(), say),),)
    if takes_requests and page is not None:
        rows += ((Button(label=say("my-courtyard-page"), url=page),),)
    key = "my-courtyard-choose" if home is None else "my-courtyard-change"
    return Screen(text=text, rows=(*rows, (to(key, HomePress(), say),), *ways(say)))


def my_requests_screen(
    requests: Sequence[ServiceRequest],
    categories: Mapping[CategoryId, Category],
    me: ResidentId,
    *,
    page: int,
    is_more: bool,
    takes_requests: bool,
    say: Say,
) -> Screen:
    buttons = [_listed(one, categories, me, say) for one in requests]
    count = (page + 1) * PAGE + is_more

    def turn(other: int) -> MyRequestsPress:
        return MyRequestsPress(other)

    rows: Rows = (*column(buttons), *pages(page, count, PAGE, turn, say))
    if takes_requests:
        rows += ((to("my-courtyard-tell", NewRequestPress(), say),),)
    text = say("my-requests-heading" if requests else "my-requests-none")
    return Screen(text=text, rows=(*rows, *ways(say, CourtyardPress())))


def _listed(
    request: ServiceRequest,
    categories: Mapping[CategoryId, Category],
    me: ResidentId,
    say: Say,
) -> Button:
    category = categories[request.category].name.in_(language_of(say.language))
    key = "my-requests-listed" if request.asker == me else "my-requests-joined"
    label = say(
        key, mark=MARKS[request.status], number=say.number(request.number), category=category
    )
    return Button(label=cut(label), press=RequestPress(request.id).pack())
