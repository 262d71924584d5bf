"""Columns that name something else, and how what they say is resolved (引用列)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.parser import Choice, Degrees, Text, Whole
from bihuan.registry.exchange.place import STATED
from bihuan.registry.exchange.sheet import KEY, Column, Draft
from bihuan.registry.models.datum import DATUMS

DATUM_WORDS = {
    "2000": "CGCS2000",
    "国家2000": "CGCS2000",
    "CGCS2000坐标系": "CGCS2000",
    "WGS84": "WGS-84",
    "GPS": "WGS-84",
    "GCJ02": "GCJ-02",
    "火星坐标": "GCJ-02",
    "高德": "GCJ-02",
    "腾讯": "GCJ-02",
    "BD09": "BD-09",
    "百度": "BD-09",
}
MOST_KEY = 2**53
CHINA = ((73.0, 136.0), (3.0, 54.0))


def key_column(title: str) -> Column:
    """The platform's own number of a row."""
    return Column(
        field=KEY,
        title=title,
        parser=Whole(1, MOST_KEY),
        path=KEY,
        help="平台生成，导出文件中带有；新增时留空，修改名称时凭它识别原记录",
    )


def district_column(path: str = "district_id", *, required: bool = True) -> Column:
    """The district of a row."""
    return Column(
        field="district",
        title="行政区划",
        parser=Text(60),
        path=path,
        required=required,
        example="410181",
        help="区划代码或全称，须在您的管理范围内",
        synonyms=(
            "区划代码",
            "行政区划代码",
            "所在区县",
            "区县",
            "乡镇",
            "所属区域",
            "地市",
            "city",
        ),
    )


def place_columns() -> tuple[Column, ...]:
    """Longitude and latitude, the datum of the file, and the datum that the platform keeps."""
    return (*bare_place_columns(), *_datum_columns())


def _datum_columns() -> tuple[Column, Column]:
    words = Choice({one: one for one, _ in DATUMS}, DATUM_WORDS)
    return (
        Column(
            field=STATED,
            title="坐标系",
            parser=words,
            help="本行经纬度所用坐标系；GCJ-02、BD-09 导入时换算为 CGCS2000，预览中可核对",
            synonyms=("坐标系统", "坐标类型", "datum"),
        ),
        Column(
            field="datum",
            title="来源坐标系",
            parser=words,
            path="datum",
            help="平台记录的原始坐标系，导出文件中带有；只作记录，不换算",
        ),
    )


def bare_place_columns() -> tuple[Column, Column]:
    """Longitude and latitude in CGCS2000."""
    note = "十进制度；超出国境或疑似填反的会提示，按原文保留"
    return (
        Column(
            field="longitude",
            title="经度",
            parser=Degrees(),
            path="longitude",
            example="112.9821",
            help=note,
            synonyms=("东经", "lng", "lon", "中心经度"),
        ),
        Column(
            field="latitude",
            title="纬度",
            parser=Degrees(),
            path="latitude",
            example="34.7480",
            help=note,
            synonyms=("北纬", "lat", "中心纬度"),
        ),
    )


def enterprise_columns(prefix: str = "enterprise", *, required: bool = True) -> tuple[Column, ...]:
    """The enterprise that a row belongs to, by number, name or credit code."""
    return (
        Column(
            field="enterprise_key",
            title="企业编号",
            parser=Whole(1, MOST_KEY),
            path=f"{prefix}_id",
            help="平台企业编号；填写后以它为准",
        ),
        Column(
            field="enterprise_name",
            title="企业名称",
            parser=Text(120),
            path=f"{prefix}__name",
            required=required,
            example="巩义市某水泥有限公司",
            help="须已在企业台账中；同名企业请同时填写信用代码或企业编号",
            synonyms=("单位名称", "所属企业", "企业", "排污单位", "enterprise_name", "name"),
            instead=("enterprise_key", "enterprise_code"),
        ),
        Column(
            field="enterprise_code",
            title="企业信用代码",
            parser=Text(120),
            path=f"{prefix}__credit_code",
            example="91410181MA0000000X",
            help="用于区分同名企业",
            synonyms=("统一社会信用代码", "信用代码", "credit_code_raw"),
        ),
    )


