"""What became of packets, in words (报文处理结果), and the equation that their counts keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ACCEPTED = MappingProxyType(
    {"stored": "已入库", "control": "应答或控制报文", "duplicate": "重复报文（不再入库）"}
)
REASONS = MappingProxyType(
    {
        "noise": "无法识别的字节",
        "bad_length": "长度字段错误",
        "too_long": "报文超长",
        "bad_check_code": "校验码错误",
        "half_frame": "报文不完整",
        "malformed": "数据段格式错误",
        "no_device_id": "缺少 MN",
        "unknown_device": "未登记设备",
        "inactive_device": "设备已停用",
        "wrong_password": "访问密码错误",
        "foreign_address": "来源地址不在允许范围",
        "unknown_system": "系统编码未知",
        "undecodable": "无法解密或解析",
        "no_data_time": "缺少数据时间",
        "no_point": "未关联监测点",
    }
)
REJECTED = "rejected:"
FRAMES = "frames"


def outcome_words(outcome: str) -> str:
    """What became of a packet (处理结果).

    >>> outcome_words("stored"), outcome_words("rejected:bad_check_code")
    ('已入库', '已拒收：校验码错误')
    """
    if outcome.startswith(REJECTED):
        reason = outcome.removeprefix(REJECTED)
        return f"已拒收：{REASONS.get(reason, reason)}"
    return ACCEPTED.get(outcome, outcome)


@dataclass(frozen=True, slots=True)
class Balance:
    """Packets in against what became of them (报文平衡): nothing may vanish.

    Attributes:
        frames: packets that came in.
        parts: (words, number) of every outcome that occurred.
    """

    frames: int
    parts: tuple[tuple[str, int], ...]

    @property
    def missing(self) -> int:
        """Packets of which nobody knows what became; 0 when the equation holds."""
        return self.frames - sum(number for _, number in self.parts)


def balance(counters: Mapping[str, int]) -> Balance:
    """The equation of a device's or a gateway's counters.

    >>> balance({"frames": 9, "stored": 7, "rejected:noise": 1}).missing
    1
    """
    parts = [
        (outcome_words(key), number)
        for key, number in sorted(counters.items())
        if number and (key in ACCEPTED or key.startswith(REJECTED))
    ]
    return Balance(counters.get(FRAMES, 0), tuple(parts))
