"""What is odd about a photograph handed in (照片核对): used before, old, far away, impossible."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Final

from bihuan.accounts.models import User
from bihuan.cases.models import Case, Evidence
from bihuan.cases.notice import said
from bihuan.documents.models import StoredFile
from bihuan.ui.words import duration

FAR_M: Final = 300.0
"""Photographs taken farther from the unit than this are said to be. [m] (待确认)"""
OLD: Final = timedelta(hours=48)
FASTEST_KM_H: Final = 150.0
"""Nobody on duty travels faster from one photograph to the next. [km/h] (待确认)"""
BESIDE_M: Final = 1000.0
"""Nearer places may differ by the telephone's error alone. [m]"""
EARTH_M: Final = 6_371_000.0

Place = tuple[float, float]
"""Longitude and latitude. [degrees]"""


def oddities(
    case: Case, file: StoredFile, twin: StoredFile | None, *, by: User | None, now: datetime
) -> Iterator[str]:
    """Sentences about what a reviewer should look at (核对发现); none for a usual photograph.

    Args:
        twin: an equal picture that was evidence elsewhere.
    """
    if not file.is_photo:
        return
    if twin is not None:
        earlier = Evidence.objects.select_related("case").get(file=twin)
        yield f"疑似重复使用的照片：与事项 {earlier.case.number} 的“{twin.name}”相同"
    if file.taken_at is None:
        yield "照片没有拍摄时间"
    elif now - file.taken_at > OLD:
        yield f"拍摄于 {said(file.taken_at)}，距提交 {duration(now - file.taken_at)}"
    place = _place(file)
    if place is None:
        yield "照片没有拍摄位置"
        return
    unit = _unit_place(case)
    if unit is not None and (far := distance_m(unit, place)) > FAR_M:
        yield f"拍摄位置距企业登记位置 {far / 1000:.1f} 公里"
    if by is not None and file.taken_at is not None:
        yield from _impossible(file, file.taken_at, place, by)


def distance_m(one: Place, other: Place) -> float:
    """Distance on the ground of two places. [m]

    >>> round(distance_m((113.0, 34.0), (113.0, 35.0)))
    111195
    """
    south, north = radians(one[1]), radians(other[1])
    half = sin((north - south) / 2) ** 2
    half += cos(south) * cos(north) * sin(radians(one[0] - other[0]) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(half))


def _impossible(file: StoredFile, taken_at: datetime, place: Place, by: User) -> Iterator[str]:
    """The same person cannot have taken two photographs so far apart in so little time."""
    rows = Evidence.objects.filter(
        added_by=by,
        file__taken_at__isnull=False,
        file__longitude__isnull=False,
        file__latitude__isnull=False,
    ).exclude(file=file)
    rows = rows.select_related("file", "case")
    before = rows.filter(file__taken_at__lte=taken_at).order_by("-file__taken_at").first()
    after = rows.filter(file__taken_at__gt=taken_at).order_by("file__taken_at").first()
    for other in (before, after):
        if other is None or other.file.taken_at is None or (there := _place(other.file)) is None:
            continue
        apart, way = abs(taken_at - other.file.taken_at), distance_m(place, there)
        if way > BESIDE_M and way / 1000 > FASTEST_KM_H * (apart / timedelta(hours=1)):
            yield (
                f"行程不合理：与同一人在事项 {other.case.number} 的照片相距 {way / 1000:.1f} 公里，"
                f"拍摄时间仅相隔 {duration(apart)}"
            )


def _place(file: StoredFile) -> Place | None:
    if file.longitude is None or file.latitude is None:
        return None
    return file.longitude, file.latitude


def _unit_place(case: Case) -> Place | None:
    unit = case.enterprise
    if unit is None or unit.longitude is None or unit.latitude is None:
        return None
    return unit.longitude, unit.latitude
