"""身份鉴别: unique accounts, passwords, lock-out, time-out, one session, the second factor."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from bihuan.accounts import policy
from bihuan.accounts.acts import Act
from bihuan.accounts.models import AuditEntry, User
from bihuan.accounts.queries.agreement import agreement_due
from bihuan.accounts.services.agreement import publish_shipped_agreement
from bihuan.accounts.services.person import (
    NameTaken,
    NewPerson,
    change_password,
    create_person,
    disable_dormant,
    disable_person,
    enable_person,
)
from bihuan.accounts.services.setting import change_setting
from tests.people import PASSWORD, People

PROFILE = "/accounts/profile/"
GOOD = "Xk7-vQ2w-tR9p"


class Hands:
    """The hands of the clock that every request reads."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A clock that the test turns."""
    hands = Hands()
    monkeypatch.setattr("bihuan.main.clock.timezone", hands)
    monkeypatch.setattr("bihuan.accounts.session.timezone", SimpleNamespace(now=hands.now))
    return hands


def log_in(username: str, password: str = PASSWORD, *, client: Client | None = None) -> Client:
    client = client or Client()
    client.post("/accounts/login/", {"username": username, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(PROFILE).status_code == 200


def refused(password: str, user: User) -> str:
    with pytest.raises(ValidationError) as told:
        validate_password(password, user)
    return "；".join(told.value.messages)


class Given:
    """Changes a setting as the security administrator does."""

    def __init__(self, people: People, now: datetime) -> None:
        self.people, self.now = people, now

    def __call__(self, kind: object, value: object) -> None:
        by = self.people.security_admin
        change_setting(kind, value, reason="测试", by=by, now=self.now)  # type: ignore[arg-type]


@pytest.fixture
def given(people: People, now: datetime) -> Given:
    return Given(people, now)


@pytest.mark.requirement("A11.6", "B7.1")
def test_a_user_name_belongs_to_one_person_whatever_its_letters(
    people: People, now: datetime
) -> None:
    with pytest.raises(NameTaken):
        create_person(NewPerson("WANG", "另一个王"), by=people.security_admin, now=now)


@pytest.mark.requirement("B7.1")
@pytest.mark.parametrize(
    ("password", "because"),
    [
        ("Xk7-v", "密码太短，至少 10 位"),
        ("abxkvqwtrp", "至少 3 种"),
        ("Xk-1234-vqP7", "含有连续字符“1234”"),
        ("Xk-poiu-7vqP", "含有连续字符"),
        ("Xk7-aaaa-vQ2", "含有重复字符"),
        ("P@$$w0rd", "只是常见词“password”的变化"),
        ("password123", "常见密码清单"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(
    password: str, because: str, people: People
) -> None:
    assert because in refused(password, people.wang)


@pytest.mark.requirement("B7.1")
def test_the_last_passwords_may_not_come_back(people: People, now: datetime) -> None:
    change_password(people.wang, GOOD, now=now)
    change_password(people.wang, GOOD + "2", now=now + timedelta(days=1))
    assert "不能与最近 5 次" in refused(GOOD, people.wang)


@pytest.mark.requirement("A11.6", "B7.1")
def test_how_strict_passwords_are_is_a_dated_setting(people: People, given: Given) -> None:
    validate_password(GOOD, people.wang)
    given(policy.PASSWORD_LENGTH, 16)
    assert "至少 16 位" in refused(GOOD, people.wang)


@pytest.mark.requirement("A11.6", "B7.1")
def test_a_new_account_changes_its_password_before_anything_else(
    people: People, now: datetime
) -> None:
    made, first = create_person(NewPerson("newbie", "新人"), by=people.security_admin, now=now)
    client = log_in("newbie", first)
    assert client.get(PROFILE)["Location"].startswith("/accounts/password/")
    form = {"old_password": first, "new_password1": GOOD, "new_password2": GOOD}
    client.post("/accounts/password/", form)
    assert is_in(client)
    made.refresh_from_db()
    assert not made.must_change_password
    assert first not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


@pytest.mark.requirement("A11.6", "B7.1")
def test_an_old_password_is_changed_at_the_next_login(people: People, clock: Hands) -> None:
    change_password(people.wang, GOOD, now=clock.time - timedelta(days=91))
    assert log_in("wang", GOOD).get(PROFILE)["Location"].startswith("/accounts/password/")
    change_password(people.wang, GOOD + "2", now=clock.time - timedelta(days=89))
    assert is_in(log_in("wang", GOOD + "2"))


@pytest.mark.requirement("B7.1")
def test_five_failures_lock_the_account_for_half_an_hour(people: People) -> None:
    client = Client()
    for _ in range(4):
        log_in("wang", "wrong", client=client)
    locked = client.post("/accounts/login/", {"username": "wang", "password": "wrong"})
    assert locked.status_code == 429
    assert "已锁定 30 分钟" in locked.content.decode()
    assert not is_in(log_in("wang"))
    assert is_in(log_in("li"))  # who shares the address is not locked out
    assert AuditEntry.objects.filter(action=Act.LOCKED_OUT, succeeded=False).exists()
    AccessAttempt.objects.update(attempt_time=datetime.now(UTC) - timedelta(minutes=31))
    assert is_in(log_in("wang"))


@pytest.mark.requirement("B7.1")
def test_a_lock_is_taken_off_by_the_security_administrator(people: People) -> None:
    for _ in range(5):
        log_in("wang", "wrong")
    keeper = Client()
    keeper.force_login(people.security_admin)
    keeper.post(reverse("accounts:unlock_person", args=[people.wang.pk]))
    assert is_in(log_in("wang"))


@pytest.mark.requirement("B7.1")
def test_an_unused_session_ends_and_a_page_that_refreshes_itself_does_not_keep_it(
    people: People, clock: Hands
) -> None:
    client = log_in("wang")
    for _ in range(3):
        clock.time += timedelta(minutes=11)
        client.get("/ui/freshness")
        client.get(PROFILE, headers={"X-Bihuan-Passive": "1"})
    answer = client.get(PROFILE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert AuditEntry.objects.filter(action=Act.TIME_OUT, user=people.wang).exists()


@pytest.mark.requirement("B7.1")
def test_use_keeps_a_session_and_the_page_counts_the_rest_down(
    people: People, clock: Hands
) -> None:
    client = log_in("wang")
    for _ in range(4):
        clock.time += timedelta(minutes=20)
        client.post("/accounts/stay")
    page = client.get(PROFILE).content.decode()
    assert 'data-seconds="1800"' in page


@pytest.mark.requirement("B7.1")
def test_a_wall_screen_does_not_time_out(people: People, clock: Hands) -> None:
    client = log_in("wall")
    clock.time += timedelta(days=30)
    page = client.get(PROFILE)
    assert page.status_code == 200
    assert 'id="idle"' not in page.content.decode()


@pytest.mark.requirement("B7.1")
def test_a_new_login_ends_the_old_one_where_one_session_is_asked(
    people: People, given: Given
) -> None:
    both = log_in("wang"), log_in("wang")
    assert [is_in(client) for client in both] == [True, True]
    given(policy.ONE_SESSION, True)
    newest = log_in("wang")
    assert [is_in(both[1]), is_in(newest)] == [False, True]


@pytest.mark.requirement("A13.8", "B7.1")
def test_an_account_past_its_term_cannot_log_in_and_its_session_ends(people: People) -> None:
    client = log_in("wang")
    assert is_in(client)
    User.objects.filter(pk=people.wang.pk).update(valid_until=datetime.now(UTC))
    assert not is_in(client)
    assert not is_in(log_in("wang"))


@pytest.mark.requirement("B7.1")
def test_a_disabled_account_loses_its_session_and_can_be_opened_again(
    people: People, now: datetime
) -> None:
    client = log_in("wang")
    disable_person(people.wang, reason="离岗", by=people.security_admin, now=now)
    assert not is_in(client)
    enable_person(people.wang, reason="返岗", by=people.security_admin, now=now)
    assert is_in(log_in("wang"))


@pytest.mark.requirement("B7.1")
def test_dormant_accounts_are_closed_and_wall_screens_spared(people: People, now: datetime) -> None:
    User.objects.update(last_login=now - timedelta(days=91), date_joined=now - timedelta(days=400))
    User.objects.filter(username="li").update(last_login=now - timedelta(days=89))
    closed = {person.username for person in disable_dormant(now=now)}
    assert "wang" in closed
    assert closed.isdisjoint({"li", "wall"})
    people.wang.refresh_from_db()
    assert people.wang.disabled_because == "连续 90 天未登录"


@pytest.mark.requirement("A13.8", "B7.6")
def test_an_account_opens_only_after_the_secrecy_agreement_is_signed(
    people: People, now: datetime
) -> None:
    publish_shipped_agreement(now=now)
    client = log_in("wang")
    assert client.get(PROFILE)["Location"].startswith("/accounts/agreement/")
    htmx = client.get(PROFILE, headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx["HX-Redirect"]) == (204, "/accounts/agreement/")
    wrong = client.post("/accounts/agreement/", {"name": "王某", "is_read": "on"})
    assert "须与账号登记的姓名一致" in wrong.content.decode()
    client.post("/accounts/agreement/", {"name": "王科员", "is_read": "on"})
    assert is_in(client)
    assert agreement_due(people.wang) is None
    assert AuditEntry.objects.filter(action=Act.SIGN_AGREEMENT, user=people.wang).exists()


def code_of(device: TOTPDevice, *, drift: int = 0) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, drift)
    totp.time = datetime.now(UTC).timestamp()
    return f"{totp.token():06d}"


@pytest.mark.requirement("B7.1")
def test_a_second_factor_is_asked_of_the_roles_that_need_one(people: People, given: Given) -> None:
    given(policy.SECOND_FACTOR_ROLES, ["auditor"])
    assert is_in(log_in("wang"))
    client = log_in("auditor")
    assert client.get(PROFILE)["Location"].startswith("/accounts/second-factor/")
    page = client.get("/accounts/second-factor/").content.decode()
    assert "<svg" in page
    device = TOTPDevice.objects.get(user=people.auditor)
    codes = client.post("/accounts/second-factor/", {"code": code_of(device)}).content.decode()
    recovery = StaticToken.objects.filter(device__user=people.auditor)
    assert recovery.count() == 8
    assert all(one.token in codes for one in recovery)
    assert is_in(client)


@pytest.mark.requirement("B7.1")
def test_a_code_works_once_and_a_recovery_code_once(people: People, given: Given) -> None:
    given(policy.SECOND_FACTOR_ROLES, ["auditor"])
    client = log_in("auditor")
    client.get("/accounts/second-factor/")
    device = TOTPDevice.objects.get(user=people.auditor)
    used = code_of(device)
    client.post("/accounts/second-factor/", {"code": used})
    again = log_in("auditor")
    said = again.post("/accounts/second-factor/", {"code": used}).content.decode()
    assert "不正确或已使用" in said
    for kind in (TOTPDevice, StaticDevice):  # as if the pause after a wrong code were over
        kind.objects.update(throttling_failure_count=0)
    token = StaticToken.objects.filter(device__user=people.auditor).values_list("token", flat=True)
    spare = str(token[0])
    again.post("/accounts/second-factor/", {"code": spare})
    assert is_in(again)
    third = log_in("auditor")
    third.post("/accounts/second-factor/", {"code": spare})
    assert not is_in(third)
