"""Responses by the hundred thousand, made by the database itself: seeding is not measured."""

from sqlalchemy import bindparam, text

from bench.town import COURTYARDS, FIRST_COURTYARD, SURVEY, TOWN, now
from storage.tables.metadata import Moment
from storage.unit_of_work import Storage

CHUNK = 20_000
_FIRST_ID = 900_000_000_000
_RESPONSES = text(
    """
INSERT INTO responses (community_id, id, survey_id, version, resident_id, mode, arrival, language,
                       at, place_id, external_id, begun_at, finished_at)
WITH RECURSIVE person(n) AS (SELECT CAST(:first AS BIGINT) UNION ALL
  SELECT n + 1 FROM person WHERE n + 1 < CAST(:last AS BIGINT))
SELECT :town, :base + n, :survey, 1, NULL, 'chat', 'link', 'uk', 11, :place + n % :places,
       NULL, :moment, :moment FROM person
"""
).bindparams(
    bindparam("moment", type_=Moment()),
    town=TOWN,
    base=_FIRST_ID,
    survey=SURVEY,
    place=FIRST_COURTYARD,
    places=COURTYARDS,
)
_MIXED = "((n * 7919 + q * 104729 + n / 97) % 1009)"  # spread enough for every group to occur
_ANSWERS = text(
    f"""
INSERT INTO answers (community_id, response_id, question, status, chosen, number, words)
WITH RECURSIVE person(n) AS (SELECT CAST(:first AS BIGINT) UNION ALL
  SELECT n + 1 FROM person WHERE n + 1 < CAST(:last AS BIGINT)),
  asked(q) AS (SELECT 1 UNION ALL SELECT q + 1 FROM asked WHERE q < 10),
  given AS (SELECT n, q, {_MIXED} AS x FROM person CROSS JOIN asked)
SELECT :town, :base + n, q,
  CASE WHEN x < 40 THEN 'hard_to_say' WHEN x < 60 THEN 'skipped' ELSE 'answered' END,
  CASE WHEN x < 60 OR q > 7 THEN NULL
       WHEN q <= 6 THEN 'o' || (x % 5)
       WHEN x % 3 = 0 THEN 'o0 o' || (1 + x % 3) ELSE 'o' || (x % 4) END,
  CASE WHEN x < 60 OR q < 8 OR q > 9 THEN NULL WHEN q = 8 THEN 1 + x % 5 ELSE 1 + x % 20 END,
  CASE WHEN x < 60 OR q < 10 THEN NULL ELSE 'Полагодьте, будь ласка, лавку біля входу' END
FROM given
"""
).bindparams(town=TOWN, base=_FIRST_ID)


async def give_responses(storage: Storage, *, until: int, since: int = 0) -> None:
    """Numbers `since` to `until`, each with an answer to every question."""
    moment = now()
    for first in range(since, until, CHUNK):
        last = min(first + CHUNK, until)
        async with storage.writing() as work:
            await work.connection.execute(
                _RESPONSES, {"first": first, "last": last, "moment": moment}
            )
            await work.connection.execute(_ANSWERS, {"first": first, "last": last})
