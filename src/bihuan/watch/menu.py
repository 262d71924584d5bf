"""The room's entries in the menu."""

from bihuan.registry.views.access import may_see_business
from bihuan.ui.menu import MenuItem
from bihuan.ui.menu import register as register_items
from bihuan.watch.permission import may_see_rules, may_watch
from bihuan.watch.queries.event import open_count

ITEMS = (
    MenuItem(
        key="watch.desk",
        label="值班台",
        icon="device-desktop-analytics",
        route="watch:desk",
        order=5,
        allowed=may_watch,
    ),
    MenuItem(key="watch", label="监测预警", icon="alarm", order=15),
    MenuItem(
        key="watch.events",
        label="报警",
        icon="alert-triangle",
        route="watch:events",
        parent="watch",
        order=10,
        allowed=may_see_business,
        count=open_count,
    ),
    MenuItem(
        key="watch.statistics",
        label="报警统计",
        icon="chart-bar",
        route="watch:statistics",
        parent="watch",
        order=15,
        allowed=may_see_business,
    ),
    MenuItem(
        key="watch.suppressions",
        label="报警屏蔽",
        icon="bell-off",
        route="watch:suppressions",
        parent="watch",
        order=20,
        allowed=may_see_business,
    ),
    MenuItem(
        key="watch.maintenance",
        label="维护时段",
        icon="tool",
        route="watch:maintenance",
        parent="watch",
        order=30,
        allowed=may_see_business,
    ),
    MenuItem(
        key="watch.hand_overs",
        label="交接班",
        icon="transfer",
        route="watch:hand_overs",
        parent="watch",
        order=40,
        allowed=may_watch,
    ),
    MenuItem(
        key="watch.rules",
        label="监测规则",
        icon="adjustments",
        route="watch:rules",
        parent="watch",
        order=50,
        allowed=may_see_rules,
    ),
)


def register() -> None:
    """Called once at start (apps.py)."""
    register_items(*ITEMS)
