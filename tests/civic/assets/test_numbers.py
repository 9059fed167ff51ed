"""Whether somebody names a thing by its number, or an address that ends with one."""

import pytest

from civic.assets.rules.numbers import names_alone

LAMP = ("Ліхтар", "Street light", "Фонарь", "Л-022")


@pytest.mark.parametrize(
    "typed",
    ["22", "№ 022", "Л-022", "л 22", "ліхтар 22", "Ліхтаря № 22", "street light 22", "фонарь 22"],
)
def test_a_number_beside_the_name_of_the_thing_is_the_things(typed: str) -> None:
    assert names_alone(typed, LAMP)


@pytest.mark.parametrize(
    "typed", ["вулиця Нова, 22", "Нова 22", "провулок Тихий, 22", "22 Нова", "ліхтар на Новій, 22"]
)
def test_a_number_behind_a_street_may_be_a_houses(typed: str) -> None:
    assert not names_alone(typed, LAMP)
