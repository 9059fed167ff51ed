"""A town that takes requests: categories, lamps with numbers, and people who ask."""

from dataclasses import replace

from civic.assets.model import Asset, AssetKind
from civic.kernel.ids import AssetId, AssetKindId, CategoryId, PlaceId
from civic.kernel.language import Translated, language_of
from civic.places.model import Point
from civic.service_requests.model import Category, ServiceRequest
from civic.surveys.model import Option, Question, QuestionKind
from tests.journeys.running_town import AGENCY, COURTYARDS, TOWN, RunningTown
from tests.journeys.speaking import voice
from tests.sandbox_client import PersonChat

LAMPS = AssetKindId(1)
LIGHT, DARK, FLICKER, YARD, BENCH, GAS = (CategoryId(number) for number in range(1, 7))
HOME = PlaceId(11)
HOME_POINT = COURTYARDS[HOME][2]
SHEVCHENKA = COURTYARDS[HOME][0]
FAR = (46.48, 30.73)
"""Four hundred kilometres away."""
SINCE = Question(
    kind=QuestionKind.ONE_CHOICE,
    prompt=Translated({"uk": "Відколи?", "en": "Since when?", "ru": "С каких пор?"}),
    options=(
        Option(code="day", label=Translated({"uk": "Сьогодні", "en": "Today", "ru": "Сегодня"})),
        Option(code="week", label=Translated({"uk": "Тиждень", "en": "A week", "ru": "Неделю"})),
    ),
    required=True,
    may_be_hard=False,
)


def category(number: CategoryId, parent: CategoryId | None, uk: str, en: str, ru: str) -> Category:
    return Category(
        id=number,
        community=TOWN,
        parent=parent,
        code=f"c{number}",
        name=Translated({"uk": uk, "en": en, "ru": ru}),
        agency=AGENCY,
        position=int(number),
    )


CATEGORIES = (
    replace(category(LIGHT, None, "Освітлення", "Lighting", "Освещение"), icon="💡"),
    replace(
        category(DARK, LIGHT, "Ліхтар не світить", "A lamp is dark", "Фонарь не светит"),
        icon="🌑", words=("ліхтар", "фонар", "lamp", "темно"), asset_kind=LAMPS,
        questions=(SINCE,), needs_photo_after=True,
    ),
    replace(category(FLICKER, LIGHT, "Ліхтар блимає", "A lamp flickers", "Фонарь мигает"),
            icon="✨", asset_kind=LAMPS),
    replace(category(YARD, None, "Двір", "The yard", "Двор"), icon="🌳"),
    replace(category(BENCH, YARD, "Лавка зламана", "A bench is broken", "Скамейка сломана"),
            icon="🪑", words=("лавк", "скамейк", "bench")),
    replace(category(GAS, YARD, "Запах газу", "A smell of gas", "Запах газа"),
            icon="🔥", words=("газ", "gas"), is_emergency=True, is_public=False),
)  # fmt: skip


def button(of: CategoryId, language: str) -> str:
    """As people press it."""
    one = next(category for category in CATEGORIES if category.id == of)
    return f"{one.icon} {one.name.in_(language_of(language))}"


def since_a_week(language: str) -> str:
    return SINCE.options[1].label.in_(language_of(language))


def lamp_called(number: str, language: str) -> str:
    kind = {"uk": "Ліхтар", "en": "Street light", "ru": "Фонарь"}[language]
    return voice(language)("ask-asset-title", kind=kind, number=number)


async def takes_requests(town: RunningTown) -> None:
    async with town.wiring.storage.writing() as work:
        kind = AssetKind(
            id=LAMPS, community=TOWN, code="lamp", icon="💡", is_public=True,
            name=Translated({"uk": "Ліхтар", "en": "Street light", "ru": "Фонарь"}),
        )  # fmt: skip
        await work.assets.put_kind(TOWN, kind)
        await work.assets.put_assets(TOWN, [lamp(number) for number in range(1, 8)])
        await work.request_categories.put(CATEGORIES)


def lamp(number: int) -> Asset:
    latitude, longitude = HOME_POINT
    return Asset(
        id=AssetId(number),
        community=TOWN,
        kind=LAMPS,
        external_id=f"L{number}",
        number=str(230 + number),
        point=Point(latitude=latitude + number * 0.0001, longitude=longitude),
        place=HOME,
        owner="Громада",
    )


async def press(chat: PersonChat, label: str) -> None:
    seen = await chat.until_button(label)
    await chat.press(label, message=seen.id)


async def filed(town: RunningTown) -> list[ServiceRequest]:
    """All of the town, by number."""
    found = []
    async with town.wiring.storage.reading() as work:
        for number in range(1, 20):
            one = await work.service_requests.by_number(TOWN, number)
            if one is not None:
                found.append(one)
    return found
