"""How an address is taken apart."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.places.rules.addresses import fold_number, split_address, without_number
from tests.shared_cases import case_file, needs_cases


@pytest.mark.parametrize(
    ("typed", "street", "number", "settlement"),
    [
        ("вул. Садова, 5", "вул. Садова", "5", ""),
        ("Садова5", "Садова", "5", ""),
        ("вул.Садова5, кв. 12, смт Немішаєве", "вул.Садова", "5", "смт Немішаєве"),
        ("садова 12-А", "садова", "12а", ""),
        ("Садова, буд. 12 а", "Садова", "12а", ""),
        ("ул. Садовая, дом 5", "ул. Садовая", "5", ""),
        ("Садова №5", "Садова", "5", ""),
        ("Садова 14 к1", "Садова", "14к1", ""),
        ("Садова 14 корп. 1", "Садова", "14к1", ""),
        ("Садова, 14, корпус В", "Садова", "14кв", ""),
        ("Садова 5 / 2", "Садова", "5/2", ""),
        ("30 Грудня, 24", "30 Грудня", "24", ""),
        ("8 Березня 5", "8 Березня", "5", ""),
        ("вул. 1-го Травня 12 а", "вул. 1-го Травня", "12а", ""),
        ("5 Sadova street", "Sadova street", "5", ""),
        ("Немішаєве, Садова 5", "Садова", "5", "Немішаєве"),
        ("Садова 5 Немішаєве", "Садова", "5", "Немішаєве"),
        ("М. Грушевського, 6А", "М. Грушевського", "6а", ""),
        ("213, с. Березники", "с. Березники", "213", "с. Березники"),
        ("мікрорайон Будівельників, 25/1, None", "мікрорайон Будівельників", "25/1", ""),
        ("106A, вул. Миру, 106A", "вул. Миру", "106а", ""),
        ("Шевченка 58 «А»", "Шевченка", "58а", ""),
    ],
)
def test_street_number_and_settlement_are_told_apart(
    typed: str, street: str, number: str, settlement: str
) -> None:
    address = split_address(typed)
    assert address is not None
    assert address.street == street
    assert fold_number(address.number) == number
    assert address.settlement == settlement


@pytest.mark.parametrize(
    "typed", ["", "Садова", "8 Березня", "=1+1", "м. Вінниця", "🙂", "5", "1" * 9999]
)
def test_what_has_no_street_with_a_number_is_said_to_be_none(typed: str) -> None:
    assert split_address(typed) is None


def test_a_street_alone_is_still_heard() -> None:
    assert without_number("смт Немішаєве, вул. Садова") == "вул. Садова"
    assert without_number("Центральна, б/н, Одеська область") == "Центральна"
    assert without_number("None") == ""


@pytest.mark.parametrize("written", ["12-А", "12 а", "12а", "12A", "012 «а»", "12\u200bа"])
def test_a_letter_is_the_same_however_it_is_written(written: str) -> None:
    assert fold_number(written) == "12а"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_parser(text: str) -> None:
    address = split_address(text)
    if address is not None:
        assert address.street
        assert any(letter.isdigit() for letter in address.number)
    fold_number(text)


@needs_cases
def test_addresses_of_officials_are_split() -> None:
    with case_file("places/ukraine-service-centres-addresses.csv").open(encoding="utf-8") as file:
        typed = [row["address"] for row in csv.DictReader(file)]
    numbered = [text for text in typed if any(letter.isdigit() for letter in text)]
    split = [split_address(text) for text in numbered]
    assert len(typed) == 3432
    assert sum(address is not None for address in split) / len(numbered) >= 0.999
    assert not any(split_address(text) for text in typed if text not in numbered)
    assert not any(address and address.settlement == "None" for address in split)
    as_written = sum(
        address is not None and address.street == text.split(", ")[0]
        for text, address in zip(numbered, split, strict=True)
    )
    assert as_written / len(numbered) >= 0.98
