"""What other programs bring: taken once, answered as the standard says, filed like any other."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from civic.kernel.ids import ApiKeyId
from civic.service_requests.model import Look, ServiceRequest, Status
from civic.service_requests.open311.actions.keys import revoke_key
from storage.engines import Database
from tests.asked import CLEAN, COURTYARD, LACKS, OTHER_TOWN, TOWN, YEARS
from tests.filed_town import ROADMAN, ROADS, SPOT, news_of
from tests.made_photos import saved, scene, with_everything_hidden_in_it
from tests.open311_town import Open311Town, fields_of, open311_town
from tests.shared_cases import case_file, needs_cases
from tests.survey_town import build_town

HOLE = {
    "service_code": "holes", "lat": str(SPOT.latitude), "long": str(SPOT.longitude),
    "address_string": "Шевченка, 12", "description": "Яма посеред двору",
    "attribute[Q1][]": ["2", "3"], "attribute[Q2]": "1", "attribute[Q4]": "12",
}  # fmt: skip
ASKER = {
    "first_name": "Олена", "last_name": "Коваль", "phone": "+380501234567",
    "email": "olena@mail.example", "device_id": "d-1", "account_id": "a-1",
}  # fmt: skip


@pytest.fixture
async def town(database: Database, tmp_path: Path) -> Open311Town:
    return await open311_town(database, tmp_path)


async def kept(town: Open311Town, number: int = 1) -> ServiceRequest:
    async with town.storage.reading() as work:
        found = await work.service_requests.by_number(TOWN, number)
    assert found is not None
    return found


async def refused(town: Open311Town, form: dict[str, Any], **more: Any) -> tuple[int, str]:
    answer = await town.posted(form, **more)
    (error,) = answer.json()
    assert error["code"] == answer.status_code
    return answer.status_code, error["description"]


async def test_a_request_is_taken_and_filed_like_any_other(town: Open311Town) -> None:
    ring = ((29.9, 50.5), (30.1, 50.5), (30.1, 50.6), (29.9, 50.6), (29.9, 50.5))
    async with town.storage.writing() as work:
        yard = await work.places.place(TOWN, COURTYARD)
        await work.places.put(TOWN, [replace(yard, area=((ring,),))])
    told = await town.brought(api_key=await town.key(), **HOLE, **ASKER)
    assert told == {
        "service_request_id": "1", "account_id": None,
        "service_notice": "Зазвичай роблять за 10 робочих днів.",
    }  # fmt: skip
    request = await kept(town)
    assert (request.status, request.agency, request.place) == (Status.RECEIVED, ROADS, COURTYARD)
    assert (request.text, request.address, request.point) == (
        "Яма посеред двору", "Шевченка, 12", SPOT,
    )  # fmt: skip
    assert [
        (one.question, one.answer.chosen, one.answer.number) for one in request.answers
    ] == [(LACKS, ("2", "3"), None), (CLEAN, ("1",), None), (YEARS, (), 12)]  # fmt: skip
    assert (request.asker, request.account, request.is_anonymous) == (None, None, True)
    assert request.contact == "Олена Коваль, +380501234567, olena@mail.example"
    async with town.storage.reading() as work:
        assert await news_of(work, ROADMAN) == ["filed"]
    assert await town.got("/requests.json") == []


async def test_whoever_brought_it_reads_it_whole_and_nobody_else_before_an_official_did(
    town: Open311Town,
) -> None:
    key, other = await town.key(), await town.key()
    await town.brought(api_key=key, **HOLE, **ASKER)
    (own,) = await town.got("/requests/1.json", api_key=key)
    assert own["description"] == "Яма посеред двору"
    assert "Коваль" not in str(own)
    for stranger in (other, "wrong", ""):
        (told,) = await town.got("/requests/1.json", api_key=stranger)
        assert told["description"] is None


async def test_xml_is_answered_with_xml(town: Open311Town) -> None:
    answer = await town.posted(HOLE | {"api_key": await town.key()}, "/requests.xml")
    assert "<service_requests><request><service_request_id>1</service_request_id>" in answer.text
    refused = await town.posted(HOLE, "/requests.xml")
    assert refused.status_code == 403
    assert "<errors><error><code>403</code><description>Missing api_key" in refused.text


@needs_cases
async def test_our_answer_and_our_no_have_the_shape_of_the_standards_examples(
    town: Open311Town,
) -> None:
    import json
    from xml.etree.ElementTree import fromstring, parse

    examples = "requests/georeport-v2-examples"
    answer = await town.posted(HOLE | {"api_key": await town.key()}, "/requests.xml")
    theirs = parse(case_file(f"{examples}/service-request-post.xml")).getroot()
    assert set(fields_of(fromstring(answer.content)[0])) == set(fields_of(theirs[0]))
    status = (await town.posted(HOLE | {"api_key": "wrong"})).json()
    said = case_file(f"{examples}/errors.json.http").read_text("utf-8").partition("\n\n")[2]
    assert status == json.loads(said)


@pytest.mark.parametrize("key", ["", "wrong", "wrong" * 1_000])
async def test_without_a_key_that_holds_nothing_is_taken(town: Open311Town, key: str) -> None:
    status, said = await refused(town, HOLE | {"api_key": key})
    assert status == 403
    assert said.endswith("api_key -- can't proceed with create_request.") or "Invalid" in said


async def test_a_key_of_another_town_or_one_taken_back_does_not_hold(town: Open311Town) -> None:
    key = await town.key()
    async with town.storage.writing() as work:
        await build_town(work, OTHER_TOWN)
    form = HOLE | {"api_key": key}
    assert (await refused(town, form | {"jurisdiction_id": "town-8"}))[0] == 403
    assert (await refused(town, form)) == (400, "jurisdiction_id was not provided")
    async with town.storage.writing() as work:
        (known,) = await work.open311.keys(TOWN)
        assert key not in str(known)
        await revoke_key(TOWN, ApiKeyId(known.id), by=None, desk=work, now=town.now)
    assert (await refused(town, form | {"jurisdiction_id": "town-7"}))[0] == 403
    async with town.storage.reading() as work:
        verbs = [one.verb for one in await work.audit.entries(TOWN, limit=5)]
    assert verbs[:2] == ["api-key-revoked", "api-key-made"]


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"service_code": ""}, 400, "service_code was not provided"),
        ({"service_code": "gas"}, 404, "service_code gas"),
        ({"service_code": "water"}, 404, "service_code water"),
        ({"lat": "91"}, 400, "degrees"), ({"lat": "nan"}, 400, "degrees"),
        ({"lat": "here"}, 400, "numbers"), ({"long": ""}, 400, "both"),
        ({"lat": "0", "long": "0.0", "address_string": ""}, 400, "Покажіть, де це"),
        ({"address_id": "none"}, 404, "address_id"), ({"address_id": "12345"}, 404, ""),
        ({"attribute[Q1][]": []}, 400, "attribute[Q1]"),
        ({"attribute[Q1][]": ["1", "99"]}, 400, "attribute[Q1]"),
        ({"attribute[Q2]": ["1", "2"]}, 400, "attribute[Q2]"),
        ({"attribute[Q3]": "6"}, 400, "attribute[Q3]"),
        ({"attribute[Q4]": "багато"}, 400, "attribute[Q4]"),
        ({"attribute[Q4]": "+-1"}, 400, "attribute[Q4]"),
        ({"description": "а" * 4_001}, 400, "4"),
    ],
)  # fmt: skip
async def test_what_cannot_be_taken_is_told_and_leaves_nothing(
    town: Open311Town, wrong: dict[str, Any], status: int, said: str
) -> None:
    told = await refused(town, HOLE | {"api_key": await town.key()} | wrong)
    assert told[0] == status
    assert said in told[1]
    async with town.storage.reading() as work:
        assert await work.service_requests.by_number(TOWN, 1) is None


async def test_the_longest_description_of_the_standard_is_taken(town: Open311Town) -> None:
    await town.brought(**HOLE | {"api_key": await town.key(), "description": "а" * 4_000})
    assert len((await kept(town)).text) == 4_000


async def test_the_same_request_ten_times_is_one(town: Open311Town) -> None:
    form = HOLE | {"api_key": await town.key()}
    async with town.visitor() as client:
        answers = await asyncio.gather(
            *(client.post("/requests.json", data=form) for _ in range(10))
        )
    assert {one.json()[0]["service_request_id"] for one in answers} == {"1"}
    assert (await town.brought(**form | {"device_id": "another"}))["service_request_id"] == "2"
    town.now += timedelta(days=1)
    assert (await town.brought(**form))["service_request_id"] == "3"


async def test_a_program_finds_by_its_own_token_what_it_brought(town: Open311Town) -> None:
    token = "0123456789abcdef-1"
    assert await town.refused(f"/tokens/{token}.json") == (
        404, "Звернення з таким token не надходило.",
    )  # fmt: skip
    form = HOLE | {"api_key": await town.key()}
    headers = {"Idempotency-Key": token}
    for description in ("Яма", "Яма, кажуть"):
        answer = await town.posted(form | {"description": description}, headers=headers)
        assert answer.json()[0]["service_request_id"] == "1"
    told = await town.got(f"/tokens/{token}.json")
    assert told == [{"service_request_id": "1", "token": token}]
    root = await town.got_xml(f"/tokens/{token}.xml")
    assert fields_of(root[0]) == {"service_request_id": "1", "token": token}
    assert (await refused(town, form, headers={"Idempotency-Key": "short"}))[0] == 400


async def test_a_key_brings_so_many_an_hour_and_is_told_when_the_next_is_welcome(
    town: Open311Town,
) -> None:
    form = HOLE | {"api_key": await town.key(hourly=2)}
    for n in range(2):
        await town.brought(**form | {"description": f"Яма {n}"})
        town.now += timedelta(minutes=10)
    answer = await town.posted(form | {"description": "Яма 2"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2400")
    assert answer.json()[0]["description"].endswith("Спробуйте за 40 хв.")
    assert (await town.posted(form | {"description": "Яма 1"})).status_code in {200, 429}
    await town.brought(**HOLE | {"api_key": await town.key()})
    town.now += timedelta(minutes=41)
    await town.brought(**form | {"description": "Яма 2"})


async def test_a_picture_sent_along_is_made_anew_and_waits_for_an_official(
    town: Open311Town,
) -> None:
    key, sent = await town.key(), with_everything_hidden_in_it()
    answer = await town.posted(HOLE | {"api_key": key}, files={"media": ("a.jpg", sent)})
    assert answer.status_code == 200, answer.text
    async with town.storage.reading() as work:
        (photo,) = await work.service_requests.photos(TOWN, (await kept(town)).id)
        assert await work.photos.is_developed(TOWN, photo.file)
        file = await work.files.read(TOWN, photo.file)
    assert photo.look is Look.WAITING
    assert file.media_type == "image/jpeg"
    assert b"Exif" not in file.content
    (told,) = await town.got("/requests/1.json", api_key=key)
    assert told["media_url"] is None


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"\xff\xd8\xffbroken"]
)
async def test_what_is_sent_as_a_picture_and_is_none_is_refused_with_a_sentence(
    town: Open311Town, content: bytes
) -> None:
    form = HOLE | {"api_key": await town.key()}
    status, said = await refused(town, form, files={"media": ("a.jpg", content)})
    assert status == 400
    assert said
    assert len(await town.got("/requests.json", service_request_id="1")) == 0


async def test_a_picture_elsewhere_is_fetched_and_where_it_lacks_the_request_is_taken(
    town: Open311Town,
) -> None:
    key = await town.key()
    town.pictures = {
        "https://media.example/a.jpg": saved(scene()),
        "https://media.example/b": b"<html>",
    }
    fine = await town.brought(
        **HOLE | {"api_key": key, "media_url": "https://media.example/a.jpg "}
    )
    assert fine["service_notice"].endswith("днів.")
    for url in ("https://media.example/b", "https://169.254.169.254/latest"):
        lacking = await town.brought(**HOLE | {"api_key": key, "media_url": url})
        assert lacking["service_notice"].endswith("Фото за адресою media_url отримати не вдалося.")
    async with town.storage.reading() as work:
        counts = [
            len(await work.service_requests.photos(TOWN, (await kept(town, number)).id))
            for number in (1, 2, 3)
        ]
    assert counts == [1, 0, 0]


async def test_nothing_is_fetched_for_whoever_has_no_key(town: Open311Town) -> None:
    form = HOLE | {"api_key": "wrong", "media_url": "https://media.example/a.jpg"}
    assert (await refused(town, form))[0] == 403
    assert town.fetched == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{}", "application/json"), (b"\xff\xfe=1", "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(600)), "application/x-www-form-urlencoded"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"), (b"", "multipart/form-data"),
        (b"a" * 26_000_000, "application/x-www-form-urlencoded"),
    ],
)  # fmt: skip
async def test_what_is_no_form_is_refused(town: Open311Town, content: bytes, kind: str) -> None:
    async with town.visitor() as client:
        answer = await client.post(
            "/requests.json", content=content, headers={"Content-Type": kind}
        )
    assert answer.status_code == 400
    assert answer.json()[0]["code"] == 400
