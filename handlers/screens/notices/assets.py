"""What an official hears of a list that was being kept, and the papers that they asked for."""

from civic.kernel.ids import FileId
from handlers.presses.assets import AssetsPress
from handlers.screens.navigation import ways
from handlers.screens.notices.registry import Params, notice
from handlers.screens.screen import Screen
from locales.catalog import Say

COUNTED = ("added", "changed", "unchanged", "retired", "found")


@notice("assets-kept")
def kept(params: Params, say: Say) -> Screen:
    lines = [say.n(f"assets-{what}", params[what]) for what in COUNTED if params[what]]
    return Screen(text="\n".join([say("places-imported"), *lines]), rows=ways(say, AssetsPress()))


@notice("assets-not-kept")
def not_kept(_params: Params, say: Say) -> Screen:
    return Screen(text=say("places-not-kept"), rows=ways(say, AssetsPress()))


@notice("asset-labels")
def labels(params: Params, say: Say) -> Screen:
    text = say.n("asset-labels-ready", params["count"])
    return Screen(text=text, document=FileId(int(params["file"])))


@notice("asset-geojson")
def geojson(params: Params, say: Say) -> Screen:
    lines = [say.n("asset-geojson-ready", params["count"])]
    if not params["is_public"]:
        lines.append(say("asset-geojson-secret"))
    return Screen(text="\n".join(lines), document=FileId(int(params["file"])))


@notice("asset-sheet-empty")
def empty(_params: Params, say: Say) -> Screen:
    return Screen(text=say("assets-nothing-to-print"), rows=ways(say, AssetsPress()))
