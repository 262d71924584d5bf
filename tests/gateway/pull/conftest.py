"""A county station whose values an upper platform has, and a store to put them into."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from bihuan import telemetry
from bihuan.registry.models import Interface, PointFactor
from bihuan.telemetry import Store
from tests.people import Places

FACTORS = {"a34004": "细颗粒物", "a21005": "一氧化碳", "a05024": "臭氧"}
MAPPING: dict[str, Any] = {
    "station_field": "station_code",
    "time_field": "time",
    "label": "end",
    "factors": [
        {"field": "pm2_5", "factor": "a34004", "zero_is_missing": True},
        {"field": "co", "factor": "a21005"},
        {"field": "o3_24h", "factor": "a05024"},
    ],
    "stations": {"1316A": "GY-T-05"},
}
MakeInterface = Callable[..., Interface]


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Store]:
    """The store of this process, configured as the roof does it."""
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    yield telemetry.store()
    telemetry.close_stores()
    telemetry.configure(settings.TELEMETRY_ROOT)


@pytest.fixture
def measured(places: Places) -> Places:
    """The station measures three factors."""
    PointFactor.objects.bulk_create(
        PointFactor(point=places.station_point, factor=code, name_zh=name)
        for code, name in FACTORS.items()
    )
    return places


@pytest.fixture
def interface(measured: Places) -> MakeInterface:
    """An adapter of the county."""

    def make(kind: str, told: dict[str, Any], **more: Any) -> Interface:
        mapping = {**MAPPING, **told.pop("mapping", {})}
        return Interface.objects.create(
            key=more.pop("key", f"province-{kind}"),
            name="省平台",
            kind=kind,
            district=measured.districts["410181"],
            purpose="省控站小时值",
            settings={**told, "mapping": mapping},
            **more,
        )

    return make
