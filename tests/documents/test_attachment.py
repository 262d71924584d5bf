"""Files of objects of the ledger: on a tab, in the history, only for whom the object is."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.documents.models import Attachment
from bihuan.registry.queries.history import history_of
from tests.people import People, Places


@pytest.fixture
def tab(places: Places) -> str:
    return reverse("registry:ledger_stations_one", args=[places.station.pk]) + "?tab=files"


def attach(client: Client, places: Places, data: bytes, caption: str = "站房") -> str:
    file = SimpleUploadedFile("站房.jpg", data, "image/jpeg")
    address = reverse("documents:attach", args=["stations", places.station.pk])
    answer = client.post(address, {"file": file, "caption": caption}, follow=True)
    return answer.content.decode()


def test_a_photo_of_a_station_is_shown_opened_and_told_in_its_history(
    client: Client, people: People, places: Places, tab: str, photo: Callable[..., bytes]
) -> None:
    client.force_login(people.wang)
    data = photo()
    page = attach(client, places, data)
    assert "站房.jpg" in page and "thumbnail.jpg" in page
    (kept,) = Attachment.objects.all()
    given = ["stations", places.station.pk, kept.pk]
    picture = client.get(reverse("documents:thumbnail", args=given))
    assert picture["Content-Type"] == "image/jpeg"
    opened = client.get(reverse("documents:content", args=given))
    assert b"".join(opened.streaming_content) == data  # type: ignore[attr-defined]
    told = [(one.title, one.after, one.reason) for one in history_of(places.station)]
    assert told == [("附件", "站房.jpg", "站房")]
    assert client.get(tab).status_code == 200


def test_a_removed_file_is_gone_from_the_tab_and_kept_in_the_history(
    client: Client, people: People, places: Places, tab: str, photo: Callable[..., bytes]
) -> None:
    client.force_login(people.wang)
    attach(client, places, photo())
    (kept,) = Attachment.objects.all()
    address = reverse("documents:remove", args=["stations", places.station.pk, kept.pk])
    assert "请填写移除原因" in client.post(address, {"reason": " "}, follow=True).content.decode()
    assert (
        "还没有照片或文件" in client.post(address, {"reason": "拍错"}, follow=True).content.decode()
    )
    kept.refresh_from_db()
    assert (kept.removed_because, kept.removed_by) == ("拍错", people.wang)
    assert next(one.before for one in history_of(places.station)) == "站房.jpg"


def test_others_neither_attach_nor_open(
    client: Client, people: People, places: Places, photo: Callable[..., bytes], now: datetime
) -> None:
    client.force_login(people.wang)
    attach(client, places, photo())
    (kept,) = Attachment.objects.all()
    given = ["stations", places.station.pk, kept.pk]
    attach_address = reverse("documents:attach", args=given[:2])
    for user, may_open in ((people.zhao, 403), (people.supervisor, 200), (people.auditor, 403)):
        client.force_login(user)
        assert client.get(reverse("documents:content", args=given)).status_code == may_open
        assert client.post(attach_address).status_code == 403
        assert client.post(reverse("documents:remove", args=given)).status_code == 403
    client.force_login(people.wang)
    assert "不" in attach(client, places, b"no picture at all")
    assert Attachment.objects.count() == 1
