"""Buttons of what a town sets for its requests: codes begin with y."""

from civic.kernel.ids import (
    AccountId,
    AgencyId,
    AssetKindId,
    CategoryId,
    FileId,
    RoutingRuleId,
    SurveyId,
)
from handlers.presses.registry import Press, press

TOP = CategoryId(0)
"""No category: the first level."""

# --- Categories.


@press("y")
class CategoriesPress(Press):
    """What lies within a category of the first level, or that level itself."""

    parent: CategoryId = TOP
    page: int = 0


@press("yc")
class CategoryPress(Press):
    category: CategoryId


@press("yn")
class NewCategoryPress(Press):
    parent: CategoryId


@press("ycw")
class CategoryWordingPress(Press):
    """Its names, its icon, the words by which it is guessed."""

    category: CategoryId


@press("yw")
class AskCategoryPress(Press):
    """`what`: a language for its name, else words, days or icon; typed next."""

    category: CategoryId
    what: str


@press("yf")
class FlagCategoryPress(Press):
    """`flag`: public, photo or danger."""

    category: CategoryId
    flag: str
    on: bool


@press("ya")
class CategoryAgenciesPress(Press):
    category: CategoryId
    page: int = 0


@press("yaa")
class GiveCategoryPress(Press):
    """0: to the dispatcher."""

    category: CategoryId
    agency: AgencyId


@press("yr")
class RetireCategoryPress(Press):
    category: CategoryId
    retired: bool


@press("yt")
class CategoryTablePress(Press):
    """All of them as a file."""


@press("yti")
class ImportCategoriesPress(Press):
    file: FileId
    complete: bool


@press("yk")
class CategoryKindsPress(Press):
    """Which things of the town's it may be about."""

    category: CategoryId
    page: int = 0


@press("yks")
class SetCategoryKindPress(Press):
    """0: none."""

    category: CategoryId
    kind: AssetKindId


@press("yq")
class CategoryQuestionsPress(Press):
    """What it asks, and from which survey that could be taken."""

    category: CategoryId
    page: int = 0


@press("yqs")
class TakeQuestionsPress(Press):
    """0: it asks nothing."""

    category: CategoryId
    survey: SurveyId


# --- Where requests go.


@press("yl")
class RoutingRulesPress(Press):
    page: int = 0


@press("ylc")
class RoutingRulePress(Press):
    rule: RoutingRuleId


@press("ylt")
class TryRulesPress(Press):
    """What a change would have done last month; `how`: up, down or remove."""

    rule: RoutingRuleId
    how: str


@press("ylk")
class ChangeRulesPress(Press):
    rule: RoutingRuleId
    how: str


@press("yle")
class RoutingTablePress(Press):
    """All of them as a file."""


@press("yli")
class ImportRulesPress(Press):
    file: FileId


# --- Who heads, who passes on.


@press("yd")
class RequestDutiesPress(Press):
    page: int = 0


@press("ydc")
class DutiesOfPress(Press):
    account: AccountId


@press("yds")
class SetDutyPress(Press):
    """`duty`: head or dispatcher."""

    account: AccountId
    duty: str
    on: bool


# --- Who is away, who is told at night.


@press("yv")
class AskLeavePress(Press):
    """Who stands in? 0: for whoever presses."""

    account: AccountId
    page: int = 0


@press("yvs")
class LeaveWithPress(Press):
    """Until when?"""

    account: AccountId
    substitute: AccountId


@press("yvu")
class LeaveUntilPress(Press):
    """`day` counts from the first day of the calendar."""

    account: AccountId
    substitute: AccountId
    day: int


@press("yvb")
class ComeBackPress(Press):
    account: AccountId


@press("ym")
class NightDutyPress(Press):
    account: AccountId
    on: bool
