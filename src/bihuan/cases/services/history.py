"""The history is appended, anchored and verified."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.cases.acts import CaseAct
from bihuan.cases.chain import BEGINNING, hash_of
from bihuan.cases.models import Case, CaseEvent, ChainHead, EventKind, HistoryAnchor
from bihuan.cases.procedure.document import Act

SHANGHAI = ZoneInfo("Asia/Shanghai")


def append(events: Sequence[CaseEvent]) -> list[CaseEvent]:
    """Append rows to the chain (追加办理记录) in the caller's transaction."""
    if not events:
        return []
    ChainHead.objects.get_or_create(pk=1)
    head = ChainHead.objects.select_for_update().get(pk=1)
    for event in events:
        head.serial += 1
        event.serial, event.previous = head.serial, head.hash or BEGINNING
        event.hash = head.hash = hash_of(event)
    rows = CaseEvent.objects.bulk_create(events, batch_size=500)
    head.save(update_fields=["serial", "hash"])
    return rows


def event_of(
    case: Case,
    kind: EventKind,
    *,
    code: str,
    title: str,
    by: User | None,
    now: datetime,
    **more: Any,
) -> CaseEvent:
    """A row that is not appended yet; the stage before is the case's stage unless given."""
    more.setdefault("stage_before", case.stage)
    more.setdefault("stage_after", case.stage)
    return CaseEvent(
        case=case,
        kind=kind,
        code=code,
        title=title,
        by=by,
        by_name="平台" if by is None else str(by),
        unit_name=str(by.organisation) if by is not None and by.organisation else "",
        at=now,
        **more,
    )


def note_act(
    case: Case,
    act: Act,
    title: str,
    *,
    by: User,
    now: datetime,
    note: str = "",
    fields: Mapping[str, str] | None = None,
) -> CaseEvent:
    """Append one act beside the route, and put it on record (办件动作留痕)."""
    told = dict(fields or {})
    event = event_of(
        case, EventKind.ACT, code=act.value, title=title, by=by, now=now, note=note, fields=told
    )
    record_act(user=by, action=CaseAct.ACT, object=case, now=now, detail={"act": title, **told})
    return append([event])[0]


def anchor_file() -> Path:
    """The file that holds the anchors outside the database."""
    return Path(settings.HOME) / "case-history-anchors.jsonl"


@transaction.atomic
def anchor_history(now: datetime) -> HistoryAnchor:
    """Note the chain's head of the day in a second table and in a file (每日锚定).

    Asked twice a day it gives the first.
    """
    day = now.astimezone(SHANGHAI).date()
    kept = HistoryAnchor.objects.filter(day=day).first()
    if kept is not None:
        return kept
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    anchor = HistoryAnchor.objects.create(day=day, serial=head.serial, hash=head.hash, at=now)
    line = {"day": day.isoformat(), "serial": anchor.serial, "hash": anchor.hash}
    with anchor_file().open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    return anchor


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole history found (校验结果)."""

    rows: int
    anchors: int
    faults: tuple[str, ...]


def verify_history() -> Verdict:
    """Check every row, the end of the chain, each anchor and each case's stage (历史校验).

    Finds a changed row, one taken out or put between, and a tail that was cut off.
    """
    faults: list[str] = []
    previous, serial, known = BEGINNING, 0, dict[int, str]()
    wanted = dict(_anchors(faults))
    for event in CaseEvent.objects.order_by("serial").iterator(2000):
        if event.serial != serial + 1:
            faults.append(f"第 {serial + 1} 至 {event.serial - 1} 条记录缺失")
        elif event.previous != previous:
            faults.append(f"第 {event.serial} 条与上一条不相接")
        if hash_of(event) != event.hash:
            faults.append(f"第 {event.serial} 条记录被改动（事项 {event.case_id}，{event.title}）")
        if event.serial in wanted and wanted.pop(event.serial) != event.hash:
            faults.append(f"第 {event.serial} 条与锚点不符")
        previous, serial = event.hash, event.serial
        known[event.case_id] = event.stage_after
    faults += [f"锚点指向的第 {missing} 条记录不存在" for missing in wanted if missing]
    faults += _head_faults(serial, previous)
    faults += _stage_faults(known)
    return Verdict(serial, HistoryAnchor.objects.count(), tuple(faults))


def _anchors(faults: list[str]) -> Iterator[tuple[int, str]]:
    table = {row.day: (row.serial, row.hash) for row in HistoryAnchor.objects.all()}
    filed: dict[date, tuple[int, str]] = {}
    if anchor_file().exists():
        for line in anchor_file().read_text("utf-8").splitlines():
            row = json.loads(line)
            filed[date.fromisoformat(row["day"])] = (row["serial"], row["hash"])
    for day in sorted(table.keys() | filed.keys()):
        if table.get(day) != filed.get(day):
            faults.append(f"{day} 的锚点在数据库与文件中不一致")
        yield filed.get(day) or table[day]


def _head_faults(serial: int, last: str) -> list[str]:
    head = ChainHead.objects.filter(pk=1).first()
    if head is None:
        return ["链头缺失"] if serial else []
    if head.serial > serial:
        return [f"末尾缺失 {head.serial - serial} 条记录（应到第 {head.serial} 条）"]
    if head.serial < serial or (serial and head.hash != last):
        return ["链头与最后一条记录不符"]
    return []


def _stage_faults(known: dict[int, str]) -> list[str]:
    rows = Case.objects.values_list("pk", "number", "stage").iterator(5000)
    return [
        f"事项 {number} 的环节与办理记录不符"
        for pk, number, stage in rows
        if known.get(pk) != stage
    ]
