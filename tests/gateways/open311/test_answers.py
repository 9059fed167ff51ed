"""Real servers' answers, and the standard's own examples, broken ones among them."""

import json
from datetime import UTC, datetime

import pytest

from gateways.open311.answers import Unreadable, errors_of, read_rows, requests_of
from tests.shared_cases import case_file, needs_cases

EXAMPLES = "requests/georeport-v2-examples"


def read(name: str) -> bytes:
    return case_file(f"requests/{name}").read_bytes()


def body_of(name: str) -> bytes:
    return read(f"georeport-v2-examples/{name}").partition(b"\n\n")[2]


@needs_cases
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("service-list", 3), ("service-request", 1), ("service-requests", 2),
        ("service-request-post", 1), ("request-from-token", 1),
    ],
)  # fmt: skip
def test_the_standards_examples_say_the_same_in_both_formats(name: str, count: int) -> None:
    xml = read_rows(read(f"georeport-v2-examples/{name}.xml"))
    told = read_rows(read(f"georeport-v2-examples/{name}.json"))
    assert len(xml.rows) == len(told.rows) == count
    words = [{field: said for field, said in row.items() if said} for row in xml.rows]
    assert words == [{field: said for field, said in row.items() if said} for row in told.rows]
    assert told.was_mended is (name not in {"service-request-post", "request-from-token"})


@needs_cases
def test_codes_keep_the_zeros_that_the_standard_writes_as_numbers() -> None:
    told = read_rows(read("georeport-v2-examples/service-list.json"))
    assert [row["service_code"] for row in told.rows] == ["001", "002", "003"]
    first, second = requests_of(read_rows(read("georeport-v2-examples/service-requests.json")))
    assert (first.id, first.code, first.zipcode, first.status) == (
        "638344",
        "006",
        "94122",
        "closed",
    )
    assert first.media_url.endswith("638344.jpg")
    assert second.notes == ""


@needs_cases
@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_standards_errors_are_read(form: str) -> None:
    said = errors_of(body_of(f"errors.{form}.http"))
    assert said == "Invalid api_key received -- can't proceed with create_request."


@needs_cases
def test_toronto_leaves_empty_what_it_does_not_know() -> None:
    first, second = requests_of(read_rows(read("toronto-requests.xml"), "text/xml"))
    assert (first.id, second.id) == ("101005420892", "101005420894")
    assert (first.description, first.zipcode, first.media_url, first.updated_at) == (
        "",
        "",
        "",
        None,
    )
    assert (first.latitude, first.longitude) == (43.691104288, -79.272306875)
    assert first.requested_at == datetime(2018, 7, 30, 4, 1, tzinfo=UTC)
    (alone,) = requests_of(read_rows(read("toronto-request.xml")))
    assert alone == first


@needs_cases
def test_giessen_is_a_list_on_one_line_with_its_own_letters() -> None:
    rows = read_rows(read("giessen-services.xml")).rows
    assert sorted(row["service_code"] or "" for row in rows) == [f"01{n}" for n in range(8)]
    assert {row["service_code"]: row["service_name"] for row in rows}["011"] == (
        "Straßen- und Gehwegschäden"
    )
    assert rows[0]["keywords"] is None


@needs_cases
def test_chicago_says_less_and_counts_with_a_hyphen() -> None:
    first, second = requests_of(read_rows(read("chicago-requests.json"), "application/json"))
    assert (first.id, first.description, first.notes) == ("14-01100669", "", "")
    assert second.notes == "Locked"
    assert first.latitude == 41.858724777757864
    assert read_rows(read("chicago-requests.json")).was_mended is False


@pytest.mark.parametrize(
    "body",
    [
        b"", b"   ", b"<html><body>Sign in</body></html>", b"<!DOCTYPE html><p>", b"[1, 2]",
        b'"a"', b"{", b"<services>", b"\xff\xfe\x00", b"[" * 100_000,
        b'<!DOCTYPE a [<!ENTITY b "c">]><services><service><service_code>&b;</service_code></service></services>',
    ],
)  # fmt: skip
def test_what_is_no_answer_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_rows(body)
    assert errors_of(body) == ""


def test_only_numbers_are_mended_and_words_stay_as_they_are() -> None:
    told = read_rows(
        b'[{"service_code": 007, "description": "call 007, \\"012\\": 03", "lat": 0.5}]'
    )
    assert told.rows == (
        {"service_code": "007", "description": 'call 007, "012": 03', "lat": "0.5"},
    )


def test_a_place_that_cannot_be_and_a_time_without_a_zone_are_none() -> None:
    (told,) = requests_of(
        read_rows(
            b'[{"service_request_id": "1", "lat": "0", "long": "0", "updated_datetime":'
            b' "2018-07-30T00:01:00"}, {"service_request_id": null}]'
        )
    )
    assert (told.latitude, told.updated_at, told.status) == (None, None, "")


@needs_cases
def test_the_list_that_a_monitor_of_servers_is_tested_with_keeps_its_codes() -> None:
    told = read_rows(read("standard-services-fixture.json"))
    written = json.loads(read("standard-services-fixture.json"))
    assert told.was_mended is False
    assert [row["service_code"] for row in told.rows] == [row["service_code"] for row in written]
    assert told.rows[0]["service_code"] == "001"
