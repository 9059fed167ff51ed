"""Links that open the very thing: `t.me/bot?start=<kind>-<part>-<part>`."""

from civic.kernel.ids import AssetId, CategoryId, CommunityId, ServiceRequestId, SurveyId


def deep_link(bot_username: str, kind: str, *parts: str) -> str:
    return f"https://t.me/{bot_username}?start={'-'.join((kind, *parts))}"


def requests_page(public_url: str | None, slug: str) -> str | None:
    """Where anybody reads a town's requests; None where the installation has no address."""
    return None if public_url is None else f"{public_url.rstrip('/')}/t/{slug}/requests"


def page_button_link(public_url: str | None, slug: str) -> str | None:
    """Fit for a button: Telegram takes none that leads to plain http or to this very machine."""
    page = requests_page(public_url, slug)
    return page if page is not None and page.startswith("https://") else None


def survey_link(bot_username: str, community: CommunityId, survey: SurveyId) -> str:
    return deep_link(bot_username, "s", str(community), str(survey))


def asset_link(bot_username: str, community: CommunityId, asset: AssetId) -> str:
    return deep_link(bot_username, "o", str(community), str(asset))


def ask_link(bot_username: str, community: CommunityId, category: CategoryId | None = None) -> str:
    """Leads straight to telling the town of something, of this category."""
    named = () if category is None else (str(category),)
    return deep_link(bot_username, "r", str(community), *named)


def request_link(bot_username: str, community: CommunityId, request: ServiceRequestId) -> str:
    """Leads to a request's card, where neighbours can join it."""
    return deep_link(bot_username, "z", str(community), str(request))


def start_payload(text: str | None) -> str | None:
    """What follows `/start `, if anything."""
    command, _, payload = (text or "").partition(" ")
    is_start = command.split("@")[0] == "/start"
    return payload.strip() or None if is_start else None


def id_in(part: str) -> int | None:
    """The id that a part of a link names; None where it is none of ours."""
    if not part.isascii() or not part.isdigit() or int(part) >= 2**63:
        return None
    return int(part)
