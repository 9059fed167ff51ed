"""Whom to call first where somebody is in danger: a country's numbers, by what has happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from civic.service_requests.model import Category


class Danger(StrEnum):
    GAS = "gas"
    WIRE = "wire"
    FIRE = "fire"
    WATER = "water"
    RUIN = "ruin"
    """What has fallen or is about to: a tree, a wall, a balcony."""
    OTHER = "other"


class Service(StrEnum):
    EVERYTHING = "everything"
    FIRE = "fire"
    POLICE = "police"
    AMBULANCE = "ambulance"
    GAS = "gas"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumber:
    service: Service
    digits: str


_UKRAINE = {
    Service.EVERYTHING: "112",
    Service.FIRE: "101",
    Service.POLICE: "102",
    Service.AMBULANCE: "103",
    Service.GAS: "104",
}
_NUMBERS: Mapping[str, Mapping[Service, str]] = {"UA": _UKRAINE}
_ANYWHERE = {Service.EVERYTHING: "112"}
"""Answered in all of Europe, and passed on by every mobile network."""
_WHO_COMES: Mapping[Danger, tuple[Service, ...]] = {
    Danger.GAS: (Service.GAS, Service.FIRE, Service.EVERYTHING),
    Danger.WIRE: (Service.FIRE, Service.EVERYTHING),
    Danger.FIRE: (Service.FIRE, Service.AMBULANCE, Service.EVERYTHING),
    Danger.WATER: (Service.FIRE, Service.EVERYTHING),
    Danger.RUIN: (Service.FIRE, Service.AMBULANCE, Service.EVERYTHING),
    Danger.OTHER: tuple(Service),
}
_BEGINNINGS: Mapping[Danger, tuple[str, ...]] = {
    Danger.GAS: ("gas", "газ", "запах газ"),
    Danger.WIRE: (
        "wire", "power", "electric", "cable", "дріт", "дрот", "провод", "провід", "кабел", "електр",
        "электр", "обрив", "обрыв",
    ),
    Danger.FIRE: ("fire", "smoke", "burn", "пожеж", "пожар", "горит", "дим", "дым"),
    Danger.WATER: ("water", "flood", "pipe", "вод", "потоп", "затоп", "прорив", "прорыв", "труб"),
    Danger.RUIN: (
        "tree", "collapse", "ruin", "fallen", "дерев", "обвал", "впал", "упал", "балкон", "провал",
    ),
}  # fmt: skip


def danger_of(category: Category) -> Danger:
    """By its code, else by the words by which it is guessed: the town makes its own categories."""
    code = category.code.casefold().replace("_", "-").split("-")
    by_words = (word for told in category.words for word in told.casefold().split())
    for word in (*code, *by_words):
        for danger, beginnings in _BEGINNINGS.items():
            if word.startswith(beginnings):
                return danger
    return Danger.OTHER


def emergency_numbers_for(danger: Danger, country: str) -> tuple[EmergencyNumber, ...]:
    """Those to call, the likeliest first."""
    numbers = _NUMBERS.get(country, _ANYWHERE)
    return tuple(
        EmergencyNumber(service=service, digits=numbers[service])
        for service in _WHO_COMES[danger]
        if service in numbers
    )
