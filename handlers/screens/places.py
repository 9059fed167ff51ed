"""Choosing a courtyard: by location, by address, from the list, or later."""

from collections import Counter
from collections.abc import Sequence

from civic.communities.model import Community
from civic.kernel.ids import PlaceId
from civic.kernel.language import language_of
from civic.places.actions import Understood
from civic.places.model import Near, Place, Suggestion
from handlers.presses.places import (
    FOLLOW,
    HOME,
    ChoosePlacePress,
    CourtyardsPress,
    DistrictsPress,
    LaterPress,
    ShowMapPress,
    TypeAddressPress,
)
from handlers.presses.registry import Press
from handlers.presses.surveys import SurveysPress
from handlers.screens.menu import town_name
from handlers.screens.navigation import home_button, pages, ways
from handlers.screens.screen import Button, Key, Rows, Screen, column, escape
from locales.catalog import Say

PAGE = 8
_TYPED_SHOWN = 60
_LABEL = 60


def ask_courtyard_screen(aim: str, *, say: Say) -> Screen:
    """With keys for what buttons under a message cannot do: send a location."""
    text = say("courtyard-ask-follow" if aim == FOLLOW else "courtyard-ask-home")
    keys = (
        (Key(label=say("courtyard-send-location"), asks="location"),),
        (Key(label=say("courtyard-from-list")), Key(label=say("courtyard-later"))),
    )
    return Screen(text=text, keys=keys)


def no_places_screen(*, say: Say) -> Screen:
    return Screen(text=say("courtyard-none-yet"), rows=ways(say))


def near_screen(aim: str, near: Sequence[Near], *, report: Press | None = None, say: Say) -> Screen:
    buttons = [
        _choice(
            aim,
            one.place.id,
            say(
                "courtyard-near-button",
                place=_cut(_title(one.place, say)),
                metres=say.number(one.metres),
            ),
        )
        for one in near
    ]
    rows = (*_report(report, say), *column(buttons), *_elsewhere(aim, say))
    return Screen(text=say("courtyard-near"), rows=rows)


def nowhere_screen(aim: str, town: Community, *, say: Say) -> Screen:
    text = say("courtyard-nowhere", town=town_name(town, say))
    return Screen(text=text, rows=_elsewhere(aim, say))


def suggestions_screen(aim: str, typed: str, found: Understood, *, say: Say) -> Screen:
    if not found.suggestions or found.address is None:
        text = say("courtyard-nothing", typed=escape(_shortened(typed)))
        return Screen(text=text, rows=_elsewhere(aim, say))
    if found.number_is_missing:
        text = say("courtyard-number-missing", street=escape(_shortened(found.address.street)))
    elif found.is_exact:
        text = say("courtyard-suggested")
    else:
        text = say("courtyard-unlike", number=escape(_shortened(found.address.number)))
    titles = Counter(_address(one, say) for one in found.suggestions)
    buttons = [
        _choice(aim, one.building.place.id, _told_apart(one, titles, say))
        for one in found.suggestions
    ]
    return Screen(text=text, rows=(*column(buttons), *_elsewhere(aim, say)))


def districts_screen(
    aim: str, districts: Sequence[Place], *, page: int, count: int, others: bool, say: Say
) -> Screen:
    """`others`: there are courtyards outside every district."""
    buttons = [
        Button(label=_cut(_title(one, say)), press=CourtyardsPress(aim, one.id, 0).pack())
        for one in districts
    ]
    if others:
        press = CourtyardsPress(aim, PlaceId(0), 0)
        buttons.append(Button(label=say("courtyard-other-yards"), press=press.pack()))
    turning = pages(page, count, PAGE, lambda other: DistrictsPress(aim, other), say)
    return Screen(
        text=say("courtyard-which-district"),
        rows=(*column(buttons), *turning, *ways(say, TypeAddressPress(aim))),
    )


def courtyards_screen(
    aim: str,
    courtyards: Sequence[Place],
    *,
    district: Place | None,
    page: int,
    count: int,
    say: Say,
) -> Screen:
    buttons = [_choice(aim, one.id, _title(one, say)) for one in courtyards]
    where = district.id if district else PlaceId(0)
    turning = pages(page, count, PAGE, lambda other: CourtyardsPress(aim, where, other), say)
    text = (
        say("courtyard-which-in", district=escape(_title(district, say)))
        if district
        else say("courtyard-which")
    )
    back = DistrictsPress(aim, 0) if district else TypeAddressPress(aim)
    return Screen(text=text, rows=(*column(buttons), *turning, *ways(say, back)))


def chosen_text(aim: str, path: Sequence[Place], *, say: Say) -> str:
    """What one has chosen: the address and the courtyard, or the courtyard alone."""
    place = escape(" · ".join(_title(one, say) for one in path[:2] if _is_told(one, path)))
    return say("courtyard-followed" if aim == FOLLOW else "courtyard-chosen", place=place)


def chosen_screen(aim: str, path: Sequence[Place], *, say: Say) -> Screen:
    surveys = Button(label=say("menu-surveys"), press=SurveysPress().pack())
    return Screen(text=chosen_text(aim, path, say=say), rows=((surveys, home_button(say)),))


def offer_screen(place: Place, *, is_home: bool, report: Press | None = None, say: Say) -> Screen:
    """A location came by itself: perhaps it is where they live."""
    name = escape(_title(place, say))
    follow = Button(label=say("courtyard-follow"), press=ChoosePlacePress(FOLLOW, place.id).pack())
    seen = Button(label=say("map-show"), press=ShowMapPress(place.id).pack())
    if is_home:
        text = say("courtyard-is-yours", place=name)
        return Screen(text=text, rows=(*_report(report, say), (seen,), *ways(say)))
    mine = _choice(HOME, place.id, say("courtyard-mine"))
    text = say("courtyard-offer", place=name)
    return Screen(text=text, rows=(*_report(report, say), (mine,), (follow,), (seen,), *ways(say)))


def _report(report: Press | None, say: Say) -> Rows:
    """Something may be wrong at the place that was sent."""
    if report is None:
        return ()
    return ((Button(label=say("courtyard-report-here"), press=report.pack()),),)


def _elsewhere(aim: str, say: Say) -> Rows:
    """The other ways to a courtyard, so that no answer is a dead end."""
    listed = Button(label=say("courtyard-from-list"), press=DistrictsPress(aim, 0).pack())
    later = Button(label=say("courtyard-later"), press=LaterPress().pack())
    return ((listed, later), (home_button(say),))


def _choice(aim: str, place: PlaceId, label: str) -> Button:
    return Button(label=_cut(label), press=ChoosePlacePress(aim, place).pack())


def _told_apart(one: Suggestion, titles: Counter[str], say: Say) -> str:
    title = _address(one, say)
    if titles[title] == 1 or not one.building.within:
        return title
    return f"{title} · {one.building.within[0].in_(language_of(say.language))}"


def _address(one: Suggestion, say: Say) -> str:
    return _title(one.building.place, say)


def _title(place: Place, say: Say) -> str:
    return place.title_in(language_of(say.language))


def _is_told(place: Place, path: Sequence[Place]) -> bool:
    """A courtyard's district goes without saying; a building's courtyard does not."""
    return place is path[0] or path[0].kind == "building"


def _shortened(typed: str) -> str:
    text = " ".join(typed.split())
    return text if len(text) <= _TYPED_SHOWN else f"{text[:_TYPED_SHOWN]}…"


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"
