"""Broadcasts that tests tell, and the office that tells them."""

from dataclasses import replace
from datetime import datetime, timedelta

from civic.audiences.model import WHOLE_TOWN
from civic.broadcasts.model import (
    Attachment,
    Broadcast,
    Content,
    LinkButton,
    MediaKind,
    ReadButton,
)
from civic.communities.model import Community, Official, Role
from civic.kernel.ids import AccountId, BroadcastId, CommunityId
from civic.kernel.language import Translated
from civic.residents.model import Topic
from tests.asked import MONDAY, OTHER_TOWN, TOWN

OKSANA, PETRO, DARYNA, IHOR = (AccountId(number) for number in (501, 502, 503, 504))
"""Oksana writes; Petro, Daryna and Ihor may approve; each has served for a month."""
WATER = BroadcastId(9001)
MONTH_AGO = MONDAY - timedelta(days=30)
TEXT = Content(texts={"uk": "Вітаємо, {ім'я|сусіде}! Сьогодні з 20:00 не буде води."})
BUTTONS = (
    LinkButton(label=Translated({"uk": "Докладніше"}), url="https://example.org/voda"),
    ReadButton(),
)
PHOTO = Attachment(kind=MediaKind.PHOTO, telegram_file="AgAD-1", size=200_000)
OTHER_PHOTO = replace(PHOTO, telegram_file="AgAD-2")
MAP = Attachment(kind=MediaKind.DOCUMENT, telegram_file="BQAD-1", name="map.pdf", size=9_000)


def town(community: CommunityId = TOWN, **settings: object) -> Community:
    made = Community(
        id=community,
        slug=f"town-{community}",
        name=Translated({"uk": "Немішаєве", "en": "Nemishaieve"}),
        timezone="Europe/Kyiv",
        languages=("uk", "en", "ru"),
        created_at=MONTH_AGO,
    )
    return replace(made, **settings)  # type: ignore[arg-type]  # fields by their names


def official(
    account: AccountId = OKSANA,
    *,
    role: Role = Role.OFFICIAL,
    since: datetime = MONTH_AGO,
    community: CommunityId = TOWN,
) -> Official:
    return Official(
        community=community,
        account=account,
        role=role,
        agency=None,
        name=f"Людина {account}",
        since=since,
    )


OFFICE = tuple(official(one) for one in (OKSANA, PETRO, DARYNA, IHOR))


def draft(content: Content = TEXT, **changes: object) -> Broadcast:
    made = Broadcast(
        id=WATER,
        community=TOWN,
        number=1,
        author=OKSANA,
        editors=frozenset({OKSANA}),
        agency=None,
        topic=Topic.OUTAGES,
        content=content,
        audience=WHOLE_TOWN,
        created_at=MONDAY,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by their names


__all__ = ["MONDAY", "OTHER_TOWN", "TOWN"]
