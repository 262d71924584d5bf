"""The room's entries in the menu."""

from bihuan.reports.permission import (
    may_compose,
    may_read_drafts,
    may_see_reports,
    may_see_templates,
)
from bihuan.reports.queries.affected import open_count
from bihuan.ui.menu import MenuItem
from bihuan.ui.menu import register as register_items

ITEMS = (
    MenuItem(key="reports", label="报告与文稿", icon="file-text", order=40),
    MenuItem(
        key="reports.list",
        label="报告台账",
        icon="files",
        route="reports:list",
        parent="reports",
        order=10,
        allowed=may_see_reports,
    ),
    MenuItem(
        key="reports.plans",
        label="文稿计划",
        icon="calendar-check",
        route="reports:plans",
        parent="reports",
        order=20,
        allowed=may_read_drafts,
    ),
    MenuItem(
        key="reports.affected",
        label="受影响文稿",
        icon="file-alert",
        route="reports:affected",
        parent="reports",
        order=30,
        allowed=may_read_drafts,
        count=open_count,
    ),
    MenuItem(
        key="reports.batches",
        label="批量生成",
        icon="stack-2",
        route="reports:batches",
        parent="reports",
        order=40,
        allowed=may_compose,
    ),
    MenuItem(
        key="reports.templates",
        label="报告模板",
        icon="template",
        route="reports:templates",
        parent="reports",
        order=50,
        allowed=may_see_templates,
    ),
)


def register() -> None:
    """Called once at start (apps.py)."""
    register_items(*ITEMS)
