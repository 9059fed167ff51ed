"""Ready answers, absences and night duty of either of two towns, and what is asked of their stores."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from civic.communities.model import Official, Role
from civic.kernel.ids import AccountId, AnswerTemplateId, CommunityId
from civic.service_requests.duties.model import Absence
from civic.service_requests.templates.model import AnswerTemplate, TemplateUse
from storage.unit_of_work import SqlWork
from tests.asked import MONDAY, uk

AWAY, STANDS_IN = AccountId(620), AccountId(621)
MARCH = (date(2027, 3, 1), date(2027, 3, 14))


async def keep_office(work: SqlWork, community: CommunityId, word: str) -> None:
    """The same numbers in either town; the other has a ready answer and an absence more."""
    for account in (AWAY, STANDS_IN):
        await work.officials.put(
            Official(
                community=community, account=account, role=Role.OFFICIAL, agency=None,
                name=f"{word}Оксана", since=MONDAY,
            )
        )  # fmt: skip
    for number in (1, 2) if word else (1,):
        await work.answer_templates.put(
            AnswerTemplate(
                id=AnswerTemplateId(number), community=community, agency=None,
                use=TemplateUse.REPLY, texts=uk(f"{word}Дякуємо"),
            )
        )  # fmt: skip
        away, stands_in = (AWAY, STANDS_IN) if number == 1 else (STANDS_IN, AWAY)
        await work.request_duties.put_absence(
            Absence(
                community=community, account=away, substitute=stands_in, first=MARCH[0],
                last=MARCH[1],
            )
        )  # fmt: skip
        await work.request_duties.set_at_night(community, away, wants=True)


GIVEN: Mapping[str, tuple[Any, Any]] = {
    "template": (AnswerTemplateId(1), AnswerTemplateId(2)),
}
SPECIAL: Mapping[str, tuple[Any, Any]] = {
    "request_duties.end_absence.account": (AWAY, STANDS_IN),
    "request_duties.set_at_night.account": (AWAY, AWAY),
    "request_duties.set_at_night.wants": (True, False),
}
