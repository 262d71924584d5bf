"""Whether every station's siting file is complete, and what it lacks (建设档案缺项)."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from bihuan.accounts.models import User
from bihuan.registry.ledger.photo import photographed
from bihuan.registry.models import Station, StationClass, StationSiting

PLACE = "经纬度"
PHOTO = "照片"
FILE = "建设档案"
NEEDED = (
    "address",
    "intake_height_m",
    "road_distance_m",
    "surroundings",
    "nearby_sources",
    "access",
    "power",
    "built",
)
"""What a siting file says: position, height, surroundings, sources, access, power."""


@dataclass(frozen=True, slots=True)
class SitingRow:
    """One station and what its file lacks; nothing for a complete one."""

    station: int
    name: str
    code: str
    station_class: StationClass
    siting: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SitingReview:
    """Stations of a person with incomplete ones first (建设档案核对)."""

    rows: tuple[SitingRow, ...]

    @property
    def incomplete(self) -> int:
        """Stations whose file lacks something."""
        return sum(bool(one.missing) for one in self.rows)

    @property
    def complete_by_class(self) -> list[tuple[str, int, int]]:
        """Class, complete files, stations."""
        total = Counter(one.station_class for one in self.rows)
        done = Counter(one.station_class for one in self.rows if not one.missing)
        return [(str(each.label), done[each], total[each]) for each in StationClass if total[each]]


def siting_review(user: User) -> SitingReview:
    """The siting files of the stations within reach; weather stations have none of ours."""
    titles = {name: str(StationSiting._meta.get_field(name).verbose_name) for name in NEEDED}
    with_photo = photographed(Station)
    stations = Station.objects.visible_to(user).exclude(station_class=StationClass.WEATHER)
    told = stations.order_by("station_class", "code").values(
        "pk",
        "name",
        "code",
        "station_class",
        "longitude",
        "siting",
        *(f"siting__{name}" for name in NEEDED),
    )
    rows = [_row(one, titles, has_photo=one["pk"] in with_photo) for one in told]
    return SitingReview(tuple(sorted(rows, key=lambda one: not one.missing)))


def _row(told: dict[str, Any], titles: dict[str, str], *, has_photo: bool) -> SitingRow:
    missing = [PLACE] if told["longitude"] is None else []
    if told["siting"] is None:
        missing.append(FILE)
    else:
        missing += [
            title for name, title in titles.items() if told[f"siting__{name}"] in (None, "")
        ]
    if not has_photo:
        missing.append(PHOTO)
    return SitingRow(
        station=told["pk"],
        name=told["name"],
        code=told["code"],
        station_class=StationClass(told["station_class"]),
        siting=told["siting"],
        missing=tuple(missing),
    )
