from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.telemetry.upkeep.lake import SmallStore

from bihuan.telemetry.upkeep.setting import UpkeepSettings

# Deletion stamps come from the tests' own past, so only a long age spares a file.
SPARING = UpkeepSettings(spare=timedelta(days=4000))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallStore]:
    small = SmallStore(tmp_path / "store", SPARING)
    yield small
    small.close()
