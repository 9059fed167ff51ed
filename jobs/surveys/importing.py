"""Brings a file of responses against a survey, part by part, each in its own transaction."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AccountId, CommunityId, IdMaker, PlaceId, ResponseId
from civic.kernel.refusal import Refusal
from civic.places.model import PlaceKind
from civic.surveys.answering.model import Arrival, Mode, Response
from civic.surveys.importing.model import ColumnPlan, ImportedResponses, ReadRow, RowFinding
from civic.surveys.importing.ports import ResponseSource
from civic.surveys.importing.rules import hash_of_row, plan_columns, read_row
from civic.surveys.model import Survey, SurveyState
from civic.unit_of_work import Begin, Work

PART = 500
FINDINGS = 100
_TAKES = frozenset({SurveyState.OPEN, SurveyState.PAUSED, SurveyState.CLOSED})


@dataclass(slots=True)
class _Tally:
    added: int = 0
    known: int = 0
    refused: int = 0
    findings: list[RowFinding] = field(default_factory=list)

    def refuse(self, finding: RowFinding) -> None:
        self.refused += 1
        if len(self.findings) < FINDINGS:
            self.findings.append(finding)


async def import_responses(
    source: ResponseSource,
    *,
    community: CommunityId,
    number: int,
    dry_run: bool,
    actor: AccountId | None,
    begin: Begin,
    new_id: IdMaker,
    now: datetime,
) -> ImportedResponses:
    """Marked as imported. The same file twice adds nothing: rows are known by their id, or hash.

    A dry run says the same and keeps nothing.
    """
    async with begin() as work:
        found = await work.surveys.numbered(community, number)
        if found.state_at(now) not in _TAKES:
            raise Refusal(f"survey-is-{found.state_at(now).value}")
    plan = plan_columns(found.questionnaire, source.header())
    tally = _Tally()
    rows = _read(source, found, plan, tally)
    while part := list(islice(rows, PART)):
        async with begin() as work:
            await _bring(work, found, part, tally, dry_run=dry_run, new_id=new_id, now=now)
    if tally.added and not dry_run:
        async with begin() as work:
            entry = AuditEntry(
                community=community,
                actor=actor,
                verb="survey.responses-imported",
                subject=f"survey:{found.id}",
                details={"added": tally.added, "refused": tally.refused},
            )
            await work.audit.note(entry, now=now)
    numbers = range(1, len(found.questionnaire.questions) + 1)
    return ImportedResponses(
        added=tally.added,
        known=tally.known,
        refused=tally.refused,
        findings=tuple(tally.findings),
        unread=plan.unread,
        without_column=tuple(number for number in numbers if number not in plan.questions),
        is_dry_run=dry_run,
    )


def _read(
    source: ResponseSource, survey: Survey, plan: ColumnPlan, tally: _Tally
) -> Iterator[ReadRow]:
    """Rows that make sense, each with an id of its own."""
    # Of ids only their hashes are held, so that a long file needs little room.
    seen: set[int] = set()
    alike: Counter[str] = Counter()
    for number, cells in source.rows():
        read = read_row(survey.questionnaire, plan, number, cells)
        if isinstance(read, RowFinding):
            tally.refuse(read)
            continue
        own = read.external_id
        if not own:
            # Two people may have answered all the same.
            hashed = hash_of_row(cells)
            alike[hashed] += 1
            own = f"{hashed}:{alike[hashed]}"
        elif hash(own) in seen:
            tally.refuse(
                RowFinding(row=number, key="responses-row-repeats", params={"id": own[:60]})
            )
            continue
        seen.add(hash(own))
        yield ReadRow(row=number, external_id=own, place=read.place, answers=read.answers)


async def _bring(
    work: Work,
    survey: Survey,
    part: list[ReadRow],
    tally: _Tally,
    *,
    dry_run: bool,
    new_id: IdMaker,
    now: datetime,
) -> None:
    known = await work.responses.known_external(
        survey.community, survey.id, [read.external_id for read in part]
    )
    named = {read.place for read in part if read.place}
    places = await work.places.by_external_id(survey.community, named) if named else {}
    courtyards: dict[str, PlaceId] = {
        name: place.id for name, place in places.items() if place.kind is PlaceKind.COURTYARD
    }
    fresh: list[Response] = []
    for read in part:
        if read.external_id in known:
            tally.known += 1
        elif read.place and read.place not in courtyards:
            params = {"place": read.place[:60]}
            tally.refuse(RowFinding(row=read.row, key="responses-row-place", params=params))
        else:
            fresh.append(
                Response(
                    id=ResponseId(new_id(now)),
                    community=survey.community,
                    survey=survey.id,
                    version=survey.version,
                    resident=None,
                    mode=Mode.IMPORTED,
                    arrival=Arrival.IMPORTED,
                    language=survey.questionnaire.language,
                    at=len(survey.questionnaire.questions) + 1,
                    place=courtyards.get(read.place),
                    external_id=read.external_id,
                    begun_at=now,
                    finished_at=now,
                    answers=read.answers,
                )
            )
    tally.added += len(fresh) if dry_run else await work.responses.put_many(fresh)
