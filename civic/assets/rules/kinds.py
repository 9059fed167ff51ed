"""Kinds of assets that towns usually have, and which of them residents may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from civic.assets.model import AssetKind
from civic.kernel.ids import AssetKindId, CommunityId
from civic.kernel.language import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualKind:
    code: str
    icon: str
    uk: str
    en: str
    ru: str
    is_public: bool = True
    tags: tuple[str, ...] = ()
    """How OpenStreetMap says it: `highway=street_lamp`."""
    is_mapped: bool = False
    """Read from an OpenStreetMap extract without being asked for."""

    def in_town(self, community: CommunityId, kind: AssetKindId) -> AssetKind:
        return AssetKind(
            id=kind,
            community=community,
            code=self.code,
            name=Translated({"uk": self.uk, "en": self.en, "ru": self.ru}),
            icon=self.icon,
            is_public=self.is_public,
        )


USUAL_KINDS: tuple[UsualKind, ...] = (
    UsualKind(
        code="lamp", icon="💡", uk="Ліхтар", en="Street light", ru="Фонарь",
        tags=("highway=street_lamp",), is_mapped=True,
    ),
    UsualKind(
        code="bench", icon="🪑", uk="Лавка", en="Bench", ru="Скамейка",
        tags=("amenity=bench",), is_mapped=True,
    ),
    UsualKind(
        code="bin", icon="🗑", uk="Урна", en="Litter bin", ru="Урна",
        tags=("amenity=waste_basket",), is_mapped=True,
    ),
    UsualKind(
        code="tree", icon="🌳", uk="Дерево", en="Tree", ru="Дерево",
        tags=("natural=tree",), is_mapped=True,
    ),
    UsualKind(
        code="playground", icon="🛝", uk="Дитячий майданчик", en="Playground",
        ru="Детская площадка", tags=("leisure=playground",), is_mapped=True,
    ),
    UsualKind(
        code="sports", icon="⚽", uk="Спортивний майданчик", en="Sports ground",
        ru="Спортивная площадка", tags=("leisure=pitch", "leisure=fitness_station"),
    ),
    UsualKind(
        code="waste", icon="♻️", uk="Контейнерний майданчик", en="Waste containers",
        ru="Контейнерная площадка", tags=("amenity=waste_disposal", "amenity=recycling"),
    ),
    UsualKind(
        code="stop", icon="🚏", uk="Зупинка", en="Bus stop", ru="Остановка",
        tags=("highway=bus_stop",),
    ),
    # In wartime a list of these is a list of targets: nobody but the office sees them.
    UsualKind(
        code="power", icon="⚡", uk="Енергетика", en="Power", ru="Энергетика", is_public=False,
        tags=("power=pole", "power=tower", "power=transformer", "power=substation"),
    ),
    UsualKind(
        code="water", icon="🚰", uk="Водопостачання", en="Water supply", ru="Водоснабжение",
        is_public=False, tags=("man_made=water_well", "man_made=pumping_station",
                               "man_made=water_tower", "emergency=fire_hydrant"),
    ),
    UsualKind(
        code="gas", icon="🔥", uk="Газопостачання", en="Gas supply", ru="Газоснабжение",
        is_public=False, tags=("pipeline=substation", "man_made=gasometer"),
    ),
    UsualKind(
        code="shelter", icon="🛡", uk="Укриття", en="Shelter", ru="Укрытие", is_public=False,
    ),
)  # fmt: skip
_BY_CODE = {usual.code: usual for usual in USUAL_KINDS}


def usual_kind(code: str) -> UsualKind | None:
    return _BY_CODE.get(code)


def kinds_in_use(kinds: Iterable[AssetKind], *, for_office: bool) -> list[AssetKind]:
    """What residents see is public; the office sees all."""
    return [kind for kind in kinds if not kind.retired and (for_office or kind.is_public)]
