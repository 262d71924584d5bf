"""Local sources of every kind (本地源)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.columns import choice, day, text
from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.parser import Text
from bihuan.registry.exchange.reference import (
    district_column,
    doubt_place,
    enterprise_columns,
    key_column,
    place_columns,
    settle_district,
    settle_enterprise,
)
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Values
from bihuan.registry.exchange.sheets.department import (
    body_column,
    department_column,
    settle_department,
)
from bihuan.registry.models import LocalSource, SourceLevel, SourceState


def _optional(column: Column, path: str, title: str) -> Column:
    return Column(
        field=column.field, title=title, parser=column.parser, path=path, help=column.help
    )


def _settle(draft: Draft, look: Lookup) -> None:
    settle_district(draft, look)
    enterprise = settle_enterprise(draft, look)
    if enterprise is not None:
        draft.values["enterprise_id"] = enterprise
    settle_department(draft, look)
    kind = draft.take("kind")
    if kind is None:
        return
    if kind in look.source_kinds:
        draft.values["kind_id"] = look.source_kinds[kind]
    else:
        words = "、".join(one for one, code in look.source_kinds.items() if one != code)
        draft.bad("kind", f"没有类别“{kind}”，应为：{words}；新类别请先在配置中添加")


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        row = draft.merged(known)
        doubt_place(draft, row)
        if row.get("start") and row.get("end") and row["end"] <= row["start"]:
            draft.bad("end", f"结束日期 {row['end']} 必须晚于开始日期 {row['start']}")


def _name(values: Values) -> Any:
    names = ("district_id", "kind_id", "name")
    if any(one not in values for one in names):
        return None
    return values["district_id"], values["kind_id"], folded(values["name"])


SOURCES = Sheet(
    key="sources",
    title="本地源",
    note="每行一个本地源：工业、工地、道路、餐饮、汽修、散煤、加油站、裸地、机动车及其他。",
    model=LocalSource,
    rows=LocalSource.objects.visible_to,
    columns=(
        key_column("本地源编号"),
        text(
            "name",
            "名称",
            120,
            "源名称",
            "项目名称",
            "工地名称",
            required=True,
            example="某路改造工地",
        ),
        Column(
            field="kind",
            title="类别",
            parser=Text(20),
            path="kind__name",
            required=True,
            example="工地",
            help="平台“本地源类别”中的名称",
            synonyms=("源类别", "污染源类别", "类型"),
        ),
        district_column(),
        *enterprise_columns(required=False),
        text("address", "地址", 200, "详细地址", "位置"),
        *place_columns(),
        text("scale", "规模", 80, "面积", "工程规模", example="占地 2 公顷"),
        text("pollutants", "主要污染物", 80, "污染物"),
        text("measures", "治理（管控）措施", 200, "治理措施", "管控措施"),
        choice("level", "关注程度", SourceLevel.choices, example="一般"),
        choice(
            "state",
            "存续状态",
            SourceState.choices,
            "状态",
            also={"在用": "active", "在建": "active", "停用": "paused", "停工": "paused"},
            example="在用（在建）",
        ),
        _optional(body_column("department__"), "department__organisation__name", "主管单位"),
        _optional(department_column(), "department__name", "主管部门"),
        text("keeper", "责任人", 40, "负责人"),
        day("start", "开始日期", "开工日期"),
        day("end", "结束日期", "完工日期"),
        text("note", "备注", 300),
    ),
    fields=(
        "name",
        "kind_id",
        "district_id",
        "enterprise_id",
        "address",
        "longitude",
        "latitude",
        "datum",
        "scale",
        "pollutants",
        "measures",
        "level",
        "state",
        "department_id",
        "keeper",
        "start",
        "end",
        "note",
    ),
    keys=(_name,),
    settle=_settle,
    review=_review,
)
