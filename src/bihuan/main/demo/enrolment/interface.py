"""The demo's pull adapters: the upper platform's stations and weather."""

from typing import Any

from django.conf import settings

from bihuan.accounts.models import Organisation
from bihuan.main.demo.county import COUNTY
from bihuan.main.demo.factor import PM10, PM25
from bihuan.main.demo.upstream.feed import AIR, SKY, sky_stations, upper_stations
from bihuan.registry.models import Interface, InterfaceKind

NAMES = {
    "province-air": ("省空气质量平台", "/hours", "省控站小时值（审核前数据，仅供内部参考）"),
    "province-weather": ("省气象数据平台", "/weather", "省控站、气象站的气象小时值"),
}


def enrol_interfaces() -> None:
    """Set the adapters up, where they are missing (登记拉取接口); the address follows the port."""
    owner = Organisation.objects.filter(district_id=COUNTY[:2]).first()
    for key, (name, path, purpose) in NAMES.items():
        Interface.objects.update_or_create(
            key=key,
            defaults={"settings": _settings(path)},
            create_defaults={
                "settings": _settings(path),
                "name": name,
                "kind": InterfaceKind.HTTP,
                "district_id": COUNTY,
                "owner": owner,
                "contact": "省平台值班电话（演示）",
                "purpose": purpose,
                "every_min": 5,
            },
        )


def _settings(path: str) -> dict[str, Any]:
    is_air = path == "/hours"
    columns, stations = (AIR, upper_stations()) if is_air else (SKY, sky_stations())
    return {
        "address": f"http://127.0.0.1:{settings.UPSTREAM_PORT}{path}?from={{since}}&to={{until}}",
        "rows": "data.list",
        "window": {"overlap_h": 6, "backfill_h": 24, "most_h": 72},
        "mapping": {
            "kind": "hour",
            "station_field": "station_code",
            "time_field": "time",
            "label": "end",
            "factors": [
                {"field": name, "factor": one.code, "zero_is_missing": one in (PM25, PM10)}
                for name, one in columns.items()
            ],
            "stations": {station.code: station.code for station in stations},
        },
    }
