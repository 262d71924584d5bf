"""What the platform's own ways in and out did today (接口作用)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Max, Sum
from django.utils.timezone import localdate, localtime

from bihuan.accounts.models import ApiToken, AuditEntry, User
from bihuan.registry.acts import Act
from bihuan.registry.interface.known import Direction, Effect, KnownInterface
from bihuan.registry.models import Device, DeviceState, GatewayCounter

FRESH = timedelta(minutes=10)
EXPORTS = (Act.EXPORT_LIST, Act.EXPORT_SERIES, Act.EXPORT_ARCHIVE)
BULK = (Act.READ_BULK,)


def devices_effect(user: User, now: datetime) -> Effect:
    """Packets of the devices that this person sees."""
    seen = Device.objects.visible_to(user).order_by().values("pk")
    states = DeviceState.objects.filter(device__in=seen)
    last = states.aggregate(last=Max("last_packet_at"))["last"]
    online = states.filter(connected=True).count()
    if last is None:
        return Effect(None, 0, "台在线", "none", "尚无设备上线")
    if now - last > FRESH:
        problem = "10 分钟内没有任何报文，请查看链路监控"
        return Effect(last, online, "台在线", "silent", "无数据", problem)
    return Effect(last, online, "台在线", "good", "正常")


def push_effect(user: User, now: datetime) -> Effect:
    """Values that programs pushed today; counted for the platform as a whole."""
    rows = counted("push", now)
    tone, state = ("good", "今日有数据") if rows else ("none", "今日无数据")
    return Effect(None, rows, "条", tone, state)


def api_effect(user: User, now: datetime) -> Effect:
    """One's own tokens and their last use."""
    tokens = ApiToken.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=now)
    told = tokens.aggregate(last=Max("last_used_at"), count=Count("pk"))
    state = "有效令牌" if told["count"] else "本人没有令牌"
    return Effect(told["last"], told["count"], "个令牌", "info" if told["count"] else "none", state)


def export_effect(user: User, now: datetime) -> Effect:
    """One's own exports of today."""
    return _acts(EXPORTS + BULK, user, now)


def _acts(acts: Iterable[Act], user: User, now: datetime) -> Effect:
    entries = AuditEntry.objects.filter(user=user, action__in=list(acts))
    last = entries.aggregate(last=Max("at"))["last"]
    begun = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    count = entries.filter(at__gte=begun).count()
    return Effect(last, count, "次（本人）", "info" if count else "none", "按需使用")


def counted(name: str, now: datetime) -> int:
    """Values that came a way today (今日条数)."""
    rows = GatewayCounter.objects.filter(gateway=name, day=localdate(now), key="values")
    return rows.aggregate(sum=Sum("value"))["sum"] or 0


OWN = (
    KnownInterface(
        key="hj212",
        name="HJ 212 设备接入",
        direction=Direction.IN,
        kind="TCP（HJ 212）",
        purpose="数采仪上报实时、分钟、小时、日数据，接受反控",
        frequency="按设备上报间隔，持续",
        effect=devices_effect,
        route="registry:links",
    ),
    KnownInterface(
        key="push",
        name="监测数据推送",
        direction=Direction.IN,
        kind="HTTP（对方推送）",
        purpose="其他平台把监测值推送到本平台，一次全收或全不收",
        frequency="由对方决定",
        effect=push_effect,
        route="api_docs",
    ),
    KnownInterface(
        key="api",
        name="开放接口",
        direction=Direction.OUT,
        kind="HTTP（对方读取）",
        purpose="其他系统凭令牌读取台账和监测数据",
        frequency="由对方决定，每令牌每分钟 600 次以内",
        effect=api_effect,
        route="api_docs",
    ),
    KnownInterface(
        key="export",
        name="台账与数据导出",
        direction=Direction.OUT,
        kind="文件（Excel、CSV、档案包）",
        purpose="人员下载台账、监测数据，每次导出留痕",
        frequency="按需",
        effect=export_effect,
        route="registry:enterprises",
    ),
)
"""The ways of this room and of those beneath it."""
