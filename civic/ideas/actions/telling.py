"""Who hears what of an idea."""

from collections.abc import Iterable
from datetime import datetime

from civic.communities.model import Official
from civic.ideas.model import Idea
from civic.ideas.ports import IdeaDesk
from civic.kernel.audit import AuditEntry
from civic.kernel.ids import AccountId
from civic.kernel.json_value import Json
from civic.kernel.outbox import Notice
from civic.residents.model import Topic
from civic.service_requests.rules.parties import is_night, office_of

TOLD = "idea-told"
"""News for its author and supporters; `news` is one of the words below."""
BECAME = "became"
ANSWERED = "answered"
HIDDEN = "hidden"
SHOWN = "shown"
EXPIRED = "expired"
WITHDRAWN = "withdrawn"
OFFICE = "idea-office"
"""A new idea, or one that cannot become a request, for whoever passes requests on."""
EXCERPT = 200


async def tell_standing_behind(
    idea: Idea,
    news: str,
    *,
    words: str = "",
    request: int | None = None,
    but: AccountId | None = None,
    desk: IdeaDesk,
    now: datetime,
) -> None:
    """Its author and supporters, each once, without a sound."""
    behind = await desk.ideas.supporters(idea.community, idea.id, limit=100_000)
    accounts = {one.account for one in behind} | ({idea.account} if idea.account else set())
    params: dict[str, Json] = {
        **_called(idea),
        "news": news,
        "words": words,
        "request": idea.request,
        "request_number": request,
    }
    for account in sorted(accounts - {but}):
        notice = Notice(
            to=account,
            community=idea.community,
            key=TOLD,
            params={**params, "own": account == idea.account},
            topic=Topic.REQUESTS.value,
            once=f"idea:{idea.id}:{news}:{int(now.timestamp())}",
            silent=True,
        )
        await desk.outbox.owe(notice, now=now)


async def tell_office(idea: Idea, news: str, *, desk: IdeaDesk, now: datetime) -> None:
    """Dispatchers, or whoever is there; at night without a sound."""
    town = await desk.communities.community(idea.community)
    office = office_of(await desk.officials.all(idea.community))
    for account in accounts_of(office.dispatchers() or office.staff):
        notice = Notice(
            to=account,
            community=idea.community,
            key=OFFICE,
            params={**_called(idea), "news": news, "photo": idea.photo is not None},
            once=f"idea-office:{idea.id}:{news}",
            card=f"idea-office:{idea.id}",
            silent=is_night(town.timezone, now),
        )
        await desk.outbox.owe(notice, now=now)


async def note_in_audit(
    idea: Idea, by: Official, verb: str, *, desk: IdeaDesk, now: datetime
) -> None:
    entry = AuditEntry(
        community=idea.community, actor=by.account, verb=verb, subject=f"idea:{idea.id}"
    )
    await desk.audit.note(entry, now=now)


def accounts_of(officials: Iterable[Official]) -> list[AccountId]:
    return sorted({one.account for one in officials})


def _called(idea: Idea) -> dict[str, Json]:
    return {"idea": idea.id, "number": idea.number or 0, "text": idea.text[:EXCERPT]}
