"""Logging in and out, password and profile, as a browser does it."""

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.acts import Act
from bihuan.accounts.models import AuditEntry
from tests.people import PASSWORD, People


@pytest.fixture
def wang(client: Client, people: People) -> Client:
    """A browser in which 王 is logged in."""
    client.force_login(people.wang)
    return client


def test_the_login_page_is_open_to_everybody_and_in_chinese(client: Client, db: None) -> None:
    page = client.get(reverse("accounts:login"))
    assert page.status_code == 200
    assert "用户名" in page.content.decode()


def test_the_right_password_lets_in_and_is_on_record(client: Client, people: People) -> None:
    form = {"username": "wang", "password": PASSWORD, "next": reverse("accounts:profile")}
    answer = client.post(reverse("accounts:login"), form, REMOTE_ADDR="10.1.2.3")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("accounts:profile")
    entry = AuditEntry.objects.get(action=Act.LOG_IN)
    assert (entry.user, entry.address) == (people.wang, "10.1.2.3")


@pytest.mark.parametrize("username", ["wang", "nobody"])
def test_a_failed_login_says_the_same_for_every_account(
    client: Client, people: People, username: str
) -> None:
    page = client.post(reverse("accounts:login"), {"username": username, "password": "wrong"})
    assert "用户名或密码不正确，或账号已停用。" in page.content.decode()
    entry = AuditEntry.objects.get(action=Act.LOG_IN_FAILED)
    assert entry.user_name == "未登录"
    assert entry.object_id == (str(people.wang.pk) if username == "wang" else "")


def test_a_name_that_is_no_account_is_not_put_on_record(client: Client, people: People) -> None:
    client.post(reverse("accounts:login"), {"username": "my-secret-password", "password": "x"})
    entry = AuditEntry.objects.get(action=Act.LOG_IN_FAILED)
    assert "my-secret-password" not in str(vars(entry))


def test_a_login_does_not_forward_to_another_site(client: Client, people: People) -> None:
    form = {"username": "wang", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(reverse("accounts:login"), form)["Location"] == "/"


def test_logging_out_ends_the_session_and_is_on_record(wang: Client, people: People) -> None:
    wang.post(reverse("accounts:logout"))
    assert AuditEntry.objects.get(action=Act.LOG_OUT).user == people.wang
    assert wang.get(reverse("accounts:profile")).status_code == 302


def test_a_link_cannot_log_out(wang: Client) -> None:
    assert wang.get(reverse("accounts:logout")).status_code == 405


def test_a_changed_password_works_and_is_on_record(wang: Client, people: People) -> None:
    form = {
        "old_password": PASSWORD,
        "new_password1": "Other-Pass-77",
        "new_password2": "Other-Pass-77",
    }
    assert wang.post(reverse("accounts:password_change"), form).status_code == 302
    people.wang.refresh_from_db()
    assert people.wang.check_password("Other-Pass-77")
    assert AuditEntry.objects.filter(action=Act.CHANGE_PASSWORD, user=people.wang).exists()


def test_a_weak_new_password_is_refused_with_a_reason(wang: Client, people: People) -> None:
    form = {"old_password": PASSWORD, "new_password1": "12345678", "new_password2": "12345678"}
    page = wang.post(reverse("accounts:password_change"), form)
    assert page.status_code == 200
    assert "密码" in page.content.decode()
    assert not AuditEntry.objects.filter(action=Act.CHANGE_PASSWORD).exists()


def test_the_profile_shows_posts_and_takes_a_mobile_number(wang: Client, people: People) -> None:
    page = wang.get(reverse("accounts:profile")).content.decode()
    assert "区县管理人员" in page
    assert "巩义市" in page
    assert wang.post(reverse("accounts:profile"), {"phone": "13800000000"}).status_code == 302
    page = wang.post(reverse("accounts:profile"), {"phone": "12"}).content.decode()
    assert "请填写 11 位手机号码" in page


@pytest.mark.parametrize("name", ["profile", "password_change"])
def test_pages_of_a_person_send_a_stranger_to_the_login(
    client: Client, db: None, name: str
) -> None:
    answer = client.get(reverse(f"accounts:{name}"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:login"))
