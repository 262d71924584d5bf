"""Files laid into the exchange folder: each taken once, by content."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bihuan.gateway.pull.run import pull
from bihuan.registry.models import TakenFile
from bihuan.telemetry import Kind, Store
from tests.gateway.pull.conftest import MakeInterface

CSV = "station_code,time,pm2_5,co,o3_24h\n1316A,2026-11-21 08:00:00,35,0.7,62\n"


@pytest.fixture
def folder(settings: Any, tmp_path: Path, now: datetime) -> Path:
    settings.EXCHANGE_ROOT = tmp_path
    (tmp_path / "province").mkdir()
    return tmp_path / "province"


def lay(folder: Path, name: str, content: str | bytes, *, at: datetime, age_s: float = 60) -> None:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    moment = at.timestamp() - age_s
    os.utime(folder / name, (moment, moment))


def test_a_file_is_taken_once_whatever_its_name(
    folder: Path, interface: MakeInterface, lake: Store, now: datetime
) -> None:
    adapter = interface("file", {"folder": "province"})
    lay(folder, "a.csv", CSV, at=now)
    lay(folder, "copy of a.csv", CSV, at=now)
    lay(folder, "office.csv", CSV.replace("1316A", "无此站").encode("gb18030"), at=now)
    first = pull(adapter, "", now=now)
    again = pull(adapter, first.cursor, now=now)
    assert (first.counts["files"], first.counts["new"], first.counts["refused"]) == (2, 3, 3)
    assert any("无此站" in one for one in first.doubts)
    assert again.counts.get("files", 0) == 0
    assert TakenFile.objects.count() == 2
    assert len(lake.latest(kind=Kind.HOUR)) == 3


def test_a_file_that_is_still_written_waits_and_a_bad_one_holds_up_no_other(
    folder: Path, interface: MakeInterface, lake: Store, now: datetime
) -> None:
    adapter = interface("file", {"folder": "province", "pattern": "*.*", "rows": "list"})
    lay(folder, "a.json", "{broken", at=now)
    lay(folder, "b.csv", CSV, at=now)
    lay(folder, "c.csv", CSV + "1316A,2026-11-21 07:00:00,1,1,1\n", at=now, age_s=1)
    ended = pull(adapter, "", now=now)
    assert (ended.counts["files"], ended.counts["bad_files"], ended.counts["new"]) == (2, 1, 3)
    assert "a.json" in ended.doubts[0]


@pytest.mark.parametrize("name", ["..", "../..", "/etc", "nothing"])
def test_only_the_exchange_folder_is_read(
    name: str, folder: Path, interface: MakeInterface, lake: Store, now: datetime
) -> None:
    ended = pull(interface("file", {"folder": name, "pattern": "*"}), "", now=now)
    assert "请管理员建立" in ended.problem
    assert not ended.helps_again
