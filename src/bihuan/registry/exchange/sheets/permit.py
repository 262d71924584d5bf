"""Discharge permits and what they allow (排污许可证、许可排放限值)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.columns import choice, day, exact, text
from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.parser import Choice, Text
from bihuan.registry.exchange.reference import enterprise_columns, key_column, settle_enterprise
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Unique, Values
from bihuan.registry.models import (
    DischargePermit,
    PermitAveraging,
    PermitLimit,
    PermitManagement,
    PermitNumberState,
)
from bihuan.registry.permit_number import read_permit_number

DOUBTS = {
    PermitNumberState.MISSING: "没有许可证编号，按空值登记",
    PermitNumberState.WRONG_FORM: "许可证编号不符合 22 位规则，按原文保留",
    PermitNumberState.OTHER_UNIT: "许可证编号前 18 位与企业信用代码不一致，按原文保留",
}


def _settle(draft: Draft, look: Lookup) -> None:
    enterprise = settle_enterprise(draft, look)
    if enterprise is not None:
        draft.values["enterprise_id"] = enterprise


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        row = draft.merged(known)
        unit = look.enterprises.get(row.get("enterprise_id", 0))
        read = read_permit_number(row.get("number", ""), credit_code=unit[1] if unit else "")
        if "number" in draft.given and read.state in DOUBTS:
            draft.doubt("number", DOUBTS[PermitNumberState(read.state)])
        start, end = row.get("start"), row.get("end")
        if start and end and end <= start:
            draft.bad("end", f"有效期止 {end} 必须晚于有效期起 {start}")
        elif "end" in draft.given and not end:
            draft.doubt("end", "没有有效期，状态显示为“期限不明”")


def _number(values: Values) -> Any:
    if "enterprise_id" not in values or not values.get("number"):
        return None
    return values["enterprise_id"], folded(values["number"]), values.get("start")


def _number_alone(values: Values) -> Any:
    """One without a number is recognised as the one of its firm that has none."""
    if "enterprise_id" not in values:
        return None
    return values["enterprise_id"], folded(values.get("number") or "")


PERMITS = Sheet(
    key="permits",
    title="排污许可证",
    note="每行一张排污许可证；延续或重新申请另起一行，注销的填注销日期。编号不规范的照原文保留并标注。",
    model=DischargePermit,
    rows=DischargePermit.objects.visible_to,
    columns=(
        key_column("许可证平台编号"),
        *enterprise_columns(),
        text(
            "number",
            "许可证编号",
            120,
            "排污许可证编号",
            "证书编号",
            "permit_no_raw",
            example="91410181MA0000000X001P",
            help="不符合规则的会提示，按原文保留",
        ),
        choice(
            "management",
            "管理类别",
            PermitManagement.choices,
            also={"重点": "key", "简化": "simple", "登记": "registration"},
            example="重点管理",
        ),
        text("authority", "发证机关", 120, "核发机关", "审批部门"),
        day("issued", "发证日期", "核发日期"),
        day("start", "有效期起", "有效期开始", "生效日期", example="2026-01-01"),
        day(
            "end",
            "有效期止（不含）",
            "有效期止",
            "有效期至",
            "截止日期",
            example="2031-01-01",
            help="第一个不再有效的日期",
        ),
        day("cancelled", "注销（撤销）日期", "注销日期", "撤销日期"),
        text("note", "备注", 300),
        Column(
            field="number_state",
            title="编号状态",
            parser=Choice(dict(PermitNumberState.choices)),
            path="number_state",
            read_only=True,
            help="平台核对得出，不导入",
        ),
    ),
    fields=(
        "enterprise_id",
        "number",
        "management",
        "authority",
        "issued",
        "start",
        "end",
        "cancelled",
        "note",
    ),
    keys=(_number, _number_alone),
    settle=_settle,
    review=_review,
    derived=("number_clean", "number_state"),
)


def _settle_limit(draft: Draft, look: Lookup) -> None:
    enterprise, number = settle_enterprise(draft, look), draft.take("permit")
    if enterprise is None:
        return
    held = look.permits.get(enterprise, [])
    found = [pk for pk, own in held if number is None or folded(own) == folded(number)]
    if len(found) == 1:
        draft.values["permit_id"] = found[0]
    else:
        many = (
            f"有 {len(found)} 张许可证，请填写许可证编号"
            if found
            else f"没有许可证“{number or ''}”"
        )
        draft.bad("permit", f"该企业{many}")
        return
    name = draft.values.get("outlet_name", "")
    outlets = look.outlet(enterprise, "", name) or look.outlet(enterprise, name, "")
    if len(outlets) == 1:
        draft.values["outlet_id"] = outlets[0]
    elif name:
        draft.doubt("outlet_name", f"企业台账中没有唯一的排放口“{name}”，按许可证原文保留")


def _once(values: Values) -> Any:
    names = ("permit_id", "outlet_name", "pollutant")
    if any(name not in values for name in names):
        return None
    averaging = values.get("averaging") or PermitAveraging.UNSTATED
    return *(values[name] for name in names), averaging, values.get("source") or ""


def _review_limit(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        row = draft.merged(known)
        if row.get("upper") is None and row.get("tonnes_a_year") is None:
            draft.doubt("upper", "没有许可浓度，也没有年许可排放量")


PERMIT_LIMITS = Sheet(
    key="permit_limits",
    title="许可排放限值",
    note="每行一张许可证上一个排放口的一个污染物；排放口找不到的照原文保留。",
    model=PermitLimit,
    rows=PermitLimit.objects.visible_to,
    columns=(
        key_column("许可限值编号"),
        *enterprise_columns("permit__enterprise"),
        Column(
            field="permit",
            title="许可证编号",
            parser=Text(120),
            path="permit__number",
            example="91410181MA0000000X001P",
            help="企业只有一张许可证时可不填",
            synonyms=("排污许可证编号", "证书编号"),
        ),
        text(
            "outlet_name", "排放口", 120, "排放口名称", "排放口编号", required=True, example="DA001"
        ),
        text("pollutant", "污染物", 80, "污染物名称", "因子名称", required=True, example="颗粒物"),
        text("factor", "因子编码", 20, "污染物编码", example="a34013"),
        choice("averaging", "限值类型", PermitAveraging.choices, "数据类型", example="小时"),
        exact("upper", "许可浓度上限", "许可浓度", "浓度限值", "standard_limit", example="10"),
        text("unit", "单位", 24, "计量单位", example="mg/m³"),
        exact("tonnes_a_year", "年许可排放量（吨/年）", "年许可排放量", "许可排放量"),
        text("source", "执行标准", 200, "标准", "限值依据", example="GB 4915-2013"),
    ),
    fields=(
        "permit_id",
        "outlet_id",
        "outlet_name",
        "pollutant",
        "factor",
        "averaging",
        "upper",
        "unit",
        "tonnes_a_year",
        "source",
    ),
    keys=(_once,),
    uniques=(Unique("同一许可证、排放口、污染物和限值类型", "pollutant", _once),),
    settle=_settle_limit,
    review=_review_limit,
)
