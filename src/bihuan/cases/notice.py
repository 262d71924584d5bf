"""What people are told about cases (通知): rows of the outbox in the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.cases.models import Case
from bihuan.notify.kinds import NoticeKind
from bihuan.notify.services import NewNotice, queue_all
from bihuan.notify.severity import Severity

SHANGHAI = ZoneInfo("Asia/Shanghai")
SINGLE = 10
"""More notices of one kind to the same people at one moment become one (汇总)."""

FIELDS = {
    "number": "编号",
    "title": "事项",
    "stage": "环节",
    "deadline": "期限",
    "unit": "单位",
    "district": "行政区划",
    "reason": "事由",
    "step": "步骤",
    "by": "办理人",
    "note": "说明",
}
SAMPLE = {
    "number": "CB4101812026000001",
    "title": "巩义水泥厂 1#排口 二氧化硫小时均值超标",
    "stage": "待解释",
    "deadline": "11月22日 08:30",
    "unit": "巩义水泥厂",
    "district": "巩义市",
    "reason": "二氧化硫小时均值 52.3 mg/m³，超过限值 35 mg/m³（GB 4915-2013）",
    "step": "退回企业",
    "by": "王科员",
    "note": "请补充脱硫泵检修记录",
}
WAITS = "{编号} {事项}\n{?单位}单位：{单位}\n{/}事由：{事由}\n{?期限}请于 {期限} 前办理。{/}"


def _kind(key: str, label: str, title: str, text: str) -> NoticeKind:
    return NoticeKind(f"cases.{key}", label, FIELDS, title, text, SAMPLE)


KINDS = (
    _kind("raised", "新事项", "待办：{事项}", "【{环节}】" + WAITS),
    _kind(
        "step",
        "事项进展",
        "{步骤}：{事项}",
        "{编号} {事项}\n{办理人}已办理“{步骤}”，现处于“{环节}”。{?说明}\n说明：{说明}{/}"
        "{?期限}\n期限：{期限}{/}",
    ),
    _kind("urge", "催办与批示", "催办：{事项}", "{办理人}：{说明}\n" + WAITS),
    _kind("reminder", "到期提醒", "到期提醒：{事项}", "{说明}，现处于“{环节}”。\n" + WAITS),
    _kind("overdue", "逾期升级", "逾期：{事项}", "{说明}。\n" + WAITS),
    NoticeKind(
        "cases.digest",
        "事项汇总",
        {"label": "类型", "count": "件数", "titles": "事项"},
        "{类型} {件数} 件",
        "{类型} {件数} 件，请到“我的事项”办理：\n{事项}",
        {"label": "到期提醒", "count": "23", "titles": "CB4101812026000001 巩义水泥厂 …"},
    ),
)
LABELS = {kind.key: kind.label for kind in KINDS}


def said(moment: datetime | None) -> str:
    """A moment as date and clock time (期限的写法); nothing where there is none."""
    if moment is None:
        return ""
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


@dataclass(frozen=True, slots=True)
class _Telling:
    kind: str
    people: tuple[User, ...]
    case: Case
    key: str
    severity: Severity
    more: dict[str, str]


@dataclass(slots=True)
class Notices:
    """Notices of one moment (待发通知): many of a kind to the same people become one."""

    now: datetime
    _tellings: list[_Telling] = field(default_factory=list)

    def add(
        self,
        kind: str,
        people: Iterable[User],
        case: Case,
        *,
        key: str,
        severity: Severity = Severity.NORMAL,
        **more: str,
    ) -> None:
        """Note one."""
        unique = {person.pk: person for person in people}
        if unique:
            told = tuple(unique[pk] for pk in sorted(unique))
            self._tellings.append(_Telling(kind, told, case, key, severity, more))

    def send(self) -> int:
        """Put them into the outbox; gives how many people were told, each notice counted."""
        groups: dict[tuple[object, ...], list[_Telling]] = defaultdict(list)
        for one in self._tellings:
            groups[(one.kind, one.severity, tuple(p.pk for p in one.people))].append(one)
        notices = [
            notice
            for group in groups.values()
            for notice in (map(_single, group) if len(group) <= SINGLE else [_digest(group)])
        ]
        return queue_all(notices, now=self.now)


def _single(one: _Telling) -> NewNotice:
    case = one.case
    context = {
        "number": case.number,
        "title": case.title,
        "stage": case.stage_title,
        "deadline": said(case.deadline),
        "unit": case.enterprise.name if case.enterprise else "",
        "district": case.district.name,
        "reason": case.reason,
        **one.more,
    }
    link = reverse("cases:case", args=[case.pk])
    return NewNotice(f"cases.{one.kind}", one.people, context, link, one.severity, one.key)


def _digest(group: list[_Telling]) -> NewNotice:
    first = group[0]
    shown = [f"{one.case.number} {one.case.title}" for one in group[:5]]
    more = [f"等 {len(group)} 件"] if len(group) > len(shown) else []
    context = {
        "label": LABELS[f"cases.{first.kind}"],
        "count": str(len(group)),
        "titles": "\n".join(shown + more),
    }
    link, key = reverse("cases:desk"), f"{first.key}:digest"
    return NewNotice("cases.digest", first.people, context, link, first.severity, key)


def tell(
    kind: str,
    people: Iterable[User],
    case: Case,
    *,
    now: datetime,
    key: str = "",
    severity: Severity = Severity.NORMAL,
    **more: str,
) -> int:
    """Put a notice about a case into the outbox; gives how many people were told.

    Args:
        kind: raised, step, urge, reminder or overdue.
        more: step, by, note.
    """
    notices = Notices(now)
    notices.add(kind, people, case, key=key, severity=severity, **more)
    return notices.send()
