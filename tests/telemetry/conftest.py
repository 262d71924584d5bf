"""A store and its mover in a folder of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.telemetry import Mover, Store


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "telemetry"


@pytest.fixture
def store(root: Path) -> Iterator[Store]:
    opened = Store(root, journal="gateway-1")
    yield opened
    opened.close()


@pytest.fixture
def mover(root: Path) -> Iterator[Mover]:
    opened = Mover(root)
    yield opened
    opened.close()
