"""Administration pages: they open, refuse what must not be done there, and tell the gateway."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import AuditEntry
from bihuan.registry.device_password import is_password
from bihuan.registry.models import ChangeWay, Device, DeviceAssignment
from bihuan.registry.queries import device_directory, directory_version
from bihuan.registry.queries.history import history_of
from bihuan.registry.services import NewDevice, register_device
from tests.people import NOW, People, Places

OURS = [
    model for model in admin.site._registry if model._meta.app_label in {"accounts", "registry"}
]
FORM = {
    "mn": "MN-7",
    "name": "后台登记",
    "edition": "2017",
    "password": "123456",
    "tolerance": "{}",
    "allowed_addresses": "[]",
    "time_out_s": "10",
    "repeats": "3",
    "realtime_interval_s": "60",
    "minute_interval_min": "10",
    "is_active": "on",
    "change_reason": "设备更换",
    "code_mappings-TOTAL_FORMS": "0",
    "code_mappings-INITIAL_FORMS": "0",
    "assignments-TOTAL_FORMS": "0",
    "assignments-INITIAL_FORMS": "0",
}


@pytest.fixture
def root(client: Client, people: People) -> Client:
    """An administrator's browser."""
    client.force_login(people.root)
    return client


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_every_list_opens_and_can_be_searched(root: Client, model: type, places: Places) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")  # type: ignore[attr-defined]
    assert root.get(address).status_code == 200
    assert root.get(address, {"q": "大峪沟"}).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_nobody_else_gets_in(client: Client, people: People, model: type) -> None:
    client.force_login(people.wang)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")  # type: ignore[attr-defined]
    assert client.get(address).status_code == 302


def test_a_device_saved_here_is_hashed_told_to_the_gateway_and_on_record(root: Client) -> None:
    before = directory_version()
    answer = root.post(reverse("admin:registry_device_add"), FORM)
    assert answer.status_code == 302, answer.context["errors"]
    assert directory_version() > before
    assert is_password("MN-7", "123456", device_directory()["MN-7"].password_hash)
    assert AuditEntry.objects.filter(object_kind="registry.device").exists()


def test_a_change_here_needs_a_reason_and_enters_the_history(root: Client, places: Places) -> None:
    address = reverse("admin:registry_station_change", args=[places.station.pk])
    form = {
        "name": "大峪沟新站",
        "code": "GY-T-05",
        "station_class": "township",
        "district": "410181105",
    }
    assert root.post(address, form).status_code == 200
    assert not list(history_of(places.station))
    assert root.post(address, {**form, "change_reason": "站名调整"}).status_code == 302
    (told,) = history_of(places.station)
    assert (told.title, told.before, told.after) == ("名称", "大峪沟站", "大峪沟新站")
    assert (told.way, told.reason) == (ChangeWay.ADMIN, "站名调整")


def test_an_empty_password_keeps_the_one_before(root: Client, places: Places) -> None:
    device = register_device(
        NewDevice("MN-7", {}, name="数采仪", password="123456"), by=None, now=NOW
    )
    form = {**FORM, "password": "", "name": "改名"}
    assert (
        root.post(reverse("admin:registry_device_change", args=[device.pk]), form).status_code
        == 302
    )
    entry = device_directory()["MN-7"]
    assert Device.objects.get(mn="MN-7").name == "改名"
    assert is_password("MN-7", "123456", entry.password_hash)


def test_codes_added_on_the_devices_page_are_on_record(root: Client) -> None:
    form = FORM | {
        "code_mappings-TOTAL_FORMS": "1",
        "code_mappings-0-wire_code": "011",
        "code_mappings-0-factor": "w01018",
        "code_mappings-0-scale": "1",
    }
    assert root.post(reverse("admin:registry_device_add"), form).status_code == 302
    details = [entry.detail for entry in AuditEntry.objects.all()]
    assert {"rows": ["+ 011 → w01018"]} in details
    assert device_directory()["MN-7"].codes["011"].factor == "w01018"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("tolerance", '{"variants": ["magic"]}', "无法识别"),
        ("allowed_addresses", '["here"]', "不是地址或网段"),
    ],
)
def test_an_unreadable_setting_is_refused_in_the_form(
    root: Client, field: str, value: str, sentence: str
) -> None:
    page = root.post(reverse("admin:registry_device_add"), {**FORM, field: value})
    assert sentence in page.content.decode()
    assert not Device.objects.exists()


def test_a_deleted_device_is_told_to_the_gateway(root: Client) -> None:
    device = register_device(NewDevice("MN-7", {}), by=None, now=NOW)
    before = directory_version()
    address = reverse("admin:registry_device_delete", args=[device.pk])
    assert root.post(address, {"post": "yes"}).status_code == 302
    assert not Device.objects.exists()
    assert directory_version() > before


def test_a_device_with_a_history_is_not_deleted(root: Client, places: Places) -> None:
    device = register_device(NewDevice("MN-7", {"": places.plant_point}), by=None, now=NOW)
    root.post(reverse("admin:registry_device_delete", args=[device.pk]), {"post": "yes"})
    assert DeviceAssignment.objects.filter(device=device).exists()


@pytest.mark.parametrize(
    "name", ["accounts_auditentry", "registry_devicecommand", "registry_linkgap"]
)
def test_what_only_the_platform_writes_cannot_be_added(root: Client, name: str) -> None:
    assert root.get(reverse(f"admin:{name}_add")).status_code == 403


def test_a_person_and_a_post_can_be_made(root: Client, people: People) -> None:
    form = {
        "username": "qian",
        "name": "钱科员",
        "password1": "Sturdy-7788",
        "password2": "Sturdy-7788",
    }
    form |= {"usable_password": "true", "posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0"}
    answer = root.post(reverse("admin:accounts_user_add"), form)
    assert answer.status_code == 302, answer.context["errors"]
