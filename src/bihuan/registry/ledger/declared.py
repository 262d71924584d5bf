"""The registry's own lists (本系统的台账)."""

from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q

from bihuan.accounts.models.organisation import OrganisationKind
from bihuan.accounts.roles import Role
from bihuan.registry.exchange.export import narrow_by
from bihuan.registry.exchange.sheets import SHEETS
from bihuan.registry.ledger import computed
from bihuan.registry.ledger.choices import due, one_of, source_kinds
from bihuan.registry.ledger.form import export_rows
from bihuan.registry.ledger.ledger import Filter, Ledger, Part, register
from bihuan.registry.models import (
    Averaging,
    CheckGrade,
    CreditCodeState,
    DutyPart,
    EquipmentKind,
    EquipmentState,
    FunctionalArea,
    Medium,
    PermitManagement,
    PermitNumberState,
    Power,
    SourceLevel,
    SourceState,
    StationClass,
    VehicleKind,
)
from bihuan.registry.permission import MAY_REGISTER

PLACE = ("longitude", "latitude")
GOOD_CODE = {"valid": "good", "cleaned": "good"}
IN_USE = {"in_use": "good", "spare": "info", "repair": "wait", "retired": "none"}
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


def _plain(key: str, icon: str, *shown: str, **more: Any) -> Ledger:
    return Ledger(sheet=SHEETS[key], icon=icon, shown=shown, **more)


BODIES = (
    _plain(
        "organisations",
        "building-community",
        "name",
        "kind",
        "district",
        "parent",
        fields=("name", "kind", "district", "parent"),
        filters=(one_of("kind", "单位类型", OrganisationKind),),
        parts=(Part("departments", "organisation_id"), Part("equipment", "owner_id")),
        example="单位名称，如：执法大队",
    ),
    _plain(
        "departments",
        "sitemap",
        "name",
        "organisation",
        "telephone",
        "is_active",
        fields=("organisation", "name", "telephone", "address", "is_active"),
        words=("name", "organisation__name"),
        district="organisation__district_id",
        parts=(
            Part("duties", "department_id"),
            Part("contacts", "department_id"),
            Part("sources", "department_id"),
        ),
        example="部门或单位名称",
    ),
    _plain(
        "duties",
        "list-check",
        "matter",
        "organisation",
        "department",
        "part",
        "content",
        fields=("department", "matter", "part", "content", "basis", "start", "end"),
        words=("matter", "content", "department__name", "department__organisation__name"),
        district="department__organisation__district_id",
        filters=(one_of("part", "分工", DutyPart),),
        tones={"part": {"lead": "info"}},
        links=(("职责矩阵", "registry:duty_matrix"),),
        example="事项，如：施工扬尘",
    ),
    _plain(
        "contacts",
        "address-book",
        "name",
        "organisation",
        "department",
        "post",
        "telephone",
        "mobile",
        "certificate_state",
        fields=(
            "department",
            "name",
            "post",
            "telephone",
            "mobile",
            "is_first",
            "certificate",
            "certificate_until",
            "note",
        ),
        words=("name", "post", "department__name", "department__organisation__name"),
        district="department__organisation__district_id",
        filters=(due("certificate", "执法证", "certificate_until"),),
        computed=(computed.CERTIFICATE,),
        private=("mobile", "certificate"),
        example="姓名、职务或单位",
    ),
)

