"""Factors of monitoring points (监测因子)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.lookup import Lookup
from bihuan.registry.exchange.parser import Real, Text, Whole
from bihuan.registry.exchange.reference import point_columns, settle_point
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Unique, Values
from bihuan.registry.models import PointFactor


def _settle(draft: Draft, look: Lookup) -> None:
    point = settle_point(draft, look)
    if point is not None:
        draft.values["point_id"] = point


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        values = draft.merged(known)
        low, high = values.get("minimum"), values.get("maximum")
        if low is not None and high is not None and high <= low:
            draft.bad("maximum", f"量程上限 {high:g} 必须大于下限 {low:g}")


def _code(values: Values) -> Any:
    if not values.get("factor") or "point_id" not in values:
        return None
    return values["point_id"], values["factor"]


def factor_column(path: str = "factor") -> Column:
    """The code of the factor."""
    return Column(
        field="factor",
        title="因子编码",
        parser=Text(20),
        path=path,
        required=True,
        example="a21026",
        help="HJ 212 因子编码",
        synonyms=("污染物编码", "编码", "因子代码"),
    )


FACTORS = Sheet(
    key="factors",
    title="监测因子",
    note="每行一个监测点的一个监测因子，含单位、小数位数和量程。",
    model=PointFactor,
    rows=PointFactor.objects.visible_to,
    columns=(
        *point_columns("point_id", "point__name"),
        factor_column(),
        Column(
            field="name_zh",
            title="因子名称",
            parser=Text(60),
            path="name_zh",
            required=True,
            example="二氧化硫",
            synonyms=("污染物", "污染物名称", "监测因子", "pollutant"),
        ),
        Column(field="unit", title="单位", parser=Text(24), path="unit", example="mg/m³"),
        Column(
            field="decimals", title="小数位数", parser=Whole(0, 10), path="decimals", example="1"
        ),
        Column(field="minimum", title="量程下限", parser=Real(), path="minimum", example="0"),
        Column(field="maximum", title="量程上限", parser=Real(), path="maximum", example="500"),
        Column(
            field="order",
            title="排序",
            parser=Whole(0, 32767),
            path="order",
            example="1",
            synonyms=("序号", "显示顺序"),
        ),
    ),
    fields=("point_id", "factor", "name_zh", "unit", "decimals", "minimum", "maximum", "order"),
    keys=(_code,),
    uniques=(Unique("同一监测点的因子", "factor", _code),),
    settle=_settle,
    review=_review,
    directory=True,
)
