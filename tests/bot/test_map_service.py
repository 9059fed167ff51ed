"""The address of a map server: one that can be asked, and the operator is told which it is."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from tests.bot.test_cli import viche


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://nominatim.example.org/", "https://nominatim.example.org"),
        ("http://maps.example:8080/nominatim", "http://maps.example:8080/nominatim"),
    ],
)
def test_a_map_server_is_named_by_its_address_alone(given: str, kept: str) -> None:
    assert Settings(nominatim_url=given).nominatim_url == kept


@pytest.mark.parametrize(
    "given",
    [
        "nominatim.example.org",
        "ftp://nominatim.example.org",
        "https://",
        "https://viche:word@nominatim.example.org",
        "https://nominatim.example.org/search?q=",
        "https://nominatim.example.org/#search",
    ],
)
def test_what_cannot_be_asked_for_an_address_is_refused_at_the_start(given: str) -> None:
    with pytest.raises(ValidationError):
        Settings(nominatim_url=given)


async def test_the_doctor_says_which_map_is_searched_and_when_it_is_not_asked(
    tmp_path: Path,
) -> None:
    await viche(tmp_path, "migrate")
    assert "map search: off" in await viche(tmp_path, "doctor")
    plain = "http://maps.example:8080"
    told = await viche(tmp_path, "doctor", VICHE_NOMINATIM_URL=plain)
    assert f"map search: {plain} is not asked" in told
    told = await viche(tmp_path, "doctor", VICHE_NOMINATIM_URL=plain, VICHE_OUTBOUND_ALLOW=plain)
    assert f"map search: {plain}\n" in told