UNITS = (
    _plain(
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
    _plain(
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
    _plain(
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
    _plain(
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
    _plain(
        "points",
        "map-pin",
        "name",
        "medium",
        "district",
        "is_active",
        fields=("name", "medium", "outlet", "station", "district", "is_active"),
        filters=(one_of("medium", "监测类别", Medium),),
        tones={"is_active": {"True": "good", "False": "none"}},
        page="registry:point",
    ),
    _plain(
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
    _plain(
        "limits",
        "gauge",
        "point_name",
        "factor",
        "averaging",
        "upper",
        "lower",
        "source",
        "start",
        "running",
        fields=("point_factor", "averaging", "upper", "lower", "source", "start", "end"),
        words=("point_factor__point__name", "point_factor__factor", "source"),
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
    _plain(
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

PLACES = (
    _plain(
        "stations",
        "broadcast",
        "name",
        "code",
        "station_class",
        "functional_area",
        "district",
        "owner",
        fields=("name", "code", "station_class", "functional_area", "district", "owner", *PLACE),
        words=("name", "code"),
        filters=(
            one_of("station_class", "站点类别", StationClass),
            one_of("functional_area", "功能区", FunctionalArea),
        ),
        parts=(
            Part("points", "station_id"),
            Part("sitings", "station_id"),
            Part("equipment", "station_id"),
        ),
        example="站点名称或编码",
        links=(("站点覆盖", "registry:coverage"),),
    ),
    _plain(
        "sitings",
        "tower",
        "station_name",
        "station",
        "address",
        "intake_height_m",
        "power",
        "accepted",
        fields=(
            "station",
            "address",
            "intake_height_m",
            "road_distance_m",
            "surroundings",
            "nearby_sources",
            "power",
            "carrier",
            "sim",
            "board",
            "spare_units",
            "approval",
            "built",
            "accepted",
            "maintainer",
            "keeper",
            "note",
        ),
        words=("station__name", "station__code", "address", "sim"),
        district="station__district_id",
        filters=(
            one_of("station_class", "站点类别", StationClass, "station__station_class"),
            one_of("power", "供电方式", Power),
        ),
        example="站点、地址或 SIM 卡号",
    ),
    _plain(
        "sources",
        "flame",
        "name",
        "kind",
        "district",
        "level",
        "state",
        "department",
        "keeper",
        fields=(
            "name",
            "kind",
            "district",
            "enterprise",
            "address",
            *PLACE,
            "scale",
            "pollutants",
            "measures",
            "level",
            "state",
            "department",
            "keeper",
            "start",
            "end",
            "note",
        ),
        words=("name", "address", "keeper"),
        filters=(
            Filter("kind", "类别", source_kinds, lambda value, today: Q(kind_id=value)),
            one_of("level", "关注程度", SourceLevel),
            one_of("state", "存续状态", SourceState),
        ),
        tones={
            "level": {"key": "info"},
            "state": {"active": "good", "paused": "wait", "ended": "none"},
        },
        bulk=("state", "level"),
        writers=MAY_REGISTER | {Role.TOWNSHIP, Role.ANALYST},
        example="名称或地址，如：工地",
    ),
    _plain(
        "equipment",
        "tool",
        "name",
        "kind",
        "measures",
        "model",
        "serial",
        "station",
        "state",
        "life",
        "calibration",
        fields=(
            "name",
            "kind",
            "measures",
            "maker",
            "model",
            "serial",
            "station",
            "district",
            "owner",
            "keeper",
            "installed",
            "life_months",
            "calibrated",
            "calibration_due",
            "state",
            "note",
        ),
        words=("name", "serial", "model", "station__name", "keeper"),
        filters=(
            one_of("kind", "类别", EquipmentKind),
            one_of("state", "使用状态", EquipmentState),
            due("calibration", "校准", "calibration_due"),
        ),
        computed=(computed.SENSOR_LIFE, computed.CALIBRATION),
        tones={"state": IN_USE},
        bulk=("state",),
        example="名称、型号或出厂编号",
    ),
    _plain(
        "vehicles",
        "car",
        "plate",
        "kind",
        "model",
        "owner",
        "keeper",
        "state",
        "inspection",
        fields=(
            "plate",
            "kind",
            "model",
            "district",
            "owner",
            "keeper",
            "terminal",
            "inspection_due",
            "state",
            "note",
        ),
        words=("plate", "keeper", "terminal"),
        filters=(
            one_of("kind", "用途", VehicleKind),
            one_of("state", "使用状态", EquipmentState),
            due("inspection", "年检", "inspection_due"),
        ),
        computed=(computed.INSPECTION,),
        tones={"state": IN_USE},
        bulk=("state",),
        example="车牌号或责任人",
    ),
)


def register_ledgers() -> None:
    """Called once at start (apps.py)."""
    register(*BODIES, *UNITS, *PLACES)
    for one in (*BODIES, *UNITS, *PLACES):
        narrow_by(one.key, partial(export_rows, one))
