"""A drive of the laboratory car through the county (走航), so that its page shows something."""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from django.utils.timezone import localtime

from bihuan.accounts.models import District, User
from bihuan.accounts.scope import within
from bihuan.air.models import Drive, DriveMode
from bihuan.air.services.drive import take_drive
from bihuan.main.demo.county import COUNTY
from bihuan.registry.coordinate import Datum
from bihuan.registry.models import LocalSource

STEP_S: Final = 5
STOPS: Final = 6
STEPS_A_LEG: Final = 260
PLUMES: Final = (1, 3, 4)
"""Stops beside which a plume hangs; the drive passes each of them on its way."""

METRES: Final = 111_300.0


def enrol_drive(*, now: datetime) -> None:
    """Add yesterday morning's drive past six factories, once."""
    author = User.objects.filter(username="sun").first()
    sources = LocalSource.objects.filter(
        within("district_id", COUNTY), kind_id="industry", longitude__isnull=False
    )
    pairs = sources.order_by("pk").values_list("longitude", "latitude")
    places = [(float(east or 0), float(north or 0)) for east, north in pairs]
    if Drive.objects.exists() or author is None or len(places) < STOPS:
        return
    start = (localtime(now) - timedelta(days=1)).replace(hour=9, minute=20, second=0, microsecond=0)
    take_drive(
        BytesIO(_text(start, np.asarray(_chain(places), dtype=np.float64))),
        name="走航记录（演示）.csv",
        told={
            "title": "工业企业沿线走航（演示）",
            "mode": DriveMode.MOVING,
            "vehicle": "豫A·演005",
            "instrument": "质子转移反应质谱仪（演示）",
            "delay_s": 0,
            "datum": Datum.WGS84,
            "note": "演示数据，由平台生成",
        },
        district=District.objects.get(code=COUNTY),
        by=author,
        now=now,
    )


def _chain(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Six places, each the nearest one not yet visited."""
    chain, rest = [places[0]], places[1:]
    while len(chain) < STOPS:
        last = chain[-1]
        rest.sort(key=lambda one: (one[0] - last[0]) ** 2 + (one[1] - last[1]) ** 2)
        chain.append(rest.pop(0))
    return chain


def _text(start: datetime, stops: npt.NDArray[np.float64]) -> bytes:
    chance = np.random.default_rng(20261121)
    path = _path(stops, chance)
    count = len(path)
    base = 42 + 8 * np.sin(np.arange(count) / 210) + chance.normal(0, 2.0, count)
    plume = sum(_plume(path, stops[n], 90 + 60 * place) for place, n in enumerate(PLUMES))
    columns = {
        "TVOC(ppb)": base + plume,
        "苯(µg/m³)": base / 22 + plume / 60,
        "甲苯(µg/m³)": base / 12 + plume / 9,
        "二甲苯(µg/m³)": base / 16 + plume / 14,
    }
    lines = [",".join(["时间", "经度", "纬度", *columns])]
    for n in range(count):
        at = start + timedelta(seconds=STEP_S * n)
        values = ",".join(f"{one[n]:.2f}" for one in columns.values())
        lines.append(f"{at:%Y-%m-%d %H:%M:%S},{path[n, 0]:.6f},{path[n, 1]:.6f},{values}")
    return ("\n".join(lines) + "\n").encode()


def _path(stops: npt.NDArray[np.float64], chance: np.random.Generator) -> npt.NDArray[np.float64]:
    """From stop to stop, not quite straight."""
    legs = [np.linspace(a, b, STEPS_A_LEG, endpoint=False) for a, b in pairwise(stops)]
    straight = np.concatenate(legs)
    return np.asarray(straight + chance.normal(0, 1.2e-5, straight.shape).cumsum(axis=0))


def _plume(
    path: npt.NDArray[np.float64], stop: npt.NDArray[np.float64], height: float
) -> npt.NDArray[np.float64]:
    """What hangs around a stop, thinning out within a few hundred metres."""
    scale = np.array([METRES * np.cos(np.radians(stop[1])), METRES])
    away = np.hypot(*((path - stop) * scale).T)
    return np.asarray(height * np.exp(-0.5 * (away / 180.0) ** 2))
