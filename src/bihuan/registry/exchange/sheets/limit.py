"""Limits of factors (限值)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.registry.exchange.lookup import Lookup
from bihuan.registry.exchange.parser import Choice, Day, Exact, Text
from bihuan.registry.exchange.reference import point_columns, settle_point
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Unique, Values
from bihuan.registry.exchange.sheets.factor import factor_column
from bihuan.registry.models import Averaging, FactorLimit


def _rows(user: User, *, roles: Collection[Role] | None = None) -> QuerySet[FactorLimit]:
    """In the order of an index: sorting a province's limits by their points' names takes long."""
    rows = FactorLimit.objects.visible_to(user, roles=roles)
    return rows.order_by("point_factor_id", "averaging", "start", "pk")


def _settle(draft: Draft, look: Lookup) -> None:
    point, factor = settle_point(draft, look), draft.take("factor")
    if point is None or not factor:
        return
    found = look.factors.get((point, factor))
    if found is None:
        draft.bad("factor", f"监测点“{look.points[point]}”没有因子 {factor}，请先导入监测因子")
    else:
        draft.values["point_factor_id"] = found


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        values = draft.merged(known)
        lower, upper = values.get("lower"), values.get("upper")
        start, end = values.get("start"), values.get("end")
        if lower is None and upper is None:
            draft.bad("upper", "上限和下限至少填写一项")
        elif lower is not None and upper is not None and upper <= lower:
            draft.bad("upper", f"上限 {upper:f} 必须大于下限 {lower:f}")
        if start and end and end <= start:
            draft.bad("end", f"停止日期 {end} 必须晚于执行日期 {start}")


def _once(values: Values) -> Any:
    names = ("point_factor_id", "averaging", "source", "start")
    return tuple(values[name] for name in names) if all(name in values for name in names) else None


LIMITS = Sheet(
    key="limits",
    title="限值",
    note="每行一个因子的一条限值，须写明数据类型、依据和执行日期；旧限值填停止日期，不要改写。",
    model=FactorLimit,
    rows=_rows,
    columns=(
        *point_columns("point_factor__point_id", "point_factor__point__name"),
        Column(
            field="enterprise_name",
            title="企业名称",
            parser=Text(120),
            path="point_factor__point__outlet__enterprise__name",
            read_only=True,
        ),
        factor_column("point_factor__factor"),
        Column(
            field="averaging",
            title="数据类型",
            parser=Choice(
                dict(Averaging.choices), {"小时均值": Averaging.HOUR, "日均值": Averaging.DAY}
            ),
            path="averaging",
            required=True,
            example="小时",
            synonyms=("限值类型", "均值类型"),
        ),
        Column(
            field="upper",
            title="上限",
            parser=Exact(),
            path="upper",
            example="35",
            synonyms=("限值", "标准限值", "standard_limit"),
        ),
        Column(field="lower", title="下限", parser=Exact(), path="lower"),
        Column(
            field="source",
            title="限值依据",
            parser=Text(200),
            path="source",
            required=True,
            example="GB 4915-2013",
            synonyms=("依据", "执行标准", "标准"),
        ),
        Column(
            field="start",
            title="执行日期",
            parser=Day(),
            path="start",
            required=True,
            example="2026-01-01",
            synonyms=("开始日期", "生效日期"),
        ),
        Column(field="end", title="停止日期", parser=Day(), path="end", synonyms=("结束日期",)),
    ),
    fields=("point_factor_id", "averaging", "upper", "lower", "source", "start", "end"),
    keys=(_once,),
    uniques=(Unique("同一因子、数据类型、依据和执行日期的限值", "start", _once),),
    settle=_settle,
    review=_review,
)
