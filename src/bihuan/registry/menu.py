"""The room's entries in the menu, and the age of the data in the top bar."""

from bihuan.accounts.models import User
from bihuan.registry.ledger.ledger import ledger_of
from bihuan.registry.permission import MAY_COMMAND, MAY_REGISTER
from bihuan.registry.queries import commands_to_approve, quarantine_list
from bihuan.registry.queries.board import newest_arrival
from bihuan.registry.views.access import may_see_business
from bihuan.ui import freshness, search_box
from bihuan.ui.menu import MenuItem
from bihuan.ui.menu import register as register_items


def may_register(user: User) -> bool:
    """Whether a post lets this person register devices."""
    return user.is_authenticated and user.data_scope.holds(*MAY_REGISTER)


def may_import(user: User) -> bool:
    """Whether a post lets this person import lists."""
    return user.is_authenticated and user.may_act_as(MAY_REGISTER)


def may_command(user: User) -> bool:
    """Whether a post lets this person send commands."""
    return user.is_authenticated and user.data_scope.holds(*MAY_COMMAND)


def _waiting_commands(user: User) -> int:
    return commands_to_approve(user=user).count()


def _waiting_devices(user: User) -> int:
    return quarantine_list(user=user).count()


ITEMS = (
    MenuItem(
        key="registry.live",
        manual="live",
        label="实时监测",
        icon="activity",
        route="registry:live",
        order=10,
        allowed=may_see_business,
    ),
    MenuItem(
        key="registry.wall",
        manual="screens",
        label="实时监测大屏",
        icon="device-desktop-analytics",
        route="registry:wall",
        order=14,
        allowed=may_see_business,
    ),
    MenuItem(key="registry.ledger", label="基础台账", icon="database", order=60),
    MenuItem(
        key="registry.enterprises",
        manual="ledger",
        label="企业名录",
        icon="building-factory-2",
        route="registry:enterprises",
        parent="registry.ledger",
        order=10,
        allowed=may_see_business,
    ),
    MenuItem(
        key="registry.exchange",
        manual="import",
        label="数据导入",
        icon="table-import",
        route="registry:exchange",
        parent="registry.ledger",
        order=900,
        allowed=may_import,
    ),
    MenuItem(key="registry", label="联网管理", icon="plug-connected", order=70),
    MenuItem(
        key="registry.points",
        manual="live",
        label="监测点位",
        icon="map-pin",
        route="registry:points",
        parent="registry",
        order=10,
        allowed=may_see_business,
    ),
    MenuItem(
        key="registry.devices",
        manual="live",
        label="数采设备",
        icon="router",
        route="registry:devices",
        parent="registry",
        order=20,
        allowed=may_see_business,
    ),
    MenuItem(
        key="registry.links",
        manual="live",
        label="链路监控",
        icon="route",
        route="registry:links",
        parent="registry",
        order=30,
        allowed=may_see_business,
    ),
    MenuItem(
        key="registry.interfaces",
        manual="connect",
        label="接口台账",
        icon="arrows-exchange",
        route="registry:interfaces",
        parent="registry",
        order=35,
        allowed=may_see_business,
    ),
    MenuItem(
        key="registry.commands",
        manual="live",
        label="反控命令",
        icon="send",
        route="registry:commands",
        parent="registry",
        order=40,
        allowed=may_command,
        count=_waiting_commands,
    ),
    MenuItem(
        key="registry.quarantine",
        manual="live",
        label="未登记设备",
        icon="shield-question",
        route="registry:quarantine",
        parent="registry",
        order=50,
        allowed=may_register,
        count=_waiting_devices,
    ),
)


IN_MENU = (
    "outlets",
    "permits",
    "check_list",
    "sources",
    "stations",
    "equipment",
    "vehicles",
    "limits",
    "organisations",
    "departments",
    "duties",
    "contacts",
)


def _ledger_items() -> list[MenuItem]:
    return [
        MenuItem(
            key=f"registry.ledger.{key}",
            label=ledger_of(key).title,
            icon=ledger_of(key).icon,
            route=f"registry:ledger_{key}",
            parent="registry.ledger",
            order=20 + place,
            allowed=may_see_business,
        )
        for place, key in enumerate(IN_MENU)
    ]


def register() -> None:
    """Called once at start (apps.py)."""
    freshness.register(newest_arrival)
    search_box.register("registry:search", allowed=may_see_business)
    register_items(*ITEMS, *_ledger_items())
