"""Categories and routes: as a table and back, guessed from words, tried before they hold."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.kernel.ids import CategoryId, RoutingRuleId
from civic.kernel.language import Translated
from civic.kernel.refusal import Refusal
from civic.service_requests.actions.categories import (
    category_tree,
    export_categories,
    guess_category,
    import_categories,
    put_category,
    retire_category,
)
from civic.service_requests.actions.routing import (
    export_rules,
    plan_rules,
    replace_rules,
    try_rules,
    why_routed,
)
from civic.service_requests.rules.guessing import guess_categories
from civic.service_requests.rules.routing import asked_of, route_of
from civic.service_requests.rules.tables import read_categories, write_categories
from civic.service_requests.settings import Condition, RoutingRule
from storage.engines import Database
from storage.unit_of_work import SqlWork
from tests.asked import COURTYARD, LACKS, MONDAY, TOWN, uk
from tests.filed_town import (
    CATEGORIES,
    GROUP,
    HOLES,
    LEAKS,
    NEW_ID,
    PARKS,
    ROADS,
    WATER,
    Cast,
    build_filed_town,
    category,
    filed_by,
    hole,
)
from tests.survey_town import DISTRICT, storage_on


@pytest.fixture
async def work(database: Database, tmp_path: Path) -> AsyncIterator[SqlWork]:
    async with storage_on(database, tmp_path).writing() as unit:
        yield unit


@pytest.fixture
async def people(work: SqlWork) -> Cast:
    return await build_filed_town(work)


def rule(number: int = 1, **changes: Any) -> RoutingRule:
    made = RoutingRule(id=RoutingRuleId(number), community=TOWN, position=number, agency=WATER)
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("Біля магазину величезні вибоїни", [HOLES]),
        ("У нас ПРОРВАЛО трубу!", [LEAKS]),
        ("ями на дорозі, і тече вода", [HOLES, LEAKS]),
        ("Добрий день", []),
        ("Мармелад", []),
        ("газ", [CategoryId(4)]),
        ("газон не косять", []),
    ],
)
def test_a_category_is_guessed_by_the_words_of_the_text(
    text: str, likely: list[CategoryId]
) -> None:
    known = [
        replace(one, words=("ями", "яма", "вибоїн")) if one.id == HOLES else one
        for one in CATEGORIES
    ]
    found = [one.id for one in guess_categories(text, known)]
    assert set(found[: len(likely)]) == set(likely)
    assert bool(found) == bool(likely)


def test_the_likeliest_comes_first_and_what_is_retired_or_holds_others_never() -> None:
    known = [
        category(1, "a", words=("тротуар",)),
        category(2, "b", words=("тротуар", "сніг")),
        category(3, "c", words=("тротуар", "сніг", "лід"), retired=True),
        category(4, "d", words=("тротуар", "сніг", "лід")),
        category(5, "e", parent=CategoryId(4), name=uk("Інше")),
    ]
    found = guess_categories("сніг і лід на тротуарі", known)
    assert [one.id for one in found] == [2, 1, 5]


def test_danger_comes_first_however_much_else_is_said() -> None:
    known = [
        category(1, "entrance", words=("під'їзд", "під'їзді", "сходи")),
        replace(category(2, "gas", words=("газом",)), is_emergency=True),
    ]
    found = guess_categories("пахне газом у під'їзді на сходах", known)
    assert [one.id for one in found] == [2, 1]


async def test_a_category_asks_no_more_than_people_answer(work: SqlWork, people: Cast) -> None:
    many = replace(CATEGORIES[0], questions=(LACKS,) * 6)
    with pytest.raises(Refusal, match="request-category-questions"):
        await put_category(many, by=people.mayor, desk=work, now=MONDAY)


async def test_the_tree_has_two_levels_and_shows_nothing_retired(
    work: SqlWork, people: Cast
) -> None:
    await retire_category(TOWN, HOLES, by=people.mayor, desk=work, now=MONDAY)
    tree = await category_tree(TOWN, desk=work)
    assert [(group.id, [one.id for one in within]) for group, within in tree.groups] == [
        (GROUP, [LEAKS, CategoryId(4)]), (PARKS, []),
    ]  # fmt: skip
    assert tree.can_be_filed_under(LEAKS)
    assert tree.can_be_filed_under(PARKS)
    assert not tree.can_be_filed_under(GROUP)
    assert not tree.can_be_filed_under(HOLES)
    with pytest.raises(Refusal) as deep:
        await put_category(
            category(9, "deep", parent=LEAKS), by=people.mayor, desk=work, now=MONDAY
        )
    assert deep.value.key == "request-category-deep"


async def test_a_category_keeps_its_questions(work: SqlWork, people: Cast) -> None:
    asking = category(9, "asks", questions=(LACKS,), words=("двір",), is_emergency=True)
    await put_category(asking, by=people.mayor, desk=work, now=MONDAY)
    assert await work.request_categories.category(TOWN, asking.id) == asking
    with pytest.raises(Refusal) as refused:
        await filed_by(work, people.olena, hole(category=asking.id))
    assert (refused.value.key, refused.value.params) == ("request-question-open", {"question": 1})


TABLE = """code;parent;name_uk;name_en;name_ru;icon;words;agency;days;public;photo_after;emergency
light;;Світло;Light;Свет;💡;ліхтар;;5;так;ні;ні
poles;light;Стовпи;Poles;Столбы;;"стовп; опора";Дороги;7;так;так;
wires;light;Дроти;;;⚡;дріт;Водоканал;1;ні;;так
wrong;;;;;;;;5;;;
far;nowhere;Далі;;;;;;5;;;
third;poles;Третій;;;;;;5;;;
when;;Коли;;;;;;скоро;;;
whose;;Чиє;;;;;Ніхто;5;;;
"""


async def test_a_table_of_categories_comes_in_and_says_what_is_wrong_with_it(
    work: SqlWork, people: Cast
) -> None:
    plan = await import_categories(
        TOWN, TABLE, complete=False, by=people.mayor, desk=work, new_id=NEW_ID, now=MONDAY
    )
    assert [one.code for one in plan.added] == ["light", "poles", "wires"]
    assert sorted((one.row, one.key) for one in plan.findings) == [
        (5, "request-table-no-name"), (6, "request-table-parent"), (7, "request-table-deep"),
        (8, "request-table-days"), (9, "request-table-agency"),
    ]  # fmt: skip
    poles = next(one for one in plan.added if one.code == "poles")
    assert (poles.words, poles.agency, poles.days) == (("стовп", "опора"), ROADS, 7)
    assert poles.needs_photo_after
    wires = next(one for one in plan.added if one.code == "wires")
    assert (wires.is_public, wires.is_emergency) == (False, True)
    (found, *_) = await guess_category(TOWN, "впав стовп", desk=work)
    assert found.code == "poles"


async def test_what_is_exported_can_be_imported_again_and_changes_nothing(
    work: SqlWork, people: Cast
) -> None:
    await import_categories(
        TOWN, TABLE, complete=False, by=people.mayor, desk=work, new_id=NEW_ID, now=MONDAY
    )
    table = await export_categories(TOWN, desk=work)
    await import_categories(
        TOWN, table, complete=True, by=people.mayor, desk=work, new_id=NEW_ID, now=MONDAY
    )
    again = await import_categories(
        TOWN, table, complete=True, by=people.mayor, desk=work, new_id=NEW_ID, now=MONDAY
    )
    assert (again.added, again.changed, again.retired, again.findings) == ((), (), (), ())
    assert again.unchanged == len(CATEGORIES) + 3


async def test_what_a_whole_table_no_longer_names_is_retired_and_nothing_is_deleted(
    work: SqlWork, people: Cast
) -> None:
    plan = await import_categories(
        TOWN, "code,name_uk\nholes,Ями\n", complete=True, by=people.mayor, desk=work,
        new_id=NEW_ID, now=MONDAY,
    )  # fmt: skip
    assert {one.code for one in plan.retired} == {"water", "leaks", "gas", "parks"}
    assert len(await work.request_categories.all(TOWN)) == len(CATEGORIES)


@pytest.mark.parametrize("junk", ["", "code\n", '"', "\x00\x01", "name_uk\nЯма", "<html></html>"])
async def test_what_is_no_table_is_refused_with_a_sentence(
    work: SqlWork, people: Cast, junk: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await import_categories(
            TOWN, junk, complete=True, by=people.mayor, desk=work, new_id=NEW_ID, now=MONDAY
        )
    assert refused.value.key.startswith("request-table-")


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=9)


@given(WORDS, st.lists(WORDS, max_size=4, unique=True), st.integers(1, 365), st.booleans())
def test_whatever_a_category_is_called_its_table_reads_back(
    name: str, words: list[str], days: int, is_public: bool
) -> None:
    made = category(
        1, "code", name=Translated({"uk": name}), words=tuple(words), days=days,
        is_public=is_public,
    )  # fmt: skip
    (row,), findings = read_categories(write_categories([made], []), [])
    assert findings == []
    assert (row.days, row.is_public, len(row.words)) == (days, is_public, len(words))


def asked(text: str = "Яма", hour: int = 12, owner: str = "") -> Any:
    filed_at = datetime(2026, 11, 23, hour, tzinfo=UTC) - timedelta(hours=2)
    return asked_of(
        CATEGORIES[0], within=frozenset({COURTYARD, DISTRICT}), owner=owner, text=text,
        filed_at=filed_at, zone="Europe/Kyiv",
    )  # fmt: skip


def test_the_first_rule_that_holds_whole_decides_and_is_told() -> None:
    rules = [
        rule(1, words=frozenset({"люк"}), places=frozenset({COURTYARD})),
        rule(2, places=frozenset({DISTRICT}), hours=(22, 6), agency=None),
        rule(3, owners=frozenset({"Укрзалізниця"})),
    ]
    went = route_of(asked("Відкритий люк"), rules)
    assert (went.agency, went.matched) == (WATER, (Condition.PLACE, Condition.WORDS))
    assert went.rule == rules[0]
    assert route_of(asked(hour=23), rules).rule == rules[1]
    assert route_of(asked(hour=5), rules).rule == rules[1]
    assert route_of(asked(hour=6), rules).rule is None
    assert route_of(asked(owner="укрзалізниця"), rules).rule == rules[2]
    assert route_of(asked(), rules).agency == ROADS


def test_a_rule_for_a_group_holds_for_all_within() -> None:
    leak = asked_of(
        CATEGORIES[2], within=frozenset(), owner="", text="", filed_at=MONDAY, zone="Europe/Kyiv"
    )
    went = route_of(leak, [rule(categories=frozenset({GROUP}), agency=ROADS)])
    assert (went.agency, went.matched) == (ROADS, (Condition.CATEGORY,))


async def test_rules_are_tried_on_last_month_before_they_hold(work: SqlWork, people: Cast) -> None:
    await filed_by(work, people.olena)
    await filed_by(work, people.stepan, hole(2, text="Люк без кришки"))
    await filed_by(work, people.nina, hole(3, text="люк"), now=MONDAY - timedelta(days=40))
    rules = [rule(words=frozenset({"люк"}))]
    tried = await try_rules(TOWN, rules, desk=work, now=MONDAY + timedelta(hours=1))
    assert (tried.looked_at, tried.changed) == (2, 1)
    assert tried.by_agency == {ROADS: (2, 1), WATER: (0, 1)}
    assert [(one.was, one.would.agency) for one in tried.first] == [(ROADS, WATER)]
    await replace_rules(TOWN, rules, by=people.mayor, desk=work, now=MONDAY)
    later = await filed_by(work, people.nina, hole(4, text="Ще один люк"))
    assert later.agency == WATER
    why = (await why_routed(TOWN, later.id, desk=work)).details
    assert (why["rule"], why["matched"]) == (1, ["words"])


async def test_rules_come_in_as_a_table_and_go_out_as_one(work: SqlWork, people: Cast) -> None:
    table = (
        "categories,places,owners,words,hours,agency\r\n"
        f"holes; water,{COURTYARD},,люк,22-6,Водоканал\r\n"
        ",,Укрзалізниця,,,\r\n"
        "nothing,,,,,Дороги\r\n"
        ",nowhere,,,,Дороги\r\n"
        ",,,,25-3,Дороги\r\n"
        ",,,,,Ніхто\r\n"
    )
    plan = await plan_rules(TOWN, table, desk=work, new_id=NEW_ID, now=MONDAY)
    assert sorted((one.row, one.key) for one in plan.findings) == [
        (4, "request-table-category"), (5, "request-table-place"), (6, "request-table-hours"),
        (7, "request-table-agency"),
    ]  # fmt: skip
    first, second = plan.rules
    assert (first.categories, first.hours) == (frozenset({HOLES, GROUP}), (22, 6))
    assert (second.owners, second.agency) == (frozenset({"Укрзалізниця"}), None)
    await replace_rules(TOWN, plan.rules, by=people.mayor, desk=work, now=MONDAY)
    assert tuple(await work.request_routes.rules(TOWN)) == plan.rules
    again = await plan_rules(
        TOWN, await export_rules(TOWN, desk=work), desk=work, new_id=NEW_ID, now=MONDAY
    )
    assert [replace(one, id=RoutingRuleId(0)) for one in again.rules] == [
        replace(one, id=RoutingRuleId(0)) for one in plan.rules
    ]


async def test_only_administrators_change_categories_and_routes(
    work: SqlWork, people: Cast
) -> None:
    with pytest.raises(Refusal) as categories:
        await retire_category(TOWN, HOLES, by=people.roadman, desk=work, now=MONDAY)
    with pytest.raises(Refusal) as routes:
        await replace_rules(TOWN, [], by=people.dispatcher, desk=work, now=MONDAY)
    assert {categories.value.key, routes.value.key} == {"not-allowed"}
