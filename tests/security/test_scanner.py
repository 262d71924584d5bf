"""恶意代码防范: what people hand in goes past a scanner before it is kept anywhere."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from bihuan.accounts import policy
from bihuan.accounts.acts import Act
from bihuan.accounts.models import AuditEntry
from bihuan.accounts.services.setting import change_setting
from bihuan.documents.error import RefusedFile
from bihuan.documents.models import StoredFile, Upload
from bihuan.documents.services.file import keep_file, open_file
from bihuan.documents.services.upload import add_piece, begin_upload, finish_upload
from tests.people import People
from tests.security.clamd import EICAR, clamd

pytestmark = [pytest.mark.requirement("A11.2", "B7.1"), pytest.mark.django_db]
CLEAN = "现场检查记录\n".encode()


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> Path:
    """Files of each test lie apart."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


def keep(data: bytes, people: People, now: datetime) -> StoredFile:
    return keep_file(BytesIO(data), name="记录.txt", by=people.wang, now=now)


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_a_clean_file_is_kept_whole_and_an_infected_one_nowhere(
    kind: str, people: People, now: datetime, settings: Settings, tmp_path: Path, files: Path
) -> None:
    with clamd(tmp_path / "clamd.ctl" if kind == "unix" else None) as (address, heard):
        settings.SCANNER = address
        kept = keep(CLEAN, people, now)
        assert open_file(kept).read() == CLEAN
        before = sorted(files.rglob("*"))
        with pytest.raises(RefusedFile, match=r"含有病毒（Win\.Test\.EICAR_HDB-1），已拒收"):
            keep(CLEAN + EICAR, people, now)
        assert heard == [len(CLEAN), len(CLEAN + EICAR)]
    assert sorted(files.rglob("*")) == before
    assert StoredFile.objects.get() == kept
    entry = AuditEntry.objects.get(action=Act.INFECTED)
    assert entry.user == people.wang and entry.detail["file"] == "记录.txt"


def test_an_infected_upload_in_pieces_is_refused(
    people: People, now: datetime, settings: Settings
) -> None:
    data = CLEAN + EICAR
    with clamd() as (settings.SCANNER, _):
        upload = begin_upload(name="记录.txt", size=len(data), by=people.chen, now=now)
        add_piece(upload.pk, data[:20], offset=0, by=people.chen)
        add_piece(upload.pk, data[20:], offset=20, by=people.chen)
        with pytest.raises(RefusedFile, match="含有病毒"):
            finish_upload(upload.pk, by=people.chen, now=now)
    assert Upload.objects.get().file is None and not StoredFile.objects.exists()


def test_an_infected_list_is_refused_on_its_page(people: People, settings: Settings) -> None:
    client = Client()
    client.force_login(people.wang)
    with clamd() as (settings.SCANNER, _):
        table = SimpleUploadedFile("台账.csv", "企业名称,行政区划\n".encode() + EICAR)
        page = client.post("/exchange/enterprises/import", {"file": table}).content.decode()
    assert "含有病毒" in page


@pytest.mark.parametrize("fault", ["nobody there", "too large to look at"])
def test_when_nobody_could_look_the_setting_decides(
    fault: str, people: People, now: datetime, settings: Settings, tmp_path: Path
) -> None:
    with clamd(most=4) as (address, _):
        away = f"unix://{tmp_path / 'nowhere.ctl'}"
        settings.SCANNER = away if fault == "nobody there" else address
        with pytest.raises(RefusedFile, match="未能查毒，暂不接收"):
            keep(CLEAN, people, now)
        by = people.security_admin
        change_setting(policy.SCAN_REQUIRED, False, reason="抢修", by=by, now=now)
        assert keep(CLEAN, people, now).size == len(CLEAN)


def test_nothing_is_scanned_where_no_scanner_is_set(people: People, now: datetime) -> None:
    assert keep(EICAR, people, now).pk
