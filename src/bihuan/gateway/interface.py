"""What the gateway's own ways in tell the register of interfaces (接口台账)."""

from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils.timezone import localdate

from bihuan.accounts.models import User
from bihuan.registry.interface.known import Direction, Effect, KnownInterface
from bihuan.registry.models import GatewayCounter, ProcessHeartbeat
from bihuan.registry.outcome import FRAMES

FRESH = timedelta(minutes=2)
MET = "已连接"
"""What a receiving process says of its broker while it hears it."""


def mqtt_effect(user: User, now: datetime) -> Effect:
    """Whether a process listens at a broker, and what came through it today."""
    beat = ProcessHeartbeat.objects.filter(process__startswith="mqtt-").order_by("-at").first()
    if beat is None:
        return Effect(None, 0, "条报文", "none", "未启用")
    rows = GatewayCounter.objects.filter(
        gateway__startswith="mqtt-", day=localdate(now), key=FRAMES
    )
    count = rows.aggregate(sum=Sum("value"))["sum"] or 0
    if now - beat.at > FRESH:
        problem = f"接收进程 {beat.process} 没有心跳，请检查并重启"
        return Effect(beat.at, count, "条报文", "over", "已停止", problem)
    if beat.detail.get("broker") != MET:
        problem = "接收进程没有连上消息服务器，请核对地址、账号和证书"
        return Effect(beat.at, count, "条报文", "silent", "未连接", problem)
    return Effect(beat.at, count, "条报文", "good", "正常")


MQTT = KnownInterface(
    key="mqtt",
    name="MQTT 消息接入",
    direction=Direction.IN,
    kind="MQTT 5（可用 TLS 和账号）",
    purpose="从消息服务器接收 HJ 212 报文和监测值，入库后才确认收到",
    frequency="由设备决定，持续",
    effect=mqtt_effect,
    route="registry:links",
)
