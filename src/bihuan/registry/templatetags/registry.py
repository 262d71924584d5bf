"""Small words of the registry's templates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localtime

from bihuan.registry.flag import NORMAL, flag_words
from bihuan.registry.forms.board import GROUPS
from bihuan.registry.models import CommandState, ImportState, LinkGap, MonitoringPoint
from bihuan.registry.models.import_run import BUSY
from bihuan.registry.queries import CommandRow
from bihuan.registry.queries.grouping import Group
from bihuan.registry.services.new_device import BEFORE_ALL_DATA
from bihuan.registry.span import LENGTHS, LONGEST, SeriesKind, Span
from bihuan.telemetry import DatumKey
from bihuan.ui.chart import milliseconds
from bihuan.ui.words import duration

register = template.Library()

CLOCK_TOLERANCE_S = 60.0


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of a key that a variable holds; nothing when there is none."""
    return mapping.get(key)


@register.filter
def flag_word(flag: str) -> str:
    """What a data flag says (数据标记); nothing for a normal value."""
    return "" if flag in NORMAL else flag_words(flag)


@register.filter
def grouping_name(grouping: str) -> str:
    """The heading of the groups (分组): by what they are made."""
    return f"按{dict(GROUPS)[grouping]}"


@register.filter
def kind_name(kind: str) -> str:
    """The Chinese name of a kind of values (数据类型)."""
    return str(SeriesKind(kind).label)


@register.filter
def allows_span(kind: SeriesKind, span: str) -> bool:
    """Whether this length of time can be asked of this kind of values."""
    return LENGTHS[Span(span)] <= LONGEST[kind] and kind not in {SeriesKind.MONTH, SeriesKind.YEAR}


@register.filter
def beside(cells: Sequence[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each column with its cell."""
    return list(zip(columns, cells, strict=True))


@register.filter
def value_url(point: MonitoringPoint, kind: SeriesKind) -> str:
    """The address of a point's values of one kind, to which a factor and a start are added."""
    return f"{reverse('registry:point_value', args=[point.pk])}?{urlencode({'kind': kind.value})}"


@register.filter
def datum_query(start: datetime, factor: str) -> str:
    """The part of an address that names one value."""
    return "&" + urlencode({"factor": factor, "start": milliseconds(start)})


@register.filter
def packet_url(point: MonitoringPoint, key: DatumKey) -> str:
    """The address of the packet of a value, to which statistic and version are added."""
    query = {"kind": key.kind.value, "factor": key.factor, "start": milliseconds(key.start)}
    return f"{reverse('registry:point_packet', args=[point.pk])}?{urlencode(query)}"


COMMAND_TONES = {
    CommandState.AWAITING_APPROVAL: "wait",
    CommandState.QUEUED: "info",
    CommandState.SENT: "info",
    CommandState.ACCEPTED: "info",
    CommandState.REFUSED: "over",
    CommandState.DONE: "good",
    CommandState.FAILED: "over",
    CommandState.TIMED_OUT: "silent",
    CommandState.WITHDRAWN: "none",
}


@register.filter
def command_tone(state: CommandState) -> str:
    """The tone of a command's state (命令状态)."""
    return COMMAND_TONES[state]


@register.filter
def may_withdraw(state: CommandState) -> bool:
    """Whether a command in this state can still be withdrawn (撤回)."""
    return state in {CommandState.AWAITING_APPROVAL, CommandState.QUEUED}


@register.filter
def any_open(rows: Sequence[CommandRow]) -> bool:
    """Whether one of the commands is still on its way, so that the list asks again."""
    return any(row.finished_at is None for row in rows)


@register.filter
def clock_is_off(offset_s: float | str | None) -> bool:
    """Whether a device's clock is further off than a minute (时钟偏差)."""
    return isinstance(offset_s, float) and abs(offset_s) > CLOCK_TOLERANCE_S


@register.filter
def since(start: datetime) -> str:
    """From when on a device serves a point (关联时间); most do so for all of their data."""
    if start <= BEFORE_ALL_DATA:
        return "自有数据起"
    return f"{localtime(start):%Y-%m-%d %H:%M} 起"


@register.filter
def gap_length(gap: LinkGap, now: datetime) -> str:
    """How long a silence lasted, or has lasted so far."""
    return duration((gap.end or now) - gap.start)


@register.simple_tag(takes_context=True)
def group_url(context: template.Context, group: Group) -> str:
    """The address of the board narrowed to a group; the grouping begins anew beneath it."""
    asked: QueryDict = context["request"].GET.copy()
    for name in ("page", "group"):
        asked.pop(name, None)
    asked[group.parameter] = group.key
    return f"?{asked.urlencode()}"


IMPORT_TONES = {
    ImportState.CHECKED: "wait",
    ImportState.DONE: "good",
    ImportState.FAILED: "over",
    ImportState.MAPPING: "wait",
}


@register.filter
def import_tone(state: str) -> str:
    """The tone of an import's state (导入状态)."""
    known = ImportState(state)
    return IMPORT_TONES.get(known, "info" if known in BUSY else "none")


@register.filter
def repeated_note(count: int) -> str:
    """How many rows of a file say what another says."""
    return f"另有 {count} 行重复" if count else ""


RUN_TONES = {"succeeded": "good", "doubtful": "doubt", "failed": "over"}


@register.filter
def run_tone(outcome: str) -> str:
    """The tone of how a pull adapter's run ended (运行结果)."""
    return RUN_TONES.get(outcome, "none")