def point_columns(key_path: str, name_path: str) -> tuple[Column, Column]:
    """The point that a row belongs to, by number or name; where an export finds both."""
    return (
        Column(
            field="point_key",
            title="监测点编号",
            parser=Whole(1, 2**31 - 1),
            path=key_path,
            help="平台监测点编号；填写后以它为准",
            synonyms=("点位编号",),
        ),
        Column(
            field="point_name",
            title="监测点名称",
            parser=Text(120),
            path=name_path,
            required=True,
            example="1#窑尾排放口",
            help="须已在监测点台账中；重名时请填写监测点编号",
            synonyms=("点位名称", "监测点", "点位"),
            instead=("point_key",),
        ),
    )


def settle_district(draft: Draft, look: Lookup) -> None:
    """Turn the word of the column into the code of a district within reach."""
    text = draft.take("district")
    if text is None:
        return
    codes, said = look.district(text)
    if len(codes) == 1:
        draft.values["district_id"] = codes[0]
        if not said and text not in look.told:
            look.told.add(text)
            name = look.districts[codes[0]]
            draft.doubt("district", f"“{text}”按“{name}”识别，其余各行同样处理，请核对")
    elif codes:
        shown = "、".join(codes[:5])
        draft.bad("district", f"有多个名为“{text}”的行政区划（{shown}），请填写区划代码")
    else:
        draft.bad("district", f"行政区划“{text}”不存在，或不在您的管理范围内")


def settle_enterprise(draft: Draft, look: Lookup, *, column: str = "enterprise_name") -> int | None:
    """The enterprise that the row names; None where it names none or a wrong one."""
    key, name, code = (draft.take(f"enterprise_{one}") for one in ("key", "name", "code"))
    if key is not None:
        if key in look.enterprises:
            return int(key)
        draft.bad("enterprise_key", f"企业编号 {key} 不存在，或不在您的管理范围内")
        return None
    if not (name or code):
        return None
    return _single(draft, look.enterprise(name or "", code or ""), column, f"企业“{name or code}”")


def settle_point(draft: Draft, look: Lookup) -> int | None:
    """The point that the row names; None where it names none or a wrong one."""
    key, name = draft.take("point_key"), draft.take("point_name")
    if key is not None:
        if key in look.points:
            return int(key)
        draft.bad("point_key", f"监测点编号 {key} 不存在，或不在您的管理范围内")
        return None
    if not name:
        return None
    found = look.point_names.get(folded(name), [])
    return _single(draft, found, "point_name", f"监测点“{name}”")


def _single(draft: Draft, found: Sequence[Any], column: str, what: str) -> int | None:
    if len(found) == 1:
        return int(found[0])
    if not found:
        draft.bad(column, f"{what}不在台账中，或不在您的管理范围内")
    else:
        shown = "、".join(str(one) for one in found[:5])
        draft.bad(column, f"{what}在台账中有 {len(found)} 个（编号 {shown}），请填写编号")
    return None


def doubt_place(draft: Draft, values: Mapping[str, Any]) -> None:
    """Doubt coordinates that are missing, half, swapped or outside the country; keep them.

    Args:
        draft: the row; only one whose table has a column of coordinates is doubted.
        values: what the row will hold, known and stated together.
    """
    if "longitude" not in draft.given and "latitude" not in draft.given:
        return
    longitude, latitude = values.get("longitude"), values.get("latitude")
    if longitude is None and latitude is None:
        draft.doubt("longitude", "没有坐标，地图上不显示")
    elif longitude is None or latitude is None:
        draft.doubt("longitude", "只有经度或只有纬度，地图上不显示")
    elif not _inside(longitude, latitude):
        draft.doubt("longitude", _why_not_here(longitude, latitude))


def _why_not_here(longitude: float, latitude: float) -> str:
    if _inside(latitude, longitude):
        return f"经纬度疑似填反：经度 {longitude:g}、纬度 {latitude:g}，按原文保留"
    return f"坐标（{longitude:g}，{latitude:g}）不在国境范围内，按原文保留"


def _inside(longitude: float, latitude: float) -> bool:
    (west, east), (south, north) = CHINA
    return west <= longitude <= east and south <= latitude <= north
