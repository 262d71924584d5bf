"""Every package has a licence that lets a customer use the platform."""

import json
from datetime import datetime

import pytest
from django.test import Client

from bihuan.main.bill_of_materials import Leave, cyclonedx, parts
from tests.people import People

pytestmark = pytest.mark.requirement("B7.9", "B7.10")


def test_no_package_forces_its_licence_on_the_platform() -> None:
    assert [part.name for part in parts() if part.leave is Leave.STRONG] == []


def test_every_package_names_its_licence() -> None:
    assert [part.name for part in parts() if part.leave is Leave.UNKNOWN] == []


def test_both_sides_are_in_the_bill() -> None:
    names = {(part.side, part.name) for part in parts()}
    assert {("python", "django"), ("python", "duckdb"), ("front", "echarts")} <= names


def test_the_bill_is_cyclonedx(now: datetime) -> None:
    told = json.loads(cyclonedx(parts(), now=now))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    references = [part["bom-ref"] for part in told["components"]]
    assert len(references) == len(set(references)) == len(parts())


def test_the_page_is_for_administrators_and_the_customer(people: People, client: Client) -> None:
    client.force_login(people.system_admin)
    assert "django" in client.get("/materials/").content.decode()
    client.force_login(people.chen)
    assert client.get("/materials/").status_code == 403
