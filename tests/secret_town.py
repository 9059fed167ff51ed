"""A town with things and categories that are no matter of the public, and requests about them."""

from dataclasses import replace

from civic.assets.model import Asset, AssetKind
from civic.kernel.ids import AssetId, AssetKindId, CategoryId, FileId
from civic.service_requests.model import Look, ServiceRequest
from storage.unit_of_work import SqlWork
from tests.asked import TOWN, uk
from tests.filed_town import GAS, ROADS, SPOT, Cast, category, filed_by, hole
from tests.open311_town import HOLE_ANSWERS, photographed

LAMP_KIND, POWER_KIND = AssetKindId(1), AssetKindId(2)
LAMP, TRANSFORMER = AssetId(71), AssetId(72)
POWER, CELLARS, SHELTER = CategoryId(6), CategoryId(7), CategoryId(8)
SECRET = "Сюди не дивитися"
OPEN = "Ями бачать усі"
SECRET_CODES = ("gas", "power", "cellars", "shelter")
SECRET_NAMES = ("Газ", "Трансформатор", "Підвали", "Укриття", "ТП-9")


async def build_secrets(work: SqlWork) -> None:
    kinds = (
        AssetKind(id=LAMP_KIND, community=TOWN, code="lamp", name=uk("Ліхтар"), is_public=True),
        AssetKind(id=POWER_KIND, community=TOWN, code="power", name=uk("Трансформатор"),
                  is_public=False),
    )  # fmt: skip
    for kind in kinds:
        await work.assets.put_kind(TOWN, kind)
    await work.assets.put_assets(
        TOWN,
        [
            Asset(id=number, community=TOWN, kind=kind, external_id=name, number=name, point=SPOT)
            for number, kind, name in (
                (LAMP, LAMP_KIND, "Л-9"), (TRANSFORMER, POWER_KIND, "ТП-9"),
            )
        ],
    )  # fmt: skip
    await work.request_categories.put(
        [
            category(6, "power", name=uk("Трансформатор"), agency=ROADS, asset_kind=POWER_KIND),
            category(7, "cellars", name=uk("Підвали"), is_public=False),
            # It is open itself; what it lies in is not.
            category(8, "shelter", name=uk("Укриття"), parent=CELLARS, agency=ROADS),
        ]
    )


async def file_secrets(work: SqlWork, cast: Cast) -> dict[int, FileId]:
    """Olena files one the public may see, then four it may not; each with a picture fit for all.

    By number, the picture. As if somebody had shown them all before the town thought better of it.
    """
    new = (
        hole(1, text=OPEN, answers=HOLE_ANSWERS, asset=LAMP),
        hole(2, text=SECRET, category=GAS),
        hole(3, text=SECRET, category=POWER),
        hole(4, text=SECRET, category=SHELTER),
        hole(5, text=SECRET, answers=HOLE_ANSWERS, asset=TRANSFORMER),
    )
    pictures: dict[int, FileId] = {}
    for one in new:
        filed = await filed_by(work, cast.olena, one)
        await work.service_requests.put(_shown(filed))
        pictures[filed.number] = await photographed(work, filed, Look.PUBLIC)
    return pictures


def _shown(request: ServiceRequest) -> ServiceRequest:
    return replace(request, is_shown_publicly=True)
