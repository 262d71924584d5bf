from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from bihuan import telemetry
from bihuan.telemetry import TelemetryError


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    telemetry.close_stores()
    yield
    telemetry.close_stores()
    telemetry.configure(settings.TELEMETRY_ROOT)


def test_a_journal_name_has_one_store_in_a_process(root: Path) -> None:
    telemetry.configure(root)
    assert telemetry.store("web") is telemetry.store("web")
    assert telemetry.store() is telemetry.store()
    assert telemetry.store("web") is not telemetry.store()


def test_a_store_before_configuration_is_refused() -> None:
    with pytest.raises(TelemetryError, match="configure"):
        telemetry.store()


def test_another_folder_cannot_take_the_place_of_an_open_one(root: Path) -> None:
    telemetry.configure(root)
    telemetry.store()
    with pytest.raises(TelemetryError, match="are open"):
        telemetry.configure(root / "elsewhere")
