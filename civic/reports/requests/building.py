"""The reports of one week: the town's, each agency's, and what the public may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from civic.kernel.ids import AccountId, AgencyId, CommunityId
from civic.kernel.language import Translated
from civic.reports.requests.counting import Counted, figures_of, group_rows
from civic.reports.requests.courses import course_of
from civic.reports.requests.model import (
    OLDEST,
    Course,
    KeptRequest,
    OldRequest,
    RequestReport,
    Scope,
    Tree,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What all reports of a week have in common."""

    community: CommunityId
    community_name: Translated
    time_zone: str
    threshold: int
    contact: str
    since: datetime
    until: datetime
    made_at: datetime
    software: str
    audit_head: str | None
    categories: Tree
    places: Tree
    agencies: Tree
    serving: Mapping[AccountId, AgencyId | None]
    """At which agency each official serves."""


def reports_of(week: Week, kept: Sequence[KeptRequest]) -> list[RequestReport]:
    """Without numbers yet. The town and the public always have one, agencies with work too."""
    courses = [course_of(one, since=week.since, until=week.until) for one in kept]
    courses = [one for one in courses if one.kept.filed_at < week.until]
    town = [Counted(course=one, wrong_addresses=len(one.sent_back_by)) for one in courses]
    public = [one for one in town if one.course.kept.is_public]
    reports = [_report(week, town, Scope.TOWN, None), _report(week, public, Scope.PUBLIC, None)]
    for agency in week.agencies.names:
        counted = _of_agency(courses, AgencyId(agency), week.serving)
        if counted:
            reports.append(_report(week, counted, Scope.AGENCY, AgencyId(agency)))
    return reports


def numbered(reports: Sequence[RequestReport], *, first: int) -> list[RequestReport]:
    return [replace(one, number=number) for number, one in enumerate(reports, start=first)]


def _of_agency(
    courses: Sequence[Course], agency: AgencyId, serving: Mapping[AccountId, AgencyId | None]
) -> list[Counted]:
    counted: list[Counted] = []
    for one in courses:
        wrong = sum(by is not None and serving.get(by) == agency for by in one.sent_back_by)
        is_theirs = one.kept.agency == agency
        if is_theirs or wrong:
            counted.append(Counted(course=one, is_theirs=is_theirs, wrong_addresses=wrong))
    return counted


def _report(
    week: Week, counted: Sequence[Counted], scope: Scope, agency: AgencyId | None
) -> RequestReport:
    until, threshold = week.until, week.threshold
    return RequestReport(
        number=0,
        community=week.community,
        community_name=week.community_name,
        scope=scope,
        agency=agency,
        agency_name=None if agency is None else week.agencies.name(agency),
        time_zone=week.time_zone,
        since=week.since,
        until=until,
        made_at=week.made_at,
        software=week.software,
        threshold=threshold,
        contact=week.contact,
        whole=figures_of(counted, until=until, threshold=threshold),
        categories=group_rows(
            counted, week.categories, key_of=_category, until=until, threshold=threshold
        ),
        places=group_rows(counted, week.places, key_of=_place, until=until, threshold=threshold),
        # How its offices work is no secret before the town itself.
        agencies=group_rows(
            counted, week.agencies, key_of=_agency, until=until, threshold=threshold, hides=False
        )
        if scope is Scope.TOWN
        else (),
        oldest=_oldest(week, counted, scope),
        audit_head=week.audit_head,
    )


def _category(course: Course) -> int:
    return course.kept.category


def _place(course: Course) -> int | None:
    return course.kept.place


def _agency(course: Course) -> int | None:
    return course.kept.agency


def _oldest(week: Week, counted: Sequence[Counted], scope: Scope) -> tuple[OldRequest, ...]:
    waiting = [
        one.course.kept
        for one in counted
        if one.is_theirs
        and one.course.is_open
        and (one.course.kept.is_shown or scope is not Scope.PUBLIC)
    ]
    waiting.sort(key=lambda one: (one.filed_at, one.number))
    return tuple(
        OldRequest(
            number=one.number,
            category=week.categories.name(one.category),
            place=week.places.names.get(one.place) if one.place is not None else None,
            agency=week.agencies.names.get(one.agency) if one.agency is not None else None,
            status=one.status,
            filed_at=one.filed_at,
            due_at=one.due_at,
        )
        for one in waiting[:OLDEST]
    )
