"""The page of requests in words: everything the template shows, nothing it would have to decide."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from civic.communities.model import Community
from civic.kernel.language import Language, language_of
from civic.kernel.plain_text import clean_line
from civic.reports.requests.model import (
    WATCHED_FOR,
    Quantile,
    Reach,
    RequestFigures,
    RequestReport,
    RequestRow,
    RowKind,
)
from civic.service_requests.model import Category, ServiceRequest
from locales.catalog import Say
from web.pages.looking import Found, PublicRequest
from web.pages.sought import PERIODS, STATES, Sought
from web.pages.town_map import Spot, town_map

Page = dict[str, Any]
_TEXT = 600
_HOUR, _DAY = 60, 24 * 60
_INSTANT = timedelta(microseconds=1)
WORDS = (
    "page-requests-title",
    "page-skip",
    "page-language",
    "page-list-title",
    "page-show",
    "page-show-all",
    "page-map",
    "page-map-caption",
    "page-nothing",
    "page-turns",
    "page-newer",
    "page-older",
    "page-about",
    "week-title-town",
    "week-waits-title",
    "week-oldest-title",
    "week-method-title",
    "week-column-median",
    "week-column-p90",
    "week-hidden",
)
"""What stands in the template as it is."""
_COUNTS = ("new", "closed", "open", "overdue", "reopened", "wrong")


def page_of(
    town: Community, sought: Sought, found: Found, *, tile_url: str | None, say: Say
) -> Page:
    language = language_of(say.language)
    cards = [_card(one, town, language, say) for one in found.requests]
    spots = [
        Spot(
            number=one.request.number,
            state=one.state,
            label=f"{card['title']} – {card['status']}",
            point=one.request.point,
        )
        for one, card in zip(found.requests, cards, strict=True)
        if one.request.point is not None
    ]
    names = {int(place.id): place.title_in(language) for place in found.outlines}
    return {
        "words": {key: say(key) for key in WORDS},
        "town": town.name.in_(language),
        "slug": town.slug,
        "language": language,
        "languages": [
            {"code": one, "name": say(f"language-{one}"), "query": sought.query(lang=one),
             "is_current": one == language}
            for one in town.languages
        ],
        "week": _week(found.week, language, say) if found.week else None,
        "filters": _filters(sought, found, language, say),
        "lang": sought.lang,
        "is_filtered": sought.query(lang="") != "?",
        "cards": cards,
        "map": town_map(found.outlines, spots, names=names, tile_url=tile_url),
        "newer": sought.query(page=sought.page - 1) if sought.page > 1 else "",
        "older": sought.query(page=sought.page + 1) if found.has_more else "",
        "contact": ", ".join(part for part in (town.contacts.phone, town.contacts.address) if part),
    }  # fmt: skip


def _card(one: PublicRequest, town: Community, language: Language, say: Say) -> Page:
    request = one.request
    place = one.place.title_in(language) if one.place else ""
    photo = f"/t/{town.slug}/requests/{request.number}/{one.photo}.jpg" if one.photo else ""
    return {
        "number": request.number,
        "state": one.state,
        "title": say(
            "page-request-title",
            number=say.number(request.number),
            category=one.category.name.in_(language),
        ),
        "icon": one.category.icon,
        "status": say(f"week-status-{request.status.value.replace('_', '-')}"),
        "where": " · ".join(dict.fromkeys(part for part in (place, request.address) if part)),
        "text": clean_line(request.text, _TEXT),
        "agency": one.agency.in_(language) if one.agency else "",
        "filed": say("page-filed", day=say.day(request.filed_at, town.timezone)),
        "filed_iso": request.filed_at.date().isoformat(),
        "due": _due(request, town, say),
        "joined": say.n("page-joined", request.joined) if request.joined else "",
        "photo": photo,
        "photo_words": say("page-photo", number=say.number(request.number)),
    }


def _due(request: ServiceRequest, town: Community, say: Say) -> str:
    """Due by the end of a day: that day is named, not the midnight behind it."""
    if request.due_at is None or not request.is_open:
        return ""
    return say("page-due", day=say.day(request.due_at - _INSTANT, town.timezone))


def _filters(sought: Sought, found: Found, language: Language, say: Say) -> list[Page]:
    return [
        _choice("category", sought.category, _categories(found.categories, language), say),
        _choice(
            "place",
            sought.place,
            [(int(one.id), one.title_in(language), 0) for one in found.yards],
            say,
        ),
        _choice(
            "state",
            sought.state,
            [(name, say(f"page-state-{name}"), 0) for name in STATES if name != "all"],
            say,
        ),
        _choice(
            "period",
            sought.period,
            [(name, say(f"page-period-{name}"), 0) for name in PERIODS if name != "all"],
            say,
        ),
    ]


def _categories(
    categories: Sequence[Category], language: Language
) -> list[tuple[int | str, str, int]]:
    return [
        (int(one.id), one.name.in_(language), 0 if one.parent is None else 1) for one in categories
    ]


def _choice(
    name: str, chosen: int | str | None, options: Sequence[tuple[int | str, str, int]], say: Say
) -> Page:
    return {
        "name": name,
        "label": say(f"page-filter-{name}"),
        "all": say(f"page-any-{name}"),
        "options": [
            {"value": value, "label": "\u2003" * depth + label, "is_chosen": value == chosen}
            for value, label, depth in options
        ],
    }


def _week(report: RequestReport, language: Language, say: Say) -> Page:
    told = report.whole
    zone = report.time_zone
    return {
        "period": say(
            "week-period",
            since=say.moment(report.since, zone),
            until=say.moment(report.until, zone),
        ),
        "counts": [
            {"label": say(f"week-{name}"), "count": say.number(count), "name": name}
            for name, count in zip(_COUNTS, _counts(told), strict=True)
        ],
        "waits": [
            {
                "label": say(label),
                "told": say(
                    "week-waits",
                    median=_length(lasting.median, say),
                    p90=_length(lasting.p90, say),
                ),
            }
            for label, lasting in (
                ("week-to-answer", told.to_answer),
                ("week-to-settled", told.to_settled),
            )
        ],
        "tables": [
            {
                "title": say(f"week-{of[1]}-title"),
                "first": say(f"week-column-{of[0]}"),
                "rows": list(_rows(rows, of[0], language, say)),
            }
            for of, rows in (
                (("category", "categories"), report.categories),
                (("place", "places"), report.places),
            )
            if rows
        ],
        "hidden": say.n("week-groups-hidden", report.hidden, threshold=report.threshold)
        if report.hidden
        else "",
        "oldest": [
            {
                "number": one.number,
                "title": say(
                    "page-request-title",
                    number=say.number(one.number),
                    category=one.category.in_(language),
                ),
                "where": one.place.in_(language) if one.place else "",
                "filed": say.day(one.filed_at, zone),
            }
            for one in report.oldest
        ],
        "method": [
            say("week-method-week"),
            say("week-method-overdue"),
            say("week-method-waits", weeks=WATCHED_FOR.days // 7),
            say(
                "week-method-threshold",
                threshold=report.threshold,
                median=2 * report.threshold,
                p90=10 * report.threshold,
            ),
            say("week-method-public"),
        ],
    }


def _rows(rows: Sequence[RequestRow], of: str, language: Language, say: Say) -> Iterator[Page]:
    for row in rows:
        cells: list[str] = []
        if row.figures is not None:
            cells = [say.number(count) for count in _counts(row.figures)]
            cells += [
                _length(found, say)
                for lasting in (row.figures.to_answer, row.figures.to_settled)
                for found in (lasting.median, lasting.p90)
            ]
        yield {"name": _name(row, of, language, say), "depth": row.depth, "cells": cells}


def _name(row: RequestRow, of: str, language: Language, say: Say) -> str:
    match row.kind:
        case RowKind.WHOLE:
            return say("week-row-whole")
        case RowKind.GROUP:
            return row.name.in_(language)
        case RowKind.REST:
            return say(f"week-row-rest-{of}", name=row.name.in_(language))
        case RowKind.OTHERS:
            return say("week-row-others")


def _counts(figures: RequestFigures) -> tuple[int, ...]:
    return (
        figures.new, figures.closed, figures.open, figures.overdue, figures.reopened,
        figures.wrong_addresses,
    )  # fmt: skip


def _length(found: Quantile, say: Say) -> str:
    if found.reach is Reach.NOT_YET:
        return say("week-reach-not-yet")
    if found.reach is Reach.TOO_FEW:
        return say("week-reach-too-few")
    if found.minutes < _HOUR:
        return say("week-minutes", count=say.number(found.minutes))
    if found.minutes < 2 * _DAY:
        return say("week-hours", count=say.number(round(found.minutes / _HOUR, 1)))
    return say("week-days", count=say.number(round(found.minutes / _DAY, 1)))
