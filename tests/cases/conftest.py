"""Cases of each shipped procedure in a small province."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from bihuan.accounts.models import Organisation, User
from bihuan.cases.models import Case, Evidence
from bihuan.cases.services import Answer, add_evidence, raise_case, take_step
from bihuan.documents.services.file import keep_file
from tests.people import People, Places

REASON = "二氧化硫小时均值 52.3 mg/m³，超过限值 35 mg/m³（GB 4915-2013）"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and anchors of each test lie apart."""
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path / "files")
    monkeypatch.setattr(settings, "HOME", tmp_path)


@pytest.fixture
def task(places: Places, people: People, now: datetime) -> Case:
    """An exceedance task of the plant, raised by a rule."""
    return raise_case(
        "exceedance_task",
        title="巩义水泥厂 1#排口 二氧化硫小时均值超标",
        district=places.districts["410181"],
        enterprise=places.plant,
        points=[places.plant_point],
        reason=REASON,
        source="watch:1",
        by=None,
        now=now,
    )


@pytest.fixture
def bodies(places: Places, people: People) -> dict[str, Organisation]:
    """Bodies of the county: the bureau, the township, two departments; some people in them."""
    rows = {
        "bureau": Organisation(name="巩义分局", kind="bureau", district_id="410181"),
        "town": Organisation(name="大峪沟镇政府", kind="township", district_id="410181105"),
        "city_management": Organisation(name="城管局", kind="department", district_id="410181"),
        "dust": Organisation(name="控尘办", kind="department", district_id="410181"),
    }
    for row in rows.values():
        row.save()
    User.objects.filter(pk=people.wang.pk).update(organisation=rows["bureau"])
    User.objects.filter(pk=people.township.pk).update(organisation=rows["town"])
    people.wang.refresh_from_db()
    people.township.refresh_from_db()
    return rows


def picture(seed: int = 1, *, size: tuple[int, int] = (320, 240)) -> bytes:
    """A JPEG that differs by seed."""
    image = Image.new("RGB", size)
    for x in range(0, size[0], 8):
        for y in range(0, size[1], 8):
            tone = (x * seed * 7 + y * (seed + 3) * 5 + (x * y * seed) // 9) % 256
            image.paste((tone, 255 - tone, (tone * 3) % 256), (x, y, x + 8, y + 8))
    file = BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()


Attach = Callable[..., Evidence]


@pytest.fixture
def attach(now: datetime) -> Attach:
    """Lay a photograph beside a step."""

    def make(case: Case, step: str, by: User, seed: int = 1) -> Evidence:
        file = keep_file(BytesIO(picture(seed)), name=f"现场{seed}.jpg", by=by, now=now)
        return add_evidence(Case.objects.get(pk=case.pk), step, file, by=by, now=now)

    return make


EXPLAINED = {"reason": "治理设施故障", "text": "脱硫泵跳停，已切换备用泵"}


@pytest.fixture
def explained(task: Case, people: People, attach: Attach, now: datetime) -> Case:
    """The task after the enterprise explained it with a photograph."""
    attach(task, "explain", people.chen)
    return take_step(task, "explain", by=people.chen, now=now, answer=Answer(fields=EXPLAINED))


def opinion(text: str = "材料不全", **more: object) -> Answer:
    """An answer of the opinion form."""
    return replace(Answer(fields={"text": text}), **more)  # type: ignore[arg-type]
