"""The room's entries in the menu."""

from bihuan.accounts.models import User
from bihuan.cases.queries.desk import waiting_count
from bihuan.cases.services.procedure import EDITORS
from bihuan.registry.views.access import may_see_business
from bihuan.ui.menu import MenuItem
from bihuan.ui.menu import register as register_items


def may_see_procedures(user: User) -> bool:
    """Whether a post lets this person look at procedures and the calendar."""
    return user.is_authenticated and (may_see_business(user) or user.may_act_as(EDITORS))


ITEMS = (
    MenuItem(key="cases", label="闭环事项", icon="checklist", order=30),
    MenuItem(
        key="cases.desk",
        label="我的事项",
        icon="inbox",
        route="cases:desk",
        parent="cases",
        order=10,
        allowed=may_see_business,
        count=waiting_count,
    ),
    MenuItem(
        key="cases.list",
        label="事项列表",
        icon="list-details",
        route="cases:cases",
        parent="cases",
        order=20,
        allowed=may_see_business,
    ),
    MenuItem(
        key="cases.statistics",
        label="事项统计",
        icon="chart-bar",
        route="cases:statistics",
        parent="cases",
        order=30,
        allowed=may_see_business,
    ),
    MenuItem(
        key="cases.procedures",
        label="业务流程",
        icon="sitemap",
        route="cases:procedures",
        parent="cases",
        order=40,
        allowed=may_see_procedures,
    ),
    MenuItem(
        key="cases.calendar",
        label="工作日历",
        icon="calendar",
        route="cases:calendar",
        parent="cases",
        order=50,
        allowed=may_see_procedures,
    ),
)


def register() -> None:
    """Called once at start (apps.py)."""
    register_items(*ITEMS)
