"""An administrator reads where requests go, and changes it after having tried."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from civic.communities.rules import Action
from civic.kernel.ids import RoutingRuleId
from civic.kernel.refusal import NotFound
from civic.service_requests.actions.routing import replace_rules, try_rules
from civic.service_requests.settings import RoutingRule
from civic.unit_of_work import Work
from handlers.effects import Reply, Show, Toast
from handlers.person import Person
from handlers.press_filter import Pressed
from handlers.presses.service_request_rules import (
    ChangeRulesPress,
    RoutingRulePress,
    RoutingRulesPress,
    TryRulesPress,
)
from handlers.screens.screen import Screen
from handlers.screens.service_requests.office_rules import (
    HOWS,
    rule_screen,
    rules_screen,
    tried_screen,
)
from handlers.service_requests.office_desk import leaving_request_forms, request_office
from handlers.service_requests.office_named import naming_of
from handlers.service_requests.office_tables import expect_rule_table
from locales.catalog import Say


def build_rules_router() -> Router:
    router = leaving_request_forms(Router(name="request-office-rules"))
    router.callback_query.register(show_all, Pressed(RoutingRulesPress))
    router.callback_query.register(show_one, Pressed(RoutingRulePress))
    router.callback_query.register(try_change, Pressed(TryRulesPress))
    router.callback_query.register(change, Pressed(ChangeRulesPress))
    return router


async def show_all(
    _query: CallbackQuery,
    press: RoutingRulesPress,
    person: Person,
    work: Work,
    say: Say,
    state: FSMContext,
) -> Reply:
    return await _all(person, work, say, state, page=max(press.page, 0))


async def _all(person: Person, work: Work, say: Say, state: FSMContext, *, page: int = 0) -> Screen:
    desk = await request_office(person, work, action=Action.SET_REQUEST_RULES)
    rules = await work.request_routes.rules(desk.town.id)
    await expect_rule_table(state)
    return rules_screen(rules, await naming_of(rules, desk, work, say), page=page, say=say)


async def show_one(
    _query: CallbackQuery, press: RoutingRulePress, person: Person, work: Work, say: Say
) -> Reply:
    desk = await request_office(person, work, action=Action.SET_REQUEST_RULES)
    rules = await work.request_routes.rules(desk.town.id)
    rule = _found(rules, press.rule)
    naming = await naming_of([rule], desk, work, say)
    return rule_screen(rule, naming, count=len(rules), say=say)


async def try_change(
    _query: CallbackQuery,
    press: TryRulesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
) -> Reply:
    desk = await request_office(person, work, action=Action.SET_REQUEST_RULES)
    rules = await work.request_routes.rules(desk.town.id)
    rule = _found(rules, press.rule)
    tried = await try_rules(desk.town.id, _other(rules, rule, press.how), desk=work, now=now)
    naming = await naming_of([rule], desk, work, say)
    return tried_screen(rule, press.how, tried, naming, say=say)


async def change(
    _query: CallbackQuery,
    press: ChangeRulesPress,
    person: Person,
    work: Work,
    say: Say,
    now: datetime,
    state: FSMContext,
) -> Reply:
    desk = await request_office(person, work, action=Action.SET_REQUEST_RULES)
    rules = await work.request_routes.rules(desk.town.id)
    other = _other(rules, _found(rules, press.rule), press.how)
    kept = await replace_rules(desk.town.id, other, by=desk.official, desk=work, now=now)
    said = Toast(text=say.n("office-rules-kept", len(kept)))
    return [said, Show(screen=await _all(person, work, say, state))]


def _found(rules: Sequence[RoutingRule], wanted: RoutingRuleId) -> RoutingRule:
    """Raise NotFound when somebody has removed it."""
    for rule in rules:
        if rule.id == wanted:
            return rule
    raise NotFound("office-rule-gone")


def _other(rules: Sequence[RoutingRule], rule: RoutingRule, how: str) -> list[RoutingRule]:
    """As they would be tried, numbered anew."""
    if how not in HOWS:
        raise NotFound("not-found")
    rest = [one for one in rules if one.id != rule.id]
    if how != "remove":
        at = [one.id for one in rules].index(rule.id)
        rest.insert(max(0, at + (1 if how == "down" else -1)), rule)
    return [_at(one, position) for position, one in enumerate(rest, start=1)]


def _at(rule: RoutingRule, position: int) -> RoutingRule:
    return replace(rule, position=position)
