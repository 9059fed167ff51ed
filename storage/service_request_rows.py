"""Service requests as rows and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from civic.kernel.ids import CategoryId
from civic.kernel.language import LANGUAGES, Translated
from civic.places.model import Point
from civic.service_requests.model import (
    Answered,
    Category,
    Escalation,
    Event,
    EventKind,
    Look,
    Photo,
    PhotoKind,
    ServiceRequest,
    Status,
    Supporter,
)
from civic.service_requests.settings import RoutingRule
from civic.surveys.answering.model import Answer, AnswerStatus
from civic.surveys.document import from_document, to_document
from civic.surveys.model import NOTHING, Questionnaire

Row = RowMapping


def values_of(request: ServiceRequest) -> dict[str, Any]:
    """All but its key and its number, which never change."""
    return {
        "draft": request.draft,
        "category_id": request.category,
        "asker_id": request.asker,
        "account_id": request.account,
        "is_anonymous": request.is_anonymous,
        "contact": request.contact,
        "text": request.text,
        "latitude": request.point.latitude if request.point else None,
        "longitude": request.point.longitude if request.point else None,
        "place_id": request.place,
        "address": request.address,
        "asset_id": request.asset,
        "asset_owner": request.asset_owner,
        "answers": answered_values(request.answers),
        "status": request.status.value,
        "is_open": request.is_open,
        "resumes_as": request.resumes_as.value if request.resumes_as else None,
        "agency_id": request.agency,
        "assignee_id": request.assignee,
        "days": request.days,
        "due_at": request.due_at,
        "clock_stopped_at": request.clock_stopped_at,
        "planned_for": request.planned_for,
        "filed_at": request.filed_at,
        "changed_at": request.changed_at,
        "done_at": request.done_at,
        "done_by_id": request.done_by,
        "merged_into_id": request.merged_into,
        "reopened": request.reopened,
        "is_disputed": request.is_disputed,
        "escalation": request.escalation.value,
        "look_at": request.look_at,
        "joined": request.joined,
        "events": request.events,
        "is_hidden": request.is_hidden,
        "is_shown_publicly": request.is_shown_publicly,
    }


def request_from(row: Row) -> ServiceRequest:
    latitude, longitude = row["latitude"], row["longitude"]
    is_placed = latitude is not None and longitude is not None
    return ServiceRequest(
        id=row["id"],
        community=row["community_id"],
        number=row["number"],
        draft=row["draft"],
        category=row["category_id"],
        asker=row["asker_id"],
        account=row["account_id"],
        is_anonymous=row["is_anonymous"],
        contact=row["contact"],
        text=row["text"],
        point=Point(latitude=latitude, longitude=longitude) if is_placed else None,
        place=row["place_id"],
        address=row["address"],
        asset=row["asset_id"],
        asset_owner=row["asset_owner"],
        answers=answered_from(row["answers"]),
        status=Status(row["status"]),
        resumes_as=Status(row["resumes_as"]) if row["resumes_as"] else None,
        agency=row["agency_id"],
        assignee=row["assignee_id"],
        days=row["days"],
        due_at=row["due_at"],
        clock_stopped_at=row["clock_stopped_at"],
        planned_for=row["planned_for"],
        filed_at=row["filed_at"],
        changed_at=row["changed_at"],
        done_at=row["done_at"],
        done_by=row["done_by_id"],
        merged_into=row["merged_into_id"],
        reopened=row["reopened"],
        is_disputed=row["is_disputed"],
        escalation=Escalation(row["escalation"]),
        look_at=row["look_at"],
        joined=row["joined"],
        events=row["events"],
        is_hidden=row["is_hidden"],
        is_shown_publicly=row["is_shown_publicly"],
    )


def event_values(event: Event) -> dict[str, Any]:
    return {
        "request_id": event.request,
        "n": event.n,
        "at": event.at,
        "by_id": event.by,
        "from_office": event.from_office,
        "kind": event.kind.value,
        "from_status": event.from_status.value if event.from_status else None,
        "to_status": event.to_status.value if event.to_status else None,
        "text": event.text,
        "details": dict(event.details),
        "is_public": event.is_public,
    }


def event_from(row: Row) -> Event:
    return Event(
        request=row["request_id"],
        n=row["n"],
        at=row["at"],
        by=row["by_id"],
        from_office=row["from_office"],
        kind=EventKind(row["kind"]),
        from_status=Status(row["from_status"]) if row["from_status"] else None,
        to_status=Status(row["to_status"]) if row["to_status"] else None,
        text=row["text"],
        details=row["details"],
        is_public=row["is_public"],
    )


def photo_from(row: Row) -> Photo:
    return Photo(
        request=row["request_id"],
        file=row["file_id"],
        by=row["by_id"],
        kind=PhotoKind(row["kind"]),
        look=Look(row["look"]),
        taken_at=row["taken_at"],
    )


def supporter_from(row: Row) -> Supporter:
    return Supporter(
        request=row["request_id"],
        resident=row["resident_id"],
        account=row["account_id"],
        at=row["at"],
    )


def category_values(category: Category) -> dict[str, Any]:
    # Questions are written as a survey's are: one way to say them, and one to read them.
    asked = Questionnaire(title=NOTHING, questions=category.questions)
    return {
        "parent_id": category.parent,
        "code": category.code,
        "name": dict(category.name.texts),
        "icon": category.icon,
        "words": list(category.words),
        "agency_id": category.agency,
        "days": category.days,
        "is_public": category.is_public,
        "needs_photo_after": category.needs_photo_after,
        "is_emergency": category.is_emergency,
        "asset_kind_id": category.asset_kind,
        "questions": to_document(asked) if category.questions else {},
        "position": category.position,
        "retired": category.retired,
    }


def category_from(row: Row) -> Category:
    name: Mapping[str, str] = row["name"]
    parent: CategoryId | None = row["parent_id"]
    return Category(
        id=row["id"],
        community=row["community_id"],
        parent=parent,
        code=row["code"],
        # A database may give the languages back in another order.
        name=Translated({language: name[language] for language in LANGUAGES if language in name}),
        icon=row["icon"],
        words=tuple(row["words"]),
        agency=row["agency_id"],
        days=row["days"],
        is_public=row["is_public"],
        needs_photo_after=row["needs_photo_after"],
        is_emergency=row["is_emergency"],
        asset_kind=row["asset_kind_id"],
        questions=from_document(row["questions"]).questions if row["questions"] else (),
        position=row["position"],
        retired=row["retired"],
    )


def rule_values(rule: RoutingRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "position": rule.position,
        "categories": sorted(rule.categories),
        "places": sorted(rule.places),
        "owners": sorted(rule.owners),
        "words": sorted(rule.words),
        "hour_from": rule.hours[0] if rule.hours else None,
        "hour_until": rule.hours[1] if rule.hours else None,
        "agency_id": rule.agency,
    }


def rule_from(row: Row) -> RoutingRule:
    hours = None
    if row["hour_from"] is not None and row["hour_until"] is not None:
        hours = (row["hour_from"], row["hour_until"])
    return RoutingRule(
        id=row["id"],
        community=row["community_id"],
        position=row["position"],
        categories=frozenset(row["categories"]),
        places=frozenset(row["places"]),
        owners=frozenset(row["owners"]),
        words=frozenset(row["words"]),
        hours=hours,
        agency=row["agency_id"],
    )


def answered_values(answers: Sequence[Answered]) -> dict[str, Any]:
    """What was asked is kept beside what was answered."""
    if not answers:
        return {}
    asked = Questionnaire(title=NOTHING, questions=tuple(one.question for one in answers))
    return {"asked": to_document(asked), "given": [answer_values(one.answer) for one in answers]}


def answered_from(written: Mapping[str, Any]) -> tuple[Answered, ...]:
    if not written:
        return ()
    questions = from_document(written["asked"]).questions
    return tuple(
        Answered(question=question, answer=answer_from(given))
        for question, given in zip(questions, written["given"], strict=True)
    )


def answer_values(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status.value,
        "chosen": list(answer.chosen),
        "number": answer.number,
        "text": answer.text,
    }


def answer_from(written: Mapping[str, Any]) -> Answer:
    return Answer(
        status=AnswerStatus(written["status"]),
        chosen=tuple(written["chosen"]),
        number=written["number"],
        text=written["text"],
    )
