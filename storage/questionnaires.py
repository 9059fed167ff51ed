"""What surveys ask, as it is kept: a draft beside its survey, what was launched by its hash."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from civic.surveys.document import from_document
from civic.surveys.model import Questionnaire
from storage.tables.surveys import survey_versions

_CACHED = 256


class _Frozen:
    """Launched questionnaires by their hash: they never change, so each is read once a process."""

    def __init__(self) -> None:
        self._by_hash: dict[str, Questionnaire] = {}

    def get(self, content_hash: str) -> Questionnaire | None:
        return self._by_hash.get(content_hash)

    def keep(self, content_hash: str, questionnaire: Questionnaire) -> None:
        if len(self._by_hash) >= _CACHED:
            self._by_hash.pop(next(iter(self._by_hash)))
        self._by_hash[content_hash] = questionnaire


@lru_cache(maxsize=1)
def _frozen() -> _Frozen:
    return _Frozen()


async def questionnaires_of(
    connection: AsyncConnection, rows: Sequence[Row[Any]]
) -> Mapping[tuple[int, int], Questionnaire]:
    """Of each row of `surveys`: a draft's own, or the frozen one that its version names."""
    found: dict[tuple[int, int], Questionnaire] = {}
    missing = []
    for row in rows:
        frozen = None if row.content_hash is None else _frozen().get(row.content_hash)
        if row.content_hash is None:
            found[row.community_id, row.id] = from_document(row.draft)
        elif frozen is not None:
            found[row.community_id, row.id] = frozen
        else:
            missing.append(row)
    if missing:
        found |= await _from_versions(connection, missing)
    return found


async def _from_versions(
    connection: AsyncConnection, rows: list[Row[Any]]
) -> dict[tuple[int, int], Questionnaire]:
    columns = survey_versions.c
    of_rows = or_(
        *(
            (columns.community_id == row.community_id)
            & (columns.survey_id == row.id)
            & (columns.number == row.version)
            for row in rows
        )
    )
    found: dict[tuple[int, int], Questionnaire] = {}
    for row in await connection.execute(select(survey_versions).where(of_rows)):
        questionnaire = from_document(row.content)
        _frozen().keep(row.content_hash, questionnaire)
        found[row.community_id, row.survey_id] = questionnaire
    return found
