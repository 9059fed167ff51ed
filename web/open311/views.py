"""Services, their questions and requests in the words of GeoReport v2."""

from datetime import datetime
from zoneinfo import ZoneInfo

from civic.communities.model import Community
from civic.kernel.language import Language, language_of
from civic.kernel.plain_text import clean_line
from civic.service_requests.model import OPEN, Event, EventKind, Status
from civic.service_requests.open311.model import Service, ShownRequest, Update
from civic.service_requests.open311.rules.questions import HARD_TO_SAY, code_of
from civic.surveys.model import SCALE_POINTS, Question, QuestionKind
from locales.catalog import Say
from web.open311.formats import Fields, Value

_DATATYPES = {
    QuestionKind.ONE_CHOICE: "singlevaluelist",
    QuestionKind.SCALE: "singlevaluelist",
    QuestionKind.SEVERAL_CHOICES: "multivaluelist",
    QuestionKind.WHOLE_NUMBER: "number",
    QuestionKind.TEXT: "text",
}
_ADDED = {EventKind.FILED: "submitted", EventKind.MOVED: "changed", EventKind.COMMENTED: "comment"}


def service_view(service: Service, *, say: Say) -> Fields:
    category, language = service.category, language_of(say.language)
    return {
        "service_code": category.code,
        "service_name": category.name.in_(language),
        "description": say.n("open311-service-days", category.days),
        "metadata": bool(category.questions),
        "type": "realtime",
        "keywords": ", ".join(category.words),
        "group": service.group.name.in_(language) if service.group else "",
    }


def definition_view(service: Service, *, say: Say) -> Fields:
    asked = service.category.questions
    return {
        "service_code": service.category.code,
        "attributes": [
            _attribute(question, order, say=say) for order, question in enumerate(asked, start=1)
        ],
    }


def request_view(
    shown: ShownRequest, *, town: Community, media: str | None, with_notes: bool, say: Say
) -> Fields:
    """Nothing of its asker; what nobody has read yet is told without its words and place."""
    request, language = shown.request, language_of(say.language)
    point = request.point if shown.is_whole else None
    closed_at = None if request.is_open else request.done_at
    view: dict[str, Value] = {
        "service_request_id": str(request.number),
        "status": "open" if request.is_open else "closed",
        "status_notes": _status_notes(shown, say=say),
        "service_name": shown.category.name.in_(language),
        "service_code": shown.category.code,
        "description": (request.text or None) if shown.is_whole else None,
        "agency_responsible": shown.agency.name.in_(language) if shown.agency else None,
        "service_notice": None,
        "requested_datetime": _moment(request.filed_at, town),
        "updated_datetime": _moment(closed_at or request.changed_at, town),
        "expected_datetime": _moment(request.due_at, town) if request.due_at else None,
        "address": (request.address or None) if shown.is_whole else None,
        "address_id": str(request.place) if shown.is_whole and request.place else None,
        "zipcode": None,
        "lat": point.latitude if point else None,
        "long": point.longitude if point else None,
        "media_url": media,
    }
    if with_notes:
        view["notes"] = [_note(event, town, say=say) for event in shown.happened]
    return view


def update_view(update: Update, *, town: Community, say: Say) -> Fields:
    event = update.event
    words = status_words(update.status, say=say)
    return {
        "update_id": f"{update.number}-{event.n}",
        "service_request_id": str(update.number),
        "status": status_of(update.status),
        "updated_datetime": _moment(event.at, town),
        "description": (event.text if event.from_office else "") or words,
        "media_url": None,
    }


def status_of(status: Status) -> str:
    return "open" if status in OPEN else "closed"


def status_words(status: Status, *, say: Say) -> str:
    return say(f"open311-status-{status.value.replace('_', '-')}")


def _status_notes(shown: ShownRequest, *, say: Say) -> str:
    request = shown.request
    if request.status is Status.MERGED and shown.merged_into is not None:
        return say("open311-status-merged-into", number=shown.merged_into)
    if request.status is Status.PLANNED and request.planned_for is not None:
        return say("open311-status-planned-for", day=say.day(request.planned_for))
    return status_words(request.status, say=say)


def _note(event: Event, town: Community, *, say: Say) -> Fields:
    words = ""
    if event.to_status is not None:
        words = status_words(event.to_status, say=say)
    elif event.kind is EventKind.FILED:
        words = status_words(Status.RECEIVED, say=say)
    elif event.kind is EventKind.OVERDUE:
        words = say("open311-overdue")
    said = event.text if event.from_office else ""
    return {
        "datetime": _moment(event.at, town),
        "description": ". ".join(part.rstrip(".") for part in (words, said) if part),
        "type": _ADDED.get(event.kind, event.kind.value),
    }


def _attribute(question: Question, order: int, *, say: Say) -> Fields:
    language = language_of(say.language)
    hint = None
    if question.kind is QuestionKind.WHOLE_NUMBER:
        hint = say("open311-number-between", least=question.least, most=question.most)
    return {
        "variable": True,
        "code": code_of(question, order),
        "datatype": _DATATYPES[question.kind],
        "required": question.required,
        "datatype_description": hint,
        "order": order,
        "description": question.prompt.in_(language),
        "values": _values(question, language, say=say),
    }


def _values(question: Question, language: Language, *, say: Say) -> list[Fields]:
    values: list[Fields] = [
        {"key": option.code, "name": clean_line(option.label.in_(language), 200)}
        for option in question.options
    ]
    if question.kind is QuestionKind.SCALE:
        ends = {1: question.low_label, SCALE_POINTS: question.high_label}
        for point in range(1, SCALE_POINTS + 1):
            label = ends[point].in_(language) if point in ends else ""
            name = f"{point}: {label}" if label else str(point)
            values.append({"key": str(point), "name": name})
    if values and question.may_be_hard:
        values.append({"key": HARD_TO_SAY, "name": say("open311-hard-to-say")})
    return values


def _moment(moment: datetime, town: Community) -> str:
    return moment.astimezone(ZoneInfo(town.timezone)).isoformat(timespec="seconds")
