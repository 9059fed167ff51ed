"""Where somebody is in danger, whom to call stands before anything else."""

from dataclasses import replace

import pytest

from civic.communities.model import OfficeContacts
from civic.kernel.ids import CategoryId
from civic.service_requests.model import Category
from civic.service_requests.rules.emergencies import Danger, Service, danger_of
from civic.service_requests.rules.emergencies import emergency_numbers_for as numbers_for
from handlers.screens.emergencies import emergency_text
from locales.catalog import LANGUAGES, say
from tests.asked import uk
from tests.placed_town import TOWN, community


def category(code: str, *words: str) -> Category:
    return Category(
        id=CategoryId(1), community=TOWN, parent=None, code=code, name=uk(code), words=words,
        is_emergency=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("named", "danger"),
    [
        (category("gas-smell"), Danger.GAS),
        (category("zapah", "газом", "газ"), Danger.GAS),
        (category("wire_down"), Danger.WIRE),
        (category("x1", "обрив дроту"), Danger.WIRE),
        (category("fire"), Danger.FIRE),
        (category("burst", "прорив труби"), Danger.WATER),
        (category("fallen-tree"), Danger.RUIN),
        (category("lost-child"), Danger.OTHER),
        (category("", ""), Danger.OTHER),
    ],
)
def test_a_towns_own_category_tells_what_the_danger_is(named: Category, danger: Danger) -> None:
    assert danger_of(named) is danger


def test_the_likeliest_service_comes_first_and_112_is_always_there() -> None:
    assert [one.digits for one in numbers_for(Danger.GAS, "UA")] == ["104", "101", "112"]
    for danger in Danger:
        assert "112" in {one.digits for one in numbers_for(danger, "UA")}
        assert [one.service for one in numbers_for(danger, "XX")] == [Service.EVERYTHING]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["gas", "wire", "fire", "water", "tree", "other"])
def test_numbers_stand_before_the_towns_own_and_before_advice(language: str, code: str) -> None:
    town = replace(community(TOWN, "t"), contacts=OfficeContacts(emergency="15-80 <цілодобово>"))
    text = emergency_text(category(code), town, say=say(language))
    assert text.index("112") < text.index("15-80 &lt;цілодобово&gt;") < len(text) - 20
    assert len(text) < 600
    assert "15-80" not in emergency_text(category(code), None, say=say(language))
