"""Places to be ticked or looked into: districts, courtyards, buildings; found by typing too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from civic.kernel.ids import PlaceId
from civic.kernel.language import language_of
from civic.places.model import Place, PlaceKind
from handlers.presses.audiences import (
    AudienceExceptPress,
    AudiencePlacesPress,
    TogglePlacePress,
)
from handlers.presses.registry import Press
from handlers.screens.audiences.picking import Picking, step_screen, ticked
from handlers.screens.navigation import pages
from handlers.screens.screen import Button, Rows, Screen, escape
from locales.catalog import Say

PAGE = 8
MANY = 20
"""From so many places on a part of the name is typed rather than pages turned."""
FOUND = -1
"""Instead of a page: the place was found by typing."""
_LABEL = 40
_TYPED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesListed:
    """A page of what lies in `within`; None: the districts, or (`loose`) what lies in none."""

    places: Sequence[Place]
    count: int
    page: int
    within: Place | None = None
    loose: bool = False
    has_loose: bool = False
    """There are courtyards outside every district."""
    holding: Collection[PlaceId] = ()
    """Those that something lies in: they can be looked into."""
    path: Collection[PlaceId] = ()
    """What `within` lies in, itself among them."""

    @property
    def parent(self) -> PlaceId:
        return self.within.id if self.within else PlaceId(0)


def places_screen(
    picking: Picking, listed: PlacesListed, *, out: bool, counted: str, say: Say
) -> Screen:
    of, subject = picking.of, picking.subject
    rows: Rows = tuple(_row(picking, place, listed, out=out, say=say) for place in listed.places)
    if listed.has_loose:
        press = AudiencePlacesPress(of, subject, out, loose=True)
        rows += ((Button(label=say("audience-loose-courtyards"), press=press.pack()),),)
    rows += pages(
        listed.page,
        listed.count,
        PAGE,
        lambda other: AudiencePlacesPress(of, subject, out, listed.parent, listed.loose, other),
        say,
    )
    parts = [_heading(listed, out=out, say=say), *_covered(picking, listed, out=out, say=say)]
    if listed.count > MANY:
        parts.append(say("audience-type-place"))
    back = _back(picking, listed, out=out)
    return step_screen(picking, parts, rows, counted=counted, back=back, say=say)


def found_screen(
    picking: Picking,
    found: Sequence[Place],
    typed: str,
    *,
    out: bool,
    counted: str,
    say: Say,
) -> Screen:
    """What a typed name or address may mean; one more than a page says that there is more."""
    listed = PlacesListed(places=found[:PAGE], count=len(found), page=FOUND)
    rows: Rows = tuple(_row(picking, place, listed, out=out, say=say) for place in listed.places)
    key = "audience-found-places" if found else "audience-found-none"
    if len(found) > PAGE:
        key = "audience-found-more"
    text = say(key, typed=escape(typed[:_TYPED])) if typed else say("audience-type-more")
    back = AudiencePlacesPress(picking.of, picking.subject, out)
    return step_screen(picking, [text], rows, counted=counted, back=back, say=say)


def _row(
    picking: Picking, place: Place, listed: PlacesListed, *, out: bool, say: Say
) -> tuple[Button, ...]:
    chosen = picking.rule.without_places if out else picking.rule.places
    is_on = place.id in chosen
    press = TogglePlacePress(picking.of, picking.subject, out, place.id, not is_on, listed.page)
    toggle = Button(label=ticked(_title(place, say), on=is_on), press=press.pack())
    if place.id not in listed.holding:
        return (toggle,)
    inside = AudiencePlacesPress(picking.of, picking.subject, out, place.id)
    key = (
        "audience-look-courtyards"
        if place.kind is PlaceKind.DISTRICT
        else "audience-look-buildings"
    )
    return (toggle, Button(label=say(key), press=inside.pack()))


def _heading(listed: PlacesListed, *, out: bool, say: Say) -> str:
    if listed.within is not None:
        place = escape(_title(listed.within, say))
        return say("audience-ask-without-in" if out else "audience-ask-in", place=place)
    return say("audience-ask-without-places" if out else "audience-ask-places")


def _covered(picking: Picking, listed: PlacesListed, *, out: bool, say: Say) -> list[str]:
    """Says so where all that is shown is chosen already, for what it lies in is."""
    chosen = picking.rule.without_places if out else picking.rule.places
    return [say("audience-covered")] if any(place in chosen for place in listed.path) else []


def _back(picking: Picking, listed: PlacesListed, *, out: bool) -> Press:
    of, subject = picking.of, picking.subject
    if listed.within is not None:
        parent = listed.within.parent or PlaceId(0)
        return AudiencePlacesPress(of, subject, out, parent)
    if listed.loose:
        return AudiencePlacesPress(of, subject, out)
    return AudienceExceptPress(of, subject) if out else picking.first


def _title(place: Place, say: Say) -> str:
    line = " ".join(place.title_in(language_of(say.language)).split())
    return line if len(line) <= _LABEL else f"{line[: _LABEL - 1].rstrip()}…"
