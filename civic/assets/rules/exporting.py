"""Assets as GeoJSON: what the office knows, or what the public may see."""

import json
from collections.abc import Iterable, Iterator, Mapping

from civic.assets.model import Asset, AssetKind
from civic.kernel.ids import AssetKindId
from civic.kernel.json_value import JsonObject
from civic.kernel.language import Language

BEGINNING = '{"type": "FeatureCollection", "features": [\n'
END = "\n]}\n"


def geojson_lines(
    assets: Iterable[Asset],
    kinds: Mapping[AssetKindId, AssetKind],
    *,
    for_office: bool,
    language: Language,
) -> Iterator[str]:
    """A feature a line, to be joined by commas; for the public only kinds that are public.

    `viche import assets` reads the office's file back without a change.
    """
    for asset in assets:
        kind = kinds.get(asset.kind)
        if kind is None or not (kind.is_public or for_office):
            continue
        said = _of_office(asset, kind) if for_office else _of_public(asset, kind, language)
        feature = {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [asset.point.longitude, asset.point.latitude],
            },
            "properties": said,
        }
        yield json.dumps(feature, ensure_ascii=False)


def _of_public(asset: Asset, kind: AssetKind, language: Language) -> JsonObject:
    """No owner and no attributes: nobody looked at whether they may be shown."""
    return {"kind": kind.code, "kind_name": kind.name.in_(language), "number": asset.label}


def _of_office(asset: Asset, kind: AssetKind) -> JsonObject:
    own: JsonObject = {
        "kind": kind.code,
        "external_id": asset.external_id,
        "number": asset.number,
        "owner": asset.owner,
    }
    return {**{name: value for name, value in asset.attributes.items() if name not in own}, **own}
