"""An address of tiles goes into the policy of every page: it must be one, and nothing else."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings


def test_an_address_of_tiles_names_a_server_and_where_in_the_world() -> None:
    address = "https://tiles.example/{z}/{x}/{y}.png"
    assert Settings(tile_url=address).tile_url == address


@pytest.mark.parametrize(
    "given",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/map.png",
        "https://*/{z}/{x}/{y}.png",
        "https://tiles.example;script-src/{z}/{x}/{y}.png",
        "https://a.example 'unsafe-inline'/{z}/{x}/{y}.png",
        "https://viche:word@tiles.example/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
    ],
)
def test_what_would_say_something_else_in_the_policy_is_refused(given: str) -> None:
    with pytest.raises(ValidationError):
        Settings(tile_url=given)
