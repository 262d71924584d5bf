"""Who may do what to the registry: roles within whose scope the row must lie."""

from collections.abc import Collection

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import District, User
from bihuan.accounts.roles import Role
from bihuan.registry.models import Device, Enterprise, MonitoringPoint

AUTHORITIES = frozenset({Role.PROVINCE, Role.CITY, Role.DISTRICT})
MAY_REGISTER = AUTHORITIES | {Role.SERVICE, Role.ENGINEER}
MAY_COMMAND = MAY_REGISTER | {Role.OPERATOR}
MAY_APPROVE = AUTHORITIES
MAY_LIST = AUTHORITIES


def require_points(
    points: Collection[MonitoringPoint], by: User | None, roles: Collection[Role]
) -> None:
    """Let the platform itself pass (by None), and people whose posts reach every point.

    Raises:
        NotYours: a point out of reach, or no point and none of the roles held.
    """
    if by is None or (not points and by.may_act_as(roles)):
        return
    wanted = {point.pk for point in points}
    seen = MonitoringPoint.objects.visible_to(by, roles=roles).filter(pk__in=wanted).count()
    if not wanted or seen != len(wanted):
        raise NotYours("监测点不在您的管理范围内")


def require_device(device: Device, by: User | None, roles: Collection[Role]) -> None:
    """Let the platform itself pass (by None), and people whose posts reach the device.

    Raises:
        NotYours: the device is out of reach.
    """
    if by is None:
        return
    if not Device.objects.visible_to(by, roles=roles).filter(pk=device.pk).exists():
        raise NotYours(f"设备 {device} 不在您的管理范围内")


def require_enterprise(enterprise: int, by: User | None, roles: Collection[Role]) -> None:
    """Let the platform itself pass (by None), and people whose posts reach the enterprise.

    Raises:
        NotYours: the enterprise is out of reach.
    """
    if by is None:
        return
    if not Enterprise.objects.visible_to(by, roles=roles).filter(pk=enterprise).exists():
        raise NotYours("企业不在您的管理范围内")


def require_district(district: District, by: User | None, roles: Collection[Role]) -> None:
    """Let the platform itself pass (by None), and people whose posts reach the whole district.

    Raises:
        NotYours: the district is out of reach.
    """
    if by is None:
        return
    if not District.objects.visible_to(by, roles=roles).filter(pk=district.pk).exists():
        raise NotYours(f"{district}不在您的管理范围内")
