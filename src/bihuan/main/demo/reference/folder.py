"""The folder of real data: what it must hold, checked before anything is made."""

from dataclasses import dataclass
from pathlib import Path

BEIJING = "air/beijing_prsa"
NATIONAL = "air/cnemc_station_hours.csv.gz"
STATIONS = "air/stations_national.csv"
CITIES = ("geo/henan_city.geojson", "geo/guangdong_city.geojson")
PACKETS = "hj212/packets.txt"


class MissingReference(SystemExit):
    """The folder, or something in it, is not there."""

    def __init__(self, folder: Path, missing: str) -> None:
        what = f"缺少 {missing}" if missing else "不是文件夹"
        super().__init__(f"DATA={folder}：{what}；请指向参考数据的 data 文件夹，或不带 DATA 运行")


@dataclass(frozen=True, slots=True)
class ReferenceFiles:
    """Files of the real data, all of them there.

    Attributes:
        beijing: one file of hours for each station.
        cities: boundaries whose properties give the cities' codes.
    """

    folder: Path
    beijing: tuple[Path, ...]
    national: Path
    stations: Path
    cities: tuple[Path, ...]
    packets: Path


def reference_files(folder: Path) -> ReferenceFiles:
    """The files of a folder of real data.

    Raises:
        MissingReference: names what is not there.
    """
    if not folder.is_dir():
        raise MissingReference(folder, "")
    for name in (NATIONAL, STATIONS, *CITIES, PACKETS):
        if not (folder / name).is_file():
            raise MissingReference(folder, name)
    beijing = tuple(sorted((folder / BEIJING).glob("*.csv.gz")))
    if not beijing:
        raise MissingReference(folder, f"{BEIJING}/*.csv.gz")
    return ReferenceFiles(
        folder=folder,
        beijing=beijing,
        national=folder / NATIONAL,
        stations=folder / STATIONS,
        cities=tuple(folder / name for name in CITIES),
        packets=folder / PACKETS,
    )
