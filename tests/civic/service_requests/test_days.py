"""A day as an official types it."""

from datetime import date

import pytest

from civic.kernel.refusal import Refusal
from civic.service_requests.rules.days import day_of_number, day_typed

TODAY = date(2027, 12, 28)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("сьогодні", date(2027, 12, 28)),
        (" Завтра. ", date(2027, 12, 29)),
        ("послезавтра", date(2027, 12, 30)),
        ("31.12", date(2027, 12, 31)),
        ("5.1", date(2028, 1, 5)),
        ("5/1/28", date(2028, 1, 5)),
        ("29.02.2028", date(2028, 2, 29)),
        ("01.02.2027", date(2027, 2, 1)),
        ("у понеділок", date(2028, 1, 3)),
        ("П’ятниця", date(2027, 12, 31)),
        ("в п'ятницю", date(2027, 12, 31)),
        ("во вторник", date(2028, 1, 4)),
        ("on Wednesday", date(2027, 12, 29)),
    ],
)
def test_a_day_is_understood_as_people_write_it(typed: str, day: date) -> None:
    assert day_typed(typed, today=TODAY) == day


@pytest.mark.parametrize(
    "typed", ["", "скоро", "32.12", "29.02.2027", "12", "1.1.1.1", "на тому тижні", "у"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        day_typed(typed, today=TODAY)
    assert refused.value.key == "request-date-unclear"


@pytest.mark.parametrize("number", [0, -1, 2**31 - 1])
def test_a_forged_day_of_a_button_is_refused(number: int) -> None:
    with pytest.raises(Refusal):
        day_of_number(number)
    assert day_of_number(TODAY.toordinal()) == TODAY
