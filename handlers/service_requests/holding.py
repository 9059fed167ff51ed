"""What comes while something else was begun before: held until it is said what it belongs to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from civic.kernel.ids import AssetId, CategoryId
from civic.kernel.language import language_of
from civic.places.model import Point
from civic.service_requests.actions.placing import at_asset, at_point
from civic.service_requests.draft import Draft
from civic.service_requests.model import PhotoKind
from civic.service_requests.rules.filing import PHOTOS_LIMIT, cleaned_text
from handlers.effects import FetchFile
from handlers.screens.screen import Screen
from handlers.screens.service_requests.asking import begun_screen
from handlers.service_requests.sitting import Desk

HELD = "held"


async def hold(draft: Draft, desk: Desk, held: Mapping[str, Any]) -> Screen:
    """Ask whether to go on with what was begun or to begin anew; nothing is lost meanwhile."""
    await desk.state.update_data({HELD: dict(held)})
    is_more = bool(held.get("text") or held.get("files"))
    return begun_screen(draft, is_more=is_more, say=desk.say)


async def held_files(desk: Desk) -> list[dict[str, Any]]:
    """Photos of an album that are held already."""
    held = (await desk.state.get_data()).get(HELD) or {}
    return list(held.get("files", []))


def noted(brought: FetchFile, caption: str) -> dict[str, Any]:
    return {
        "file_id": brought.file_id, "name": brought.name, "size": brought.size, "caption": caption,
        "kind": brought.params["kind"],
    }  # fmt: skip


async def taken_up(draft: Draft, desk: Desk, *, is_new: bool) -> tuple[Draft, list[FetchFile]]:
    """With words and photos that are held; where it is goes with something new alone."""
    held = (await desk.state.get_data()).get(HELD) or {}
    await desk.state.update_data({HELD: None})
    if not held:
        return draft, []
    files = _fitting(held.get("files", []), draft)
    words = [draft.text, held.get("text", ""), *(file["caption"] for file in files)]
    text = cleaned_text("\n".join(word for word in words if word))
    pictures = sum(file["kind"] != PhotoKind.VOICE.value for file in files)
    is_wordless = not text and (draft.is_wordless or pictures < len(files))
    draft = replace(draft, text=text, coming=draft.coming + pictures, is_wordless=is_wordless)
    if is_new:
        draft = await _placed(draft, held, desk)
    brought = [
        FetchFile(
            file_id=file["file_id"],
            name=file["name"],
            size=file["size"],
            then="request-draft-file",
            params={"draft": draft.id, "kind": file["kind"]},
        )
        for file in files
    ]
    return await desk.keep(draft), brought


def _fitting(files: list[dict[str, Any]], draft: Draft) -> list[dict[str, Any]]:
    """All that was said, and as many photos as there is room for."""
    spoken = [file for file in files if file["kind"] == PhotoKind.VOICE.value]
    pictures = [file for file in files if file["kind"] != PhotoKind.VOICE.value]
    return [*pictures[: max(0, PHOTOS_LIMIT - draft.pictures)], *spoken]


async def _placed(draft: Draft, held: Mapping[str, Any], desk: Desk) -> Draft:
    language = language_of(desk.say.language)
    if any(one.id == held.get("category") for one in await desk.categories()):
        draft = draft.with_category(CategoryId(held["category"]))
    if held.get("asset") is not None:
        return await of_asset(draft, AssetId(held["asset"]), desk)
    if held.get("point") is not None:
        latitude, longitude = held["point"]
        point = Point(latitude=latitude, longitude=longitude)
        return await at_point(draft, point, language=language, desk=desk.work)
    return draft


async def of_asset(draft: Draft, asset: AssetId, desk: Desk) -> Draft:
    """About a thing of the town's, and its category where only one is about such things."""
    found = await desk.work.assets.asset(desk.town.id, asset)
    kind = await desk.work.assets.kind(desk.town.id, found.kind)
    name = kind.name.in_(language_of(desk.say.language))
    placed = at_asset(
        draft,
        found.id,
        owner=found.owner,
        point=found.point,
        place=found.place,
        title=desk.say("ask-asset-title", kind=name, number=found.label),
    )
    fitting = [one for one in await desk.categories() if one.asset_kind == found.kind]
    if draft.category is None and len(fitting) == 1:
        return placed.with_category(fitting[0].id)
    return placed
