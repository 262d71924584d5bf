"""The list of units for random checks (随机抽查对象)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.columns import choice, day, text
from bihuan.registry.exchange.lookup import Lookup
from bihuan.registry.exchange.reference import enterprise_columns, key_column, settle_enterprise
from bihuan.registry.exchange.sheet import Draft, Sheet, Unique, Values
from bihuan.registry.models import CheckGrade, CheckListEntry


def _settle(draft: Draft, look: Lookup) -> None:
    enterprise = settle_enterprise(draft, look)
    if enterprise is not None:
        draft.values["enterprise_id"] = enterprise


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        row = draft.merged(known)
        if row.get("start") and row.get("end") and row["end"] <= row["start"]:
            draft.bad("end", f"移出日期 {row['end']} 必须晚于列入日期 {row['start']}")


def _spell(values: Values) -> Any:
    if "enterprise_id" not in values or "start" not in values:
        return None
    return values["enterprise_id"], values["start"]


def _open(values: Values) -> Any:
    return values.get("enterprise_id") if values.get("end") is None else None


CHECK_LIST = Sheet(
    key="check_list",
    title="随机抽查对象",
    note="纳入随机抽查范围的排污单位清单：每行一家单位的一段列入期；移出填移出日期，不删除。",
    model=CheckListEntry,
    rows=CheckListEntry.objects.visible_to,
    columns=(
        key_column("清单记录编号"),
        *enterprise_columns(),
        choice(
            "grade",
            "抽查类别",
            CheckGrade.choices,
            "类别",
            also={"重点": "key", "特殊": "special", "一般": "general", "重点单位": "key"},
            required=True,
            example="一般排污单位",
        ),
        day("start", "列入日期", "开始日期", required=True, example="2026-01-01"),
        day("end", "移出日期", "结束日期"),
        text("reason", "列入原因", 200),
        text("end_reason", "移出原因", 200),
    ),
    fields=("enterprise_id", "grade", "start", "end", "reason", "end_reason"),
    keys=(_spell,),
    uniques=(Unique("正在清单中的企业", "enterprise_name", _open),),
    settle=_settle,
    review=_review,
)
