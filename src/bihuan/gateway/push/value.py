"""What one pushed value looks like in JSON."""

from typing import Annotated, Literal, NotRequired

from pydantic import AwareDatetime, Field, NaiveDatetime, TypeAdapter
from typing_extensions import TypedDict

MOST_VALUES = 20_000
MOST_BYTES = 4 * 1024 * 1024

PushedKind = Literal["realtime", "minute", "hour", "day"]


class PushedValue(TypedDict):
    """One value of one factor in one period (推送数据).

    Either `point` or `station` says where it was measured. A time without zone is Beijing time
    and is the beginning of the period. A missing value is null and needs a flag.
    """

    point: NotRequired[Annotated[int, Field(gt=0, lt=2**31, description="监测点编号")] | None]
    station: NotRequired[Annotated[str, Field(max_length=40, description="站点编码")] | None]
    factor: Annotated[str, Field(min_length=1, max_length=20, description="因子编码")]
    kind: Annotated[PushedKind, Field(description="数据类型")]
    time: Annotated[AwareDatetime | NaiveDatetime, Field(description="时段开始时间")]
    value: Annotated[float | None, Field(allow_inf_nan=False, description="监测值，缺测时为 null")]
    flag: NotRequired[Annotated[str, Field(pattern=r"^[0-9A-Za-z]{0,4}$", description="数据标记")]]
    minutes: NotRequired[
        Annotated[int, Field(ge=1, le=60, description="分钟数据的时段长度（分钟）")]
    ]


class PushedValues(TypedDict):
    """The body of a push (推送请求)."""

    values: Annotated[list[PushedValue], Field(min_length=1, description="数据行")]


PUSHED = TypeAdapter(PushedValues)
"""Checks types and forms; what the registry must know is checked in `push.check`."""
