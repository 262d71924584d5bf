"""What a pull adapter is told (读取与对应设置): address, window, and the meaning of each column."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bihuan.gateway.pull.error import WrongSetting
from bihuan.registry.models import InterfaceKind

IDENTIFIER = r"^[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]{0,62}$"
VIEW = r"^[A-Za-z_]\w{0,62}(\.[A-Za-z_]\w{0,62})?$"
USUAL_MISSING = ("", "-", "--", "—", "——", "NA", "N/A", "null", "None", "-99", "-999", "-9999")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"unknown time zone {name}") from error
    return name


Zone = Annotated[str, AfterValidator(_zone)]


class Told(BaseModel):
    """A part of the settings; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FactorMapping(Told):
    """One column of the origin and the factor that it is (因子对应)."""

    field: str = Field(min_length=1, max_length=60)
    factor: str = Field(min_length=1, max_length=20)
    scale: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    zero_is_missing: bool = False


class Mapping(Told):
    """What the origin's columns mean (字段对应).

    Attributes:
        label: which end of its period a time names.
        stations: codes of the origin to station codes here; others are taken as they are.
        factor_field: where rows are tall, the column that names the factor; `field` of a factor
            is then what stands in it, and `value_field` holds the value.
        stale_h: older rows are refused: live feeds are known to repeat months-old ones. [h]
    """

    kind: Literal["minute", "hour", "day"] = "hour"
    minutes: int = Field(default=5, ge=1, le=60)
    station_field: str = Field(min_length=1, max_length=60)
    time_field: str = Field(min_length=1, max_length=60)
    time_format: str = Field(default="%Y-%m-%d %H:%M:%S", max_length=40)
    zone: Zone = "Asia/Shanghai"
    label: Literal["start", "end"] = "start"
    factors: tuple[FactorMapping, ...] = Field(min_length=1)
    factor_field: str = ""
    value_field: str = ""
    stations: dict[str, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = USUAL_MISSING
    stale_h: float = Field(default=240, gt=0)

    @property
    def length(self) -> timedelta:
        """How long a period is."""
        lengths = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
        return lengths.get(self.kind, timedelta(minutes=self.minutes))


class Window(Told):
    """How much is read again each time (回读)."""

    overlap_h: float = Field(default=6, ge=0, le=240)
    backfill_h: float = Field(default=24, gt=0, le=24 * 31)
    most_h: float = Field(default=72, gt=0, le=24 * 31)


class HttpSetting(Told):
    """Where a JSON answer is asked for; {since} and {until} stand for the window."""

    address: str = Field(pattern=r"^https?://", max_length=500)
    rows: str = Field(default="", max_length=100)
    query_format: str = Field(default="%Y-%m-%dT%H:%M:%S", max_length=40)
    header: str = Field(default="Authorization", pattern=r"^[A-Za-z][A-Za-z0-9-]{0,40}$")
    prefix: str = Field(default="Bearer ", max_length=20)
    timeout_s: float = Field(default=30, gt=0, le=120)
    window: Window = Window()
    mapping: Mapping


class FileSetting(Told):
    """Which folder files are laid into, beneath the platform's own exchange folder."""

    folder: str = Field(min_length=1, max_length=100)
    pattern: str = Field(default="*.csv", pattern=r"^[\w.*?\u4e00-\u9fff-]{1,60}$")
    rows: str = Field(default="", max_length=100)
    settle_s: float = Field(default=5, ge=0, le=600)
    mapping: Mapping


class DatabaseSetting(Told):
    """Which view is read, from which column one knows what is new.

    `cursor_is` says what the column holds: a time as in `mapping.time_format`, or a rising
    number, which sees corrections only if they get new numbers.
    """

    view: str = Field(pattern=VIEW)
    cursor_field: str = Field(pattern=IDENTIFIER)
    cursor_is: Literal["time", "number"] = "time"
    most_rows: int = Field(default=50_000, ge=1, le=500_000)
    window: Window = Window()
    mapping: Mapping


Setting = HttpSetting | FileSetting | DatabaseSetting
FORMS: dict[str, type[HttpSetting] | type[FileSetting] | type[DatabaseSetting]] = {
    InterfaceKind.HTTP: HttpSetting,
    InterfaceKind.FILE: FileSetting,
    InterfaceKind.DATABASE: DatabaseSetting,
}


def read_setting(kind: str, told: dict[str, Any]) -> Setting:
    """The settings of an adapter, checked (检查设置).

    Raises:
        WrongSetting: names each wrong entry.
    """
    try:
        found = FORMS[kind].model_validate(told)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        named = ["设置项 " + ".".join(str(part) for part in one["loc"]) for one in faults]
        words = [_word(one["type"]) for one in faults]
        told_of = "；".join(f"{name} {word}" for name, word in zip(named, words, strict=True))
        raise WrongSetting(told_of[:480]) from error
    if bool(found.mapping.factor_field) != bool(found.mapping.value_field):
        raise WrongSetting("设置项 mapping.factor_field 和 value_field 应当同时填写或同时留空")
    return found


def problem_of(kind: str, told: dict[str, Any]) -> str:
    """A sentence about settings that cannot be used (设置问题); '' for good ones."""
    try:
        read_setting(kind, told)
    except WrongSetting as error:
        return error.sentence
    return ""


def _word(kind: str) -> str:
    return {"missing": "缺少", "extra_forbidden": "不认识"}.get(kind, "不正确")
