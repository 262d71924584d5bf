"""The pages around the interface: its description, and a person's tokens."""

import pytest
from django.urls import reverse

from bihuan.accounts.models import ApiToken, AuditEntry
from tests.api.conftest import County
from tests.pages.conftest import Login

NEW = {"name": "共享平台", "scopes": ["read:values"], "days": "90"}


def test_the_description_names_every_operation_and_loads_nothing_from_outside(
    county: County, login: Login
) -> None:
    client = login(county.people.wang)
    text = client.get(reverse("api_docs")).content.decode()
    for title in ("企业列表", "时间序列", "批量读取", "推送监测数据"):
        assert title in text
    assert "//cdn" not in text
    assert "<script>" not in text
    schema = client.get(reverse("api:openapi-json")).json()
    assert all(path in text for path in schema["paths"])


def test_every_operation_is_described_in_chinese(county: County, login: Login) -> None:
    schema = login(county.people.wang).get(reverse("api:openapi-json")).json()
    for methods in schema["paths"].values():
        for told in methods.values():
            assert any("\u4e00" <= letter <= "\u9fff" for letter in told["summary"]), told


def test_a_new_key_is_shown_once(county: County, login: Login) -> None:
    client = login(county.people.wang)
    address = reverse("accounts:tokens")
    shown = client.post(address, NEW).content.decode()
    token = ApiToken.objects.get(user=county.people.wang)
    assert f'<pre class="packet mb-2">{token.prefix}' in shown
    later = client.get(address).content.decode()
    assert '<pre class="packet mb-2">' not in later
    assert token.prefix in later
    assert AuditEntry.objects.filter(action="accounts.create_token").exists()


def test_a_form_that_lacks_something_says_so_and_keeps_the_rest(
    county: County, login: Login
) -> None:
    client = login(county.people.wang)
    answer = client.post(reverse("accounts:tokens"), {"name": "共享平台", "days": "90"})
    text = answer.content.decode()
    assert "请至少选择一项授权范围" in text
    assert 'value="共享平台"' in text
    assert not ApiToken.objects.exists()


def test_only_its_person_stops_a_token(county: County, login: Login) -> None:
    login(county.people.wang).post(reverse("accounts:tokens"), NEW)
    token = ApiToken.objects.get()
    address = reverse("accounts:revoke_token", args=[token.pk])
    assert login(county.people.li).post(address).status_code == 404
    assert login(county.people.wang).post(address).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.any_database
@pytest.mark.parametrize("name", ["accounts:tokens", "api_docs"])
def test_a_visitor_is_led_to_the_login(name: str, county: County, client: object) -> None:
    assert client.get(reverse(name)).status_code == 302  # type: ignore[attr-defined]
