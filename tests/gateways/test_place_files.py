"""A town's list of places, in the shapes in which towns send it."""

import json
from pathlib import Path

import pytest

from civic.kernel.refusal import Refusal
from civic.places.model import Finding, PlaceKind, PlaceRow, Point
from gateways.place_files.opening import places_in_message, places_on_disk

TABLE = """external_id,kind,parent,name,name_en,street,number,lat,lon
d1,district,,Північний,North,,,,
c1,courtyard,d1,Липовий двір,,,,"50,56",29.98
b1,building,c1,,,вул. Садова,5а,,
"""
SQUARE = [[29.98, 50.56], [29.982, 50.56], [29.982, 50.562], [29.98, 50.562], [29.98, 50.56]]
BOW = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]


def read(content: bytes) -> list[PlaceRow | Finding]:
    return list(places_in_message(content).rows())


def rows(content: bytes) -> list[PlaceRow]:
    found = read(content)
    assert not [row for row in found if isinstance(row, Finding)]
    return [row for row in found if isinstance(row, PlaceRow)]


def findings(content: bytes) -> list[tuple[int, str]]:
    return [(row.row, row.key) for row in read(content) if isinstance(row, Finding)]


def refusal(content: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read(content)
    return refused.value


def features(*pairs: tuple[dict[str, object], object]) -> bytes:
    collection = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "features"}},
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in pairs
        ],
        "after": [1, 2],
    }
    return json.dumps(collection, ensure_ascii=False).encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_whatever_the_spreadsheet_made_of_it(encoding: str, delimiter: str) -> None:
    text = TABLE.replace('"50,56"', "50.56").replace(",", delimiter).replace("\n", "\r\n")
    district, courtyard, building = rows(text.encode(encoding))
    assert district.name.texts == {"uk": "Північний", "en": "North"}
    assert (district.row, district.kind, district.parent) == (2, PlaceKind.DISTRICT, "")
    assert courtyard.point == Point(latitude=50.56, longitude=29.98)
    assert (building.street, building.number, building.parent) == ("вул. Садова", "5а", "c1")


def test_a_decimal_comma_is_understood() -> None:
    assert rows(TABLE.encode())[1].point == Point(latitude=50.56, longitude=29.98)


def test_headers_may_be_written_otherwise_and_in_any_order() -> None:
    text = "Назва ; ТИП;  Код;зайве\nДвір;Двір;7;так\n"
    (row,) = rows(text.encode())
    assert (row.external_id, row.kind, row.name.in_("uk")) == ("7", PlaceKind.COURTYARD, "Двір")
    assert row.parent is None
    assert row.street is None


def test_missing_columns_are_named() -> None:
    refused = refusal("name,street\nДвір,Садова\n".encode())
    assert refused.key == "places-columns-missing"
    assert refused.params["columns"] == "external_id, kind"
    assert refusal(b"").key == "places-columns-missing"


def test_each_bad_row_is_told_and_the_others_are_read() -> None:
    text = (
        "id,kind,name,lat,lon\n,двір,А,,\n2,криниця,Б,,\n3,двір,,,\n4,двір,Г,91,0\n\n5,двір,Ґ,,\n"
    )
    assert findings(text.encode()) == [
        (2, "places-row-no-id"),
        (3, "places-row-kind"),
        (4, "places-row-no-name"),
        (5, "places-row-coordinates"),
    ]
    assert [row.row for row in read(text.encode()) if isinstance(row, PlaceRow)] == [7]


def test_none_is_no_parent_and_no_street() -> None:
    (row,) = rows("id,kind,name,parent,street\n1,двір,А,None,null\n".encode())
    assert row.parent == ""
    assert row.street == ""


def test_formulas_and_tags_are_just_text() -> None:
    (row,) = rows('id,kind,name\n1,двір,"=1+1 <b>"\n'.encode())
    assert row.name.in_("uk") == "=1+1 <b>"


