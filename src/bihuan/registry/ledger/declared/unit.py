"""Lists of polluting units and what belongs to them (排污单位类台账)."""

from datetime import date

from django.db.models import Q

from bihuan.registry.ledger import computed
from bihuan.registry.ledger.choices import one_of
from bihuan.registry.ledger.declared.plain import PLACE, plain
from bihuan.registry.ledger.ledger import Filter, Part
from bihuan.registry.models import (
    Averaging,
    CheckGrade,
    CreditCodeState,
    Medium,
    PermitManagement,
    PermitNumberState,
)

GOOD_CODE = {"valid": "good", "cleaned": "good"}
CODE_TONES = {one.value: GOOD_CODE.get(one.value, "doubt") for one in CreditCodeState}
NUMBER_TONES = {one.value: GOOD_CODE.get(one.value, "doubt") for one in PermitNumberState}


def _permit_condition(value: str, today: date) -> Q:
    cancelled = Q(cancelled__isnull=False, cancelled__lte=today)
    over = Q(end__isnull=False, end__lte=today)
    early = Q(start__isnull=False, start__gt=today)
    unknown = Q(start__isnull=True) | Q(end__isnull=True)
    return {
        "cancelled": cancelled,
        "over": over & ~cancelled,
        "unknown": unknown & ~cancelled & ~over & ~early,
        "valid": ~cancelled & ~over & ~early & ~unknown,
    }.get(value, Q())


PERMIT_STANDINGS = [
    ("valid", "有效"),
    ("over", "已过期"),
    ("unknown", "期限不明"),
    ("cancelled", "已注销"),
]
RUNNING = [("yes", "在清单中"), ("no", "已移出")]


def _open(value: str, today: date) -> Q:
    running = Q(end__isnull=True) | Q(end__gt=today)
    return running if value == "yes" else ~running


UNITS = (
    plain(
        "enterprises",
        "building-factory-2",
        "name",
        "district",
        "industry",
        "credit_code",
        "credit_code_state",
        fields=("name", "credit_code", "district", "industry", "address", *PLACE),
        words=("name", "credit_code"),
        filters=(one_of("credit_code_state", "信用代码状态", CreditCodeState),),
        tones={"credit_code_state": CODE_TONES},
        parts=(
            Part("outlets", "enterprise_id"),
            Part("permits", "enterprise_id"),
            Part("sources", "enterprise_id"),
            Part("check_list", "enterprise_id"),
        ),
    ),
    plain(
        "outlets",
        "arrow-ramp-right",
        "name",
        "enterprise_name",
        "code",
        "medium",
        fields=("enterprise", "name", "code", "medium", *PLACE),
        words=("name", "code", "enterprise__name"),
        district="enterprise__district_id",
        filters=(one_of("medium", "监测类别", Medium),),
        parts=(Part("points", "outlet_id"), Part("permit_limits", "outlet_id")),
        example="排放口编号或企业名称",
    ),
    plain(
        "permits",
        "license",
        "enterprise_name",
        "number",
        "number_state",
        "management",
        "end",
        "standing",
        fields=(
            "enterprise",
            "number",
            "management",
            "authority",
            "issued",
            "start",
            "end",
            "cancelled",
            "note",
        ),
        words=("number", "enterprise__name", "authority"),
        district="enterprise__district_id",
        filters=(
            Filter("standing", "许可证状态", lambda user: PERMIT_STANDINGS, _permit_condition),
            one_of("management", "管理类别", PermitManagement),
            one_of("number_state", "编号状态", PermitNumberState),
        ),
        computed=(computed.PERMIT_STANDING,),
        tones={"number_state": NUMBER_TONES},
        parts=(Part("permit_limits", "permit_id"),),
        example="许可证编号或企业名称",
    ),
    plain(
        "permit_limits",
        "ruler-measure",
        "outlet_name",
        "enterprise_name",
        "pollutant",
        "averaging",
        "upper",
        "unit",
        "tonnes_a_year",
        "source",
        fields=(
            "permit",
            "outlet",
            "outlet_name",
            "pollutant",
            "factor",
            "averaging",
            "upper",
            "unit",
            "tonnes_a_year",
            "source",
        ),
        words=("outlet_name", "pollutant", "source", "permit__enterprise__name"),
        district="permit__enterprise__district_id",
        example="污染物、排放口或企业名称",
    ),
    plain(
        "points",
        "map-pin",
        "name",
        "enterprise_name",
        "medium",
        "district",
        "is_active",
        fields=("name", "medium", "outlet", "station", "district", "is_active"),
        filters=(one_of("medium", "监测类别", Medium),),
        tones={"is_active": {"True": "good", "False": "none"}},
        page="registry:point",
    ),
    plain(
        "devices",
        "router",
        "name",
        "mn",
        "edition",
        "carrier",
        "is_active",
        fields=(),
        words=("name", "mn"),
        district="",
        page="registry:device",
    ),
    plain(
        "limits",
        "gauge",
        "point_name",
        "enterprise_name",
        "factor",
        "averaging",
        "upper",
        "lower",
        "source",
        "start",
        "running",
        fields=("point_factor", "averaging", "upper", "lower", "source", "start", "end"),
        words=(
            "point_factor__point__name",
            "point_factor__point__outlet__enterprise__name",
            "point_factor__factor",
            "source",
        ),
        district="point_factor__point__district_id",
        filters=(
            one_of("averaging", "数据类型", Averaging),
            Filter(
                "running", "执行状态", lambda user: [("yes", "执行中"), ("no", "已停止")], _open
            ),
        ),
        computed=(computed.RUNNING,),
        example="点位、因子编码或标准号",
    ),
    plain(
        "check_list",
        "checklist",
        "enterprise_name",
        "grade",
        "start",
        "end",
        "reason",
        fields=("enterprise", "grade", "start", "end", "reason", "end_reason"),
        words=("enterprise__name", "enterprise__credit_code"),
        district="enterprise__district_id",
        filters=(
            one_of("grade", "抽查类别", CheckGrade),
            Filter("running", "清单状态", lambda user: RUNNING, _open),
        ),
        tones={"grade": {"key": "info", "special": "wait"}},
        links=(("清单复核", "registry:check_review"),),
        example="企业名称或信用代码",
    ),
)
