"""Which buildings an address may mean."""

import pytest

from civic.kernel.ids import PlaceId
from civic.kernel.language import Translated
from civic.places.model import Building, Place, PlaceKind, Street, Suggestion
from civic.places.rules.addresses import split_address
from civic.places.rules.folding import fold_word, one_slip_apart
from civic.places.rules.searching import likely_streets, suggest
from civic.places.rules.streets import fold_street
from tests.placed_town import TOWN

STREETS = [
    "вул. Садова", "пров. Садовий", "вул. Лесі Українки", "пл. Героїв Майдану", "вул. Миру",
    "просп. Т. Шевченка", "вул. Київська", "вул. П’ятихатська", "бульв. Героїв Крут", "вул. Шкільна",
    "вул. 8 Березня", "вул. Гоголя", "узвіз Замковий", "вул. Вiйтовецька", "вул. Молодіжна",
]  # fmt: skip
KNOWN = [Street(id=n, folded=fold_street(name)) for n, name in enumerate(STREETS)]
NUMBERS = ["1", "2", "5", "5А", "5/2", "12", "14 к1", "14 к3", "106A"]
BUILDINGS = [
    Building(
        place=Place(
            id=PlaceId(street.id * 100 + n), community=TOWN, external_id=f"{street.id}-{n}",
            kind=PlaceKind.BUILDING, parent=None, name=Translated({}),
            street=STREETS[street.id], number=number,
        ),
        street=street.id,
    )
    for street in KNOWN
    for n, number in enumerate(NUMBERS)
]  # fmt: skip


def suggested(typed: str) -> list[Suggestion]:
    address = split_address(typed)
    assert address is not None, typed
    streets = likely_streets(address.street, KNOWN)
    ids = {street.id for _, street in streets}
    return suggest(address, streets, [one for one in BUILDINGS if one.street in ids])


def first(typed: str) -> str:
    return suggested(typed)[0].building.place.title_in("uk")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("вул. Садова, 5", "вул. Садова, 5"),
        ("Садова 5", "вул. Садова, 5"),
        ("САДОВА5", "вул. Садова, 5"),
        ("улица Садовая 5", "вул. Садова, 5"),
        ("Sadova street 5", "вул. Садова, 5"),
        ("5 Sadova St", "вул. Садова, 5"),
        ("Садвоа 5", "вул. Садова, 5"),
        ("Содова 5", "вул. Садова, 5"),
        ("Садова 5а", "вул. Садова, 5А"),
        ("Садова 5-А", "вул. Садова, 5А"),
        ("Cадова 5 A", "вул. Садова, 5А"),
        ("провулок Садовий 5", "пров. Садовий, 5"),
        ("пер. Садовый 5", "пров. Садовий, 5"),
        ("садовий 5", "пров. Садовий, 5"),
        ("Леси Украинки 14к1", "вул. Лесі Українки, 14 к1"),
        ("лесi украiнки 14 корпус 3", "вул. Лесі Українки, 14 к3"),
        ("Л. Українки 5", "вул. Лесі Українки, 5"),
        ("пл.Героїв Майдану 5/2", "пл. Героїв Майдану, 5/2"),
        ("площадь Героев Майдана 12", "пл. Героїв Майдану, 12"),
        ("ГероївМайдану, 12", "пл. Героїв Майдану, 12"),
        ("проспект Тараса Шевченка, 1", "просп. Т. Шевченка, 1"),
        ("пр-т Шевченко 1", "просп. Т. Шевченка, 1"),
        ("Киевская 5", "вул. Київська, 5"),
        ("Kyivska 5", "вул. Київська, 5"),
        ("П'ятихатська 2", "вул. П’ятихатська, 2"),
        ("Пятихатська 2", "вул. П’ятихатська, 2"),
        ("б-р Героїв Крут 106а", "бульв. Героїв Крут, 106A"),
        ("Школьная 5", "вул. Шкільна, 5"),
        ("8 Березня 12", "вул. 8 Березня, 12"),
        ("Ґоголя 2", "вул. Гоголя, 2"),
        ("Замковий узвіз 2", "узвіз Замковий, 2"),
        ("Війтовецька 12", "вул. Вiйтовецька, 12"),
        ("Молодёжная 12", "вул. Молодіжна, 12"),
        ("ул. Мира 1", "вул. Миру, 1"),
        ("провулк Садовий 5", "пров. Садовий, 5"),
    ],
)
def test_an_address_is_found_as_people_type_it(typed: str, found: str) -> None:
    assert first(typed) == found


def test_at_most_eight_are_suggested_the_very_one_first() -> None:
    assert len(suggested("Героїв 13")) == 8
    found = suggested("Героїв 5")
    assert {one.building.place.number for one in found[:2]} == {"5"}


def test_a_number_without_its_letter_offers_those_with_one() -> None:
    titles = [one.building.place.title_in("uk") for one in suggested("вул. Миру 5")]
    assert titles[:3] == ["вул. Миру, 5", "вул. Миру, 5А", "вул. Миру, 5/2"]


def test_a_number_that_is_not_listed_offers_its_neighbours_and_says_so() -> None:
    found = suggested("вул. Миру 13")
    assert not any(one.exact for one in found)
    assert {one.building.place.number for one in found[:3]} == {"12", "14 к1", "14 к3"}


def test_two_buildings_under_one_address_in_one_courtyard_are_one_choice() -> None:
    twice = [one for one in BUILDINGS if one.place.title_in("uk") == "вул. Миру, 5"] * 2
    address = split_address("Миру 5")
    assert address is not None
    assert len(suggest(address, likely_streets("Миру", KNOWN), twice)) == 1


def test_nothing_like_it_means_nothing() -> None:
    assert likely_streets("Хрещатик", KNOWN) == []
    assert likely_streets("", KNOWN) == []
    assert likely_streets("а", KNOWN) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("ґанок", "ганок"), ("їжак", "іжак"), ("єва", "эва"), ("ёлка", "елка"), ("об'їзд", "обїзд"),
     ("подъезд", "подезд"), ("Мiр", "мір"), ("сiль", "сіл")],
)  # fmt: skip
def test_spellings_of_one_sound_are_one(one: str, other: str) -> None:
    assert fold_word(one) == fold_word(other)


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [("садова", "садва", True), ("садова", "садоова", True), ("садова", "садвоа", True),
     ("садова", "содова", True), ("садова", "содава", False), ("садова", "сад", False),
     ("абвг", "вбаг", False)],
)  # fmt: skip
def test_a_slip_is_one_letter(one: str, other: str, is_slip: bool) -> None:
    assert one_slip_apart(one, other) is is_slip
    assert one_slip_apart(other, one) is is_slip