def test_an_outline_may_stand_in_a_cell() -> None:
    (row,) = rows(b'id,kind,name,wkt\n1,courtyard,A,"POLYGON ((0 0, 1 0, 1 1, 0 0))"\n')
    assert row.area == ((((0, 0), (1, 0), (1, 1), (0, 0)),),)
    assert findings(b'id,kind,name,wkt\n1,courtyard,A,"POLYGON ((0"\n') == [
        (2, "places-row-outline")
    ]


def test_a_spreadsheet_file_or_a_picture_is_refused() -> None:
    assert refusal(b"PK\x03\x04rest").key == "places-file-kind"
    assert refusal(b"\x89PNG\x00\x00").key == "places-file-kind"


def test_features_become_places() -> None:
    content = features(
        ({"kind": "district", "external_id": "d", "name": "Північ"}, None),
        (
            {"kind": "courtyard", "parent": "d", "external_id": "c", "name": "Двір",
             "name_en": "Yard", "name_ru": "Двор"},
            {"type": "Polygon", "coordinates": [SQUARE]},
        ),
        (
            {"kind": "building", "parent": "c", "external_id": 17, "street": "Садова", "number": 5},
            {"type": "Point", "coordinates": [29.981, 50.561, 120.0]},
        ),
    )  # fmt: skip
    district, courtyard, building = rows(content)
    assert district.area is None
    assert courtyard.area == ((tuple((x, y) for x, y in SQUARE),),)
    assert courtyard.name.texts == {"uk": "Двір", "en": "Yard", "ru": "Двор"}
    assert (building.external_id, building.number) == ("17", "5")
    assert building.point == Point(latitude=50.561, longitude=29.981)


def test_a_lone_name_is_also_the_id() -> None:
    (row,) = rows(
        features(({"district": "Вовчинець"}, {"type": "Polygon", "coordinates": [SQUARE]}))
    )
    assert (row.external_id, row.kind) == ("Вовчинець", PlaceKind.DISTRICT)


def test_an_outline_that_crosses_itself_is_told_with_the_place_and_others_go_on() -> None:
    content = features(
        ({"name": "Бантик"}, {"type": "Polygon", "coordinates": [BOW]}),
        ({"name": "Квадрат"}, {"type": "Polygon", "coordinates": [SQUARE]}),
    )
    finding, square = read(content)
    assert isinstance(finding, Finding)
    assert (finding.row, finding.key) == (1, "places-row-crossing")
    assert finding.params == {
        "id": "Бантик", "title": "Бантик", "longitude": "1.00000", "latitude": "1.00000",
    }  # fmt: skip
    assert isinstance(square, PlaceRow)


@pytest.mark.parametrize(
    ("geometry", "key"),
    [
        ({"type": "LineString", "coordinates": SQUARE}, "places-row-geometry"),
        ({"type": "Polygon", "coordinates": [SQUARE[:2]]}, "places-row-outline"),
        ({"type": "Polygon", "coordinates": []}, "places-row-outline"),
        ({"type": "Polygon"}, "places-row-outline"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "places-row-outline"),
        ({"type": "Point", "coordinates": [3_400_000, 6_500_000]}, "places-row-coordinates"),
        ("shape", "places-row-outline"),
    ],
)
def test_geometry_that_is_none_is_told_by_row(geometry: object, key: str) -> None:
    assert findings(features(({"name": "А", "kind": "courtyard"}, geometry))) == [(1, key)]


@pytest.mark.parametrize(
    "text",
    ["{", "{}", '{"features": 1}', '{"features": [1, }', "[]", '{"features": [{}', "{" * 9999],
)
def test_broken_json_is_refused(text: str) -> None:
    assert refusal(text.encode()).key == "places-file-json"


def test_a_file_on_the_disk_is_read_twice_alike(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(TABLE, encoding="cp1251")
    source = places_on_disk(path)
    assert list(source.rows()) == list(source.rows())


def test_more_than_fifty_megabytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(Refusal) as refused:
        places_on_disk(path)
    assert refused.value.key == "places-file-large"
