"""The room's entries in the menu."""

from bihuan.accounts.permission import holders
from bihuan.accounts.roles import Role
from bihuan.air.permission import may_see_air
from bihuan.ui.menu import MenuItem
from bihuan.ui.menu import register as register_items

PAGES = (
    ("board", "空气质量看板", "layout-dashboard"),
    ("ranking", "空气质量排名", "list-numbers"),
    ("county", "全市评价", "report-analytics"),
    ("townships", "乡镇", "map-2"),
    ("targets", "目标管理", "target"),
    ("tasks", "考核任务", "list-check"),
    ("benchmark", "县市对标", "scale"),
    ("curves", "对比与曲线", "chart-line"),
    ("figures", "分析图", "chart-dots"),
    ("hot_spots", "污染热区", "flame"),
    ("processes", "异常过程", "alert-triangle"),
    ("ledger", "研判与指令台账", "notebook"),
    ("measures", "管控措施库", "books"),
    ("bulletins", "预报简报", "cloud-fog"),
    ("desk", "数据审核", "checklist"),
    ("exclusions", "异常数据上报", "file-alert"),
    ("dust", "沙尘过程", "wind"),
    ("drives", "走航监测", "route"),
    ("audited", "审核后数据导入", "file-import"),
)
ITEMS = (
    MenuItem(key="air", label="空气质量", icon="cloud", order=20, allowed=may_see_air),
    *(
        MenuItem(
            key=f"air.{name}",
            label=label,
            icon=icon,
            route=f"air:{name}",
            parent="air",
            order=10 * place,
            allowed=may_see_air,
        )
        for place, (name, label, icon) in enumerate(PAGES, 1)
    ),
    MenuItem(
        key="accounts.exclusions",
        label="剔除申请统计",
        icon="chart-bar",
        route="air:exclusion_statistics",
        parent="accounts",
        order=65,
        allowed=holders({Role.AUDITOR}),
        manual="air",
    ),
)


def register() -> None:
    """Called once at start (apps.py)."""
    register_items(*ITEMS)
